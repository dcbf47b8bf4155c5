"""Import receipts: all that import did to one page, kept beside the articles for people to look at and to undo."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from sitegen.digest import digest_value
from sitegen.errors import ContentError
from sitegen.files import write_if_changed
from sitegen.ingest.draft import Draft, draft_of, draft_rows, read_draft
from sitegen.model import Evidence, Extraction, Removal, RepairStep

RECEIPTS: Final = ".receipts"
SURE: Final = 0.9
"""From this confidence on a repair is no doubt: 94 of 100 such were right when it was measured."""
_ID_DIGITS: Final = 12
_Value = TypeVar("_Value")


def is_doubtful(step: RepairStep) -> bool:
    """Say whether a person should look at *step*: it was made without being sure, or was not made."""
    return not step.applied or step.confidence < SURE


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What import did to one page. It holds no local path and no time."""

    raw: str
    """SHA-256 of the page's bytes, in full."""

    program: str
    title: str
    lang: str
    steps: Mapping[str, RepairStep]
    """By id, in the order in which they were made."""

    removed: Mapping[str, Removal]
    """By id, in the order in which they stood."""

    evidence: tuple[Evidence, ...]
    warnings: tuple[str, ...]
    draft: Draft

    @property
    def doubts(self) -> Mapping[str, RepairStep]:
        """The steps that a person should look at."""
        return {id_: step for id_, step in self.steps.items() if is_doubtful(step)}


def receipt_of(extraction: Extraction, *, raw: str, program: str, marked: str = "") -> ImportReceipt:
    """Return the receipt of a page whose bytes have the SHA-256 *raw*; *marked* is its body with marks.

    Ids say the same of a step or removal as long as it is found in the page, wherever else the extraction changes.
    """
    steps = _with_ids(extraction.repairs, ((raw, "repair", s.rule, s.before, s.after) for s in extraction.repairs))
    removed = _with_ids(extraction.removed, ((raw, "removal", gone.text) for gone in extraction.removed))
    draft = draft_of(extraction, list(steps), list(removed), marked)
    return ImportReceipt(
        raw, program, extraction.title, extraction.lang, steps, removed, extraction.evidence, extraction.warnings, draft
    )


def _with_ids(values: Sequence[_Value], contents: Iterable[tuple[str, ...]]) -> dict[str, _Value]:
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[str, _Value] = {}
    for value, content in zip(values, contents, strict=True):
        seen[content] += 1
        found[digest_value((*content, seen[content]))[:_ID_DIGITS]] = value
    return found


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def receipt_path(content: Path, article: str) -> Path:
    """Return where the receipt of an article stands."""
    return content / RECEIPTS / f"{article.removesuffix('.md')}.json"


def write_receipt(content: Path, article: str, receipt: ImportReceipt) -> None:
    """Write the receipt of an article unless it stands there already."""
    write_if_changed(receipt_path(content, article), receipt_json(receipt).encode(), durable=True)


def read_receipt(content: Path, article: str) -> ImportReceipt | None:
    """Return the receipt of an article; None if it has none. `ContentError` if it cannot be read."""
    path = receipt_path(content, article)
    try:
        told = json.loads(path.read_bytes())
        return _receipt(told)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = "import the page again with --update to write it anew"
        raise ContentError(f"{path}: is no receipt of ours", hint=hint) from error


def receipt_json(receipt: ImportReceipt) -> str:
    """Return *receipt* as JSON, with a line for each step and each paragraph, so that version control shows changes."""
    values: dict[str, object] = {
        "raw": receipt.raw,
        "program": receipt.program,
        "title": receipt.title,
        "lang": receipt.lang,
        "repairs": [{"id": id_, **repair_row(step)} for id_, step in receipt.steps.items()],
        "removed": [
            {"id": id_, "rule": gone.rule, "line": gone.line, "text": gone.text}
            for id_, gone in receipt.removed.items()
        ],
        "evidence": evidence_rows(receipt.evidence),
        "warnings": list(receipt.warnings),
        "draft": draft_rows(receipt.draft),
    }
    lines = [f' "{name}": {_json_rows(value)}' for name, value in values.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json_rows(value: object) -> str:
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    rows = (json.dumps(item, ensure_ascii=False) for item in value)
    return "[\n  " + ",\n  ".join(rows) + "\n ]"


def evidence_rows(evidence: Iterable[Evidence]) -> list[dict[str, str]]:
    """Return as JSON data where each field of the metadata was read."""
    return [{"field": found.field, "source": found.source, "text": found.text} for found in evidence]


def repair_row(step: RepairStep) -> dict[str, object]:
    """Return a step as JSON data; parts that say nothing are left out."""
    row: dict[str, object] = {
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


def _receipt(told: Mapping[str, Any]) -> ImportReceipt:
    return ImportReceipt(
        raw=_text(told["raw"]),
        program=_text(told["program"]),
        title=_text(told["title"]),
        lang=_text(told["lang"]),
        steps=MappingProxyType({_text(row["id"]): _step(row) for row in told["repairs"]}),
        removed=MappingProxyType({
            _text(row["id"]): Removal(_text(row["rule"]), _text(row["text"]), int(row["line"]))
            for row in told["removed"]
        }),
        evidence=tuple(Evidence(_text(e["field"]), _text(e["source"]), _text(e["text"])) for e in told["evidence"]),
        warnings=tuple(map(_text, told["warnings"])),
        draft=read_draft(told["draft"]),
    )  # fmt: skip


def _step(row: Mapping[str, Any]) -> RepairStep:
    position = row.get("position")
    return RepairStep(
        _text(row["rule"]),
        _text(row["before"]),
        _text(row["after"]),
        float(row["confidence"]),
        applied=bool(row["applied"]),
        position=None if position is None else int(position),
        alternatives=tuple(map(_text, row.get("alternatives", ()))),
        count=int(row.get("count", 1)),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not text: {value!r}")
    return value
