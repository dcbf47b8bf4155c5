"""Which pages a site has, and what each shows: the library → page plans."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Final, Literal

from sitegen.digest import Digest, digest_value
from sitegen.model import EPOCH, ArticleSummary, Body, Html, Slug, UrlPath, Variant
from sitegen.site import routes
from sitegen.site.editions import Address, Edition, Press, asset_links, head_view, site_view
from sitegen.site.feeds import FeedEntry, FeedView, SitemapEntry, SitemapView, render_atom, render_sitemap
from sitegen.site.library import Library
from sitegen.site.links import fill
from sitegen.site.present import article_link, article_view, body_hrefs, card, full_image_url, json_ld, neighbours
from sitegen.site.templates import TemplateSet
from sitegen.site.views import (
    ArchivePage,
    ArticlePage,
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

Sheet = View | FeedView | SitemapView


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A page to be: where it stands, what it shows and what shows it."""

    url: UrlPath
    view: Sheet
    hrefs: tuple[tuple[str, ...], ...] = ()
    """The links of each body that the page shows, in their order."""

    source: str = ""
    """The content file that it comes from; empty for lists and the like."""

    @property
    def owner(self) -> str:
        """What to call it in messages."""
        return self.source or f"the page {self.url}"

    @property
    def template(self) -> str:
        """The template that shows it; empty for a feed or sitemap."""
        return _TEMPLATES.get((type(self.view), self.url)) or _TEMPLATES.get((type(self.view), None), "")

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies that it shows, in their order."""
        match self.view:
            case ArticlePage(article=article) | PlainPage(article=article):
                return (article.body,)
            case FeedView(entries=entries):
                return tuple(entry.body for entry in entries)
            case _:
                return ()

    def digest(self) -> Digest:
        """Return the digest of all that it shows."""
        return digest_value((self.view, self.hrefs))


_TEMPLATES: Final[Mapping[tuple[type, UrlPath | None], str]] = {
    (ArticlePage, None): "article.html",
    (PlainPage, None): "page.html",
    (ListPage, None): "list.html",
    (TagsPage, None): "tags.html",
    (ArchivePage, None): "archive.html",
    (RedirectPage, None): "redirect.html",
    (EntrancePage, routes.ROOT): "root.html",
    (EntrancePage, routes.NOT_FOUND): "404.html",
}
"""Which template shows which view; two pages that look alike are told apart by their address."""


def render_page(plan: PagePlan, templates: TemplateSet, bodies: Mapping[Digest, Html]) -> bytes:
    """Return the file of a page, given the bodies that it shows; `TemplateFault` if its template fails."""
    filled = [
        replace(body, html=fill(bodies[body.digest], hrefs))
        for body, hrefs in zip(plan.bodies, plan.hrefs, strict=True)
    ]
    match plan.view:
        case FeedView(entries=entries) as feed:
            return render_atom(
                replace(feed, entries=tuple(replace(e, body=b) for e, b in zip(entries, filled, strict=True)))
            )
        case SitemapView() as sitemap:
            return render_sitemap(sitemap)
        case ArticlePage(article=article) | PlainPage(article=article) as page:
            return templates.render(plan.template, replace(page, article=replace(article, body=filled[0]))).encode()
        case view:
            return templates.render(plan.template, view).encode()


def plan_pages(library: Library, press: Press) -> Iterator[PagePlan]:
    """Yield every page of the site, in the same order for the same library."""
    for edition in press.editions:
        yield from _articles(library, press, edition)
        yield from _lists(library, press, edition)
        yield _tags(library, press, edition)
        yield _archive(library, press, edition)
        yield _feed(library, press, edition)
    yield from _redirects(library, press)
    yield _entrance(press, routes.ROOT)
    yield _entrance(press, routes.NOT_FOUND)
    if press.linker.base_url:
        yield _sitemap(library, press)


def list_addresses(library: Library, variants: Sequence[Variant], page_size: int) -> frozenset[UrlPath]:
    """Return the addresses of all pages that are no articles: what links may name without a file."""
    found = {routes.ROOT, routes.NOT_FOUND, routes.SITEMAP}
    for variant in variants:
        found |= {routes.tags(variant), routes.archive(variant), routes.feed(variant)}
        for address, articles in _listings(library):
            found |= {address(variant, page) for page in range(1, _page_count(articles, page_size) + 1)}
    return frozenset(found)


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


# ── articles ────────────────────────────────────────────────────────────────────────────────────


def _articles(library: Library, press: Press, edition: Edition) -> Iterator[PagePlan]:
    variant = edition.variant
    for number, article in enumerate(library.articles):
        at = routes.article(variant, article.slug)
        newer, older = neighbours(library, number)
        view = ArticlePage(
            head=_article_head(press, edition, article),
            site=site_view(press, edition, at),
            article=article_view(press, article, variant, at),
            newer=article_link(press, newer, variant, at) if newer else None,
            older=article_link(press, older, variant, at) if older else None,
            related=tuple(article_link(press, other, variant, at) for other in library.related[article.path]),
        )
        yield PagePlan(at, view, (_hrefs_on_page(press, article, variant, at),), article.path)
    for page in library.pages:
        at = routes.article(variant, page.slug)
        plain = PlainPage(
            head=_article_head(press, edition, page),
            site=site_view(press, edition, at),
            article=article_view(press, page, variant, at),
        )
        yield PagePlan(at, plain, (_hrefs_on_page(press, page, variant, at),), page.path)


def _hrefs_on_page(press: Press, article: ArticleSummary, variant: Variant, at: UrlPath) -> tuple[str, ...]:
    return body_hrefs(article, variant, press.ground, lambda url, fragment: press.linker.href(url, at, fragment))


def _article_head(press: Press, edition: Edition, article: ArticleSummary) -> Head:
    text = article.texts[edition.variant.tag]
    written = next((e.variant for e in press.editions if e.variant.tag == article.lang), press.editions[0].variant)
    url = routes.article(edition.variant, article.slug)
    return head_view(
        press,
        edition,
        lambda variant: routes.article(variant, article.slug),
        title=text.title,
        description=text.description or text.summary,
        original=article.canonical,
        default=routes.article(written, article.slug),
        image=full_image_url(press, article, edition.variant),
        json_ld=json_ld(press, edition, article, press.linker.absolute(url)) if article.kind == "article" else "",
    )


# ── lists ───────────────────────────────────────────────────────────────────────────────────────


def _lists(library: Library, press: Press, edition: Edition) -> Iterator[PagePlan]:
    tag = edition.variant.tag
    yield from _list(press, edition, "home", "", routes.home, library.articles)
    for found in library.tags:
        yield from _list(press, edition, "tag", found.title(tag), partial(_tag_address, found.key), found.articles)
    for month in library.months:
        title = f"{month.year}年{month.number}月"
        address = partial(_month_address, month.year, month.number)
        yield from _list(press, edition, "month", title, address, month.articles)


def _list(
    press: Press,
    edition: Edition,
    kind: Literal["home", "tag", "month"],
    title: str,
    address: Numbered,
    articles: Sequence[ArticleSummary],
) -> Iterator[PagePlan]:
    variant, size = edition.variant, press.page_size
    total = _page_count(articles, size)
    for number in range(1, total + 1):
        at = address(variant, number)
        pager = Pager(
            number=number,
            total=total,
            newer_url=press.linker.href(address(variant, number - 1), at) if number > 1 else "",
            older_url=press.linker.href(address(variant, number + 1), at) if number < total else "",
        )
        is_front = kind == "home" and number == 1
        view = ListPage(
            head=head_view(
                press,
                edition,
                partial(_numbered_page, address, number),
                # The front page bears the site's own name; those behind it need one that tells them apart.
                title=title or ("" if is_front else edition.words.get("newest", "")),
                default=routes.ROOT if is_front else None,
            ),
            site=site_view(press, edition, at),
            kind=kind,
            title=title,
            cards=tuple(card(press, a, variant, at) for a in articles[(number - 1) * size : number * size]),
            pager=pager,
        )
        yield PagePlan(at, view)


def _tags(library: Library, press: Press, edition: Edition) -> PagePlan:
    variant, at = edition.variant, routes.tags(edition.variant)
    counted = tuple(
        Counted(tag.title(variant.tag), press.linker.href(routes.tag(variant, tag.key), at), len(tag.articles))
        for tag in library.tags
    )
    head = head_view(press, edition, routes.tags, title=edition.words.get("tags", ""))
    return PagePlan(at, TagsPage(head, site_view(press, edition, at), counted))


def _archive(library: Library, press: Press, edition: Edition) -> PagePlan:
    variant, at = edition.variant, routes.archive(edition.variant)
    years: dict[int, list[Counted]] = {}
    for month in library.months:
        url = press.linker.href(routes.month(variant, month.year, month.number), at)
        years.setdefault(month.year, []).append(Counted(f"{month.number}月", url, len(month.articles)))
    head = head_view(press, edition, routes.archive, title=edition.words.get("archive", ""))
    view = ArchivePage(
        head, site_view(press, edition, at), tuple(Year(f"{year}年", tuple(found)) for year, found in years.items())
    )
    return PagePlan(at, view)


# ── pages for everyone, and for programs ────────────────────────────────────────────────────────


def _entrance(press: Press, at: UrlPath) -> PagePlan:
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
    view = EntrancePage(press.editions[0].title, doors, asset_links(press, at), press.generator, canonical)
    return PagePlan(at, view)


def _redirects(library: Library, press: Press) -> Iterator[PagePlan]:
    for article in chain(library.articles, library.pages):
        written = next((e for e in press.editions if e.variant.tag == article.lang), press.editions[0])
        target = routes.article(written.variant, article.slug)
        for path in article.aliases:
            at = routes.alias(path)
            text = article.texts[written.variant.tag]
            canonical = press.linker.absolute(target)
            view = RedirectPage(written.variant.tag, text.title, press.linker.href(target, at), canonical)
            yield PagePlan(at, view, source=f"an alias of {article.path}")


def _feed(library: Library, press: Press, edition: Edition) -> PagePlan:
    variant, at = edition.variant, routes.feed(edition.variant)
    linker = press.linker

    def write(url: UrlPath, fragment: str = "") -> str:
        return linker.absolute(url, fragment) if linker.base_url else linker.href(url, at, fragment)

    shown = [article for article in library.articles if article.date][: press.feed_size]
    entries = tuple(_feed_entry(article, variant, write(routes.article(variant, article.slug))) for article in shown)
    newest = max((article.updated or article.date or EPOCH for article in shown), default=EPOCH)
    view = FeedView(
        id=linker.absolute(at) if linker.base_url else f"urn:sitegen:{digest_value(edition.title)}:{variant.tag}",
        lang=variant.tag,
        title=edition.title,
        description=edition.description,
        author=edition.author,
        home_url=write(routes.home(variant)),
        feed_url=write(at),
        updated=newest.rfc3339,
        generator=press.generator,
        entries=entries,
    )
    return PagePlan(at, view, tuple(body_hrefs(article, variant, press.ground, write) for article in shown))


def _feed_entry(article: ArticleSummary, variant: Variant, url: str) -> FeedEntry:
    text, date = article.texts[variant.tag], article.date or EPOCH
    return FeedEntry(
        id=url if url.startswith("http") else f"urn:sitegen:{variant.tag}:{article.slug}",
        title=text.title,
        url=url,
        published=date.rfc3339,
        updated=(article.updated or date).rfc3339,
        authors=text.authors,
        tags=text.tags,
        summary=text.summary,
        source_url=(article.source and article.source.url) or "",
        body=text.body,
    )


def _sitemap(library: Library, press: Press) -> PagePlan:
    variants = [edition.variant for edition in press.editions]
    entries: list[SitemapEntry] = []

    def add(address: Address, modified: str = "") -> None:
        alternates = tuple((variant.tag, press.linker.absolute(address(variant))) for variant in variants)
        entries.extend(SitemapEntry(url, modified, alternates) for _, url in alternates)

    for listed in chain(library.articles, library.pages):
        if not listed.canonical:
            moment = listed.updated or listed.date
            add(partial(_article_address, listed.slug), moment.iso if moment else "")
    for numbered, _ in _listings(library):
        add(partial(_numbered_page, numbered, 1))
    add(routes.tags)
    add(routes.archive)
    return PagePlan(routes.SITEMAP, SitemapView(tuple(entries)))


def _article_address(slug: Slug, variant: Variant) -> UrlPath:
    return routes.article(variant, slug)


def _numbered_page(numbered: Numbered, page: int, variant: Variant) -> UrlPath:
    return numbered(variant, page)
