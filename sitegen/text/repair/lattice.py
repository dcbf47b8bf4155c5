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

from sitegen.text.repair.channels import Channel, Printed, Slot, characters, missing, printed, traditional
from sitegen.text.repair.evidence import Document
from sitegen.text.repair.language import LanguageModel, plain_character

_PATHS: Final = 32
_CHOICES: Final = 24
"""Characters that are tried at once where bytes are lost."""
_MOST_GROWN: Final = 120_000
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


class Lattice(NamedTuple):
    """All readings of a line that came through a channel."""

    model: LanguageModel
    channel: Channel
    line: str
    converted: bool
    doc: Document
    """What stands around the damage."""

    losses: Sequence[Printed]
    """What may have stood anywhere, and nothing was printed for it."""

    is_traditional: bool
    """Whether the text that was meant is Traditional."""

    def read(self) -> Sequence[Piece]:
        """Return the likeliest reading, in pieces that are certain or doubtful for themselves.

        Nothing if it would take too long: where next to all bytes are lost, anything may be read.
        """
        size = len(self.line)
        pieces: list[Piece] = []
        paths = [_Path(0.0, "", (), "\n\n", inside=False, turns=())]
        done = 0
        left = _MOST_GROWN
        for place in range(size):
            options = printed(self.channel, self.line, place, self.converted)
            least = paths[0].score - _FAR
            grown = [after for path in paths for after in self._step(path, place, options, least)]
            left -= len(grown)
            if left < 0:
                return ()
            if not grown:  # these bytes were no text: what they leave behind is lost, and reading starts again
                broken = (_Path(path.score, f"{path.text}\ufffd", (), "\n\n", *path[4:]) for path in paths)
                grown = [self._literal(path, place) for path in broken]
            paths = _best(grown)
            first = paths[0]
            if all(
                path.pending == () and path.context == first.context and path.inside == first.inside for path in paths
            ):
                pieces += _pieces(paths, done, place + 1)
                paths = [_Path(0.0, "", (), first.context, first.inside, ())]
                done = place + 1
        if done < size:
            paths = _best([ended for path in paths for ended in self._ended(path)])
            if paths:
                pieces += _pieces(paths, done, size)
        return pieces

    def _step(self, path: _Path, place: int, options: Sequence[Printed], least: float) -> Iterator[_Path]:
        score, text, pending, context, inside, turns = path
        if not pending:
            yield self._literal(path, place)
            if not inside:
                path = _Path(score + _ENTER, text, (), context, inside=True, turns=(*turns, (place, len(text))))
        if not options or path.score < least:
            return
        starts = [path]
        for lost in self.losses:
            if path.score + lost.cost > least:
                starts += self._with(path, lost)
        for start in starts:
            for option in options:
                yield from self._with(start, option)

    def _literal(self, path: _Path, place: int) -> _Path:
        score, text, _, context, inside, turns = path
        character = self.line[place]
        folded = plain_character(character)
        score += self.model.behind(context, folded)
        if inside:
            score += _LEAVE
            turns = (*turns, (place, len(text)))
        return _Path(score, text + character, (), context[1] + folded, inside=False, turns=turns)

    def _with(self, path: _Path, option: Printed) -> Sequence[_Path]:
        """Return *path* behind the slots of *option*, in all ways in which they end characters."""
        slots, cost = option
        paths = [_Path(path.score + cost, *path[1:])] if cost else [path]
        for slot in slots:
            paths = [after for before in paths for after in self._slot(before, slot)]
        return paths

    def _slot(self, path: _Path, slot: Slot) -> Sequence[_Path]:
        score, text, pending, context, inside, turns = path
        pending = (*pending, slot)
        lacking = missing(self.channel.meant, pending)
        if lacking < 0:
            return ()
        if lacking:
            return (_Path(score, text, pending, context, inside, turns),)
        options = characters(self.channel.meant, pending)
        if len(options) == 1:
            ((character, folded),) = options
            return (
                _Path(
                    score + self.doc.behind(context, folded), text + character, (), context[1] + folded, inside, turns
                ),
            )
        found = [
            (score + self.doc.behind(context, folded), character, folded)
            for character, folded in options
            if not self._is_other(character, folded)
        ]
        if len(found) > _CHOICES:
            found = heapq.nlargest(_CHOICES, found)
        last = context[1]
        return [_Path(now, text + character, (), last + folded, inside, turns) for now, character, folded in found]

    def _ended(self, path: _Path) -> Iterator[_Path]:
        paths = [path]
        if path.pending:
            lacking = missing(self.channel.meant, path.pending)
            paths = [_Path(path.score + _CUT_SHORT, *path[1:])]
            for _ in range(lacking):
                paths = [after for before in paths for after in self._slot(before, _ANY)]
        for each in paths:
            yield _Path(each.score + self.doc.behind(each.context, "\n"), *each[1:])

    def _is_other(self, character: str, folded: str) -> bool:
        """Tell whether *character* is written so in the other script only."""
        return character in traditional() if self.is_traditional else character != folded and character >= "\u2e80"


_ANY: Final = frozenset(range(0x80, 0x100))


def _best(paths: Sequence[_Path]) -> list[_Path]:
    """Return the likeliest of *paths*; of those that say the same, one."""
    best: dict[tuple[str, tuple[Slot, ...], bool], _Path] = {}
    for path in paths:
        key = (path.text, path.pending, path.inside)
        if key not in best or best[key].score < path.score:
            best[key] = path
    kept = heapq.nlargest(_PATHS, best.values(), key=lambda path: path.score)
    return [path for path in kept if path.score > kept[0].score - _FAR]


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
