"""An article under decisions: what import wrote, what a person decided of it, and what they made of it themselves."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sitegen.digest import Digest
from sitegen.ingest.articles import FIELD_ORDER
from sitegen.ingest.decisions import Decision, Decisions, Verdict, reviewed
from sitegen.ingest.draft import Draft, field_text, field_value, places, render
from sitegen.ingest.merge import Fields, field_digests
from sitegen.ingest.patch import patch
from sitegen.ingest.receipts import ImportReceipt
from sitegen.model import RepairStep


@dataclass(frozen=True, slots=True)
class Refusal:
    """A decision that cannot be carried out."""

    id: str
    message: str
    field: str = ""
    """Where a person's edit stands in its way."""

    line: int = 0
    """Within the field, counted from 0."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An article after new decisions."""

    decisions: Decisions
    changes: Mapping[str, Any]
    """The fields that are different now; None for those that go."""

    base: Mapping[str, Digest]
    refusals: tuple[Refusal, ...]


def standing(receipt: ImportReceipt, rules: Iterable[str]) -> Decisions:
    """Return the decisions that a project makes of all steps and removals of *rules*: none of them is wanted."""
    unwanted = frozenset(rules)
    steps = {id_: Decision(Verdict.REJECT) for id_, step in receipt.steps.items() if step.rule in unwanted}
    gone = {id_: Decision(Verdict.RESTORE) for id_, gone in receipt.removed.items() if gone.rule in unwanted}
    return MappingProxyType(steps | gone)


def decided(fields: Fields, receipt: ImportReceipt, decisions: Decisions, rules: Iterable[str] = ()) -> dict[str, Any]:
    """Return *fields* as composed by import under *decisions*; of *rules* the project wants nothing."""
    effective = {**standing(receipt, rules), **decisions}
    found = dict(fields)
    for name, pieces in receipt.draft.items():
        if name in found:
            found[name] = field_value(name, render(pieces, effective))
    found |= _told(receipt, decisions, effective)
    ordered = dict.fromkeys((*FIELD_ORDER, *found))
    return {name: found[name] for name in ordered if found.get(name) not in (None, [], {})}


def doubt_row(step: RepairStep) -> dict[str, Any]:
    """Return an open doubt as it stands in front matter."""
    return {
        "rule": step.rule,
        "before": step.before,
        "after": step.after,
        "confidence": round(step.confidence, 2),
    }


def _told(receipt: ImportReceipt, decisions: Decisions, effective: Decisions) -> dict[str, Any]:
    known = [decision for id_, decision in decisions.items() if id_ in receipt.steps or id_ in receipt.removed]
    doubts = [doubt_row(step) for id_, step in receipt.doubts.items() if id_ not in effective]
    return {"doubts": doubts, "reviewed": reviewed(known)}


def settle(
    theirs: Fields,
    receipt: ImportReceipt,
    before: Decisions,
    wanted: Mapping[str, Decision | None],
    base: Mapping[str, Digest],
    rules: Iterable[str] = (),
) -> Settled:
    """Carry out *wanted* (None takes a decision back) in the article *theirs*, and say what could not be.

    A step whose place a person edited keeps its old decision; one with several places is carried out everywhere or not
    at all.
    """
    rules = tuple(rules)
    refusals = {id_: refusal for id_, new in wanted.items() if (refusal := _refusal(receipt, id_, new))}
    ours = standing(receipt, rules)
    while True:
        possible = {id_: new for id_, new in wanted.items() if id_ not in refusals}
        after = {id_: new for id_, new in {**before, **possible}.items() if new is not None}
        texts, conflicts = _texts(receipt.draft, {**ours, **before}, {**ours, **after}, theirs)
        found = {id_: refusal for refusal in conflicts for id_ in (refusal.id,) if id_ in possible}
        if not found:
            break
        refusals |= found
    changes: dict[str, Any] = {
        name: field_value(name, text) or None for name, text in texts.items() if text != field_text(theirs.get(name))
    }
    old, new = _told(receipt, before, {**ours, **before}), _told(receipt, after, {**ours, **after})
    new_base = dict(base)
    for name, pieces in receipt.draft.items():
        if name in base:
            value = field_value(name, render(pieces, {**ours, **after}))
            new_base[name] = field_digests({name: value})[name]
    for name, value in new.items():
        now = _doubts(theirs.get(name), old[name], value) if name == "doubts" else value
        if now != (theirs.get(name) or type(value)()):
            changes[name] = now or None
        new_base.pop(name, None)
        new_base |= field_digests({name: value}) if value else {}
    ordered = {name: new_base[name] for name in (*FIELD_ORDER, *new_base) if name in new_base}
    return Settled(MappingProxyType(after), changes, ordered, tuple(refusals.values()))


def _refusal(receipt: ImportReceipt, id_: str, new: Decision | None) -> Refusal | None:
    if new is None or new.verdict is Verdict.ACCEPT or (id_ in receipt.removed and _is_placed(receipt.draft, id_)):
        return None
    step = receipt.steps.get(id_)
    if step is not None and (_is_placed(receipt.draft, id_) or (not step.applied and new.verdict is Verdict.REJECT)):
        return None
    return Refusal(id_, "it has no place of its own in the article: edit the article, then accept it")


def _is_placed(draft: Draft, id_: str) -> bool:
    return any(place.id == id_ for pieces in draft.values() for place in places(pieces))


def _texts(draft: Draft, old: Decisions, new: Decisions, theirs: Fields) -> tuple[dict[str, str], list[Refusal]]:
    texts: dict[str, str] = {}
    refusals: list[Refusal] = []
    for name, pieces in draft.items():
        patched = patch(pieces, old, new, field_text(theirs.get(name)))
        texts[name] = patched.text.strip("\n")
        refusals += [
            Refusal(id_, "was edited here; the edit was kept", name, conflict.line)
            for conflict in patched.conflicts
            for id_ in sorted(conflict.ids)
        ]
    return texts, refusals


def _doubts(theirs: object, old: list[Any], new: list[Any]) -> list[Any]:
    """Return the doubts that *theirs* lists, without those that are settled now and with those that are open again."""
    listed = [dict(row) for row in theirs if isinstance(row, Mapping)] if isinstance(theirs, list) else []
    if _keys(listed) == _keys(old):
        return new
    settled = Counter(_keys(old)) - Counter(_keys(new))
    kept = []
    for row, key in zip(listed, _keys(listed), strict=True):
        if settled[key]:
            settled[key] -= 1
        else:
            kept.append(row)
    opened = Counter(_keys(new)) - Counter(_keys(old))
    for row, key in zip(new, _keys(new), strict=True):
        if opened[key]:
            opened[key] -= 1
            kept.append(row)
    return kept


def _keys(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return [tuple(str(row.get(part, "")) for part in ("rule", "before", "after")) for row in rows]


def is_listed(theirs: object, step: RepairStep) -> bool:
    """Say whether the doubts of an article, as its front matter lists them, name *step*."""
    listed = [row for row in theirs if isinstance(row, Mapping)] if isinstance(theirs, list) else []
    return _keys([doubt_row(step)])[0] in _keys(listed)
