"""HTML → Markdown → HTML keeps words, emphasis, links and structure, whatever stands beside whatever."""

import re
from collections.abc import Iterator
from datetime import UTC
from html import escape, unescape
from typing import Any, Final
from urllib.parse import unquote

import lxml.html
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sitegen.extract.dom import parse
from sitegen.extract.read_blocks import read_blocks
from sitegen.extract.soup import to_soup
from sitegen.extract.to_markdown import to_markdown
from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.model import Article

LETTERS: Final = "渡口钟春她说ab1é，。！？：；、“”「」《》（）…—· !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u3000"
WORDS: Final = ("**", "__", "1. ", "- ", "# ", "> ", "```", "~~", "&amp;", "<b>", "</p>", "![", "](", "[^1]", "---",
                "|", ": ", "+++", "http://example.org/", "真。", "《书》", "说", "a(b)c", "2024")  # fmt: skip
_words = st.lists(st.one_of(st.sampled_from(WORDS), st.text(LETTERS, min_size=1, max_size=4)), min_size=1, max_size=3)
texts = _words.map("".join).map(escape)
KINDS: Final = ("b", "strong", "i", "em", "sub", "sup", "del", "a", "span")


def _inline(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def wrapped(kind: str, text: str) -> str:
        href = ' href="https://example.org/a_(b)?x=1&amp;copy=[2]*"' if kind == "a" else ""
        return f"<{kind}{href}>{text}</{kind}>"

    return st.one_of(
        st.builds(wrapped, st.sampled_from(KINDS), inner), st.lists(inner, min_size=2, max_size=3).map("".join)
    )


inlines = st.recursive(st.one_of(texts, texts.map("<code>{}</code>".format), st.just("<br>")), _inline, max_leaves=6)


def _listed(kind: str, items: list[str], start: int) -> str:
    number = f' start="{start}"' if kind == "ol" else ""
    return f"<{kind}{number}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>"


def _rows(cells: list[list[str]]) -> str:
    head, *rest = cells
    rows = [f"<tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr>"]
    rows += [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rest]
    return f"<table>{''.join(rows)}</table>"


_cells = st.lists(st.lists(inlines, min_size=2, max_size=3), min_size=2, max_size=3)
_code = st.text("ab \n\t`~<&渡#-", max_size=12).map(escape)
leaves = st.one_of(
    inlines.map("<p>{}</p>".format),
    st.builds("<h{0}>{1}</h{0}>".format, st.integers(1, 6), inlines),
    _code.map('<pre><code class="language-sh">x{}y</code></pre>'.format),
    _cells.map(_rows),
    texts.map('<figure><img src="https://example.org/a.png" alt="{0}"><figcaption>{0}</figcaption></figure>'.format),
    st.just("<hr>"),
)


# Lists of definitions whose terms are longer are taken for what pages place with them: paragraphs.
_LONGEST_TERM: Final = 40


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(
        st.one_of(inlines.map("项{}".format), st.builds("{}<p>项</p>".format, inner)), min_size=1, max_size=3
    )
    about = st.builds("<p>释{}</p>{}".format, inlines, st.one_of(st.just(""), inner))
    terms = texts.map("词{}".format).filter(lambda term: len(unescape(term)) <= _LONGEST_TERM)
    entries = st.lists(st.tuples(terms, about), min_size=2, max_size=3)
    return st.one_of(
        st.lists(inner, min_size=2, max_size=4).map("".join),
        st.builds(_listed, st.sampled_from(("ul", "ol")), items, st.integers(0, 12)),
        inner.map("<blockquote>{}</blockquote>".format),
        entries.map(lambda pairs: f"<dl>{''.join(f'<dt>{term}</dt><dd>{about}</dd>' for term, about in pairs)}</dl>"),
    )


blocks = st.recursive(leaves, _block, max_leaves=5)

# ── what a page says, read without the program ───────────────────────────────────────────────────

_SAME: Final = {"b": "strong", "i": "em", "s": "del", "strike": "del", "th": "td", "h1": "h", "h2": "h", "h3": "h",
                "h4": "h", "h5": "h", "h6": "h"}  # fmt: skip
_MEANING: Final = frozenset({"strong", "em", "sub", "sup", "del", "code", "a"})
_BOXES: Final = frozenset({"ul", "ol", "li", "blockquote", "pre", "table", "tr", "td", "dl", "dt", "dd", "h"})
_GAPS: Final = (("gap",), ("line",))
_LINES: Final = frozenset({"p", "br", "figure", "hr", "figcaption", *_BOXES})


def said(html: str) -> list[tuple[str, ...]]:
    """Return the page as a row of letters, each with its emphasis and link, and of the borders of its boxes."""
    found = _filled(list(_said(lxml.html.fromstring(f"<div>{html}</div>"), frozenset())))
    kept: list[tuple[str, ...]] = []
    for item in found:
        if item in _GAPS and kept and kept[-1] in _GAPS:
            kept[-1] = max(kept[-1], item)  # a line end counts for more than a space
        else:
            kept.append(item)
    # Space at the end of a line says nothing, nor do the ends of lines at the borders of boxes.
    borders = [i for i, item in enumerate(kept) if item[0] == "box"]
    beside = {i + 1 for i in borders} | {i - 1 for i in borders} | {0, len(kept) - 1}
    return [item for i, item in enumerate(kept) if not (i in beside and item in _GAPS)]


def _filled(items: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out boxes without words."""
    out: list[tuple[str, ...]] = []
    for item in items:
        start = len(out)
        while start and out[start - 1] in _GAPS:
            start -= 1
        if item == ("box", "dl") and start and out[start - 1] == ("box", "/dl"):
            out[start - 1 :] = [("line",)]  # Markdown cannot tell two lists of definitions from one
            continue
        if item[0] == "box" and item[1].startswith("/") and start and out[start - 1] == ("box", item[1][1:]):
            out[start - 1 :] = [("line",)]
        else:
            out.append(item)
    return out


def _said(element: Any, meaning: frozenset[str]) -> Iterator[tuple[str, ...]]:
    name = _SAME.get(element.tag, element.tag)
    if name in _MEANING:
        meaning |= {f"a {unquote(element.get('href', ''))}" if name == "a" else name}
    borders: tuple[tuple[str, ...], ...] = ()
    if name in _LINES:
        # A heading is one line.
        borders = (("gap",) if name == "br" and _is_in_heading(element) else ("line",),)
    box = f"{name}{_start(element)}"
    yield from (*borders, ("box", box)) if name in _BOXES else borders
    yield from _inside(element, name, meaning)
    yield from (("box", f"/{box}"), *borders) if name in _BOXES else borders


def _inside(element: Any, name: str, meaning: frozenset[str]) -> Iterator[tuple[str, ...]]:
    if name == "img" or element.get("class") == "remote-picture":
        yield ("img", unquote(element.get("src") or element.get("href")))
        words = element.get("alt") or "".join(element.itertext())
        if words != element.get("href"):  # what stands in for words where there are none
            yield from _letters(words.strip(" \u3000"), frozenset())
    elif name == "hr":
        yield ("hr",)
    elif name == "pre":
        yield ("verbatim", "\n".join(line.rstrip() for line in "".join(element.itertext()).split("\n")).strip("\n"))
    else:
        yield from _letters(element.text or "", meaning)
        for child in element:
            yield from _said(child, meaning)
            yield from _letters(child.tail or "", meaning)


def _is_in_heading(element: Any) -> bool:
    return any(re.fullmatch("h[1-6]|dt", above.tag) for above in element.iterancestors())


def _start(element: Any) -> str:
    return "" if element.tag != "ol" or element.get("start") == "1" else element.get("start", "")


def _letters(text: str, meaning: frozenset[str]) -> Iterator[tuple[str, ...]]:
    for letter in re.sub(r"[\s\u3000]+", " ", text):
        yield ("gap",) if letter == " " else (letter, *sorted(meaning))


def again(html: str) -> tuple[str, str]:
    """Return *html* as Markdown, and that as HTML."""
    root = parse(html)
    assert root is not None
    markdown = to_markdown(read_blocks(to_soup(root), None))
    article = parse_article(f"---\ntitle: t\n---\n{markdown}".encode(), "a.md", zone=UTC, language="zh-Hans")
    assert isinstance(article, Article)
    return markdown, render(article).html


@pytest.mark.law
def test_words_emphasis_and_links_stay(soak: bool) -> None:
    @settings(max_examples=20_000 if soak else 200, deadline=None)
    @given(inlines)
    def check(inner: str) -> None:
        markdown, html = again(f"<p>{inner}</p>")
        assert said(html) == said(f"<p>{inner}</p>"), markdown

    check()


@pytest.mark.law
def test_structure_stays(soak: bool) -> None:
    @settings(max_examples=20_000 if soak else 200, deadline=None, phases=[Phase.generate])
    @given(blocks)
    def check(html: str) -> None:
        markdown, made = again(html)
        assert said(made) == said(html), markdown

    check()


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li><hr><p>项</p></li></ul>",
        "<ul><li>甲</li></ul><ul><li><hr><p>项</p></li></ul>",
        "<ol><li>甲</li></ol><ol><li><hr><p>项</p></li></ol>",
    ],
    ids=["behind a dash", "behind a star", "behind a bracket"],
)
def test_a_rule_begins_an_item(html: str) -> None:
    markdown, made = again(html)
    assert said(made) == said(html), markdown
