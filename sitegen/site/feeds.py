"""The Atom feed (RFC 4287) and the sitemap (sitemaps.org 0.9) as XML."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from html import escape
from typing import Final

from sitegen.model import Body

_ATOM: Final = "http://www.w3.org/2005/Atom"
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 has no way to write (§2.2)."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article in a feed."""

    id: str
    title: str
    url: str
    published: str
    """RFC 3339, as `updated`."""

    updated: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    summary: str
    source_url: str
    body: Body


@dataclass(frozen=True, slots=True)
class FeedView:
    """The newest articles of one variant."""

    id: str
    lang: str
    title: str
    description: str
    author: str
    home_url: str
    feed_url: str
    updated: str
    """That of its newest article: a feed does not change by being built."""

    generator: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page that search engines may list."""

    url: str
    modified: str
    """ISO 8601; empty if unknown."""

    alternates: tuple[tuple[str, str], ...]
    """Language tag and full address of each twin, this page included."""


@dataclass(frozen=True, slots=True)
class SitemapView:
    """All pages that search engines may list."""

    entries: tuple[SitemapEntry, ...]


def render_atom(view: FeedView) -> bytes:
    """Return the feed as XML, with the articles in full."""
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": view.lang})
    _add(feed, "id", view.id)
    _add(feed, "title", view.title)
    if view.description:
        _add(feed, "subtitle", view.description)
    _add(feed, "updated", view.updated)
    _add(feed, "link", rel="self", type="application/atom+xml", href=view.feed_url)
    _add(feed, "link", rel="alternate", type="text/html", href=view.home_url)
    _add(feed, "generator", view.generator)
    _add(_add(feed, "author"), "name", view.author or view.title)
    for entry in view.entries:
        item = _add(feed, "entry")
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "link", rel="alternate", type="text/html", href=entry.url)
        if entry.source_url:
            _add(item, "link", rel="via", href=entry.source_url)
        _add(item, "published", entry.published)
        _add(item, "updated", entry.updated)
        for author in entry.authors:
            _add(_add(item, "author"), "name", author)
        for tag in entry.tags:
            _add(item, "category", term=tag)
        _add(item, "summary", entry.summary)
        _add(item, "content", str(entry.body.html), type="html")
    return _bytes(feed)


def render_sitemap(view: SitemapView) -> bytes:
    """Return the sitemap as XML, each page with its twins."""
    parts = [f'{_DECLARATION}<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">\n']
    twins: tuple[tuple[str, str], ...] = ()
    written = ""
    for entry in view.entries:
        if entry.alternates is not twins:  # those of one article follow one another
            twins = entry.alternates
            written = "".join(
                f'    <xhtml:link rel="alternate" hreflang="{lang}" href="{_text(url)}" />\n' for lang, url in twins
            )
        modified = f"    <lastmod>{entry.modified}</lastmod>\n" if entry.modified else ""
        parts.append(f"  <url>\n    <loc>{_text(entry.url)}</loc>\n{modified}{written}  </url>\n")
    return "".join((*parts, "</urlset>\n")).encode()


def _text(address: str) -> str:
    return escape(_NOT_XML.sub("", address), quote=False).replace('"', "&quot;")


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, {key: _NOT_XML.sub("", value) for key, value in attributes.items()})
    element.text = _NOT_XML.sub("", text) or None
    return element


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return f"{_DECLARATION}{ET.tostring(root, 'unicode')}\n".encode()
