"""Bodies that attack: nothing in what is published acts, loads from elsewhere, or pretends to be the renderer's."""

import re
from datetime import UTC
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.markdown.variant import to_variant
from sitegen.model import VARIANTS, Article

_ATTACKS: Final = (Path(__file__).parents[1] / "cases" / "hostile-markup.txt").read_text("utf-8")
ATTACKS: Final = tuple(attack for attack in _ATTACKS.split("\n\n") if attack.strip())
_ACTIVE: Final = frozenset(
    """
    script style iframe frame frameset object embed applet form input button select option textarea meta link base svg
    math template noscript audio video source track canvas marquee portal slot dialog keygen isindex plaintext xmp
    """.split()
)
_HARMLESS: Final = re.compile(
    r"(?:https?:|mailto:|tel:|ftp:|data:image/(?:png|gif|jpeg|webp)|sitegen:\d+$|#|//)", re.IGNORECASE
)


class _Reader(HTMLParser):
    """Collects the start tags of a page as a browser would find them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def published(body: str) -> list[str]:
    """Return the HTML of a body in every variant."""
    article = parse_article(f"---\ntitle: t\n---\n{body}".encode(), "a.md", zone=UTC, language="zh-Hans")
    assert isinstance(article, Article)
    rendered = render(article)
    return [to_variant(article, rendered, variant).html for variant in VARIANTS.values()]


def assert_harmless(html: str) -> None:
    for tag, attributes in tags(html):
        assert tag not in _ACTIVE, html
        for name, value in attributes.items():
            assert not name.startswith("on"), html
            assert name not in {"style", "srcset", "srcdoc", "action", "formaction", "background", "ping", "target"}, (
                html
            )
            if name in {"href", "src"}:  # no browser follows `cite`
                assert value is not None, html
                assert _HARMLESS.match(value) or ":" not in value, html
        if tag == "img":
            assert re.match(r"sitegen:\d+$|data:image/(?:png|gif|jpeg|webp)", attributes.get("src") or ""), html


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack(attack: str) -> None:
    for html in published(attack):
        assert_harmless(html)


_PIECES: Final = (
    *(
        "<",
        ">",
        '"',
        "'",
        "/",
        "=",
        " ",
        "\n",
        "\t",
        "`",
        "&",
        ";",
        "#",
        "(",
        ")",
        "[",
        "]",
        "!",
        ":",
        "\x00",
        "\\",
        "--",
    ),
    *(
        "script",
        "img",
        "svg",
        "a",
        "style",
        "iframe",
        "math",
        "title",
        "textarea",
        "noscript",
        "<!--",
        "-->",
        "<![CDATA[",
    ),
    *(" href=", " src=", " onerror=", " onload=", " style=", "javascript:", "data:text/html,", "alert(1)", "sitegen:0"),
    *(
        "&lt;",
        "&#60;",
        "&#x3c;",
        "&quot;",
        "&colon;",
        "%3A",
        "%2F%2F",
        "http://example.net/",
        "头发",
        "“",
        "”",
        "*",
        "|",
        "-",
    ),
)


@pytest.mark.law
@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_nothing_generated_acts(body: str) -> None:
    for html in published(body):
        assert_harmless(html)


@pytest.mark.parametrize("tag", ["svg", "math", "form", "object", "script", "style"])
def test_what_stands_inside_goes_too_or_is_plain(tag: str) -> None:
    for html in published(f"字<{tag}>x<b onclick=y>z</b></{tag}>字"):
        assert "onclick" not in html
        assert f"<{tag}" not in html


@pytest.mark.parametrize("tag", ["script", "style"])
def test_programs_are_no_text(tag: str) -> None:
    for html in published(f"<{tag}>alert(1)</{tag}>\n\n字 <{tag}>alert(2)</{tag}>"):
        assert "alert(1)" not in html


PLACES: Final = (
    '[x](a.md "sitegen:0")',
    '<b title="sitegen:0">x</b> [x](a.md)',
    '<b class="sitegen:0">x</b> [x](a.md)',
    '<b>x</b> href="sitegen:0" [x](a.md)',
    '[x](a.md) `"sitegen:0"`',
    "[x](sitegen:0)",
    '<a href="sitegen:7">x</a>',
    "<sitegen:0>",
    "![sitegen:0](a.png)",
)


@pytest.mark.parametrize("body", PLACES)
def test_an_address_of_ours_that_an_author_writes_is_numbered_like_any_other(body: str) -> None:
    article = parse_article(f"---\ntitle: t\n---\n{body}".encode(), "a.md", zone=UTC, language="zh-Hans")
    assert isinstance(article, Article)
    rendered = render(article)
    open_places = [
        value
        for _, attributes in tags(rendered.html)
        for name, value in attributes.items()
        if name in {"href", "src"} and value and value.startswith("sitegen:")
    ]
    assert open_places == [f"sitegen:{number}" for number in range(len(rendered.links))]


def test_an_address_keeps_its_text() -> None:
    for html in published("[x](a.md 'a\"b<c>') <http://example.org/?a=%22&b=<c>"):
        assert_harmless(html)
