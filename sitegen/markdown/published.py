"""What addresses and headings of a body become in what is published: nothing of it asks other hosts for anything."""

import re
import unicodedata
from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import unquote, urlsplit

from sitegen.markdown.marks import marked_html
from sitegen.markdown.tags import start_tag
from sitegen.model import LinkUse

PLACEHOLDER: Final = "sitegen:"
"""Stands before the number of an internal link in rendered HTML; no author can write it, as all are numbered anew."""
WEB: Final = frozenset({"http", "https", "mailto", "tel", "ftp"})
_IN_PAGE_PICTURES: Final = ("data:image/png", "data:image/gif", "data:image/jpeg", "data:image/webp")


class Addresses:
    """The addresses of one body, in their order: internal ones are numbered, and left open until a page is made."""

    def __init__(self, lines: Mapping[str, int]) -> None:
        """Take the line of the file in which each address stands first."""
        self._lines = lines
        self.links: list[LinkUse] = []

    def link(self, values: dict[str, str]) -> str:
        """Return the start tag of a link with the attributes *values*."""
        address = values.get("href", "")
        if _is_external(address):
            values["rel"] = "external noreferrer"
        elif address and not address.startswith("#"):
            values["href"] = self._number(address, is_image=False)
        return start_tag("a", values)

    def picture(self, values: dict[str, str], marks: list[str], *, in_link: bool) -> str:
        """Return a picture with the attributes *values*; a link to it if it lies on another host.

        Marks in what describes such a picture are added to *marks*.
        """
        address = values.get("src", "")
        if address.startswith(_IN_PAGE_PICTURES):
            return start_tag("img", values)
        if _is_external(address):
            described = values.get("alt") or values.get("title") or ""
            words = marked_html(described, marks) if described else escape(address)
            if not described and not address.isascii():
                words = f'<span translate="no">{words}</span>'  # an address is not converted
            if in_link:
                return words
            link = start_tag("a", {"href": address, "rel": "external noreferrer", "class": "remote-picture"})
            return f"{link}{words}</a>"
        number = self._number(address, is_image=True)
        return start_tag("img", values | {"src": number, "loading": "lazy", "decoding": "async"})

    def _number(self, address: str, *, is_image: bool) -> str:
        parts = urlsplit(address)
        target, line = unquote(parts.path), self._lines.get(address, 0)
        self.links.append(LinkUse(target, unquote(parts.fragment), is_image, line, _inert(address)))
        return f"{PLACEHOLDER}{len(self.links) - 1}"


def anchor(title: str, taken: set[str]) -> str:
    """Return the anchor of a heading, which is none of those *taken*."""
    base = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", title).lower()).strip("-_") or "section"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def _inert(address: str) -> str:
    """Return *address* so that it cannot leave the site even if nothing of the site is there.

    Browsers drop white space and control characters, and take a backslash for a slash.
    """
    path = re.sub(r"[\x00-\x20\x7f]", "", address).replace("\\", "%5C")
    return f"./{path}" if ":" in path.split("/")[0] or path.startswith("//") else path


def _is_external(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return parts.scheme in WEB or bool(parts.netloc)
