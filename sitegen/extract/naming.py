"""Find the elements of a page that say what they hold: by class, id, `itemprop` or label.

One pass reads the names of each element, and what a name says is kept, since pages give the same one to many elements.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract.dom import finder

_CRUMB: Final = 1
_TITLE: Final = 2
_SUBTITLE: Final = 4
_AUTHOR: Final = 8
_HEADLINE: Final = 16
_ACCOUNT: Final = 32
_SOURCE: Final = 64
_PROPERTIES: Final = MappingProxyType({"author": _AUTHOR, "headline": _HEADLINE})
_SAYINGS: Final = (
    (
        _CRUMB,
        ("crumb", "path", "position", "location", "weizhi", "dqwz", "wz", "local", "nav", "cur", "bc", "bread", "mbx"),
        re.compile(
            r"crumb|(?:^|[-_ ])(?:bc|bread|mbx|path|position|location|weizhi|dqwz|wz|local|site[-_]?nav"
            r"|curr?(?:ent)?(?:pos|path)?)(?:$|[-_ ])"
        ),
    ),
    (
        _TITLE,
        ("tit", "headline", "biaoti"),
        re.compile(
            r"(?:^|[-_ ]|article|news|art|post|doc|main|content|detail|entry|tit)(?:title|headline|biaoti|tit)"
            r"(?:$|[-_ \d])"
        ),
    ),
    (
        _SUBTITLE,
        ("sub", "fu", "deck", "dek", "standfirst"),
        re.compile(r"sub-?(?:title|head(?:line)?)|fu-?(?:biao)?ti|deck|dek|standfirst"),
    ),
    (
        _AUTHOR,
        ("author", "byline", "zuozhe", "writer"),
        re.compile(r"(?:^|[-_ ])(?:author|byline|zuozhe|writer)s?(?:[-_]?name)?\d?(?:$|[-_ ])"),
    ),
    (
        _ACCOUNT,
        ("nick", "account", "js_name", "js-name", "mp"),
        re.compile(
            r"(?:^|[-_ ])(?:nick(?:[-_]?name)?|(?:account|mp)[-_]?name|js[-_]name)(?:$| )|(?:^| )account(?:$| )"
        ),
    ),
    (
        _SOURCE,
        ("source", "laiyuan", "user", "media"),
        re.compile(r"(?:^|[-_ ])(?:(?:source|user|media)[-_]?name|source|laiyuan)(?:$| )"),
    ),
)
"""What names say: its bit, what each name that says so has one of, and the pattern of such names in small letters."""
_IDENTIFIED: Final = finder("descendant-or-self::*/@id/..")
_LABELLED: Final = finder("descendant-or-self::*/@aria-label/..")
_PROPERTIES_OF: Final = finder("descendant-or-self::*/@itemprop/..")
_RANKS: Final = MappingProxyType({"h1": 1, "h2": 3, "h3": 3, "h4": 3, "h5": 3})
"""What stands first among headings; rank 0 is marked as the headline, rank 2 is called title."""
_CALLED: Final = 2
_WHOLE: Final = frozenset({"html", "body"})
_SUBTITLES: Final = frozenset("h2 h3 h4 p div".split())
_AUTHORS: Final = frozenset("a span p div address li h2".split())
_ACCOUNTS: Final = _AUTHORS | frozenset("strong b em h3 h4 dd".split())
_CRUMBS: Final = frozenset("div p ul ol nav span td h2 h3".split())


@dataclass(frozen=True, slots=True)
class Named:
    """Elements by what their names say, in reading order."""

    titles: tuple[list[Element], ...]
    """By rank: marked as the headline, `h1`, called title, `h2` and below."""

    subtitles: list[Element]
    authors: list[Element]
    crumbs: list[Element]
    accounts: list[Element]
    """Called account, nickname or the like."""

    sources: list[Element]
    """Called source, or name of a user or medium."""

    properties: list[tuple[str, Element]]
    """With the `itemprop` in small letters."""


def read_names(root: Element) -> Named:
    """Return those elements of the tree *root* whose names say what they hold."""
    named = Named(([], [], [], []), [], [], [], [], [], [])
    rarely = _read_rare(root, named.properties)
    for element in root.iter():
        tag, classes = element.tag, element.get("class")
        says = _said_by(classes) if classes else 0
        if element in rarely:
            says |= rarely[element]
        rank = _RANKS.get(tag)
        if says:
            rank = 0 if says & _HEADLINE else _CALLED if says & _TITLE and rank is None and tag not in _WHOLE else rank
            for bit, group, tags in (
                (_SUBTITLE, named.subtitles, _SUBTITLES),
                (_AUTHOR, named.authors, _AUTHORS),
                (_CRUMB, named.crumbs, _CRUMBS),
                (_ACCOUNT, named.accounts, _ACCOUNTS),
                (_SOURCE, named.sources, _ACCOUNTS),
            ):
                if says & bit and tag in tags:
                    group.append(element)
        if rank is not None:
            named.titles[rank].append(element)
    return named


def _read_rare(root: Element, properties: list[tuple[str, Element]]) -> Mapping[Element, int]:
    """Return what those elements of *root* say that have names which few have; `itemprop` goes to *properties*, too."""
    says: dict[Element, int] = {}
    for element in _IDENTIFIED(root):
        if said := _said_by(element.get("id") or "") & ~_AUTHOR:
            says[element] = said
    for element in _LABELLED(root):
        if element.tag in _CRUMBS:
            says[element] = says.get(element, 0) | (_said_by(element.get("aria-label") or "") & _CRUMB)
    for element in _PROPERTIES_OF(root):
        prop = element.get("itemprop") or ""
        properties.append((prop.lower(), element))
        says[element] = says.get(element, 0) | _PROPERTIES.get(prop, 0)
    return says


@lru_cache(8192)
def _said_by(names: str) -> int:
    """Return the bits of what *names*, one class or several, an id or a label, say."""
    small = names.lower()
    says = 0
    for bit, parts, pattern in _SAYINGS:
        for part in parts:
            if part in small:
                says |= bit if pattern.search(small) else 0
                break
    return says
