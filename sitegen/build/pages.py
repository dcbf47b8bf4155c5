"""The page task: what a worker does to a page, from its plan to its file."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeVar

from sitegen.build.codec import decode_details
from sitegen.build.output import FolderOutput
from sitegen.digest import Digest, digest_bytes
from sitegen.model import Html, OutputPath
from sitegen.site.editions import Press, shared_sites
from sitegen.site.pages import Make
from sitegen.site.sheets import ArticleSource, Shown, Sources, render_sheet
from sitegen.site.sources import TemplateSource
from sitegen.site.templates import TemplateFault, TemplateSet

Result = TypeVar("Result")
LARGE: Final = 2_000
"""Templates that know what pages share take as long to make as they save with that many pages."""
BATCH: Final = 64
"""Pages whose articles are in memory at once, in each process."""


class PrintShop:
    """What all pages of a build are made with; its templates are compiled in each process once."""

    def __init__(
        self,
        press: Press,
        sources: Mapping[str, TemplateSource],
        output: FolderOutput | None,
        *,
        is_large: bool = False,
    ) -> None:
        """Take the *output* if every process may write there, and whether there are pages enough to prepare for."""
        self.press, self.sources, self.output, self.is_large = press, dict(sources), output, is_large
        self.templates = TemplateSet(self.sources, shared_sites(press) if is_large else ())

    def __reduce__(self) -> tuple[Callable[..., "PrintShop"], tuple[object, ...]]:
        """Travel without what was compiled."""
        return partial(type(self), is_large=self.is_large), (self.press, self.sources, self.output)


class Order(NamedTuple):
    """What a worker must know of a plan."""

    path: OutputPath
    template: str
    make: Make


class PageBatch(NamedTuple):
    """Some pages, and the articles that they show whole."""

    orders: Sequence[Order]

    articles: Mapping[str, tuple[str, Mapping[str, Html]]]
    """Path → details and bodies, as the cache holds them."""


class Printed(NamedTuple):
    """A page that was made."""

    data: bytes | None
    """The page; None if it stands in the output already."""

    is_new: bool
    """Whether it differs from what stood in the output before."""

    digest: Digest
    state: str
    seconds: float


def make_pages(shop: PrintShop, batch: PageBatch) -> list[Printed | TemplateFault]:
    """Make the pages of *batch*, and write them if the output is within reach.

    Each step is taken for all of them: what it runs and reads is still in the processor's caches then.

    `SitegenError` where the output cannot be written; what is wrong with a template is among the results.
    """
    sources = {
        path: ArticleSource(decode_details(details), bodies) for path, (details, bodies) in batch.articles.items()
    }
    shown = [_timed(partial(order.make, shop.press, sources)) for order in batch.orders]
    files = [
        _timed(partial(_file, order.template, page, shop.templates, sources))
        for order, (page, _) in zip(batch.orders, shown, strict=True)
    ]
    results: list[Printed | TemplateFault] = []
    for order, (_, before), (data, between) in zip(batch.orders, shown, files, strict=True):
        if isinstance(data, TemplateFault):
            results.append(data)
            continue
        printed, after = _timed(partial(_printed, order, data, shop.output))
        results.append(printed._replace(seconds=before + between + after))
    return results


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def _file(template: str, shown: Shown, templates: TemplateSet, sources: Sources) -> bytes | TemplateFault:
    try:
        return render_sheet(template, shown, templates, sources)
    except TemplateFault as fault:
        return fault


def _printed(order: Order, data: bytes, output: FolderOutput | None) -> Printed:
    if output is None:
        return Printed(data, False, digest_bytes(data), "", 0)
    is_new = output.write(order.path, data)
    return Printed(None, is_new, digest_bytes(data), output.state(order.path), 0)
