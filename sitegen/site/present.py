"""Summaries of articles → the parts of view models."""

import json
import re
from collections.abc import Callable
from typing import Final

from sitegen.model import VARIANTS, ArticleDetails, ArticleSummary, Body, LinkUse, UrlPath, Variant
from sitegen.moment import Moment
from sitegen.site import routes
from sitegen.site.editions import Edition, Press
from sitegen.site.links import Ground, resolve
from sitegen.site.views import ArticleView, Card, Date, DoubtView, Link, Receipt, ReviewedView, TocEntry

_TOC_MIN: Final = 3
"""Fewer headings than this are seen at a glance."""


def date_view(moment: Moment | None) -> Date | None:
    """Return a date as Chinese writes it, in either script."""
    if moment is None:
        return None
    day = moment.day
    return Date(moment.iso, f"{day.year}年{day.month}月{day.day}日")


def card(press: Press, place: int, variant: Variant, at: UrlPath) -> Card:
    """Return the article at *place* as it stands in a list on the page *at*."""
    found = press.cards.get((place, variant.tag))
    if found is None:
        found = _card(press, press.ground.library.at(place), variant, at)
        if not press.linker.relative:
            if len(press.cards) >= _KEPT:
                press.cards.clear()
            press.cards[place, variant.tag] = found
    return found


_KEPT: Final = 1 << 14
"""Cards, and links, that are kept at once; none takes a kilobyte."""


def _card(press: Press, article: ArticleSummary, variant: Variant, at: UrlPath) -> Card:
    text = article.texts[variant.tag]
    return Card(
        title=text.title,
        url=press.linker.href(routes.article(variant, article.slug), at),
        date=date_view(article.date),
        publisher=text.publisher,
        summary=text.summary,
        tags=tag_links(press, article, variant, at),
    )


def article_link(press: Press, place: int, variant: Variant, at: UrlPath) -> Link:
    """Return a link to the article at *place* from the page *at*."""
    found = press.article_links.get((place, variant.tag))
    if found is None:
        library = press.ground.library
        url = press.linker.href(routes.article(variant, library.slugs[place]), at)
        found = Link(library.titles[variant.tag][place], url)
        if not press.linker.relative:
            if len(press.article_links) >= _KEPT:
                press.article_links.clear()
            press.article_links[place, variant.tag] = found
    return found


def tag_links(press: Press, article: ArticleSummary, variant: Variant, at: UrlPath) -> tuple[Link, ...]:
    """Return links to the tags of *article* from the page *at*; those of a plain page have no page of their own."""
    if article.kind == "page":
        return ()
    titles = article.texts[variant.tag].tags
    return tuple(
        [_tag_link(press, key, title, variant, at) for key, title in zip(article.tag_keys, titles, strict=True)]
    )


def _tag_link(press: Press, key: str, title: str, variant: Variant, at: UrlPath) -> Link:
    place = (key, title, variant.tag)
    link = press.tag_links.get(place)
    if link is None:
        link = Link(title, press.linker.href(routes.tag(variant, key), at))
        if not press.linker.relative:
            press.tag_links[place] = link
    return link


def article_view(
    press: Press, article: ArticleSummary, details: ArticleDetails, variant: Variant, at: UrlPath, body: Body
) -> ArticleView:
    """Return *article* in *variant* in full, with its *body* as it stands on the page *at*."""
    text = details.texts[variant.tag]
    toc = tuple(TocEntry(heading.level, heading.title, f"#{heading.anchor}") for heading in text.headings)
    return ArticleView(
        title=text.title,
        subtitle=text.subtitle,
        date=date_view(article.date),
        updated=date_view(article.updated),
        publisher=text.publisher,
        authors=text.authors,
        editor=text.editor,
        translator=text.translator,
        sections=text.sections,
        tags=tag_links(press, article, variant, at),
        summary=text.summary,
        image_url=image_url(press, article, variant, lambda url: press.linker.href(url, at)),
        body=body,
        lang="" if article.lang in VARIANTS else article.lang,
        toc=toc if len(toc) >= _TOC_MIN else (),
        receipt=_receipt(article, details, variant),
        extra=details.extra,
    )


def image_url(press: Press, article: ArticleSummary, variant: Variant, write: Callable[[UrlPath], str]) -> str:
    """Return where the lead picture stands, if the site has it; pictures of other hosts are not shown."""
    target = resolve(LinkUse(article.image, "", is_image=True, line=0), article.path, press.ground, variant)
    return write(target.url) if target else ""


def full_image_url(press: Press, article: ArticleSummary, variant: Variant) -> str:
    """Return the full address of the lead picture; empty if there is none or the site does not know where it stands."""
    return image_url(press, article, variant, press.linker.absolute) if press.linker.base_url else ""


def _receipt(article: ArticleSummary, details: ArticleDetails, variant: Variant) -> Receipt:
    text, source = details.texts[variant.tag], details.source
    return Receipt(
        publisher=text.publisher,
        original_url=(source and source.url) or "",
        retrieved=(source and source.retrieved) or "",
        sha256=(source and source.sha256) or "",
        licence=details.licence,
        written_in_lang=article.lang,
        written_in=VARIANTS[article.lang].label if article.lang in VARIANTS else article.lang,
        converted_by=text.converted_by,
        doubts=tuple(
            DoubtView(doubt.rule, doubt.before, doubt.after, round(100 * doubt.confidence)) for doubt in details.doubts
        ),
        reviewed=tuple(ReviewedView(verdict, count) for verdict, count in details.reviewed.items() if count),
    )


def body_hrefs(
    article: ArticleSummary, variant: Variant, ground: Ground, write: Callable[[UrlPath, str], str]
) -> tuple[str, ...]:
    """Return what stands in the places that the body leaves open for links; a broken link stays as it was written."""
    hrefs = []
    for link in article.links:
        target = resolve(link, article.path, ground, variant)
        hrefs.append(write(target.url, target.fragment) if target else link.written)
    return tuple(hrefs)


def json_ld(press: Press, edition: Edition, article: ArticleSummary, details: ArticleDetails, url: str) -> str:
    """Return the article as linked data (schema.org NewsArticle), safe inside a script element."""
    text, source = details.texts[edition.variant.tag], details.source
    people = [{"@type": "Person", "name": name} for name in text.authors]
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": text.title,
        "alternativeHeadline": text.subtitle,
        "inLanguage": edition.variant.tag if article.lang in VARIANTS else article.lang,
        "url": url,
        "datePublished": article.date.iso if article.date else "",
        "dateModified": article.updated.iso if article.updated else "",
        "author": people,
        "publisher": {"@type": "Organization", "name": text.publisher or edition.title},
        "isBasedOn": (source and source.url) or "",
        "image": full_image_url(press, article, edition.variant),
        "keywords": list(text.tags),
    }
    filled = {key: value for key, value in data.items() if value}
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", _encode(filled))


_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
_UNSAFE: Final = re.compile("[<>&\u2028\u2029]")
"""Inside a script element these would end it, open a comment, or break an old parser; JSON reads the escapes back."""
