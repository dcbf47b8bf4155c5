"""Feeds and the sitemap: well-formed XML in the shape of their standards, and stable."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from sitegen.digest import digest_bytes
from sitegen.model import Body, Html
from sitegen.moment import Moment
from sitegen.site.feeds import FeedEntry, FeedView, SitemapEntry, SitemapView, render_atom, render_sitemap
from sitegen.site.sheets import render_sheet
from sitegen.site.templates import TemplateSet
from tests.site.pieces import Planned, described, library, plans, press, shown

ATOM: Final = "{http://www.w3.org/2005/Atom}"
SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML: Final = "{http://www.w3.org/1999/xhtml}"
ENTRY: Final = FeedEntry(
    id="https://example.org/zh-hans/a/",
    title="一 < 二 & “三”",
    url="https://example.org/zh-hans/a/?a=1&b=2",
    published="2021-11-29T09:33:26+08:00",
    updated="2021-11-30T00:00:00+08:00",
    authors=("张三", "李四"),
    tags=("民生",),
    summary="]]> <b>",
    source_url="https://example.net/a",
    body=Body(digest_bytes(b""), Html('<p title="x">一 &lt; 二 &amp;</p>]]>')),
)
FEED: Final = FeedView(
    id="https://example.org/zh-hans/atom.xml",
    lang="zh-Hans",
    title="站 & 台",
    description="",
    author="",
    home_url="https://example.org/zh-hans/",
    feed_url="https://example.org/zh-hans/atom.xml",
    updated="2021-11-30T00:00:00+08:00",
    generator="sitegen",
    entries=(ENTRY, replace(ENTRY, source_url="", authors=(), tags=(), summary="")),
)


def assert_atom(feed: ET.Element) -> None:
    """Check the demands of RFC 4287, §4.1, on a feed and its entries."""
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert element.findtext(f"{ATOM}id")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert all(link.get("href") for link in element.findall(f"{ATOM}link"))
        assert all(author.findtext(f"{ATOM}name") for author in element.findall(f"{ATOM}author"))
    assert feed.find(f"{ATOM}author") is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


def test_atom() -> None:
    data = render_atom(replace(FEED, entries=FEED.entries[:1]))
    assert data.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<feed ')
    feed = ET.fromstring(data)  # noqa: S314 (our own)
    assert_atom(feed)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == FEED.title
    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == ENTRY.title
    assert [link.get("rel") for link in entry.iter(f"{ATOM}link")] == ["alternate", "via"]
    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["张三", "李四"]
    assert [category.get("term") for category in entry.iter(f"{ATOM}category")] == ["民生"]
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", str(ENTRY.body.html))


def test_what_is_empty_is_left_out() -> None:
    text = render_atom(replace(FEED, entries=FEED.entries[1:])).decode()
    assert "via" not in text
    assert "category" not in text
    assert "subtitle" not in text


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\ufffe", "\x1e"])
def test_a_feed_is_well_formed_whatever_the_words(character: str) -> None:
    ET.fromstring(render_atom(replace(FEED, title=f"a{character}b")))  # noqa: S314 (our own)


def test_sitemap() -> None:
    twins = (("zh-Hans", "https://example.org/a?b&c"), ("zh-Hant", "https://example.org/%E6%98%A5/"))
    view = SitemapView((SitemapEntry(twins[0][1], "2021-11-29", twins), SitemapEntry(twins[1][1], "", twins)))
    root = ET.fromstring(render_sitemap(view))  # noqa: S314 (our own)
    assert root.tag == f"{SITEMAP}urlset"
    assert [url.findtext(f"{SITEMAP}loc") for url in root] == [url for _, url in twins]
    assert [url.findtext(f"{SITEMAP}lastmod") for url in root] == ["2021-11-29", None]
    for url in root:
        links = url.findall(f"{XHTML}link")
        assert [(link.get("hreflang"), link.get("href")) for link in links] == list(twins)


def feed_of(planned: Planned) -> ET.Element:
    return ET.fromstring(render_sheet("", planned.view, TemplateSet({})))  # noqa: S314 (our own)


def test_the_feeds_of_a_site() -> None:
    site = plans(
        described(
            "a.md", "[x](b.md#春)", date="2021-11-29T09:33:26+08:00", updated="2021-12-02", tags="[头发]", title="头发"
        ),
        described("b.md", "## 春", date="2021-12-01", source="{url: https://example.net/b}"),
        described("none.md"),
        described("pages/about.md"),
    )
    for folder, title in (("zh-hans", "头发"), ("zh-hant", "頭髮")):
        feed = feed_of(site[f"/{folder}/atom.xml"])
        assert_atom(feed)
        assert feed.findtext(f"{ATOM}id") == f"https://example.org/news/{folder}/atom.xml"
        assert feed.findtext(f"{ATOM}updated") == "2021-12-02T00:00:00+00:00"
        assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["b.md", title]
        assert [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")] == [
            f"https://example.org/news/{folder}/b/",
            f"https://example.org/news/{folder}/a/",
        ]


def test_links_within_feeds_are_full_addresses() -> None:
    linked = described("b.md", "## 春", date="2021-11-28")
    site = plans(described("a.md", "[x](b.md#春)", date="2021-11-29"), linked)
    bodies = [entry.findtext(f"{ATOM}content") for entry in feed_of(site["/zh-hans/atom.xml"]).iter(f"{ATOM}entry")]
    assert bodies == ['<a href="https://example.org/news/zh-hans/b/#%E6%98%A5">x</a>', '<a href="sitegen:0">x</a>']


def test_a_feed_of_a_site_that_does_not_know_its_address() -> None:
    article = described("a.md", date="2021-11-29")
    found = library(article)
    planned = shown(found, press(found, base_url=""), [article])
    assert "/sitemap.xml" not in planned
    feed = feed_of(planned["/zh-hant/atom.xml"])
    assert_atom(feed)
    ids = [feed.findtext(f"{ATOM}id"), feed.findtext(f"{ATOM}entry/{ATOM}id")]
    assert all(found and found.startswith("urn:sitegen:") for found in ids)


def test_an_empty_feed_has_a_date() -> None:
    feed = feed_of(plans()["/zh-hans/atom.xml"])
    assert_atom(feed)
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_a_date_of_long_ago_is_one_of_rfc_3339() -> None:
    moment = Moment.parse("1900-01-01", ZoneInfo("Asia/Shanghai"))
    assert len(moment.rfc3339) in {len("1900-01-01T00:00:00Z"), len("1900-01-01T00:00:00+08:00")}
