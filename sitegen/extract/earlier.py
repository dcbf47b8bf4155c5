"""What is done to words before they are repaired as an article: mended by a reader, joined, cut; each in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Final, Protocol

from sitegen.extract.blocks import Block, texts
from sitegen.extract.source import Cut
from sitegen.model import Removal, RepairStep
from sitegen.text.marked import mark, offsets, renumber
from sitegen.text.repair import Place

_COMPARED_MAX: Final = 10_000
"""Characters of a paragraph that is compared with what was left of it: that takes the square of it."""


RULES: Final[Mapping[str, float]] = MappingProxyType(
    {
        "unescape-entities": 1.0,
        "indent-marks": 0.95,
        "wrapped-lines": 0.95,
        "naive-traditional": 0.998,  # as measured: decision 0008
    }
)
"""What import does to words besides `text.repair.REPAIRS`, and how sure it is: a dump is read, lines are joined, a text
that was converted without care is brought to Simplified."""


def step(rule: str, before: str, after: str) -> RepairStep:
    """Return the step by which one of `RULES` made *after* of *before*."""
    return RepairStep(rule, before, after, RULES[rule])


class Marks(Protocol):
    """Steps and their places, by the numbers with which these are marked in a text."""

    @property
    def steps(self) -> Sequence[RepairStep]:
        """All steps."""

    @property
    def places(self) -> Sequence[Place]:
        """All places, each with the index of its step."""


@dataclass(slots=True)
class Record:
    """Steps and places as they are found; equal steps are one with several places."""

    steps: list[RepairStep] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    removals: dict[int, Removal] = field(default_factory=dict)
    """Those of the steps that stand for a removal."""

    _known: dict[RepairStep, int] = field(default_factory=dict)

    def mark(self, step: RepairStep, before: str, after: str) -> str:
        """Return *after* marked as a place of *step* in which *before* stood."""
        self.places.append(Place(self._index(step), before))
        return mark(len(self.places) - 1, after)

    def mark_cut(self, cut: Cut) -> str:
        """Return the mark of the place in which what was *cut* stood."""
        self.removals[len(self.steps)] = cut.removal
        self.places.append(Place(len(self.steps), cut.text))
        self.steps.append(RepairStep(cut.removal.rule, cut.text, "", 1.0))
        return mark(len(self.places) - 1, "")

    def take(self, marked: str, other: Marks) -> str:
        """Return *marked*, whose places are numbered as *other* has them, with them among ours."""

        def number(theirs: int) -> int:
            place = other.places[theirs]
            ours = len(self.places)
            self.places.append(place)
            before = None if place.before is None else self.take(place.before, other)
            self.places[ours] = Place(self._index(other.steps[place.step]), before)
            return ours

        return renumber(marked, number)

    def _index(self, step: RepairStep) -> int:
        alone = replace(step, count=1, position=None)
        if alone not in self._known:
            self._known[alone] = len(self.steps)
            self.steps.append(alone)
        return self._known[alone]

    def counted(self, marked: str) -> tuple[RepairStep, ...]:
        """Return the steps with the number of their places in *marked*, and where the only one stands."""
        at = offsets(marked)
        by_step: dict[int, list[int]] = {}
        for number, place in enumerate(self.places):
            by_step.setdefault(place.step, []).append(at.get(number, -1))
        return tuple(
            replace(step, count=len(found), position=found[0] if len(found) == 1 and found[0] >= 0 else None)
            if (found := by_step.get(index))
            else step
            for index, step in enumerate(self.steps)
        )


def cuts_of(old: Block, new: Block, removals: Sequence[Removal]) -> tuple[Cut, ...]:
    """Return where the *removals* stood that make *new* of *old*, in their order; not those that cannot be found."""
    before, runs = "".join(texts((old,))), texts((new,))
    after = "".join(runs)
    if not runs or len(before) > _COMPARED_MAX:
        return ()
    gone = [
        (start, end, at)
        for kind, start, end, at, _ in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if kind == "delete"
    ]
    found: list[Cut] = []
    done = 0
    for start, end, at in gone:
        done = max(done, start)
        waiting = [gone for gone in removals if not any(cut.removal is gone for cut in found)]
        here = sorted(
            ((before.find(piece, done, end), n) for n, piece in enumerate(gone.text.strip() for gone in waiting))
        )
        here = [(place, n) for place, n in here if place >= 0]
        for order, (_, n) in enumerate(here, 1):
            stop = end if order == len(here) else here[order][0]
            if stop <= done:
                continue
            run, inside = _run_at(runs, at)
            found.append(Cut(waiting[n], run, inside, before[done:stop]))
            done = stop
    return tuple(found)


def _run_at(runs: Sequence[str], at: int) -> tuple[int, int]:
    """Return in which of *runs* the character *at* of all of them stands, and where; at a border, behind the first."""
    for index, run in enumerate(runs):
        if at <= len(run):
            return index, at
        at -= len(run)
    return len(runs) - 1, len(runs[-1])
