"""Read the addresses that a page states: its own, that of its lead picture, and that of its licence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from sitegen.extract.blocks import squeeze
from sitegen.extract.linked_data import address_of, text_of
from sitegen.model import Evidence

IMAGES: Final = (
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "thumbnailurl",
)
LICENCES: Final = ("dcterms.license", "dc.license", "dcterms.rights.license", "license", "licence")
LICENCE_MAX: Final = 120
"""Characters: what is longer is the terms themselves."""
_COMMONS: Final = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/(?P<terms>[a-z-]{2,12})|publicdomain/(?P<free>zero|mark))"
    r"/(?P<version>\d\.\d)(?:/[a-z-]{2,5})?(?:/.*)?$",
    re.IGNORECASE,
)
"""The addresses of the licences of Creative Commons, which tell their names."""
_FREE: Final[Mapping[str, str]] = {"zero": "CC0", "mark": "Public Domain Mark"}


def canonical(links: Iterable[Element], meta: Mapping[str, str], url: str | None) -> Evidence | None:
    """Return under which address the page wants to be known; that of a whole site is none."""
    stated = [("link:canonical", e.get("href") or "") for e in _leading(links, "canonical")]
    for source, address in (*stated, ("meta:og:url", meta.get("og:url", ""))):
        full = absolute(address, url)
        if full and urlsplit(full).path not in ("", "/"):
            return Evidence("canonical_url", source, full)
    return None


def lead_image(
    links: Iterable[Element], article: Mapping[str, Any], meta: Mapping[str, str], url: str | None
) -> Evidence | None:
    """Return the address of the picture that the page shows where it is linked from."""
    stated = [(f"meta:{name}", meta.get(name, "")) for name in IMAGES]
    stated += [("json-ld", address_of(article.get("image"))), ("json-ld", address_of(article.get("thumbnailUrl")))]
    stated += [("link:image_src", e.get("href") or "") for e in _leading(links, "image_src")]
    return next((Evidence("image", s, full) for s, address in stated if (full := absolute(address, url))), None)


def licence(
    links: Iterable[Element],
    anchors: Iterable[Element],
    article: Mapping[str, Any],
    meta: Mapping[str, str],
    url: str | None,
) -> Evidence | None:
    """Return under which licence the page says that its text may be used, by name or address.

    A line of rights (`© 2021`) is no licence.
    """
    stated = [("json-ld", address_of(article.get("license")) or text_of(article.get("license")))]
    stated += [(f"meta:{name}", meta.get(name, "")) for name in LICENCES]
    for source, text in (*stated, *_rel_licences(links, anchors)):
        name = licence_name(absolute(text, url) or text)
        if name and len(name) <= LICENCE_MAX:
            return Evidence("licence", source, name)
    return None


def licence_name(stated: str) -> str:
    """Return the name of the licence at the address *stated* where the address tells it, else *stated*.

    >>> licence_name("https://creativecommons.org/licenses/by-sa/4.0/deed.zh-hans")
    'CC BY-SA 4.0'
    """
    match = _COMMONS.match(stated)
    if match is None:
        return squeeze(stated)
    return f"{_FREE[match['free'].lower()] if match['free'] else 'CC ' + match['terms'].upper()} {match['version']}"


def absolute(address: str, url: str | None) -> str:
    """Return *address* completed with that of the page, *url*; empty if it is none of the web."""
    try:
        full = urljoin(url, address.strip()) if url else address.strip()
        parts = urlsplit(full)
    except ValueError:
        return ""
    return full if parts.scheme in ("http", "https") and parts.netloc and address.strip() else ""


def _leading(links: Iterable[Element], rel: str) -> Iterator[Element]:
    return (e for e in links if (e.get("rel") or "").lower() == rel)


def _rel_licences(links: Iterable[Element], anchors: Iterable[Element]) -> Iterator[tuple[str, str]]:
    for name, elements in (("link", links), ("a", anchors)):
        for element in elements:
            if {"license", "licence"} & set((element.get("rel") or "").lower().split()):
                yield f"{name}:license", element.get("href") or ""
