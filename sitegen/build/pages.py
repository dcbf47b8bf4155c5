"""The page task: what a worker does to a page, from its plan to its file."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sitegen.build.codec import decode_details
from sitegen.build.output import FolderOutput
from sitegen.digest import Digest, digest_bytes
from sitegen.model import Html
from sitegen.site.editions import Press
from sitegen.site.pages import PagePlan
from sitegen.site.routes import output_path
from sitegen.site.sheets import ArticleSource, render_sheet
from sitegen.site.sources import TemplateSource
from sitegen.site.templates import TemplateFault, TemplateSet

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

    `SitegenError` where the output cannot be written; what is wrong with a template is among the results.
    """
    sources = {
        path: ArticleSource(decode_details(details), bodies) for path, (details, bodies) in batch.articles.items()
    }
    results: list[Printed | TemplateFault] = []
    for number in batch.numbers:
        plan, start = shop.plans[number], time.perf_counter()
        try:
            data = render_sheet(plan.template, plan.make(shop.press, sources), shop.templates, sources)
        except TemplateFault as fault:
            results.append(fault)
            continue
        if shop.output is None:
            results.append(Printed(data, False, digest_bytes(data), "", time.perf_counter() - start))
            continue
        path = output_path(plan.url)
        is_new = shop.output.write(path, data)
        state = shop.output.state(path)
        results.append(Printed(None, is_new, digest_bytes(data), state, time.perf_counter() - start))
    return results
