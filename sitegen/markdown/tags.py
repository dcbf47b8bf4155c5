"""HTML as a flat run of tags and texts: enough to change attributes and words in markup that is already clean."""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"""<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.DOTALL)
_WHOLE: Final = re.compile(r"""(<!--.*?-->|</?[A-Za-z][A-Za-z0-9-]*(?:[^>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
"""Elements without an end (WHATWG HTML, §13.1.2)."""


class Tag(NamedTuple):
    """A tag, or a text where `name` is empty."""

    name: str
    """In lower case."""

    is_end: bool
    source: str
    """As it stands in the document, tag or text."""

    attributes: str


def tokens(html: str) -> Iterator[Tag]:
    """Yield the tags and texts of *html* in order; joined, their sources are *html* again."""
    at = 0
    for match in _TOKEN.finditer(html):
        if match.start() > at:
            yield Tag("", False, html[at : match.start()], "")
        name = (match[2] or "!--").lower()
        yield Tag(name, match[1] == "/", match[0], match[3] or "")
        at = match.end()
    if at < len(html):
        yield Tag("", False, html[at:], "")


def divided(html: str) -> list[str]:
    """Return the texts of *html* and the tags between them in turn; where tags meet, the text is empty."""
    return _WHOLE.split(html)


def attributes(tag: Tag) -> dict[str, str]:
    """Return the attributes of a tag, with entities resolved."""
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(tag.attributes)
    }


def start_tag(name: str, values: dict[str, str]) -> str:
    """Write a start tag.

    >>> start_tag("a", {"href": "/x/?a&b"})
    '<a href="/x/?a&amp;b">'
    """
    written = (f' {key}="{escape(value)}"' for key, value in values.items())
    return f"<{name}{''.join(written)}>"
