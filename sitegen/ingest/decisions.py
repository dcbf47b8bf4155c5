"""What a person decided about the steps and removals of an import."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias


class Verdict(StrEnum):
    """What should become of a repair or a removal."""

    ACCEPT = "accept"
    """It stays as import made it, and is no doubt any more."""

    REJECT = "reject"
    """A repair is taken back: its place shows what stood there before."""

    CHOOSE = "choose"
    """Another reading of the repair stands in its place."""

    RESTORE = "restore"
    """What was removed stands in the article again."""


TAKEN_BACK: Final = frozenset({Verdict.REJECT, Verdict.RESTORE})


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one step or removal."""

    verdict: Verdict
    text: str = ""
    """The reading that was chosen, as the receipt lists it."""

    is_lost: bool = False
    """Import found its step no more, and has said so."""


Decisions: TypeAlias = Mapping[str, Decision]
"""Decisions by the id of their step or removal."""

NO_DECISIONS: Final[Decisions] = MappingProxyType({})

COUNTED: Final[Mapping[Verdict, str]] = {
    Verdict.ACCEPT: "accepted",
    Verdict.REJECT: "rejected",
    Verdict.CHOOSE: "chosen",
    Verdict.RESTORE: "restored",
}


def reviewed(decisions: Iterable[Decision]) -> dict[str, int]:
    """Return how many decisions of each kind there are, as the front matter says it.

    >>> reviewed([Decision(Verdict.REJECT), Decision(Verdict.ACCEPT), Decision(Verdict.REJECT)])
    {'accepted': 1, 'rejected': 2}
    """
    counts = Counter(decision.verdict for decision in decisions)
    return {word: counts[verdict] for verdict, word in COUNTED.items() if counts[verdict]}


def decision_row(decision: Decision) -> dict[str, object]:
    """Return a decision as JSON data."""
    row: dict[str, object] = {"verdict": decision.verdict.value}
    if decision.text:
        row["text"] = decision.text
    if decision.is_lost:
        row["lost"] = True
    return row


def read_decision(row: Mapping[str, object]) -> Decision:
    """Return the decision that `decision_row` wrote; `ValueError`, `KeyError` or `TypeError` for anything else."""
    text = row.get("text", "")
    if not isinstance(text, str):
        raise TypeError("a reading must be text")
    return Decision(Verdict(str(row["verdict"])), text, bool(row.get("lost", False)))
