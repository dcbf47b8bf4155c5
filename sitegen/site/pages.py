"""Which pages a site has: the library → page plans.

A plan names what its page shows without making it: all pages are planned to find the few that are out of date.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, NamedTuple

from sitegen.digest import Digest, digest_known, digest_value
from sitegen.model import ArticleSummary, LinkUse, OutputPath, UrlPath, Variant
from sitegen.site import routes, sheets
from sitegen.site.editions import Press, frame_digest
from sitegen.site.library import Library
from sitegen.site.links import resolve
from sitegen.site.sheets import Listing, Sheet, Sources


class PageKind(NamedTuple):
    """What is done for a page with what is its own, which both functions take first."""

    make: Callable[..., Sheet]
    """Returns what the page shows, given the press and the articles that its plan needs."""

    shows: Callable[..., object]
    """Returns, given the press, all by which a change of that can be known."""


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

    kind: PageKind
    own: tuple[object, ...]
    """What tells it from others of its kind."""

    needs: tuple[str, ...] = ()
    """The articles that it shows whole, by path."""

    source: str = ""
    """The content file that it comes from; empty for lists and the like."""

    since: int = 0
    """The place of the newest article that a list shows."""

    def content(self, press: Press) -> Digest:
        """Return the digest of all that it shows but for what it shares: worked out by who needs it."""
        return digest_known(self.kind.shows(*self.own, press))

    def make(self, press: Press, sources: Sources) -> Sheet:
        """Return what it shows, given the articles that it needs."""
        return self.kind.make(*self.own, press, sources)

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
            yield _article(library, variant, frame, place)
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
        yield _plan(url, template, everyone, _ENTRANCE, (url,))
    if press.linker.base_url:
        yield _sitemap(library, everyone)


def _plan(
    url: UrlPath,
    template: str,
    frame: Digest,
    kind: PageKind,
    own: tuple[object, ...],
    needs: tuple[str, ...] = (),
    source: str = "",
    since: int = 0,
) -> PagePlan:
    return PagePlan(routes.output_path(url), template, frame, kind, own, needs, source, since)


def list_addresses(library: Library, variants: Sequence[Variant], page_size: int) -> frozenset[UrlPath]:
    """Return the addresses of all pages that are no articles: what links may name without a file."""
    found = {routes.ROOT, routes.NOT_FOUND, routes.SITEMAP}
    for variant in variants:
        found |= {routes.tags(variant), routes.archive(variant), routes.feed(variant)}
        for address, articles in _listings(library):
            found |= {address(variant, page) for page in range(1, _page_count(articles, page_size) + 1)}
    return frozenset(found)


# ── articles ────────────────────────────────────────────────────────────────────────────────────


def _article(library: Library, variant: Variant, frame: Digest, place: int) -> PagePlan:
    path = library.paths[place]
    kind, template = (_ARTICLE, "article.html") if place in library.articles else (_PLAIN, "page.html")
    return _plan(routes.article(variant, library.slugs[place]), template, frame, kind, (variant, place), (path,), path)


def _shown_of_article(variant: Variant, place: int, press: Press) -> object:
    library = press.ground.library
    slugs, titles = library.slugs, library.titles[variant.tag]
    neighbours = (*library.beside(place), *library.related[place]) if place in library.articles else ()
    beside = [None if other is None else (slugs[other], titles[other]) for other in neighbours]
    return library.digests[place], slugs[place], beside, _leads(press, place, variant)


_ARTICLE: Final = PageKind(sheets.article, _shown_of_article)
_PLAIN: Final = PageKind(sheets.plain, _shown_of_article)


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
    yield from _list(press, variant, frame, "home", "", routes.home, library.articles)
    for tag in library.tags:
        address = partial(_tag_address, tag.key)
        yield from _list(press, variant, frame, "tag", library.tag_title(tag, variant.tag), address, tag.places)
    for month in library.months:
        title = f"{month.year}年{month.number}月"
        dated = partial(_month_address, month.year, month.number)
        yield from _list(press, variant, frame, "month", title, dated, month.places)


def _list(
    press: Press,
    variant: Variant,
    frame: Digest,
    kind: Literal["home", "tag", "month"],
    title: str,
    address: Numbered,
    places: Sequence[int],
) -> Iterator[PagePlan]:
    size = press.page_size
    total = _page_count(places, size)
    for number in range(1, total + 1):
        shown = places[(number - 1) * size : number * size]
        own = (variant, Listing(kind, title, address, number, total), shown)
        yield _plan(address(variant, number), "list.html", frame, _LIST, own, since=shown[0] if shown else 0)


def _shown_of_list(variant: Variant, listing: Listing, places: Sequence[int], press: Press) -> object:
    cards, number = press.ground.library.cards[variant.tag], listing.number
    at = listing.address(variant, number)
    return at, listing.kind, listing.title, number, listing.total, [cards[place] for place in places]


_LIST: Final = PageKind(sheets.listing, _shown_of_list)


def _tags(library: Library, variant: Variant, frame: Digest) -> PagePlan:
    counted = tuple((tag.key, library.tag_title(tag, variant.tag), len(tag.places)) for tag in library.tags)
    return _plan(routes.tags(variant), "tags.html", frame, _TAGS, (variant, counted))


def _archive(library: Library, variant: Variant, frame: Digest) -> PagePlan:
    counted = tuple((month.year, month.number, len(month.places)) for month in library.months)
    return _plan(routes.archive(variant), "archive.html", frame, _ARCHIVE, (variant, counted))


def _shown_of_counts(_: Variant, counted: object, __: Press) -> object:
    return counted


_TAGS: Final = PageKind(sheets.tags, _shown_of_counts)
_ARCHIVE: Final = PageKind(sheets.archive, _shown_of_counts)

# ── pages for everyone, and for programs ────────────────────────────────────────────────────────


def _redirects(article: ArticleSummary, press: Press, frames: Mapping[Variant, Digest]) -> Iterator[PagePlan]:
    written = press.written(article.lang).variant
    title = article.texts[written.tag].title
    for path in article.aliases:
        at = routes.alias(path)
        own = (written, at, article.slug, title)
        yield _plan(at, "redirect.html", frames[written], _REDIRECT, own, source=f"an alias of {article.path}")


def _shown_of_redirect(written: Variant, _: UrlPath, slug: str, title: str, __: Press) -> object:
    return slug, title, written.tag


_REDIRECT: Final = PageKind(sheets.redirect, _shown_of_redirect)


def _shown_of_entrance(at: UrlPath, _: Press) -> object:
    return at


_ENTRANCE: Final = PageKind(sheets.entrance, _shown_of_entrance)


def _feed(library: Library, press: Press, variant: Variant, frame: Digest) -> PagePlan:
    places = range(min(library.dated, press.feed_size))
    needs = tuple(library.paths[place] for place in places)
    return _plan(routes.feed(variant), "", frame, _FEED, (variant, places), needs)


def _shown_of_feed(variant: Variant, places: Sequence[int], press: Press) -> object:
    library = press.ground.library
    return [(library.digests[place], library.slugs[place], _leads(press, place, variant)) for place in places]


_FEED: Final = PageKind(sheets.feed, _shown_of_feed)


def _sitemap(library: Library, everyone: Digest) -> PagePlan:
    modified = library.modified
    articles = [(slug, when) for place, slug in enumerate(library.slugs) if (when := modified[place]) is not None]
    lists = tuple(address for address, _ in _listings(library))
    return _plan(routes.SITEMAP, "", everyone, _SITEMAP, (articles, lists))


def _shown_of_sitemap(articles: object, _: object, press: Press) -> object:
    library = press.ground.library
    return articles, [tag.key for tag in library.tags], [(month.year, month.number) for month in library.months]


_SITEMAP: Final = PageKind(sheets.sitemap, _shown_of_sitemap)
