"""The page task: what a worker does to a page, from its plan to its file."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeVar

from sitegen.build.codec import decode_details
from sitegen.build.output import FolderOutput
from sitegen.build.stacks import Place, Stacks
from sitegen.digest import Digest, digest_bytes
from sitegen.model import OutputPath
from sitegen.site.editions import Press, shared_sites
from sitegen.site.pages import PagePlan
from sitegen.site.sheets import ArticleSource, Sheet, render_sheet
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
        stacks: Stacks,
        places: Mapping[str, Place],
        contents: Mapping[OutputPath, Digest],
        *,
        is_large: bool = False,
    ) -> None:
        """Take the *output* if every process may write there, and whether there are pages enough to prepare for.

        In the *stacks* lie the articles that pages show whole, at their *places* by path. *contents* are those of pages
        of which they are known already, as plans have them.
        """
        self.press, self.sources, self.output, self.is_large = press, dict(sources), output, is_large
        self.stacks, self.places, self.contents = stacks, places, contents
        self.templates = TemplateSet(self.sources, shared_sites(press) if is_large else ())

    def __reduce__(self) -> tuple[Callable[..., "PrintShop"], tuple[object, ...]]:
        """Travel without what was compiled."""
        return partial(type(self), is_large=self.is_large), (
            self.press,
            self.sources,
            self.output,
            self.stacks,
            self.places,
            self.contents,
        )

    def article(self, path: str) -> ArticleSource:
        """Return all that was made of an article."""
        whole = self.stacks.get(self.places[path])
        return ArticleSource(decode_details(whole.details), whole.bodies)


class Printed(NamedTuple):
    """A page that was made."""

    data: bytes | None
    """The page; None if it stands in the output already."""

    is_new: bool
    """Whether it differs from what stood in the output before."""

    content: Digest
    """Of what the page shows, as its plan has it."""

    digest: Digest
    state: str
    seconds: float


def make_pages(shop: PrintShop, plans: Sequence[PagePlan]) -> list[Printed | TemplateFault]:
    """Make the pages of *plans*, and write them if the output is within reach.

    Each step is taken for all of them: what it runs and reads is still in the processor's caches then.

    `SitegenError` where the output cannot be written; what is wrong with a template is among the results.
    """
    sources = {path: shop.article(path) for path in dict.fromkeys(path for plan in plans for path in plan.needs)}
    shown = [_timed(partial(plan.make, shop.press, sources)) for plan in plans]
    files = [
        _timed(partial(_file, plan.template, view, shop.templates))
        for plan, (view, _) in zip(plans, shown, strict=True)
    ]
    results: list[Printed | TemplateFault] = []
    for plan, (_, before), (data, between) in zip(plans, shown, files, strict=True):
        if isinstance(data, TemplateFault):
            results.append(data)
            continue
        printed, after = _timed(partial(_printed, shop, plan, data))
        results.append(printed._replace(seconds=before + between + after))
    return results


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def _file(template: str, view: Sheet, templates: TemplateSet) -> bytes | TemplateFault:
    try:
        return render_sheet(template, view, templates)
    except TemplateFault as fault:
        return fault


def _printed(shop: PrintShop, plan: PagePlan, data: bytes) -> Printed:
    content, output = shop.contents.get(plan.path) or plan.content(shop.press), shop.output
    if output is None:
        return Printed(data, False, content, digest_bytes(data), "", 0)
    is_new = output.write(plan.path, data)
    return Printed(None, is_new, content, digest_bytes(data), output.state(plan.path), 0)
