"""The tree that BeautifulSoup is given says what it would have read itself."""

from typing import Final
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sitegen.extract.blocks import Figure, Paragraph, Text
from sitegen.extract.dom import parse
from sitegen.extract.read_blocks import read_blocks
from sitegen.extract.read_figures import _FULL
from sitegen.extract.soup import BLOCKS, Soup, children, inner, to_soup

_WORDS: Final = st.sampled_from(("渡口", " ", "\n  ", "\u3000", "\u00a0", "a &amp; b", "1", "\t钟 \r\n声", "&lt;p>"))
_VALUES: Final = st.sampled_from(("", "/a/1.jpg", " /图 片.jpg", "https://b.cn/?q=船&amp;r=1", "#n%201", "bold x", "7"))
_NAMES: Final = st.sampled_from(("href", "src", "id", "title", "class", "style", "start", "data-src"))
_INLINES: Final = ("a", "b", "em", "span", "font", "code", "ruby", "rt", "sup", "o:p")
_HOLDING: Final = ("div", "section", "article", "blockquote", "center", "li", "td", "figure", "x-box")


def _element(name: str, attributes: dict[str, str], content: str) -> str:
    stated = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{stated}>{content}</{name}>"


def _made(names: tuple[str, ...], content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joined = st.lists(content, max_size=4).map("".join)
    return st.builds(_element, st.sampled_from(names), st.dictionaries(_NAMES, _VALUES, max_size=3), joined)


_LINES: Final = st.recursive(st.one_of(_WORDS, st.just("<br>"), st.just('<img src="/图.jpg" alt=" ">')),
                             lambda inside: _made(_INLINES, inside), max_leaves=6)  # fmt: skip
_PAGES: Final = st.recursive(st.one_of(_LINES, _made(("p", "h2", "pre", "dt"), _LINES)),
                             lambda inside: _made(_HOLDING, inside), max_leaves=12)  # fmt: skip


def planted(markup: str) -> Soup:
    """Return the soup of a page with *markup*."""
    root = parse(f"<html><body><div>{markup}</div></body></html>")
    assert root is not None
    return to_soup(root)


def _said(root: Tag) -> list[object]:
    """Return the elements below *root*, and the words that are not white space beside a block, with their kind."""
    found: list[object] = []
    for node in root.descendants:
        if isinstance(node, Tag):
            found.append((node.name, dict(node.attrs)))
            continue
        before = node.previous_sibling or node.parent
        is_beside = isinstance(before, Tag) and before.name in BLOCKS
        if isinstance(node, NavigableString) and not (is_beside and node in (" ", "\n")):
            found.append((type(node), str(node)))
    return found


@pytest.mark.law
@settings(max_examples=300, deadline=None)
@given(_PAGES)
def test_the_tree_is_that_of_beautiful_soup(markup: str) -> None:
    root = parse(f"<html><body><div>{markup}</div></body></html>")
    assert root is not None
    written = etree.tostring(root, encoding="unicode", method="html")
    read = BeautifulSoup(written, "lxml", multi_valued_attributes=None)
    again = parse(written)
    assert again is not None
    if (
        etree.tostring(again, encoding="unicode", method="html") == written
    ):  # what nests wrongly is mended when it is read
        assert _said(to_soup(root).root) == _said(read)


@pytest.mark.law
@settings(max_examples=100, deadline=None)
@given(_PAGES)
def test_all_can_be_walked_in_both_directions(markup: str) -> None:
    soup = planted(markup)
    nodes = list(soup.root.descendants)
    assert list(nodes[-1].previous_elements)[:-1] == nodes[-2::-1]
    assert list(soup.root.next_elements) == nodes
    assert [node for node in nodes if isinstance(node, Tag)] == soup.tags
    for tag in soup.tags:
        assert all(child.parent is tag for child in tag.contents)
        assert all(left.next_sibling is right for left, right in zip(tag.contents, tag.contents[1:], strict=False))
        assert all(right.previous_sibling is left for left, right in zip(tag.contents, tag.contents[1:], strict=False))
        assert children(tag) == tag.find_all(True, recursive=False)
        assert list(inner(tag, "p", "img")) == tag.find_all(["p", "img"])


def test_blocks_are_numbered_as_they_come() -> None:
    soup = planted("<p>一<b>二</b></p><p>三</p>")
    assert [element.tag for element in soup.blocks] == ["html", "body", "div", "p", "p"]
    assert [block.line for block in read_blocks(soup, None)] == [4, 5]


def test_addresses_are_encoded_as_a_browser_does() -> None:
    (figure,) = read_blocks(planted('<img src=" /图/a b.jpg?x=1&y=[z]">'), "https://a.cn/")
    assert figure == Figure("https://a.cn/%E5%9B%BE/a%20b.jpg?x=1&y=[z]", line=3)


def test_readings_are_no_words_of_what_they_stand_above() -> None:
    (paragraph,) = read_blocks(planted("<ruby>渡<rt>dù</rt></ruby>"), None)
    assert paragraph == Paragraph((Text("渡（dù）"),), 3)


@pytest.mark.law
@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from((*"/?#;:.@&=%[]-_a1~", "//", "..", "b.cn", ":80", "渡")), max_size=8).map("".join),
    st.sampled_from(("http", "https")),
    st.sampled_from(("http://a.cn/x/y?z", "https://a.cn", "https://a.cn/x/;p?q#f")),
)
def test_full_addresses_stay_as_they_are(rest: str, scheme: str, base: str) -> None:
    address = f"{scheme}://h{rest}"
    if _FULL.fullmatch(address):
        assert urljoin(base, address) == address
