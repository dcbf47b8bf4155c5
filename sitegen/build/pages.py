"""The page task: what a worker does to a page, from its plan to its file."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, TypeVar

from sitegen.build.codec import decode_details
from sitegen.build.output import FolderOutput
from sitegen.digest import Digest, digest_bytes
from sitegen.model import Html
from sitegen.site.editions import Press
from sitegen.site.pages import PagePlan
from sitegen.site.routes import output_path
from sitegen.site.sheets import ArticleSource, Shown, Sources, render_sheet
from sitegen.site.sources import TemplateSource
from sitegen.site.templates import TemplateFault, TemplateSet

Result = TypeVar("Result")
BATCH: Final = 64
"""Pages whose articles are in memory at once, in each process."""


class PrintShop:
    """What all pages of a build are made with; its templates are compiled in each process once."""

    def __init__(
        self,
        press: Press,
        plans: Sequence[PagePlan],
        sources: Mapping[str, TemplateSource],
        output: FolderOutput | None,
    ) -> None:
        """Take the *plans* of the pages that are to be made, and the *output* if every process may write there."""
        self.press, self.plans, self.sources, self.output = press, plans, dict(sources), output
        self.templates = TemplateSet(self.sources)

    def __reduce__(self) -> tuple[type["PrintShop"], tuple[object, ...]]:
        """Travel without what was compiled."""
        return type(self), (self.press, self.plans, self.sources, self.output)


@dataclass(frozen=True, slots=True)
class PageBatch:
    """Some pages, and the articles that they show whole."""

    numbers: Sequence[int]
    """Places among the shop's plans."""

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
    plans = [shop.plans[number] for number in batch.numbers]
    shown = [_timed(partial(plan.make, shop.press, sources)) for plan in plans]
    files = [
        _timed(partial(_file, plan, page, shop.templates, sources))
        for plan, (page, _) in zip(plans, shown, strict=True)
    ]
    results: list[Printed | TemplateFault] = []
    for plan, (_, before), (data, between) in zip(plans, shown, files, strict=True):
        if isinstance(data, TemplateFault):
            results.append(data)
            continue
        printed, after = _timed(partial(_printed, plan, data, shop.output))
        results.append(printed._replace(seconds=before + between + after))
    return results


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def _file(plan: PagePlan, shown: Shown, templates: TemplateSet, sources: Sources) -> bytes | TemplateFault:
    try:
        return render_sheet(plan.template, shown, templates, sources)
    except TemplateFault as fault:
        return fault


def _printed(plan: PagePlan, data: bytes, output: FolderOutput | None) -> Printed:
    if output is None:
        return Printed(data, False, digest_bytes(data), "", 0)
    path = output_path(plan.url)
    is_new = output.write(path, data)
    return Printed(None, is_new, digest_bytes(data), output.state(path), 0)
