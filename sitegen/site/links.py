"""Where the internal links of a body lead, and the form they take on a page."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from sitegen.model import Html, LinkUse, UrlPath, Variant
from sitegen.site import routes
from sitegen.site.library import Library

_PLACEHOLDER: Final = re.compile(r'(<(?:a|img)(?: [^<>]*?)? (?:href|src)=")sitegen:(\d+)(?=")')
"""Only in tags that the renderer wrote, where `<`, `>` and `"` of attributes are escaped."""


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a link of the content may lead to."""

    library: Library
    files: Mapping[str, UrlPath]
    """Files beside the articles, by their path below the content folder."""

    assets: Mapping[str, UrlPath]
    """Files of `static/`, by their path there."""

    pages: frozenset[UrlPath]
    """The addresses of the site's own lists in every variant."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads."""

    url: UrlPath
    fragment: str = ""
    place: int | None = None
    """Of the article, in the library."""


def resolve(link: LinkUse, owner: str, ground: Ground, variant: Variant) -> Target | None:
    """Return where *link* in the article file *owner* leads in *variant*; None if nothing is there.

    What a path may mean is tried in the order of `_MEANINGS`.
    """
    if not link.target:
        return None
    for meaning in _MEANINGS:
        if target := meaning(link, owner, ground, variant):
            return target
    return None


def _near(path: str, owner: str) -> str:
    """Return *path* as seen from the content folder; one that begins with a slash starts there."""
    return path[1:] if path.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(owner), path))


def _content_file(link: LinkUse, owner: str, ground: Ground, variant: Variant) -> Target | None:
    near = _near(link.target, owner)
    for name in (near, f"{near}.md", posixpath.join(near, "index.md")):
        if (place := ground.library.by_path.get(name)) is not None:
            return _to_article(place, link, ground, variant)
    return None


def _file_beside(link: LinkUse, owner: str, ground: Ground, _: Variant) -> Target | None:
    url = ground.files.get(_near(link.target, owner))
    return Target(url, link.fragment) if url else None


def _static_file(link: LinkUse, _: str, ground: Ground, __: Variant) -> Target | None:
    url = ground.assets.get(link.target[1:]) if link.target.startswith("/") else None
    return Target(url, link.fragment) if url else None


def _address(link: LinkUse, _: str, ground: Ground, variant: Variant) -> Target | None:
    bare = link.target.strip("/")
    for start in (f"/{variant.folder}/", "/"):
        for end in ("", "/") if bare else ("",):
            if (address := UrlPath(f"{start}{bare}{end}")) in ground.pages:
                return Target(address, link.fragment)
    return None


def _slug(link: LinkUse, _: str, ground: Ground, variant: Variant) -> Target | None:
    name = link.target.strip("/").rsplit("/", 1)[-1].removesuffix(".html").removesuffix(".md")
    place = ground.library.by_slug.get(name)
    return None if place is None else _to_article(place, link, ground, variant)


_MEANINGS: Final = (_content_file, _file_beside, _static_file, _address, _slug)


def _to_article(place: int, link: LinkUse, ground: Ground, variant: Variant) -> Target:
    return Target(routes.article(variant, ground.library.slugs[place]), link.fragment, place)


def has_anchor(target: Target, library: Library) -> bool:
    """Say whether the fragment of a link to an article names one of its headings."""
    if not target.fragment or target.place is None:
        return True
    return target.fragment in library.at(target.place).anchors


def fill(html: Html, hrefs: Sequence[str]) -> Html:
    """Put *hrefs* in the places that the renderer left open.

    >>> fill(Html('<a href="sitegen:0">'), ["/a/"])
    '<a href="/a/">'
    """

    def href(match: re.Match[str]) -> str:
        number = int(match[2])
        return match[1] + escape(hrefs[number]) if number < len(hrefs) else match[0]

    return Html(_PLACEHOLDER.sub(href, html)) if hrefs else html
