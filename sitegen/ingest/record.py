"""The import record: which raw page became which article, and what that article was when we wrote it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.files import write_if_changed
from sitegen.model import Extraction, RepairStep

RECORD_NAME: Final = ".import.jsonl"
RECEIPTS: Final = ".receipts"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One raw page that was imported."""

    raw: str
    """SHA-256 of its bytes, in full."""

    path: str
    """The article, below the content folder."""

    written: Digest
    """Of the article file as import last wrote it."""

    base: Mapping[str, Digest]
    """Of each field as import last found it, the body under `body`: what a person changed differs from it."""

    dismissed: tuple[str, ...] = ()
    """Ids of steps and removals that a person settled."""


def read_record(content: Path) -> Mapping[str, ImportRow]:
    """Return all rows by the digest of their raw page; `ContentError` with the line that cannot be read."""
    path = content / RECORD_NAME
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return MappingProxyType({})
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: cannot be read: {error}") from error
    rows: dict[str, ImportRow] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        try:
            data: dict[str, Any] = json.loads(line)
            row = ImportRow(
                raw=data["raw"],
                path=data["path"],
                written=Digest(data["written"]),
                base=MappingProxyType(dict(data["base"])),
                dismissed=tuple(data.get("dismissed", ())),
            )
        except (ValueError, KeyError, TypeError) as error:
            hint = "restore the file from your version control; it says which articles were imported"
            raise ContentError(f"{path}:{number}: is no row of an import record", hint=hint) from error
        rows[row.raw] = row
    return MappingProxyType(rows)


def write_record(content: Path, rows: Mapping[str, ImportRow]) -> None:
    """Write all rows in the order of their articles, so that version control shows what changed."""
    lines = [
        json.dumps(
            {
                "raw": row.raw,
                "path": row.path,
                "written": row.written,
                "base": dict(row.base),
                **({"dismissed": list(row.dismissed)} if row.dismissed else {}),
            },
            ensure_ascii=False,
        )
        for row in sorted(rows.values(), key=lambda row: (row.path, row.raw))
    ]
    write_if_changed(content / RECORD_NAME, "".join(f"{line}\n" for line in lines).encode(), durable=True)


def receipt(extraction: Extraction, *, raw: str, program: str) -> dict[str, object]:
    """Return the full record of what import did to one page, as JSON data. It holds no local path and no time."""
    return {
        "raw": raw,
        "program": program,
        "title": extraction.title,
        "lang": extraction.lang,
        "repairs": [repair_row(step) for step in extraction.repairs],
        "removed": [
            {"id": gone.id, "rule": gone.rule, "line": gone.line, "text": gone.text} for gone in extraction.removed
        ],
        "evidence": [{"field": e.field, "source": e.source, "text": e.text} for e in extraction.evidence],
        "warnings": list(extraction.warnings),
    }


def repair_row(step: RepairStep) -> dict[str, object]:
    """Return a step as JSON data; parts that say nothing are left out."""
    row: dict[str, object] = {
        "id": step.id,
        "rule": step.rule,
        "before": step.before,
        "after": step.after,
        "confidence": round(step.confidence, 3),
        "applied": step.applied,
    }
    if step.position is not None:
        row["position"] = step.position
    if step.alternatives:
        row["alternatives"] = list(step.alternatives)
    if step.count > 1:
        row["count"] = step.count
    return row


def receipt_path(content: Path, article: str) -> Path:
    """Return where the receipt of an article stands."""
    return content / RECEIPTS / f"{article.removesuffix('.md')}.json"
