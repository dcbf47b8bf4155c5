"""Internal links: what a path in a body may mean, and how it is written on a page."""

from typing import Final

import pytest

from sitegen.model import Html, LinkUse, UrlPath
from sitegen.site.links import Ground, Target, fill, has_anchor, resolve
from sitegen.site.pages import list_addresses
from sitegen.site.present import body_hrefs
from tests.site.pieces import HANS, HANT, described, library, summary

_LIBRARY: Final = library(
    described("chun.md", "## 上\n\n## 下", tags="[民生]", date="2021-11-29"),
    described("deep/qiu.md"),
    described("deep/dong/index.md"),
    described("pages/about.md"),
    described("renamed.md", slug="wang"),
)
GROUND: Final = Ground(
    _LIBRARY,
    files={"deep/a.png": UrlPath("/media/deep/a.png"), "b c.pdf": UrlPath("/media/b c.pdf")},
    assets={"logo.svg": UrlPath("/logo.svg"), "style.css": UrlPath("/style.0f.css")},
    pages=list_addresses(_LIBRARY, (HANS, HANT), 10),
)


def use(target: str, fragment: str = "", *, is_image: bool = False) -> LinkUse:
    return LinkUse(target, fragment, is_image, 1)


@pytest.mark.parametrize(
    ("target", "owner", "url"),
    [
        # a content file, seen from the file that names it, or from the content folder
        ("chun.md", "renamed.md", "/zh-hant/chun/"),
        ("./chun.md", "renamed.md", "/zh-hant/chun/"),
        ("chun", "renamed.md", "/zh-hant/chun/"),
        ("../chun.md", "deep/qiu.md", "/zh-hant/chun/"),
        ("qiu.md", "deep/dong/index.md", "/zh-hant/qiu/"),
        ("../qiu.md", "deep/dong/index.md", "/zh-hant/qiu/"),
        ("dong", "deep/qiu.md", "/zh-hant/dong/"),
        ("dong/", "deep/qiu.md", "/zh-hant/dong/"),
        ("dong/index.md", "deep/qiu.md", "/zh-hant/dong/"),
        ("/deep/qiu.md", "chun.md", "/zh-hant/qiu/"),
        ("pages/about.md", "chun.md", "/zh-hant/about/"),
        ("renamed.md", "chun.md", "/zh-hant/wang/"),
        # a file beside the articles
        ("a.png", "deep/qiu.md", "/media/deep/a.png"),
        ("/deep/a.png", "chun.md", "/media/deep/a.png"),
        ("../b c.pdf", "deep/qiu.md", "/media/b c.pdf"),
        # a file of static/
        ("/logo.svg", "deep/qiu.md", "/logo.svg"),
        ("/style.css", "chun.md", "/style.0f.css"),
        # an address of the site, with or without its variant
        ("/", "chun.md", "/zh-hant/"),
        ("/tags/", "chun.md", "/zh-hant/tags/"),
        ("/tags", "chun.md", "/zh-hant/tags/"),
        ("/tags/民生/", "chun.md", "/zh-hant/tags/民生/"),
        ("/archive/2021/11/", "chun.md", "/zh-hant/archive/2021/11/"),
        ("/atom.xml", "chun.md", "/zh-hant/atom.xml"),
        ("/sitemap.xml", "chun.md", "/sitemap.xml"),
        ("/zh-hans/tags/", "chun.md", "/zh-hans/tags/"),
        ("/zh-hans/", "chun.md", "/zh-hans/"),
        # a slug, in whatever address it stood before
        ("/about/", "deep/qiu.md", "/zh-hant/about/"),
        ("/wang.html", "chun.md", "/zh-hant/wang/"),
        ("/2021/11/wang/", "chun.md", "/zh-hant/wang/"),
        ("wang", "deep/qiu.md", "/zh-hant/wang/"),
        # nothing
        ("a.png", "chun.md", None),
        ("none.md", "chun.md", None),
        ("../../chun.txt", "chun.md", None),
        ("logo.svg", "deep/qiu.md", None),
        ("/tags/没有/", "chun.md", None),
        ("", "chun.md", None),
        (".", "chun.md", None),
        ("..", "chun.md", None),
        ("//", "deep/qiu.md", "/zh-hant/"),
    ],
)
def test_what_a_path_means(target: str, owner: str, url: str | None) -> None:
    found = resolve(use(target), owner, GROUND, HANT)
    assert (found.url if found else None) == url


def test_a_fragment_goes_along() -> None:
    article = _LIBRARY.by_slug["chun"]
    assert resolve(use("chun.md", "上"), "a.md", GROUND, HANS) == Target(UrlPath("/zh-hans/chun/"), "上", article)
    found = resolve(use("b c.pdf", "page=2"), "a.md", GROUND, HANS)
    assert found == Target(UrlPath("/media/b c.pdf"), "page=2")


@pytest.mark.parametrize(("fragment", "is_there"), [("", True), ("上", True), ("下", True), ("中", False)])
def test_an_anchor_is_one_of_the_headings(fragment: str, is_there: bool) -> None:
    target = resolve(use("chun.md", fragment), "a.md", GROUND, HANT)
    assert target is not None
    assert has_anchor(target, _LIBRARY) is is_there


def test_nobody_knows_the_anchors_of_other_files() -> None:
    target = resolve(use("b c.pdf", "page=2"), "a.md", GROUND, HANT)
    assert target is not None
    assert has_anchor(target, _LIBRARY)


@pytest.mark.parametrize(
    ("html", "hrefs", "expected"),
    [
        ('<a href="sitegen:0">x</a>', ["/a/"], '<a href="/a/">x</a>'),
        ('<a href="sitegen:1"><img src="sitegen:0">', ["/a", "/b"], '<a href="/b"><img src="/a">'),
        ('<a href="sitegen:10">', [str(n) for n in range(11)], '<a href="10">'),
        ('<a href="sitegen:0">', ['/a"><b>&'], '<a href="/a&quot;&gt;&lt;b&gt;&amp;">'),
        ('<a href="sitegen:7">', ["/a/"], '<a href="sitegen:7">'),
        ("<p>sitegen:0 &quot;sitegen:0&quot;</p>", ["/a/"], "<p>sitegen:0 &quot;sitegen:0&quot;</p>"),
        ('<a href="xsitegen:0">', ["/a/"], '<a href="xsitegen:0">'),
    ],
)
def test_fill(html: str, hrefs: list[str], expected: str) -> None:
    assert fill(Html(html), hrefs) == expected


@pytest.mark.parametrize(
    "html",
    ['<b title="sitegen:0">x</b>', '<b class="sitegen:0">x</b>', '<b>x</b> "sitegen:0"', '<b>x</b> href="sitegen:0"'],
)
def test_only_addresses_are_filled(html: str) -> None:
    assert fill(Html(html), ["/a/"]) == html


@pytest.mark.parametrize(
    "body",
    [
        "[x](javascript%3Aalert(1))",
        "[x](foo:javascript:alert(1))",
        "[x](java%0Ascript%3Aalert(1))",
        "![x](%2F%2Fexample.net/pixel.gif)",
        "[x](%5C%5Cexample.net/)",
        "![x](/%5Cexample.net/pixel.gif)",
        "[x](%20https%3A//example.net/)",
    ],
)
def test_a_link_that_leads_nowhere_leads_nowhere_else(body: str) -> None:
    broken = summary("broken.md", body)
    (href,) = body_hrefs(broken, HANS, GROUND, lambda url, _: url)
    assert not href.strip().startswith(("//", "\\", "/\\"))
    assert ":" not in href.split("/")[0]


def test_a_link_that_leads_nowhere_stays_as_it_was_written() -> None:
    broken = summary("broken.md", "[x](none%20such.md?a=b#c)")
    assert body_hrefs(broken, HANS, GROUND, lambda url, _: url) == ("none%20such.md?a=b#c",)


@pytest.mark.parametrize("body", ['<a title="x">y</a>', '<a href="javascript:x">y</a>'])
def test_an_anchor_without_an_address_is_no_link(body: str) -> None:
    assert summary("a.md", body).links == ()
