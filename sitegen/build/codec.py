"""Articles as JSON, for the cache: data only, nothing that runs when it is read.

Fields stand in lists in the order of their classes; the cache holds nothing of another version of the program.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

from sitegen.model import (
    ArticleDetails,
    ArticleSummary,
    Body,
    Doubt,
    Heading,
    LinkUse,
    Plain,
    Source,
    SummaryText,
    VariantText,
)
from sitegen.moment import Moment

_WRITTEN: Final[Mapping[type[object], Callable[[object], Iterable[object]]]] = {
    kind: attrgetter(*(field.name for field in fields(kind) if field.metadata.get("digest", True)))
    for kind in (ArticleSummary, ArticleDetails, SummaryText, VariantText, LinkUse, Heading, Doubt, Source, Moment)
}


def encode(value: ArticleSummary | ArticleDetails) -> str:
    """Write a part of an article as JSON; its decoder gives an equal one back."""
    return _write(value)


def decode_summary(text: str) -> ArticleSummary:
    """Read a summary; `TypeError` or `ValueError` if *text* is not one that `encode` wrote."""
    data = json.loads(text)
    path, kind, slug, lang, date, updated, keys, image, draft, aliases, canonical, links, anchors, texts, digest = data
    return ArticleSummary(
        path, kind, slug, lang, _moment(date), _moment(updated), tuple(keys), image, draft, tuple(aliases), canonical,
        tuple([LinkUse(*link) for link in links]), tuple(anchors),
        MappingProxyType({tag: _listed(*fields) for tag, fields in texts.items()}), digest,
    )  # fmt: skip


def decode_details(text: str) -> ArticleDetails:
    """Read details; `TypeError` or `ValueError` if *text* is not what `encode` wrote."""
    licence, source, doubts, reviewed, extra, texts = json.loads(text)
    return ArticleDetails(
        licence,
        Source(*source) if source else None,
        tuple(Doubt(*doubt) for doubt in doubts),
        MappingProxyType({key: int(count) for key, count in reviewed.items()}),
        MappingProxyType({key: _frozen(item) for key, item in extra.items()}),
        MappingProxyType({tag: _text(*fields) for tag, fields in texts.items()}),
    )


def _listed(title: str, summary: str, publisher: str, tags: list[str], digest: Any) -> SummaryText:  # noqa: ANN401
    return SummaryText(title, summary, publisher, tuple(tags), digest)


def _text(*data: Any) -> VariantText:  # noqa: ANN401 (read from JSON)
    title, subtitle, summary, description, publisher, authors, editor, translator, sections, tags, *rest = data
    headings, body, converted_by = rest
    return VariantText(
        title, subtitle, summary, description, publisher, tuple(authors), editor, translator, tuple(sections),
        tuple(tags), tuple(Heading(*heading) for heading in headings), Body(body), converted_by,
    )  # fmt: skip


def _moment(data: list[str] | None) -> Moment | None:
    return Moment(datetime.fromisoformat(data[0]), data[1]) if data else None


def _plain(value: object) -> object:
    """Return in the types of JSON what is none itself: its parts are asked for one by one."""
    match value:
        case Mapping():
            return dict(value)
        case datetime():
            return value.isoformat()
        case Body():
            return value.digest
        case _:
            return _WRITTEN[type(value)](value)


_write: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plain).encode


def _frozen(value: object) -> Plain:
    match value:
        case dict():
            return MappingProxyType({key: _frozen(item) for key, item in value.items()})
        case list():
            return tuple(_frozen(item) for item in value)
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(type(value).__name__)
