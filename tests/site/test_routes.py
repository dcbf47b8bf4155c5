"""Addresses: each has one file and one form on each page."""

from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sitegen.model import VARIANTS, OutputPath, Slug, UrlPath
from sitegen.site import routes
from sitegen.site.routes import Linker, output_path, page_url

HANS, HANT, _ = VARIANTS.values()


@pytest.mark.parametrize(
    ("address", "file"),
    [
        (routes.ROOT, "index.html"),
        (routes.NOT_FOUND, "404.html"),
        (routes.SITEMAP, "sitemap.xml"),
        (routes.home(HANS), "zh-hans/index.html"),
        (routes.home(HANT, 2), "zh-hant/page/2/index.html"),
        (routes.article(HANT, Slug("春")), "zh-hant/春/index.html"),
        (routes.tags(HANS), "zh-hans/tags/index.html"),
        (routes.tag(HANT, "民生服务"), "zh-hant/tags/民生服务/index.html"),
        (routes.tag(HANT, "民生服务", 2), "zh-hant/tags/民生服务/page/2/index.html"),
        (routes.tag(HANT, "a/b: c?"), "zh-hant/tags/a-b- c/index.html"),
        (routes.tag(HANT, ".."), "zh-hant/tags/x/index.html"),
        (routes.archive(HANS), "zh-hans/archive/index.html"),
        (routes.month(HANS, 987, 3), "zh-hans/archive/0987/03/index.html"),
        (routes.month(HANS, 2021, 11, 3), "zh-hans/archive/2021/11/page/3/index.html"),
        (routes.feed(HANS), "zh-hans/atom.xml"),
        (routes.asset("css/a.css", "0f3c"), "css/a.0f3c.css"),
        (routes.asset("a.min.js", "0f3c"), "a.min.0f3c.js"),
        (routes.asset("a.woff2", "0f3c"), "a.woff2"),
        (routes.asset("CNAME", "0f3c"), "CNAME"),
        (routes.attachment("a/图.png"), "media/a/图.png"),
        (routes.alias("/old/a/"), "old/a/index.html"),
        (routes.alias("old/a"), "old/a/index.html"),
        (routes.alias("/a.html"), "a.html"),
        (routes.alias("2021.11/a"), "2021.11/a/index.html"),
    ],
)
def test_address_and_file(address: UrlPath, file: str) -> None:
    assert output_path(address) == file
    assert page_url(OutputPath(file)) == address


@pytest.mark.parametrize("path", ["../../x", "/a/../../x", "a/./b", "a\\..\\..\\b"])
def test_an_alias_stays_within_the_site(path: str) -> None:
    parts = output_path(routes.alias(path)).replace("\\", "/").split("/")
    assert not {"", ".", ".."} & set(parts)


_NAME = st.text(st.characters(exclude_categories=["C"], exclude_characters="/"), min_size=1, max_size=6).filter(
    lambda name: name.strip(".") != ""
)
_FILES = st.lists(_NAME, min_size=1, max_size=4).map("/".join)


@pytest.mark.law
@given(_FILES)
def test_file_and_address_are_inverse(path: str) -> None:
    assert output_path(page_url(OutputPath(path))) == path


@pytest.mark.law
@given(_FILES)
def test_address_and_file_are_inverse(path: str) -> None:
    assume(not path.endswith("index.html"))
    for address in (UrlPath(f"/{path}"), UrlPath(f"/{path}/")):
        assert page_url(output_path(address)) == address


def decoded_path(url: str) -> str:
    return unquote(urlsplit(url).path)


@pytest.mark.law
@given(_FILES, _FILES)
def test_a_relative_link_leads_there(at: str, target: str) -> None:
    written = Linker("", "", relative=True).href(UrlPath(f"/{target}/"), UrlPath(f"/{at}/"))
    assert written.isascii()
    assert decoded_path(urljoin(f"file:///site/{quote(at)}/index.html", written)) == f"/site/{target}/index.html"


@pytest.mark.law
@given(_FILES, st.text(st.characters(exclude_categories=["C"]), max_size=5))
def test_an_absolute_link_leads_there(target: str, fragment: str) -> None:
    linker = Linker("https://example.org/新/", "/新", relative=False)
    written = linker.href(UrlPath(f"/{target}/"), routes.ROOT, fragment)
    assert written.isascii()
    assert decoded_path(written) == f"/新/{target}/"
    assert unquote(urlsplit(written).fragment) == fragment
    assert linker.absolute(UrlPath(f"/{target}/")).startswith("https://example.org/%E6%96%B0/")


@pytest.mark.parametrize(
    ("target", "at", "link"),
    [
        ("/zh-hant/春/", "/zh-hans/a/", "../../zh-hant/%E6%98%A5/index.html"),
        ("/zh-hans/a/", "/zh-hans/a/", "index.html"),
        ("/", "/zh-hans/a/", "../../index.html"),
        ("/style.css", "/", "style.css"),
        ("/style.css", "/404.html", "style.css"),
        ("/zh-hans/", "/404.html", "zh-hans/index.html"),
        ("/zh-hans/atom.xml", "/zh-hans/page/2/", "../../atom.xml"),
        ("/media/a b%20?#.png", "/zh-hans/a/", "../../media/a%20b%2520%3F%23.png"),
    ],
)
def test_relative_links(target: str, at: str, link: str) -> None:
    assert Linker("https://example.org/", "", relative=True).href(UrlPath(target), UrlPath(at)) == link


@pytest.mark.parametrize(
    ("base", "mount", "link", "full"),
    [
        ("", "", "/zh-hans/a/", "/zh-hans/a/"),
        ("https://example.org/", "", "/zh-hans/a/", "https://example.org/zh-hans/a/"),
        ("https://example.org:8080/x/y/", "/x/y", "/x/y/zh-hans/a/", "https://example.org:8080/x/y/zh-hans/a/"),
    ],
)
def test_a_site_that_is_mounted_below_a_path(base: str, mount: str, link: str, full: str) -> None:
    linker = Linker(base, mount, relative=False)
    assert linker.href(UrlPath("/zh-hans/a/"), routes.ROOT) == link
    assert linker.absolute(UrlPath("/zh-hans/a/")) == full


def test_the_anchor_of_a_heading_is_encoded() -> None:
    assert Linker("", "", relative=False).href(UrlPath("/a/"), routes.ROOT, "春 望") == "/a/#%E6%98%A5%20%E6%9C%9B"
