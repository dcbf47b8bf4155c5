"""Read the JSON-LD of a page: its article, and the names of its breadcrumb."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lxml.etree import _Element as Element

from sitegen.extract.blocks import squeeze

_ARTICLE_TYPES: Final = re.compile(
    r"(?:News|Blog|Report|Opinion|Review|Analysis|Background|Tech|Scholarly|Social\w*|Satirical)?Article$"
    r"|BlogPosting$|Posting$|WebPage$|Report$"
)
DEPTH_MAX: Final = 12
"""Levels of JSON that are looked into."""


def linked_article(scripts: Iterable[Element]) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Return the article of the JSON-LD in *scripts* and the names of its breadcrumb; broken JSON counts as none."""
    best: Mapping[str, Any] = {}
    crumbs: tuple[str, ...] = ()
    for script in scripts:
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads("".join(map(str, script.itertext())).strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in nodes(data):
            kind = node.get("@type")
            kinds = [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]
            if "BreadcrumbList" in kinds:
                crumbs = crumbs or tuple(_crumb_names(node))
            elif any(map(_ARTICLE_TYPES.search, kinds)) and _worth(node) > _worth(best):
                best = node
    return best, crumbs


def nodes(data: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield all objects within parsed JSON, the outer first."""
    if depth > DEPTH_MAX:
        return
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from nodes(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from nodes(value, depth + 1)


def name_of(value: object) -> str:
    """Return the name of a person or organisation as JSON-LD states it; several are joined by `、`."""
    if isinstance(value, list):
        return "、".join(filter(None, map(name_of, value)))
    return text_of(value.get("name")) if isinstance(value, dict) else text_of(value)


def text_of(value: object) -> str:
    """Return the first string of *value* on one line; empty if it is none."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return squeeze(value) if isinstance(value, str) else ""


def address_of(value: object) -> str:
    """Return the first address of *value*: of a picture, a page or a licence."""
    if isinstance(value, list):
        return next(filter(None, map(address_of, value)), "")
    if isinstance(value, dict):
        return text_of(value.get("url")) or text_of(value.get("contentUrl")) or text_of(value.get("@id"))
    return text_of(value)


def _worth(node: Mapping[str, Any]) -> int:
    return sum(bool(node.get(name)) for name in ("headline", "datePublished", "author", "publisher", "articleBody"))


def _crumb_names(node: Mapping[str, Any]) -> Iterator[str]:
    items = node.get("itemListElement")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            inner = item.get("item")
            name = text_of(item.get("name")) or text_of(inner.get("name") if isinstance(inner, dict) else "")
            if name:
                yield name
