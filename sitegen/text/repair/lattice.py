"""The likeliest text among all that the bytes behind a damaged line allow.

Channels say what each printed character may stand for. Here a beam search goes over the line: outside of damage it
takes characters as they are, inside it puts bytes together and takes each character that they may be. The language
model scores both, so that where damage begins and ends is found by the same search.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from sitegen.text.repair.channels import Channel, Printed, Slot, fits, missing, printed
from sitegen.text.repair.choices import Choices
from sitegen.text.repair.evidence import Document
from sitegen.text.repair.language import LanguageModel, plain_character

_PATHS: Final = 32
_MOST_GROWN: Final = 60_000
"""Paths that are looked at for one reading."""
_FAR: Final = 14.0
"""A path so much less likely than the best one is given up; in natural logarithms like all that follow."""
_ENTER: Final = -14.0
_LEAVE: Final = -3.0
_CUT_SHORT: Final = -3.0
"""What it costs that the last bytes of the line are lost."""


class Piece(NamedTuple):
    """A part of a line as it was read."""

    start: int
    end: int
    text: str
    is_damage: bool
    likelihood: float
    """The share of the best reading among all that were looked at, 0 to 1."""

    alternatives: tuple[str, ...]


class _Path(NamedTuple):
    score: float
    text: str
    pending: tuple[Slot, ...]
    context: str
    inside: bool
    turns: tuple[tuple[int, int], ...]
    """Where the path went into damage or left it: places in the line and in the text."""


class _Beam:
    """The likeliest paths so far over one more place; of those that say the same, one."""

    __slots__ = ("added", "best", "least", "top")

    def __init__(self) -> None:
        self.best: dict[tuple[str, tuple[Slot, ...], bool], _Path] = {}
        self.top = self.least = -math.inf
        """The best score, and that below which no path is kept."""
        self.added = 0

    def add(self, path: _Path) -> None:
        """Add *path*, which is at *least* so likely."""
        self.added += 1
        score, text, pending, _, inside, _ = path
        key = (text, pending, inside)
        other = self.best.get(key)
        if other is not None and other.score >= score:
            return
        self.best[key] = path
        if score > self.top:
            self.top = score
            self.least = max(self.least, score - _FAR)
        if other is None and len(self.best) > 2 * _PATHS:
            self.least = max(self.least, heapq.nlargest(_PATHS, (path.score for path in self.best.values()))[-1])
            self.best = {key: path for key, path in self.best.items() if path.score >= self.least}

    def paths(self) -> list[_Path]:
        """Return the likeliest paths, the best first."""
        kept = heapq.nlargest(_PATHS, self.best.values(), key=lambda path: path.score)
        return [path for path in kept if path.score > self.top - _FAR]


class Lattice(NamedTuple):
    """All readings of a line that came through a channel."""

    model: LanguageModel
    channel: Channel
    line: str
    converted: bool
    doc: Document
    """What stands around the damage."""

    choices: Choices
    """Which characters its bytes may be."""

    def read(self, losses: Sequence[Printed] = ()) -> Sequence[Piece]:
        """Return the likeliest reading, in pieces that are certain or doubtful for themselves.

        *losses* are what may have stood anywhere, and nothing was printed for it. Nothing is returned if it would take
        too long: where next to all bytes are lost, anything may be read.
        """
        size = len(self.line)
        pieces: list[Piece] = []
        paths = [_Path(0.0, "", (), "\n\n", inside=False, turns=())]
        done = 0
        left = _MOST_GROWN
        for place in range(size):
            beam = self._over(paths, place, losses)
            left -= beam.added
            if left < 0:
                return ()
            paths = beam.paths()
            first = paths[0]
            if all(
                not path.pending and path.context == first.context and path.inside == first.inside for path in paths
            ):
                pieces += _pieces(paths, done, place + 1)
                paths = [_Path(0.0, "", (), first.context, first.inside, ())]
                done = place + 1
        if done < size:
            beam = _Beam()
            for path in paths:
                for ended in self._ended(path):
                    beam.add(ended)
            if paths := beam.paths():
                pieces += _pieces(paths, done, size)
        return pieces

    def _over(self, paths: Sequence[_Path], place: int, losses: Sequence[Printed]) -> _Beam:
        """Return what leads on from *paths* over the character at *place*."""
        beam = _Beam()
        options = printed(self.channel, self.line, place, self.converted)
        least = paths[0].score - _FAR
        for path in paths:
            start = path
            if not path.pending:
                literal = self._literal(path, place)
                if literal.score >= beam.least:
                    beam.add(literal)
                start = path if path.inside else _entered(path, place)
            if start.score >= least:
                self._by_bytes(beam, start, options)
                likely = [lost for lost in losses if start.score + lost.cost > least]
                self._behind_lost(beam, start, options, likely)
        if not beam.added:  # these bytes were no text: what they leave behind is lost, and reading starts again
            for path in paths:
                beam.add(self._literal(_Path(path.score, f"{path.text}\ufffd", (), "\n\n", *path[4:]), place))
        return beam

    def _by_bytes(self, beam: _Beam, path: _Path, options: Sequence[Printed]) -> None:
        for option in options:
            for after in self._with(path, option, beam.least):
                beam.add(after)

    def _behind_lost(self, beam: _Beam, path: _Path, options: Sequence[Printed], losses: Sequence[Printed]) -> None:
        """Add to *beam* what leads on from *path* where one of *losses* stood before one of *options*."""
        for lost in losses:
            if any(fits(self.channel.meant, path.pending, (*lost.slots, *option.slots)) for option in options):
                for start in self._with(path, lost, beam.least):
                    self._by_bytes(beam, start, options)

    def _literal(self, path: _Path, place: int) -> _Path:
        score, text, _, context, inside, turns = path
        character = self.line[place]
        folded = plain_character(character)
        score += self.model.behind(context, folded)
        if inside:
            score += _LEAVE
            turns = (*turns, (place, len(text)))
        return _Path(score, text + character, (), context[1] + folded, inside=False, turns=turns)

    def _with(self, path: _Path, option: Printed, least: float) -> Sequence[_Path]:
        """Return *path* behind the slots of *option*, in all ways in which they end characters.

        What is less likely than *least* is left out.
        """
        slots, cost = option
        meant = self.channel.meant
        if not fits(meant, path.pending, slots):
            return ()
        paths = [_Path(path.score + cost, *path[1:])] if cost else [path]
        for slot in slots:
            grown: list[_Path] = []
            for score, text, pending, context, inside, turns in paths:
                whole = (*pending, slot)
                if missing(meant, whole):
                    grown.append(_Path(score, text, whole, context, inside, turns))
                    continue
                last = context[1]
                for worth, character, folded in self.choices.behind(context, whole):
                    if (now := score + worth) >= least:
                        grown.append(_Path(now, text + character, (), last + folded, inside, turns))
            paths = grown
        return paths

    def _ended(self, path: _Path) -> Iterator[_Path]:
        paths: Sequence[_Path] = [path]
        if path.pending:
            lacking = missing(self.channel.meant, path.pending)
            rest = Printed((_ANY,) * lacking, _CUT_SHORT)
            paths = self._with(path, rest, -math.inf)
        for each in paths:
            yield _Path(each.score + self.doc.behind(each.context, "\n"), *each[1:])


_ANY: Final = frozenset(range(0x80, 0x100))


def _entered(path: _Path, place: int) -> _Path:
    """Return *path* where it goes into damage at *place*."""
    score, text, pending, context, _, turns = path
    return _Path(score + _ENTER, text, pending, context, inside=True, turns=(*turns, (place, len(text))))


def _pieces(paths: Sequence[_Path], start: int, end: int) -> Iterator[Piece]:
    """Give the best of *paths* in pieces, inside of damage and outside."""
    best, *others = paths
    likelihood = 1 / sum(math.exp(path.score - best.score) for path in paths)
    starts_inside = best.inside ^ (len(best.turns) % 2 == 1)
    turns = ((start, 0), *best.turns, (end, len(best.text)))
    inside = starts_inside
    for (place, at), (place_after, at_after) in pairwise(turns):
        if place_after > place:
            same = tuple(o.text for o in others if o.turns == best.turns) if not best.turns else ()
            yield Piece(place, place_after, best.text[at:at_after], inside, likelihood, same[:3])
        inside = not inside
