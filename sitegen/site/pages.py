"""Which pages a site has: the library → page plans.

A plan names what its page shows without making it: all pages are planned to find the few that are out of date.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final, Literal, Protocol

from sitegen.digest import Digest, digest_bytes, digest_value
from sitegen.model import ArticleSummary, LinkUse, Slug, UrlPath, Variant
from sitegen.site import routes, sheets
from sitegen.site.editions import Press, frame_digest
from sitegen.site.library import Library
from sitegen.site.links import resolve
from sitegen.site.sheets import Listing, Shown, Sources


class Make(Protocol):
    """Makes what a page shows."""

    def __call__(self, press: Press, sources: Sources) -> Shown:
        """Return what the page shows, given the articles that its plan needs."""


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A page to be: where it stands, what shows it, and the digests of all that it shows."""

    url: UrlPath
    template: str
    """The template that shows it; empty for a feed or sitemap."""

    frame: Digest
    """Of what all pages of its variant share."""

    content: Digest
    """Of all else that it shows."""

    make: Make
    needs: tuple[str, ...] = ()
    """The articles that it shows whole, by path."""

    source: str = ""
    """The content file that it comes from; empty for lists and the like."""

    @property
    def owner(self) -> str:
        """What to call it in messages."""
        return self.source or f"the page {self.url}"


def plan_pages(library: Library, press: Press, only: frozenset[str] | None = None) -> Iterator[PagePlan]:
    """Yield every page of the site, in the same order for the same library.

    With *only* some articles, by path, those pages alone that show more of one of them than other pages may know.
    """
    frames = {edition.variant: frame_digest(press, edition) for edition in press.editions}
    for variant, frame in frames.items():
        yield from _articles(library, press, variant, frame, only)
        yield _feed(library, press, variant, frame)
    if only is not None:
        return
    for variant, frame in frames.items():
        yield from _lists(library, press, variant, frame)
        yield _tags(library, variant, frame)
        yield _archive(library, variant, frame)
    yield from _redirects(library, press, frames)
    everyone = digest_value(tuple(frames.values()))
    for url, template in ((routes.ROOT, "root.html"), (routes.NOT_FOUND, "404.html")):
        yield PagePlan(url, template, everyone, _digest(url), partial(sheets.entrance, at=url))
    if press.linker.base_url:
        yield _sitemap(library, everyone)


def list_addresses(library: Library, variants: Sequence[Variant], page_size: int) -> frozenset[UrlPath]:
    """Return the addresses of all pages that are no articles: what links may name without a file."""
    found = {routes.ROOT, routes.NOT_FOUND, routes.SITEMAP}
    for variant in variants:
        found |= {routes.tags(variant), routes.archive(variant), routes.feed(variant)}
        for address, articles in _listings(library):
            found |= {address(variant, page) for page in range(1, _page_count(articles, page_size) + 1)}
    return frozenset(found)


def _digest(*shown: object) -> Digest:
    """Return the digest of texts, numbers, None, and lists and tuples of them; no two are written alike."""
    return digest_bytes(_encode(shown).encode("utf-8", "surrogatepass"))


_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


# ── articles ────────────────────────────────────────────────────────────────────────────────────


def _articles(
    library: Library, press: Press, variant: Variant, frame: Digest, only: frozenset[str] | None
) -> Iterator[PagePlan]:
    articles = library.articles
    for number, article in enumerate(articles):
        if only is not None and article.path not in only:
            continue
        newer = articles[number - 1] if number else None
        older = articles[number + 1] if number + 1 < len(articles) else None
        related = library.related[article.path]
        beside = [(other.slug, other.texts[variant.tag].title) if other else None for other in (newer, older, *related)]
        make = partial(
            sheets.article, variant=variant, summary=article, newer=newer, older=older, related=related
        )  # fmt: skip
        yield _article(press, variant, frame, article, beside, "article.html", make)
    for page in library.pages:
        if only is None or page.path in only:
            make = partial(sheets.plain, variant=variant, summary=page)
            yield _article(press, variant, frame, page, [], "page.html", make)


def _article(
    press: Press,
    variant: Variant,
    frame: Digest,
    article: ArticleSummary,
    beside: Sequence[object],
    template: str,
    make: Make,
) -> PagePlan:
    content = _digest(article.digest, article.slug, beside, _leads(press, article, variant))
    return PagePlan(
        routes.article(variant, article.slug), template, frame, content, make, (article.path,), article.path
    )


def _leads(press: Press, article: ArticleSummary, variant: Variant) -> list[object]:
    """Return where the links of an article lead in *variant*, and what stands there of its picture."""
    image = [LinkUse(article.image, "", is_image=True, line=0)] if article.image else []
    found = [resolve(link, article.path, press.ground, variant) for link in (*article.links, *image)]
    return [target and (target.url, target.fragment) for target in found]


# ── lists ───────────────────────────────────────────────────────────────────────────────────────

Numbered = Callable[[Variant, int], UrlPath]


def _listings(library: Library) -> Iterator[tuple[Numbered, tuple[ArticleSummary, ...]]]:
    yield routes.home, library.articles
    for tag in library.tags:
        yield partial(_tag_address, tag.key), tag.articles
    for month in library.months:
        yield partial(_month_address, month.year, month.number), month.articles


def _tag_address(key: str, variant: Variant, page: int) -> UrlPath:
    return routes.tag(variant, key, page)


def _month_address(year: int, number: int, variant: Variant, page: int) -> UrlPath:
    return routes.month(variant, year, number, page)


def _page_count(articles: Sequence[ArticleSummary], page_size: int) -> int:
    return max(1, -(-len(articles) // page_size))


def _lists(library: Library, press: Press, variant: Variant, frame: Digest) -> Iterator[PagePlan]:
    yield from _list(press, variant, frame, "home", "", routes.home, library.articles)
    for tag in library.tags:
        address = partial(_tag_address, tag.key)
        yield from _list(press, variant, frame, "tag", tag.title(variant.tag), address, tag.articles)
    for month in library.months:
        title = f"{month.year}年{month.number}月"
        dated = partial(_month_address, month.year, month.number)
        yield from _list(press, variant, frame, "month", title, dated, month.articles)


def _list(
    press: Press,
    variant: Variant,
    frame: Digest,
    kind: Literal["home", "tag", "month"],
    title: str,
    address: Numbered,
    articles: Sequence[ArticleSummary],
) -> Iterator[PagePlan]:
    size = press.page_size
    total = _page_count(articles, size)
    for number in range(1, total + 1):
        at = address(variant, number)
        shown = tuple(articles[(number - 1) * size : number * size])
        content = _digest(at, kind, title, number, total, [article.texts[variant.tag].digest for article in shown])
        listing = Listing(kind, title, address, number, total)
        make = partial(sheets.listing, variant=variant, listing=listing, articles=shown)
        yield PagePlan(at, "list.html", frame, content, make)


def _tags(library: Library, variant: Variant, frame: Digest) -> PagePlan:
    counted = tuple((tag.key, tag.title(variant.tag), len(tag.articles)) for tag in library.tags)
    make = partial(sheets.tags, variant=variant, counted=counted)
    return PagePlan(routes.tags(variant), "tags.html", frame, _digest(counted), make)


def _archive(library: Library, variant: Variant, frame: Digest) -> PagePlan:
    counted = tuple((month.year, month.number, len(month.articles)) for month in library.months)
    make = partial(sheets.archive, variant=variant, counted=counted)
    return PagePlan(routes.archive(variant), "archive.html", frame, _digest(counted), make)


# ── pages for everyone, and for programs ────────────────────────────────────────────────────────


def _redirects(library: Library, press: Press, frames: Mapping[Variant, Digest]) -> Iterator[PagePlan]:
    for article in chain(library.articles, library.pages):
        written = press.written(article.lang).variant
        title = article.texts[written.tag].title
        for path in article.aliases:
            make = partial(sheets.redirect, variant=written, at=routes.alias(path), slug=article.slug, title=title)
            content = _digest(article.slug, title, written.tag)
            owner = f"an alias of {article.path}"
            yield PagePlan(routes.alias(path), "redirect.html", frames[written], content, make, source=owner)


def _feed(library: Library, press: Press, variant: Variant, frame: Digest) -> PagePlan:
    shown = tuple([article for article in library.articles if article.date][: press.feed_size])
    content = _digest([(a.digest, a.slug, _leads(press, a, variant)) for a in shown])
    make = partial(sheets.feed, variant=variant, articles=shown)
    return PagePlan(routes.feed(variant), "", frame, content, make, tuple(article.path for article in shown))


def _sitemap(library: Library, everyone: Digest) -> PagePlan:
    articles: list[tuple[Slug, str]] = []
    for listed in chain(library.articles, library.pages):
        if not listed.canonical:
            moment = listed.updated or listed.date
            articles.append((listed.slug, moment.iso if moment else ""))
    keys = [tag.key for tag in library.tags]
    months = [(month.year, month.number) for month in library.months]
    lists = tuple(address for address, _ in _listings(library))
    make = partial(sheets.sitemap, articles=tuple(articles), lists=lists)
    return PagePlan(routes.SITEMAP, "", everyone, _digest(articles, keys, months), make)
