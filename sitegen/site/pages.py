"""Which pages a site has: the library → page plans.

A plan names what its page shows without making it: all pages are planned to find the few that are out of date.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from sitegen.digest import Digest, digest_known, digest_value
from sitegen.model import ArticleSummary, LinkUse, OutputPath, UrlPath, Variant
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
    """A page to be: where it stands, what shows it, and the digests of all that it shows.

    It is small, and knows articles by their places: a large site has hundreds of thousands of them.
    """

    path: OutputPath
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

    since: int = 0
    """The place of the newest article that a list shows."""

    @property
    def url(self) -> UrlPath:
        """Its address."""
        return routes.page_url(self.path)

    @property
    def owner(self) -> str:
        """What to call it in messages."""
        return self.source or f"the page {self.url}"


def plan_pages(library: Library, press: Press, only: Sequence[int] | None = None) -> Iterator[PagePlan]:
    """Yield every page of the site, in the same order for the same library; twins stand together.

    With *only* the places of some articles, those pages alone that show more of one of them than other pages may know.
    """
    frames = {edition.variant: frame_digest(press, edition) for edition in press.editions}
    for place in range(len(library.paths)) if only is None else only:
        for variant, frame in frames.items():
            yield _article(library, press, variant, frame, place)
    for variant, frame in frames.items():
        yield _feed(library, press, variant, frame)
    if only is not None:
        return
    for place in sorted(library.leading):
        yield from _redirects(library.at(place), press, frames)
    for variant, frame in frames.items():
        yield from _lists(library, press, variant, frame)
        yield _tags(library, variant, frame)
        yield _archive(library, variant, frame)
    everyone = digest_value(tuple(frames.values()))
    for url, template in ((routes.ROOT, "root.html"), (routes.NOT_FOUND, "404.html")):
        yield _plan(url, template, everyone, _digest(url), partial(sheets.entrance, url))
    if press.linker.base_url:
        yield _sitemap(library, everyone)


def _plan(
    url: UrlPath,
    template: str,
    frame: Digest,
    content: Digest,
    make: Make,
    needs: tuple[str, ...] = (),
    source: str = "",
    since: int = 0,
) -> PagePlan:
    return PagePlan(routes.output_path(url), template, frame, content, make, needs, source, since)


def list_addresses(library: Library, variants: Sequence[Variant], page_size: int) -> frozenset[UrlPath]:
    """Return the addresses of all pages that are no articles: what links may name without a file."""
    found = {routes.ROOT, routes.NOT_FOUND, routes.SITEMAP}
    for variant in variants:
        found |= {routes.tags(variant), routes.archive(variant), routes.feed(variant)}
        for address, articles in _listings(library):
            found |= {address(variant, page) for page in range(1, _page_count(articles, page_size) + 1)}
    return frozenset(found)


def _digest(*shown: object) -> Digest:
    return digest_known(shown)


# ── articles ────────────────────────────────────────────────────────────────────────────────────


def _article(library: Library, press: Press, variant: Variant, frame: Digest, place: int) -> PagePlan:
    slugs, titles, path = library.slugs, library.titles[variant.tag], library.paths[place]
    is_article = place in library.articles
    neighbours = (*library.beside(place), *library.related[place]) if is_article else ()
    beside = [None if other is None else (slugs[other], titles[other]) for other in neighbours]
    content = _digest(library.digests[place], slugs[place], beside, _leads(press, place, variant))
    make, template = (sheets.article, "article.html") if is_article else (sheets.plain, "page.html")
    at = routes.article(variant, slugs[place])
    return _plan(at, template, frame, content, partial(make, variant, place), (path,), path)


def _leads(press: Press, place: int, variant: Variant) -> list[object]:
    """Return where the links of an article lead in *variant*, and what stands there of its picture."""
    library = press.ground.library
    if place not in library.leading:
        return []
    article = library.at(place)
    image = [LinkUse(article.image, "", is_image=True, line=0)] if article.image else []
    found = [resolve(link, article.path, press.ground, variant) for link in (*article.links, *image)]
    return [target and (target.url, target.fragment) for target in found]


# ── lists ───────────────────────────────────────────────────────────────────────────────────────

Numbered = Callable[[Variant, int], UrlPath]


def _listings(library: Library) -> Iterator[tuple[Numbered, Sequence[int]]]:
    yield routes.home, library.articles
    for tag in library.tags:
        yield partial(_tag_address, tag.key), tag.places
    for month in library.months:
        yield partial(_month_address, month.year, month.number), month.places


def _tag_address(key: str, variant: Variant, page: int) -> UrlPath:
    return routes.tag(variant, key, page)


def _month_address(year: int, number: int, variant: Variant, page: int) -> UrlPath:
    return routes.month(variant, year, number, page)


def _page_count(articles: Sequence[int], page_size: int) -> int:
    return max(1, -(-len(articles) // page_size))


def _lists(library: Library, press: Press, variant: Variant, frame: Digest) -> Iterator[PagePlan]:
    yield from _list(library, press, variant, frame, "home", "", routes.home, library.articles)
    for tag in library.tags:
        address = partial(_tag_address, tag.key)
        yield from _list(
            library, press, variant, frame, "tag", library.tag_title(tag, variant.tag), address, tag.places
        )
    for month in library.months:
        title = f"{month.year}年{month.number}月"
        dated = partial(_month_address, month.year, month.number)
        yield from _list(library, press, variant, frame, "month", title, dated, month.places)


def _list(
    library: Library,
    press: Press,
    variant: Variant,
    frame: Digest,
    kind: Literal["home", "tag", "month"],
    title: str,
    address: Numbered,
    places: Sequence[int],
) -> Iterator[PagePlan]:
    size, cards = press.page_size, library.cards[variant.tag]
    total = _page_count(places, size)
    for number in range(1, total + 1):
        at = address(variant, number)
        shown = places[(number - 1) * size : number * size]
        content = _digest(at, kind, title, number, total, [cards[place] for place in shown])
        make = partial(sheets.listing, variant, Listing(kind, title, address, number, total), shown)
        yield _plan(at, "list.html", frame, content, make, since=shown[0] if shown else 0)


def _tags(library: Library, variant: Variant, frame: Digest) -> PagePlan:
    counted = tuple((tag.key, library.tag_title(tag, variant.tag), len(tag.places)) for tag in library.tags)
    make = partial(sheets.tags, variant, counted)
    return _plan(routes.tags(variant), "tags.html", frame, _digest(counted), make)


def _archive(library: Library, variant: Variant, frame: Digest) -> PagePlan:
    counted = tuple((month.year, month.number, len(month.places)) for month in library.months)
    make = partial(sheets.archive, variant, counted)
    return _plan(routes.archive(variant), "archive.html", frame, _digest(counted), make)


# ── pages for everyone, and for programs ────────────────────────────────────────────────────────


def _redirects(article: ArticleSummary, press: Press, frames: Mapping[Variant, Digest]) -> Iterator[PagePlan]:
    written = press.written(article.lang).variant
    title = article.texts[written.tag].title
    for path in article.aliases:
        at = routes.alias(path)
        make = partial(sheets.redirect, written, at, article.slug, title)
        content = _digest(article.slug, title, written.tag)
        yield _plan(at, "redirect.html", frames[written], content, make, source=f"an alias of {article.path}")


def _feed(library: Library, press: Press, variant: Variant, frame: Digest) -> PagePlan:
    places = range(min(library.dated, press.feed_size))
    shown = [(library.digests[place], library.slugs[place], _leads(press, place, variant)) for place in places]
    content = _digest(shown)
    make = partial(sheets.feed, variant, places)
    return _plan(routes.feed(variant), "", frame, content, make, tuple(library.paths[place] for place in places))


def _sitemap(library: Library, everyone: Digest) -> PagePlan:
    modified = library.modified
    articles = [(slug, when) for place, slug in enumerate(library.slugs) if (when := modified[place]) is not None]
    keys = [tag.key for tag in library.tags]
    months = [(month.year, month.number) for month in library.months]
    lists = tuple(address for address, _ in _listings(library))
    make = partial(sheets.sitemap, articles, lists)
    return _plan(routes.SITEMAP, "", everyone, _digest(articles, keys, months), make)
