"""An extraction → the front matter and body of an article file."""

from datetime import date
from typing import Any, Final

from sitegen.digest import digest_bytes
from sitegen.ingest.merge import Fields, field_digests
from sitegen.ingest.record import ImportRow
from sitegen.model import Extraction, RawDocument, RepairStep, Slug
from sitegen.text.script.convert import convert
from sitegen.text.script.profiles import conversion
from sitegen.text.slug import slug_for

SURE: Final = 0.9
"""From this confidence on a repair is no doubt: 94 of 100 such were right when it was measured."""


def slug_of(extraction: Extraction) -> Slug:
    """Return the slug that the title and the day give."""
    day = date.fromisoformat(extraction.date[:10]) if extraction.date else None
    return slug_for(convert(extraction.title, conversion(extraction.lang, "zh-Hans")), day)


def compose(raw: RawDocument, extraction: Extraction, *, slug: Slug, sha256: str, body: str) -> dict[str, Any]:
    """Return the fields of the article in their order, as plain data, and its body under `body`.

    Empty fields are left out. The sections of the page are its first tags. Steps that are not sure stand under
    `doubts`, for a person to settle.
    """
    fields: dict[str, Any] = {
        "title": extraction.title,
        "subtitle": extraction.subtitle,
        "date": extraction.date,
        "publisher": extraction.publisher,
        "authors": list(extraction.authors),
        "editor": extraction.editor,
        "tags": list(dict.fromkeys((*extraction.sections, *extraction.tags))),
        "lang": extraction.lang,
        "slug": slug,
        "licence": raw.fields.get("licence"),
        "source": _filled({"url": raw.url or extraction.canonical_url, "retrieved": raw.retrieved, "sha256": sha256}),
        "doubts": [_doubt(step) for step in extraction.repairs if is_doubtful(step)],
        "body": body,
    }
    return _filled(fields)


def is_doubtful(step: RepairStep) -> bool:
    """Say whether a person should look at *step*: it was made without being sure, or was not made."""
    return not step.applied or step.confidence < SURE


def row_for(raw: str, path: str, fields: Fields, data: bytes, before: ImportRow | None) -> ImportRow:
    """Return the record of an article that is written as *data*, with *fields* as the base of a later merge."""
    dismissed = before.dismissed if before else ()
    return ImportRow(raw, path, digest_bytes(data), field_digests(fields), dismissed)


def _doubt(step: RepairStep) -> dict[str, Any]:
    return {
        "rule": step.rule,
        "before": step.before,
        "after": step.after,
        "confidence": round(step.confidence, 2),
    }


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
