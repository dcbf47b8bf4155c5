"""The import record: which raw page became which article, what we wrote, and what people decided of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Final

from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.files import write_if_changed
from sitegen.ingest.decisions import NO_DECISIONS, Decisions, decision_row, read_decision

RECORD_NAME: Final = ".import.jsonl"


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

    decisions: Decisions = field(default_factory=lambda: NO_DECISIONS)
    """What a person decided about its steps and removals."""


def read_record(content: Path) -> Mapping[str, ImportRow]:
    """Return all rows by the digest of their raw page; `ContentError` with the line that cannot be read."""
    path = content / RECORD_NAME
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return MappingProxyType({})
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ContentError(f"{path}: cannot be read: {told}") from error
    rows: dict[str, ImportRow] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        try:
            data: dict[str, Any] = json.loads(line)
            row = ImportRow(
                raw=data["raw"],
                path=_below(data["path"]),
                written=Digest(data["written"]),
                base=MappingProxyType(dict(data["base"])),
                decisions=MappingProxyType({
                    str(id_): read_decision(told) for id_, told in data.get("decisions", {}).items()
                }),
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            hint = "restore the file from your version control; it says which articles were imported"
            raise ContentError(f"{path}:{number}: is no row of an import record", hint=hint) from error
        rows[row.raw] = row
    return MappingProxyType(rows)


def _below(path: str) -> str:
    """Return *path* if it stands below the content folder: the record came with the project, perhaps from strangers."""
    if PurePosixPath(path).is_absolute() or not path or ".." in PurePosixPath(path).parts or "\\" in path:
        raise ValueError(path)
    return path


def write_record(content: Path, rows: Mapping[str, ImportRow]) -> None:
    """Write all rows in the order of their articles, so that version control shows what changed."""
    lines = [
        json.dumps(
            {
                "raw": row.raw,
                "path": row.path,
                "written": row.written,
                "base": dict(row.base),
                **({"decisions": _decision_rows(row.decisions)} if row.decisions else {}),
            },
            ensure_ascii=False,
        )
        for row in sorted(rows.values(), key=lambda row: (row.path, row.raw))
    ]
    write_if_changed(content / RECORD_NAME, "".join(f"{line}\n" for line in lines).encode(), durable=True)


def _decision_rows(decisions: Decisions) -> dict[str, object]:
    return {id_: decision_row(decisions[id_]) for id_ in sorted(decisions)}
