"""A change of decisions, in a text that people may have edited since: `patch`, place by place."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final

from sitegen.ingest.decisions import Decisions
from sitegen.ingest.draft import Piece, places, render, render_place, standing_in

_CONTEXTS: Final = ((16, 16), (8, 8), (4, 4), (12, 0), (0, 12))
"""Characters on both sides of a place by which it is known again in a line that was edited elsewhere, or beside it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that is not as import left it."""

    line: int
    """In the text as people left it, counted from 0."""

    ids: frozenset[str]
    """The steps and removals that stand there."""


@dataclass(frozen=True, slots=True)
class Patched:
    """The text with its changed places, and those that were left alone."""

    text: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    old: str
    new: str
    ids: frozenset[str]

    @property
    def end(self) -> int:
        return self.start + len(self.old)


def patch(pieces: Sequence[Piece], old: Decisions, new: Decisions, theirs: str) -> Patched:
    r"""Return *theirs*, once written under the decisions *old*, with each place as it is under *new*.

    A place that a person edited is left alone and told; one that is already as wanted is no conflict.

    >>> from sitegen.ingest.decisions import Decision, Verdict
    >>> from sitegen.ingest.draft import Place
    >>> text = ("书", Place("x", ("(shū)",), (), {}), "在。")
    >>> patch(text, {}, {"x": Decision(Verdict.REJECT)}, "书在。\\n\\n我的。").text
    '书(shū)在。\\n\\n我的。'
    """
    changes = list(_changes(pieces, old, new))
    before = render(pieces, old)
    after = render(pieces, new)
    # Nobody edited it; or a run that was cut off has done all of it.
    if theirs.strip("\n") in (before.strip("\n"), after.strip("\n")):
        return Patched(after, ())
    aligned = _Aligned(before, theirs)
    conflicts: list[Conflict] = []
    edits: list[tuple[int, int, str]] = []
    for change in changes:
        found = aligned.find(change)
        if isinstance(found, int):
            conflicts.append(Conflict(found, change.ids))
        else:
            edits.append(found)
    # The last first; of several at one place that too, so that they stand in the order of the draft.
    edits.sort(key=lambda edit: edit[0])
    for start, end, text in reversed(edits):
        theirs = theirs[:start] + text + theirs[end:]
    return Patched(theirs, tuple(conflicts))


def _changes(pieces: Sequence[Piece], old: Decisions, new: Decisions, position: int = 0) -> Iterator[_Change]:
    for piece in pieces:
        if isinstance(piece, str):
            position += len(piece)
            continue
        before, after = render_place(piece, old), render_place(piece, new)
        stays = standing_in(piece, old)
        if before != after and stays is not None and stays is standing_in(piece, new):
            yield from _changes(stays, old, new, position)
        elif before != after:
            yield _Change(position, before, after, frozenset(place.id for place in places((piece,))))
        position += len(before)


class _Aligned:
    """Two states of a text, compared line by line."""

    def __init__(self, old: str, theirs: str) -> None:
        self._old, self._theirs = old.split("\n"), theirs.split("\n")
        self._text = theirs
        self._starts = _line_starts(self._old)
        self._their_starts = _line_starts(self._theirs)
        self._opcodes = SequenceMatcher(None, self._old, self._theirs, autojunk=False).get_opcodes()

    def find(self, change: _Change) -> tuple[int, int, str] | int:
        """Return where *change* is to be made in their text and what is put there; or the line of a conflict."""
        first, last = self._line(change.start), self._line(change.end)
        if last > first and change.end == self._starts[last]:
            last -= 1
        start = self._equal(first, last)
        if start is not None:
            at = start + change.start - self._starts[first]
            there = self._is_there(change, first)
            return (at, at, "") if there else (at, at + len(change.old), change.new)
        return self._within_line(change, first) if first == last else self._beside(change, first)

    def _is_there(self, change: _Change, line: int) -> bool:
        """Say whether the paragraph that should be inserted at *line* stands there since a run that was cut off."""
        if change.old or "\n\n" not in change.new:
            return False
        wanted = change.new.strip("\n").split("\n")
        return any(
            self._theirs[n : n + len(wanted)] == wanted
            for tag, start, _, theirs, their_end in self._opcodes
            if tag == "insert" and abs(start - line) <= 2  # noqa: PLR2004 - a line of its own, and a blank one
            for n in range(theirs, their_end)
        )

    def _equal(self, first: int, last: int) -> int | None:
        """Return where their lines begin that are the old ones from *first* to *last*."""
        for tag, start, end, theirs, _ in self._opcodes:
            if tag == "equal" and start <= first and last < end:
                return self._their_starts[theirs + first - start]
        return None

    def _within_line(self, change: _Change, line: int) -> tuple[int, int, str] | int:
        if not change.old and "\n" in change.new:
            return self._beside(change, line)
        start, end = self._region(line)
        region, offset = self._text[start:end], change.start - self._starts[line]
        text = self._old[line]
        for before, behind in _CONTEXTS:
            width = max(before, behind)
            left = text[max(0, offset - before) : offset]
            right = text[offset + len(change.old) :][:behind]
            if not (change.old and change.new) and not (before and behind):
                continue  # what stands on one side alone is no proof of a place with nothing in it
            for wanted, found in ((change.old, change.new), (change.new, None)):
                sought = f"{left}{wanted}{right}"
                if len(left) + len(right) >= min(width, len(text) - len(change.old)) and region.count(sought) == 1:
                    at = start + region.index(sought) + len(left)
                    return (at, at, "") if found is None else (at, at + len(wanted), found)
        return bisect_right(self._their_starts, start) - 1

    def _beside(self, change: _Change, line: int) -> tuple[int, int, str] | int:
        """Find the place of a paragraph by its neighbour above, the one below being edited."""
        above = next((n for n in range(line - 1, -1, -1) if self._old[n].strip()), None)
        start = None if above is None or change.old else self._equal(above, above)
        if start is None or above is None:
            region, end = self._region(line)
            is_gone = not change.new and region == end
            return (region, region, "") if is_gone else bisect_right(self._their_starts, region) - 1
        at = start + len(self._old[above])
        text = f"\n\n{change.new.strip(chr(10))}"
        return (at, at, "") if self._text.startswith(text, at) else (at, at, text)

    def _region(self, line: int) -> tuple[int, int]:
        """Return from where to where their text stands in place of the old *line*."""
        for tag, start, end, theirs, their_end in self._opcodes:
            if start <= line < end:
                is_same = tag == "equal"
                first, behind = (theirs + line - start, theirs + line - start + 1) if is_same else (theirs, their_end)
                at = self._their_starts[first]
                return at, max(self._their_starts[behind] - 1, at) if behind > first else at
        return len(self._text), len(self._text)

    def _line(self, position: int) -> int:
        return max(bisect_right(self._starts, position, hi=len(self._old)) - 1, 0)


def _line_starts(lines: Sequence[str]) -> list[int]:
    """Return where each of *lines* begins in their text, and where one more would."""
    return [0, *accumulate(len(line) + 1 for line in lines)]
