"""Addresses and pictures of a page's elements."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from bs4.element import Tag

from sitegen.extract.blocks import Figure, squeeze

_SCHEMES: Final = frozenset({"http", "https", "mailto", "ftp", "tel"})
_OF_PICTURES: Final = frozenset({"http", "https"})
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_FULL: Final = re.compile(r"https?://[\w.-]+(?::\d+)?(?:/[!\"$-:<->@-~]*(?:\?[!\"$-~]+)?(?:#[!-~]+)?)?", re.ASCII)
"""Addresses that are full as they stand, and stay so when they are taken apart and put together: most are."""
LAZY: Final = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src")
"""Attributes in which scripts find the address of a picture that is loaded when it is looked at."""
_LAZY_NAME: Final = re.compile(r"src|file|orig|lazy|url|image")
"""In the names that others give such an attribute."""
_PICTURE: Final = re.compile(r"[^\s\"'<>()]+\.(?:jpe?g|png|webp|avif|gif)(?:[?!@#][^\s\"'<>]*)?", re.IGNORECASE)
_STAND_IN: Final = re.compile(r"data:|.*\.(?:gif|svg)(?:[?#].*)?$|$", re.IGNORECASE | re.DOTALL)
"""What is shown until the picture is there."""
_ICON_MAX: Final = 40
"""Pixels: a picture that states to be smaller is an ornament."""
_ICON_NAME: Final = re.compile(
    r"(?:blank|pixel|spacer|transparent|loading|1x1|icon|logo|qrcode|avatar|emoji)[^/]{0,20}\.(?:gif|png|svg|jpe?g|webp)"
    r"|/(?:avatar|icon|logo|emoji|smiley)s?[\dx_-]{0,8}/|w[1-3]?\d_h[1-3]?\d(?!\d)|(?<![\da-z])([1-3]\d)x\1(?!\d)",
    re.IGNORECASE,
)
"""In addresses of ornaments: what they are called, or a size of less than 40 pixels."""
_TEMPLATE: Final = re.compile(r"[{}]|%7B|\$\(", re.IGNORECASE)
"""In addresses that a script would complete."""


def full_address(value: str, base: str | None, *, keep_relative: bool = False) -> str:
    """Return the full address of *value*, completed with *base*; empty for what a reader must not be led to."""
    address = value.strip()
    if _FULL.fullmatch(address):
        return address
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
    for value in _addresses(node):
        src = full_address(value, base, keep_relative=True)
        if not src or _ICON_NAME.search(src) or _TEMPLATE.search(value):
            continue
        scheme = _SCHEME.match(src)
        if scheme is None or scheme[1].lower() in _OF_PICTURES:
            alt, title = string_of(node.get("alt")), string_of(node.get("title"))
            return Figure(src, squeeze(alt), caption or (squeeze(title) if title != alt else ""), line)
    return None


def is_address_of_picture(value: str) -> bool:
    """Say whether *value* is by its form the address of a picture that is no ornament.

    >>> [is_address_of_picture(value) for value in ("/a/1.jpg?w=600", "/count?id=1", "/logo.png")]
    [True, False, False]
    """
    return bool(_PICTURE.fullmatch(value.strip())) and not _ICON_NAME.search(value)


def is_stand_in(value: str) -> bool:
    """Say whether *value*, the address that a page first gives of a picture, is one of what is shown meanwhile."""
    return bool(_STAND_IN.match(value.strip()))


def _addresses(node: Tag) -> Iterator[str]:
    """Yield where the picture of *node* may be, the likeliest first."""
    lazy = [value for name in LAZY if (value := string_of(node.get(name)).strip())]
    yield from lazy
    shown = string_of(node.get("src")).strip()
    if lazy and is_stand_in(shown):
        shown = ""
    others = [
        value
        for name, value in node.attrs.items()
        if name not in LAZY and name != "src" and _LAZY_NAME.search(name)
        if isinstance(value, str) and is_address_of_picture(value)
    ]
    first, second = (others, [shown]) if is_stand_in(shown) else ([shown], others)
    yield from first
    yield _first_of_set(node) if first is others else ""
    yield from second
    yield _first_of_set(node)


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
