"""An extraction → the front matter and body of an article file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sitegen.model import Evidence, Extraction, RawDocument, Slug
from sitegen.text.keywords import keywords
from sitegen.text.script.convert import convert
from sitegen.text.script.profiles import conversion
from sitegen.text.slug import slug_for


def slug_of(extraction: Extraction) -> Slug:
    """Return the slug that the title and the day give."""
    day = date.fromisoformat(extraction.date[:10]) if extraction.date else None
    return slug_for(convert(extraction.title, conversion(extraction.lang, "zh-Hans")), day)


def with_keywords(extraction: Extraction, count: int) -> Extraction:
    """Return *extraction* with at most *count* words that it is about as further tags, and the evidence of that.

    Tags that a person stated are all that the article gets; names and sections are not repeated.
    """
    if count < 1 or any(found.field == "tags" and found.source == "stated" for found in extraction.evidence):
        return extraction
    named = (extraction.publisher or "", extraction.editor or "", *extraction.authors)
    known = (*extraction.sections, *extraction.tags, *named)
    found = keywords(extraction.title, extraction.text, count, known=known)
    if not found:
        return extraction
    evidence = (*extraction.evidence, Evidence("tags", "keywords", "、".join(found)))
    tags = (*extraction.tags, *found)
    if "tags" not in extraction.marked:
        return replace(extraction, tags=tags, evidence=evidence)
    new = (word for word in found if word not in extraction.sections and word not in extraction.tags)
    marked = MappingProxyType({**extraction.marked, "tags": "\n".join((extraction.marked["tags"], *new))})
    return replace(extraction, tags=tags, evidence=evidence, marked=marked)


def with_pictures(extraction: Extraction) -> tuple[str, ...]:
    """Return each text with a picture that may come to stand in a place of *extraction*."""
    return tuple(dict.fromkeys(spot.before for spot in extraction.spots if spot.before and "![" in spot.before))


def with_befores(extraction: Extraction, new: Mapping[str, str]) -> Extraction:
    """Return *extraction* with what may stand in its places exchanged as *new* says."""
    if not new:
        return extraction
    spots = (replace(spot, before=new.get(spot.before or "", spot.before)) for spot in extraction.spots)
    return replace(extraction, spots=tuple(spots))


def compose(
    raw: RawDocument, extraction: Extraction, *, slug: Slug, sha256: str, body: str, image: str
) -> dict[str, Any]:
    """Return the fields of the article in their order, as plain data, and its body under `body`.

    *image* is the path of its lead picture within the project; one elsewhere stands in the receipt alone.

    Empty fields are left out. The sections of the page are its first tags.
    """
    fields: dict[str, Any] = {
        "title": extraction.title,
        "subtitle": extraction.subtitle,
        "date": extraction.date,
        "updated": extraction.updated,
        "publisher": extraction.publisher,
        "authors": list(extraction.authors),
        "editor": extraction.editor,
        "tags": list(dict.fromkeys((*extraction.sections, *extraction.tags))),
        "lang": extraction.lang,
        "slug": slug,
        "image": image,
        "licence": extraction.licence,
        "source": _filled({"url": raw.url or extraction.canonical_url, "retrieved": raw.retrieved, "sha256": sha256}),
        "body": body,
    }
    return _filled(fields)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
