"""What a page states of its article beyond its text, each with the place where it was read."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

BODY: Final = (
    "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。",
    "他说：“桥修好以后，过河的人少了，可总有人愿意等船。”等船的人里有赶集的，有上学的，也有只想看看水的。",
)
URL: Final = "https://example.org/news/a.html"


def page(head: str = "", above: str = "", below: str = "") -> str:
    return (
        f"<html><head><title>渡口的钟_江桥网</title>{head}</head><body><h1>渡口的钟</h1>{above}"
        f"<div class='content'>{''.join(f'<p>{p}</p>' for p in BODY)}</div>{below}</body></html>"
    )


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def linked(members: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"渡口的钟",{members}}}</script>'


PUBLISHED: Final = meta("article:published_time", "2023-03-01T07:09:00+08:00")


@pytest.mark.parametrize(
    ("raw", "field", "value", "source"),
    [
        (page(PUBLISHED + meta("article:modified_time", "2023-03-02T08:00:00+08:00")), "updated",
         "2023-03-02T08:00:00+08:00", "meta:article:modified_time"),
        (page(linked('"datePublished":"2023-03-01","dateModified":"2023-03-05"')), "updated", "2023-03-05", "json-ld"),
        (page(above="<p>发布时间：2023-03-01 07:09　更新时间：2023-03-01 12:30</p>"), "updated",
         "2023-03-01T12:30+08:00", "dateline"),
        (page(meta("og:image", "/p/boat.jpg")), "image", "https://example.org/p/boat.jpg", "meta:og:image"),
        (page(linked('"image":[{"url":"https://example.org/b"}]')), "image", "https://example.org/b", "json-ld"),
        (page(below='<a rel="license" href="https://creativecommons.org/licenses/by-nc/4.0/">X</a>'), "licence",
         "CC BY-NC 4.0", "a:license"),
        (page(linked('"license":"https://creativecommons.org/publicdomain/zero/1.0/"')), "licence", "CC0 1.0",
         "json-ld"),
        (page('<link rel="canonical" href="/news/1.html">'), "canonical_url", "https://example.org/news/1.html",
         "link:canonical"),
        (page(linked('"keywords":["渡口","老秦"]')), "tags", ("渡口", "老秦"), "json-ld"),
        (page(meta("article:section", "本地")), "sections", ("本地",), "meta:article:section"),
        (page(meta("subtitle", "江桥镇的最后一条渡船")), "subtitle", "江桥镇的最后一条渡船", "meta:subtitle"),
        (page(linked('"alternativeHeadline":"江桥镇的最后一条渡船"')), "subtitle", "江桥镇的最后一条渡船", "json-ld"),
        (page(above="<p class='sub-title'>——江桥镇的最后一条渡船</p>"), "subtitle", "江桥镇的最后一条渡船", "class"),
        (page(above="<p>2023-03-01 07:09　来源：江桥日报</p><p>——江桥镇的最后一条渡船</p>"), "subtitle",
         "江桥镇的最后一条渡船", "second-line"),
        (page(), "lang", "zh-Hans", "script"),
        (page(meta("author", "秦渡")), "authors", ("秦渡",), "meta:author"),
        (page(above='<a rel="author" href="/q">秦渡</a>'), "authors", ("秦渡",), "rel-author"),
        (page(above="<p>2023-03-01 07:09　作者：秦渡</p>"), "authors", ("秦渡",), "dateline"),
        (page(meta("editor", "林汀")), "editor", "林汀", "meta:editor"),
        (page(below="<p>责任编辑：林汀</p>"), "editor", "林汀", "byline"),
        (page(meta("source", "江桥日报")), "publisher", "江桥日报", "meta:source"),
        (page(linked('"publisher":{"name":"江桥日报"}')), "publisher", "江桥日报", "json-ld"),
        (page(meta("og:site_name", "江桥日报")), "publisher", "江桥日报", "meta:og:site_name"),
        (page(above="<p>2023-03-01 07:09　来源：江桥日报</p>"), "publisher", "江桥日报", "dateline"),
        (page(PUBLISHED), "date", "2023-03-01T07:09:00+08:00", "meta:article:published_time"),
        (page(above="<p><time datetime='2023-03-01'>三月</time></p>"), "date", "2023-03-01", "time"),
        (page(meta("keywords", "渡口,老秦")), "tags", ("渡口", "老秦"), "meta:keywords"),
        (page(above="<div class='crumb'>首页 &gt; 本地 &gt; 乡镇</div>"), "sections", ("本地", "乡镇"), "breadcrumb"),
        (page('<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"name":"首页"},'
              '{"name":"本地"},{"item":{"name":"乡镇"}}]}</script>'), "sections", ("本地", "乡镇"), "json-ld"),
        (page().replace("<title>渡口的钟_江桥网", "<title>渡口的钟_社会新闻_江桥网"), "sections",
         ("社会新闻",), "title"),
    ],
)  # fmt: skip
def test_a_statement_and_where_it_stands(read: Read, raw: str, field: str, value: object, source: str) -> None:
    found = read(raw, URL)
    assert getattr(found, field) == value
    assert [told.source for told in found.evidence if told.field == field] == [source]


@pytest.mark.parametrize(
    "head",
    [
        PUBLISHED + meta("article:modified_time", "2023-03-01T07:41:00+08:00"),  # its first hour
        PUBLISHED + meta("article:modified_time", "2023-02-27T07:41:00+08:00"),
        meta("article:modified_time", "soon"),
        meta("og:image", "javascript:alert(1)") + meta("og:image:url", "data:image/png;base64,AAAA"),
        meta("copyright", "江桥网") + meta("license", "x" * 200),
    ],
)
def test_what_is_no_statement(read: Read, head: str) -> None:
    found = read(page(head), URL)
    assert (found.updated, found.image, found.licence) == (None, None, None)


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://example.org/2023/03/01/a.html", "2023-03-01"),
        ("https://archive.example/web/20240226101500/https://example.org/2023/03/01/a.html", "2023-03-01"),
        ("https://archive.example/web/20240226101500/https://example.org/a.html", None),
    ],
)
def test_the_day_of_an_address_is_that_of_the_article(read: Read, url: str, date: str | None) -> None:
    assert read(page(), url).date == date


def test_a_byline_counts_where_the_body_is_read_in_the_wrong_encoding(read: Read) -> None:
    misread = ("".join(f"&#{byte};" if byte > 127 else chr(byte) for byte in p.encode("gbk")) for p in BODY * 2)
    damaged = "".join(f"<p>{text}</p>" for text in misread)
    found = read(
        "<html><head><title>渡口的钟|江桥在线</title></head><body><h1>渡口的钟</h1><div><span>2021-05-20 23:47</span> "
        f"<span>来源：江桥晚报</span></div><div class='content'>{damaged}</div></body></html>"
    )
    assert found.publisher == "江桥晚报"
