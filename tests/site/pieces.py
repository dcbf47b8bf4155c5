"""Articles, libraries and presses out of article files, for tests of the site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from types import MappingProxyType
from typing import Final

from sitegen.digest import Digest
from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.markdown.summary import DescribedArticle, summarise
from sitegen.markdown.variant import to_variant
from sitegen.model import VARIANTS, Article, ArticleSummary, Html, UrlPath, Variant
from sitegen.site.editions import Edition, Press
from sitegen.site.library import Library, collect
from sitegen.site.links import Ground
from sitegen.site.pages import PagePlan, list_addresses, plan_pages
from sitegen.site.routes import Linker
from sitegen.site.sheets import ArticleSource, Sheet
from sitegen.site.views import Link

HANS: Final = VARIANTS["zh-Hans"]
HANT: Final = VARIANTS["zh-Hant"]
TAGS: Final = ("zh-Hans", "zh-Hant")
NOW: Final = date(2026, 1, 31)
BASE: Final = "https://example.org/news/"


def described(path: str, body: str = "", /, **fields: object) -> DescribedArticle:
    """Return an article file but for its bodies; fields are written as YAML would have them."""
    head = "".join(f"{name}: {value}\n" for name, value in {"title": path, **fields}.items())
    article = parse_article(f"---\n{head}---\n{body}".encode(), path, zone=UTC, language="zh-Hans")
    assert isinstance(article, Article), article
    rendered = render(article)
    return summarise(article, rendered, {v.tag: to_variant(article, rendered, v) for v in (HANS, HANT)})


def summary(path: str, body: str = "", /, **fields: object) -> ArticleSummary:
    """Return the summary of an article file."""
    return described(path, body, **fields).summary


def dated(*days: str) -> list[DescribedArticle]:
    """Return an article for each day, named a0, a1 …"""
    return [described(f"a{number}.md", date=day) for number, day in enumerate(days)]


def library(*articles: DescribedArticle) -> Library:
    """Return a library of *articles*, none of which is wrong."""
    found, faults = collect([article.summary for article in articles], TAGS, now=NOW, drafts=False)
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


BODIES: Final = {variant.tag: Html('<a href="sitegen:0">x</a>') for variant in (HANS, HANT)}


@dataclass(frozen=True)
class Planned:
    """A page, and what it shows."""

    plan: PagePlan
    view: Sheet
    content: Digest

    @property
    def owner(self) -> str:
        return self.plan.owner

    @property
    def template(self) -> str:
        return self.plan.template


def plans(*articles: DescribedArticle, **choices: object) -> dict[str, Planned]:
    """Return the pages of a site by address; each stands once."""
    found = library(*articles)
    return shown(found, replace(press(found), **choices), articles)  # type: ignore[arg-type]


def shown(found: Library, used: Press, articles: Sequence[DescribedArticle]) -> dict[str, Planned]:
    """Return the pages of a library of *articles* by address; each stands once."""
    sources = {article.summary.path: ArticleSource(article.details, BODIES) for article in articles}
    planned = list(plan_pages(found, used))
    by_url = {str(plan.url): Planned(plan, plan.make(used, sources), plan.content(used)) for plan in planned}
    assert len(by_url) == len(planned)
    return by_url
