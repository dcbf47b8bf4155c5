"""Addresses and pictures of a page's elements."""

import re
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from bs4.element import Tag

from sitegen.extract.blocks import Figure, squeeze

_SCHEMES: Final = frozenset({"http", "https", "mailto", "ftp", "tel"})
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src", "src")
_ICON_MAX: Final = 40
"""Pixels: a picture that states to be smaller is an ornament."""
_ICON_NAME: Final = re.compile(
    r"(?:blank|pixel|spacer|transparent|loading|1x1|icon|logo|qrcode|avatar|emoji)[^/]{0,20}\.(?:gif|png|svg|jpe?g"
    r"|webp)",
    re.IGNORECASE,
)


def full_address(value: str, base: str | None, *, keep_relative: bool = False) -> str:
    """Return the full address of *value*, completed with *base*; empty for what a reader must not be led to."""
    address = value.strip()
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20\x7f]+", "", unquote(address[:200])))
    if not address or address.startswith("#") or (scheme and scheme[1].lower() not in _SCHEMES):
        return ""
    try:
        full = urljoin(base, address) if base else address
        parts = urlsplit(full)
    except ValueError:
        return ""
    if parts.scheme:
        return full if parts.scheme.lower() in _SCHEMES and (parts.netloc or parts.path) else ""
    if full.startswith("//"):
        return f"https:{full}" if parts.netloc else ""
    return full if keep_relative else ""


def read_figure(node: Tag, caption: str, line: int, base: str | None) -> Figure | None:
    """Return the picture that the element `img` shows; None for an ornament, or if it shows none."""
    if any(0 < number_of(node.get(side), 0) <= _ICON_MAX for side in ("width", "height")):
        return None
    for value in (*(string_of(node.get(name)) for name in _SOURCES), _first_of_set(node)):
        src = full_address(value, base, keep_relative=True)
        if src and urlsplit(src).scheme in ("http", "https", "") and not _ICON_NAME.search(src):
            alt, title = string_of(node.get("alt")), string_of(node.get("title"))
            return Figure(src, squeeze(alt), caption or (squeeze(title) if title != alt else ""), line)
    return None


def _first_of_set(node: Tag) -> str:
    """Return the first address of `srcset`."""
    candidates = string_of(node.get("srcset") or node.get("data-srcset")).split()
    return candidates[0].rstrip(",") if candidates else ""


def number_of(value: object, default: int) -> int:
    """Return the attribute *value* as a number, of pixels or items; *default* if it is none."""
    text = string_of(value).strip().removesuffix("px")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default  # noqa: PLR2004 - digits


def string_of(value: object) -> str:
    """Return the attribute *value*; empty if there is none."""
    return value if isinstance(value, str) else ""
