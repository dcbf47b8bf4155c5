"""A single change that a rule finds, and how changes become text and record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sitegen.model import RepairStep

_AROUND: Final = " \u3000\"'“”‘’「」『』()（）《》【】,，.。:：;；、"


@dataclass(frozen=True, slots=True)
class Edit:
    """A place of the text, and what should stand there."""

    start: int
    end: int
    after: str
    confidence: float = 1.0
    applied: bool = True
    """False: the damage is only pointed at; *after* is then what is known of the original."""

    alternatives: tuple[str, ...] = ()
    """Other readings, the likelier first."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with the applied ones among *edits* made; they come in order and do not overlap.

    >>> apply("abcd", [Edit(1, 2, "X"), Edit(2, 4, "")])
    'aX'
    """
    pieces: list[str] = []
    done = 0
    for edit in edits:
        if edit.applied:
            pieces += text[done : edit.start], edit.after
            done = edit.end
    return "".join(pieces) + text[done:]


def masked(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with plain Chinese in the places of *edits*, so that no other rule reads their damage as text.

    >>> masked("甲?!薄乙", [Edit(1, 4, "")])
    '甲〇〇〇乙'
    """
    return apply(text, (Edit(edit.start, edit.end, "〇" * (edit.end - edit.start)) for edit in edits))


def is_example(text: str, edit: Edit) -> bool:
    """Tell whether *edit* would undo what its line shows beside the right text: “café”会变成“cafÃ©”.

    >>> is_example("“café”会变成“cafÃ©”", Edit(9, 16, "“café”"))
    True
    """
    start, end = text.rfind("\n", 0, edit.start) + 1, text.find("\n", edit.end)
    rest = text[start : edit.start], text[edit.end : end if end >= 0 else len(text)]
    meant = edit.after.strip(_AROUND)
    return not meant.isascii() and any(meant in part for part in rest)


def steps(rule: str, text: str, edits: Iterable[Edit]) -> tuple[RepairStep, ...]:
    """Return the record of *edits*: equal changes are one step with a count; a single one keeps its place."""
    return tuple(
        RepairStep(
            rule, before, after, confidence, applied=applied,
            position=group[0].start if len(group) == 1 else None, alternatives=alternatives, count=len(group),
        )
        for (before, after, confidence, applied, alternatives), group in _groups(text, edits).items()
    )  # fmt: skip


def numbered(text: str, edits: Iterable[Edit], first: int) -> tuple[tuple[Edit, int], ...]:
    """Return *edits* in their order, each with the index of its step among `steps`, counted from *first*."""
    groups = enumerate(_groups(text, edits).values(), first)
    return tuple(sorted(((edit, number) for number, group in groups for edit in group), key=lambda row: row[0].start))


def _groups(text: str, edits: Iterable[Edit]) -> dict[tuple[str, str, float, bool, tuple[str, ...]], list[Edit]]:
    groups: dict[tuple[str, str, float, bool, tuple[str, ...]], list[Edit]] = {}
    for edit in edits:
        key = (text[edit.start : edit.end], edit.after, edit.confidence, edit.applied, edit.alternatives)
        groups.setdefault(key, []).append(edit)
    return groups
