"""Carry out decisions: into the article, and into the import record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sitegen.digest import digest_bytes
from sitegen.errors import ContentError, SitegenError
from sitegen.files import write_if_changed
from sitegen.ingest.articles import article_bytes, changed_bytes, fields_of, line_of
from sitegen.ingest.decisions import Decision
from sitegen.ingest.lock import writing
from sitegen.ingest.merge import field_digests
from sitegen.ingest.record import ImportRow, read_record, write_record
from sitegen.ingest.review import Review
from sitegen.ingest.settle import Refusal, Settled, settle
from sitegen.model import Diagnostic


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, and whether it was carried out."""

    path: str
    """The article, below the content folder."""

    id: str
    decision: Decision | None
    """None for one that was taken back."""

    fault: Diagnostic | None = None
    """Why it was not; its path is below the content folder."""


Wanted = Mapping[str, Decision | None]


def decide(content: Path, wanted: Iterable[tuple[Review, Wanted]], rules: Iterable[str] = ()) -> tuple[Decided, ...]:
    """Carry out the decisions *wanted* (None takes one back) article by article, and record them.

    Every decision is in the result. What a person edited is left as it is. The article is written before the record: a
    run that was cut off is made good by the same command. `ContentError` if the record cannot be read, or another run
    is at work.
    """
    rules = tuple(rules)
    done: list[Decided] = []
    with writing(content):
        rows = dict(read_record(content))
        try:
            for review, changes in wanted:
                done += _decide_article(rows, review, changes, rules)
        finally:
            if done:
                _record(content, rows)
    return tuple(done)


def _record(content: Path, rows: dict[str, ImportRow]) -> None:
    try:
        write_record(content, rows)
    except OSError as error:
        hint = "make room, and run the same command again: it takes up what was written"
        raise ContentError(f"the import record cannot be written: {error.strerror}", hint=hint) from error


def _decide_article(
    rows: dict[str, ImportRow], review: Review, changes: Wanted, rules: tuple[str, ...]
) -> list[Decided]:
    try:
        settled, data = _settle(rows[review.row.raw], review, changes, rules)
    except (SitegenError, OSError) as error:
        message = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        fault = Diagnostic(review.path, 0, message.removeprefix(f"{review.file}: "), code="review", hint=_hint(error))
        return [Decided(review.path, id_, new, fault) for id_, new in changes.items()]
    made = changed_bytes(review.file, data, settled.changes) if settled.changes else data
    refused = {refusal.id: _fault(review, data, made, refusal) for refusal in settled.refusals}
    try:
        write_if_changed(review.file, made, durable=True)
        rows[review.row.raw] = _row(rows[review.row.raw], review, settled, data, made)
    except OSError as error:
        fault = Diagnostic(review.path, 0, f"cannot be written: {error.strerror}", code="review")
        refused = dict.fromkeys(changes, fault)
    return [Decided(review.path, id_, new, refused.get(id_)) for id_, new in changes.items()]


def _settle(row: ImportRow, review: Review, changes: Wanted, rules: tuple[str, ...]) -> tuple[Settled, bytes]:
    try:
        data = review.file.read_bytes()
    except FileNotFoundError:
        hint = "`sitegen import --restore` brings it back"
        raise SitegenError("the article was deleted", hint=hint) from None
    theirs = fields_of(review.file, data)
    return settle(theirs, review.receipt, row.decisions, changes, row.base, rules), data


def _row(row: ImportRow, review: Review, settled: Settled, data: bytes, made: bytes) -> ImportRow:
    fields: dict[str, Any] = fields_of(review.file, made)
    is_ours = field_digests(fields) == dict(settled.base) and made == article_bytes(fields)
    # What a person edited stays edited in the eyes of the next import.
    written = digest_bytes(made) if is_ours or digest_bytes(data) == row.written else row.written
    return replace(row, written=written, base=settled.base, decisions=settled.decisions)


def _fault(review: Review, data: bytes, made: bytes, refusal: Refusal) -> Diagnostic:
    line = 0
    if refusal.field:
        before, after = (fields_of(review.file, state).get(refusal.field, "").split("\n") for state in (data, made))
        # What was decided besides may have moved it.
        is_there = refusal.line < len(before) and before[refusal.line] in after
        line = line_of(review.file, made, refusal.field, after.index(before[refusal.line]) if is_there else 0)
    hint = "settle it by hand, then --accept it" if refusal.field else ""
    return Diagnostic(review.path, line, f"{refusal.id}: {refusal.message}", code="review", hint=hint)


def _hint(error: Exception) -> str:
    return error.hint if isinstance(error, SitegenError) else ""
