"""Articles, libraries and presses out of article files, for tests of the site."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from types import MappingProxyType
from typing import Final

from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.markdown.summary import summarise
from sitegen.markdown.variant import to_variant
from sitegen.model import VARIANTS, Article, ArticleSummary, UrlPath, Variant
from sitegen.site.editions import Edition, Press
from sitegen.site.library import Library, collect
from sitegen.site.links import Ground
from sitegen.site.pages import PagePlan, list_addresses, plan_pages
from sitegen.site.routes import Linker
from sitegen.site.views import Link

HANS: Final = VARIANTS["zh-Hans"]
HANT: Final = VARIANTS["zh-Hant"]
NOW: Final = date(2026, 1, 31)
BASE: Final = "https://example.org/news/"


def summary(path: str, body: str = "", /, **fields: object) -> ArticleSummary:
    """Return the summary of an article file; fields are written as YAML would have them."""
    head = "".join(f"{name}: {value}\n" for name, value in {"title": path, **fields}.items())
    article = parse_article(f"---\n{head}---\n{body}".encode(), path, zone=UTC, language="zh-Hans")
    assert isinstance(article, Article), article
    rendered = render(article)
    return summarise(article, rendered, {v.tag: to_variant(article, rendered, v) for v in (HANS, HANT)})


def dated(*days: str) -> list[ArticleSummary]:
    """Return an article for each day, named a0, a1 …"""
    return [summary(f"a{number}.md", date=day) for number, day in enumerate(days)]


def library(*summaries: ArticleSummary) -> Library:
    """Return a library of *summaries*, none of which is wrong."""
    found, faults = collect(summaries, now=NOW, drafts=False)
    assert faults == ()
    return found


def press(
    found: Library,
    *,
    base_url: str = BASE,
    relative: bool = False,
    page_size: int = 3,
    files: Mapping[str, UrlPath] = MappingProxyType({}),
    assets: Mapping[str, UrlPath] = MappingProxyType({}),
    nav: tuple[Link, ...] = (),
    variants: tuple[Variant, ...] = (HANS, HANT),
) -> Press:
    """Return what pages of *found* are planned from."""
    words = {"tags": "标签", "archive": "存档"}
    mount = "/news" if base_url == BASE else ""
    return Press(
        editions=tuple(Edition(v, f"站 {v.label}", "说明", "作者", nav, words) for v in variants),
        linker=Linker(base_url, mount, relative=relative),
        ground=Ground(found, files, assets, list_addresses(found, variants, page_size)),
        page_size=page_size,
        feed_size=20,
        generator="sitegen",
    )


def plans(*summaries: ArticleSummary, **choices: object) -> dict[str, PagePlan]:
    """Return the pages of a site by address; each stands once."""
    found = library(*summaries)
    planned = list(plan_pages(found, replace(press(found), **choices)))  # type: ignore[arg-type]
    by_url = {str(plan.url): plan for plan in planned}
    assert len(by_url) == len(planned)
    return by_url
