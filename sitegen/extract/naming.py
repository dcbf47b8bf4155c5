"""Find the elements of a page that say what they hold: by class, id, `itemprop` or label.

One pass reads the names of each element, and what a name says is kept, since pages give the same one to many elements.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract.dom import tag_of


@dataclass(frozen=True, slots=True)
class _Name:
    """A pattern of names in small letters, and what each name that it matches has one of."""

    parts: tuple[str, ...]
    pattern: re.Pattern[str]

    def fits(self, names: str) -> bool:
        return any(part in names for part in self.parts) and self.pattern.search(names) is not None


_CRUMB: Final = _Name(
    ("crumb", "path", "position", "location", "weizhi", "dqwz", "wz", "local", "nav", "cur", "bc", "bread", "mbx"),
    re.compile(
        r"crumb|(?:^|[-_ ])(?:bc|bread|mbx|path|position|location|weizhi|dqwz|wz|local|site[-_]?nav"
        r"|curr?(?:ent)?(?:pos|path)?)(?:$|[-_ ])"
    ),
)
_TITLE: Final = _Name(
    ("tit", "headline", "biaoti"),
    re.compile(
        r"(?:^|[-_ ]|article|news|art|post|doc|main|content|detail|entry|tit)(?:title|headline|biaoti|tit)(?:$|[-_ \d])"
    ),
)
_SUBTITLE: Final = _Name(
    ("sub", "fu", "deck", "dek", "standfirst"),
    re.compile(r"sub-?(?:title|head(?:line)?)|fu-?(?:biao)?ti|deck|dek|standfirst"),
)
_AUTHOR: Final = _Name(
    ("author", "byline", "zuozhe", "writer"),
    re.compile(r"(?:^|[-_ ])(?:author|byline|zuozhe|writer)s?(?:[-_]?name)?(?:$|[-_ ])"),
)
_RANKS: Final = MappingProxyType({"h1": 1, "h2": 3, "h3": 3, "h4": 3, "h5": 3})
"""What stands first among headings; rank 0 is marked as the headline, rank 2 is called title."""
_CALLED: Final = 2
_WHOLE: Final = frozenset({"html", "body"})
_SUBTITLES: Final = frozenset("h2 h3 h4 p div".split())
_AUTHORS: Final = frozenset("a span p div address li h2".split())
_CRUMBS: Final = frozenset("div p ul ol nav span td h2 h3".split())


@dataclass(frozen=True, slots=True)
class Named:
    """Elements by what their names say, in reading order."""

    titles: tuple[list[Element], ...]
    """By rank: marked as the headline, `h1`, called title, `h2` and below."""

    subtitles: list[Element]
    authors: list[Element]
    crumbs: list[Element]
    properties: list[tuple[str, Element]]
    """With the `itemprop` in small letters."""


def read_names(elements: Iterable[Element]) -> Named:
    """Return those of *elements*, given in reading order, whose names say what they hold."""
    named = Named(([], [], [], []), [], [], [], [])
    for element in elements:
        classes, ident, prop = element.get("class"), element.get("id"), element.get("itemprop")
        tag = tag_of(element)
        rank = _RANKS.get(tag)
        if classes or ident:
            says = _says(classes or "", ident or "")
            if says.title and rank is None and tag not in _WHOLE:
                rank = _CALLED
            if says.subtitle and tag in _SUBTITLES:
                named.subtitles.append(element)
        if tag in _AUTHORS and ((classes and _says(classes, "").author) or prop == "author"):
            named.authors.append(element)
        if tag in _CRUMBS and _is_crumb(classes or "", ident or "", element.get("aria-label") or ""):
            named.crumbs.append(element)
        if prop is not None:
            named.properties.append((prop.lower(), element))
            rank = 0 if prop == "headline" else rank
        if rank is not None:
            named.titles[rank].append(element)
    return named


@dataclass(frozen=True, slots=True)
class _Says:
    title: bool
    subtitle: bool
    author: bool


@lru_cache(8192)
def _says(classes: str, ident: str) -> _Says:
    both = f"{classes} {ident}".lower()
    return _Says(_TITLE.fits(both), _SUBTITLE.fits(both), _AUTHOR.fits(classes.lower()))


@lru_cache(8192)
def _is_crumb(classes: str, ident: str, label: str) -> bool:
    return _CRUMB.fits(f"{classes} {ident} {label}".lower())
