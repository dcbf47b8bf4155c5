"""What each kind of page shows: a plan's parts → its view model, and that → its file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from sitegen.digest import digest_value
from sitegen.model import ArticleDetails, ArticleSummary, Body, Html, Slug, UrlPath, Variant
from sitegen.moment import EPOCH
from sitegen.site import routes
from sitegen.site.editions import Address, Press, asset_links, head_view, site_view
from sitegen.site.feeds import FeedEntry, FeedView, SitemapEntry, SitemapView, render_atom, render_sitemap
from sitegen.site.links import fill
from sitegen.site.present import article_link, article_view, body_hrefs, card, full_image_url, json_ld
from sitegen.site.views import (
    ArchivePage,
    ArticlePage,
    ArticleView,
    Counted,
    Door,
    EntrancePage,
    Head,
    ListPage,
    Pager,
    PlainPage,
    RedirectPage,
    TagsPage,
    View,
    Year,
)

if TYPE_CHECKING:
    from sitegen.site.templates import TemplateSet

Sheet = View | FeedView | SitemapView


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """All that was made of an article, for the pages that show it whole."""

    details: ArticleDetails
    bodies: Mapping[str, Html]
    """By variant tag."""


Sources = Mapping[str, ArticleSource]
"""By the article's path."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    kind: Literal["home", "tag", "month"]
    title: str
    address: Callable[[Variant, int], UrlPath]
    number: int
    total: int


def render_sheet(template: str, view: Sheet, templates: "TemplateSet") -> bytes:
    """Return the file of a page; `TemplateFault` if its template fails."""
    match view:
        case FeedView():
            return render_atom(view)
        case SitemapView():
            return render_sitemap(view)
        case _:
            return templates.render(template, view).encode()


# ── articles ────────────────────────────────────────────────────────────────────────────────────


def article(variant: Variant, place: int, press: Press, sources: Sources) -> Sheet:
    """Return the page of the article at *place* with its neighbours."""
    library = press.ground.library
    summary = library.at(place)
    at = routes.article(variant, summary.slug)
    details = sources[summary.path].details
    newer, older = library.beside(place)
    return ArticlePage(
        head=_article_head(press, summary, details, variant),
        site=site_view(press, press.edition(variant), at),
        article=_whole(press, summary, variant, at, sources),
        newer=None if newer is None else article_link(press, newer, variant, at),
        older=None if older is None else article_link(press, older, variant, at),
        related=tuple([article_link(press, other, variant, at) for other in library.related[place]]),
    )


def plain(variant: Variant, place: int, press: Press, sources: Sources) -> Sheet:
    """Return the page at *place* that has no date."""
    summary = press.ground.library.at(place)
    at = routes.article(variant, summary.slug)
    return PlainPage(
        head=_article_head(press, summary, sources[summary.path].details, variant),
        site=site_view(press, press.edition(variant), at),
        article=_whole(press, summary, variant, at, sources),
    )


def _whole(press: Press, summary: ArticleSummary, variant: Variant, at: UrlPath, sources: Sources) -> ArticleView:
    source = sources[summary.path]
    hrefs = body_hrefs(summary, variant, press.ground, lambda url, fragment: press.linker.href(url, at, fragment))
    return article_view(press, summary, source.details, variant, at, _body(source, variant, hrefs))


def _body(source: ArticleSource, variant: Variant, hrefs: Sequence[str]) -> Body:
    """Return the body of an article with *hrefs* in the places that it leaves open."""
    return Body(source.details.texts[variant.tag].body.digest, fill(source.bodies[variant.tag], hrefs))


def _article_head(press: Press, summary: ArticleSummary, details: ArticleDetails, variant: Variant) -> Head:
    text, edition = details.texts[variant.tag], press.edition(variant)
    url = press.linker.absolute(routes.article(variant, summary.slug))
    is_article = summary.kind == "article"
    return head_view(
        press,
        edition,
        lambda other: routes.article(other, summary.slug),
        title=text.title,
        description=text.description or text.summary,
        original=summary.canonical,
        default=routes.article(press.written(summary.lang).variant, summary.slug),
        image=full_image_url(press, summary, variant),
        json_ld=json_ld(press, edition, summary, details, url) if is_article else "",
    )


# ── lists ───────────────────────────────────────────────────────────────────────────────────────


def listing(variant: Variant, listing: Listing, places: Sequence[int], press: Press, sources: Sources) -> Sheet:
    """Return one page of a list, which shows the articles at *places*."""
    del sources
    edition, href = press.edition(variant), press.linker.href
    number, total, address = listing.number, listing.total, listing.address
    at = address(variant, number)
    is_front = listing.kind == "home" and number == 1
    return ListPage(
        head=head_view(
            press,
            edition,
            partial(_numbered_page, address, number),
            # The front page bears the site's own name; those behind it need one that tells them apart.
            title=listing.title or ("" if is_front else edition.words.get("newest", "")),
            default=routes.ROOT if is_front else None,
        ),
        site=site_view(press, edition, at),
        kind=listing.kind,
        title=listing.title,
        cards=tuple([card(press, place, variant, at) for place in places]),
        pager=Pager(
            number=number,
            total=total,
            newer_url=href(address(variant, number - 1), at) if number > 1 else "",
            older_url=href(address(variant, number + 1), at) if number < total else "",
        ),
    )


def tags(variant: Variant, counted: Sequence[tuple[str, str, int]], press: Press, sources: Sources) -> Sheet:
    """Return the page of all tags; of each are given key, name and number of articles."""
    del sources
    edition, at = press.edition(variant), routes.tags(variant)
    found = tuple(
        Counted(title, press.linker.href(routes.tag(variant, key), at), count) for key, title, count in counted
    )
    head = head_view(press, edition, routes.tags, title=edition.words.get("tags", ""))
    return TagsPage(head, site_view(press, edition, at), found)


def archive(variant: Variant, counted: Sequence[tuple[int, int, int]], press: Press, sources: Sources) -> Sheet:
    """Return the page of all months; of each are given year, month and number of articles."""
    del sources
    edition, at = press.edition(variant), routes.archive(variant)
    years: dict[int, list[Counted]] = {}
    for year, month, count in counted:
        url = press.linker.href(routes.month(variant, year, month), at)
        years.setdefault(year, []).append(Counted(f"{month}月", url, count))
    head = head_view(press, edition, routes.archive, title=edition.words.get("archive", ""))
    found = tuple(Year(f"{year}年", tuple(months)) for year, months in years.items())
    return ArchivePage(head, site_view(press, edition, at), found)


# ── pages for everyone, and for programs ────────────────────────────────────────────────────────


def entrance(at: UrlPath, press: Press, sources: Sources) -> Sheet:
    """Return a page that speaks in every variant at once."""
    del sources
    doors = tuple(
        Door(
            lang=edition.variant.tag,
            label=edition.variant.label,
            title=edition.title,
            description=edition.description,
            url=press.linker.href(routes.home(edition.variant), at),
            alternate_url=press.linker.absolute(routes.home(edition.variant)) if press.linker.base_url else "",
            words=edition.words,
        )
        for edition in press.editions
    )
    canonical = press.linker.absolute(at) if press.linker.base_url and at == routes.ROOT else ""
    return EntrancePage(press.editions[0].title, doors, asset_links(press, at), press.generator, canonical)


def redirect(variant: Variant, at: UrlPath, slug: Slug, title: str, press: Press, sources: Sources) -> Sheet:
    """Return the page at an old address of an article."""
    del sources
    target = routes.article(variant, slug)
    return RedirectPage(variant.tag, title, press.linker.href(target, at), press.linker.absolute(target))


def feed(variant: Variant, places: Sequence[int], press: Press, sources: Sources) -> Sheet:
    """Return the feed of the newest articles, those at *places*."""
    edition, at, linker = press.edition(variant), routes.feed(variant), press.linker
    articles = [press.ground.library.at(place) for place in places]

    def write(url: UrlPath, fragment: str = "") -> str:
        return linker.absolute(url, fragment) if linker.base_url else linker.href(url, at, fragment)

    def entry(summary: ArticleSummary) -> FeedEntry:
        source = sources[summary.path]
        body = _body(source, variant, body_hrefs(summary, variant, press.ground, write))
        return _feed_entry(summary, source.details, variant, write(routes.article(variant, summary.slug)), body)

    newest = max((summary.updated or summary.date or EPOCH for summary in articles), default=EPOCH)
    return FeedView(
        id=linker.absolute(at) if linker.base_url else f"urn:sitegen:{digest_value(edition.title)}:{variant.tag}",
        lang=variant.tag,
        title=edition.title,
        description=edition.description,
        author=edition.author,
        home_url=write(routes.home(variant)),
        feed_url=write(at),
        updated=newest.rfc3339,
        generator=press.generator,
        entries=tuple(map(entry, articles)),
    )


def _feed_entry(summary: ArticleSummary, details: ArticleDetails, variant: Variant, url: str, body: Body) -> FeedEntry:
    text, date = details.texts[variant.tag], summary.date or EPOCH
    return FeedEntry(
        id=url if url.startswith("http") else f"urn:sitegen:{variant.tag}:{summary.slug}",
        title=text.title,
        url=url,
        published=date.rfc3339,
        updated=(summary.updated or date).rfc3339,
        authors=text.authors,
        tags=text.tags,
        summary=text.summary,
        source_url=(details.source and details.source.url) or "",
        body=body,
    )


def sitemap(
    articles: Sequence[tuple[Slug, str]],
    lists: Sequence[Callable[[Variant, int], UrlPath]],
    press: Press,
    sources: Sources,
) -> Sheet:
    """Return the list of all pages for search engines: articles by slug and date, lists by their addresses."""
    del sources
    variants = [edition.variant for edition in press.editions]
    entries: list[SitemapEntry] = []

    def add(address: Address, modified: str = "") -> None:
        alternates = tuple([(variant.tag, press.linker.absolute(address(variant))) for variant in variants])
        entries.extend([SitemapEntry(url, modified, alternates) for _, url in alternates])

    for slug, modified in articles:
        add(partial(_article_address, slug), modified)
    for numbered in lists:
        add(partial(_numbered_page, numbered, 1))
    add(routes.tags)
    add(routes.archive)
    return SitemapView(tuple(entries))


def _article_address(slug: Slug, variant: Variant) -> UrlPath:
    return routes.article(variant, slug)


def _numbered_page(numbered: Callable[[Variant, int], UrlPath], page: int, variant: Variant) -> UrlPath:
    return numbered(variant, page)
