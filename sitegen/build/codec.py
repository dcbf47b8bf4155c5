"""Summaries of articles as JSON, for the cache: data only, nothing that runs when it is read."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sitegen.model import ArticleSummary, Body, Doubt, Heading, LinkUse, Moment, Plain, Source, VariantText


def encode(summary: ArticleSummary) -> str:
    """Write a summary as JSON; `decode` gives an equal one back."""
    return json.dumps(_plain(summary), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> ArticleSummary:
    """Read a summary; `KeyError`, `TypeError` or `ValueError` if *text* is not one that `encode` wrote."""
    data: dict[str, Any] = json.loads(text)
    return ArticleSummary(
        **data
        | {
            "date": _moment(data["date"]),
            "updated": _moment(data["updated"]),
            "tag_keys": tuple(data["tag_keys"]),
            "aliases": tuple(data["aliases"]),
            "source": Source(**data["source"]) if data["source"] else None,
            "doubts": tuple(Doubt(**doubt) for doubt in data["doubts"]),
            "reviewed": MappingProxyType({key: int(count) for key, count in data["reviewed"].items()}),
            "extra": _frozen(data["extra"]),
            "links": tuple(LinkUse(**link) for link in data["links"]),
            "texts": MappingProxyType({tag: _text(found) for tag, found in data["texts"].items()}),
        }
    )


def _text(data: dict[str, Any]) -> VariantText:
    return VariantText(
        **data
        | {
            "authors": tuple(data["authors"]),
            "sections": tuple(data["sections"]),
            "tags": tuple(data["tags"]),
            "headings": tuple(Heading(**heading) for heading in data["headings"]),
            "body": Body(data["body"]["digest"]),
        }
    )


def _moment(data: dict[str, str] | None) -> Moment | None:
    return Moment(datetime.fromisoformat(data["instant"]), data["iso"]) if data else None


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.metadata.get("digest", True)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _frozen(value: object) -> "Plain":
    match value:
        case dict():
            return MappingProxyType({key: _frozen(item) for key, item in value.items()})
        case list():
            return tuple(_frozen(item) for item in value)
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(type(value).__name__)
