"""Where the steps of a repair stand in the repaired text: changes made one after another, as places in one text."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, TypeAlias

from sitegen.text.marked import Tree, can_mark, mark, tree
from sitegen.text.repair.edits import Edit

PLACES_MAX: Final = 5_000
"""Nobody looks at more places of one text one by one, and hostile texts have hundreds of thousands."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place that a step changed, or only points at; it is marked in a text with its index among the places."""

    step: int
    """The index of the step."""

    before: str | None
    """What stood there, with marks of its own where an earlier step had changed it; None where nothing was changed."""


@dataclass(slots=True)
class _Node:
    number: int
    before: "_Pieces | None"
    after: "_Pieces"
    size: int = 0
    """Characters of `after`."""


_Pieces: TypeAlias = "list[str | _Node]"
Round: TypeAlias = Sequence[tuple[Edit, int]]
"""Edits of one text, in order and without overlap, each with the index of its step."""


def trace(
    text: str, rounds: Sequence[Round], marked: str = "", known: Sequence[Place] = ()
) -> tuple[str, tuple[Place, ...]]:
    """Return what *rounds* make of *text*, one round after another, with every place marked; and the places.

    *marked* is *text* with the places that were *known* before.

    A change within an earlier one stands in its place; a change of more than that holds it in what stood before.
    Empty without places, and where there are too many or the text cannot be marked.

    >>> from sitegen.text.marked import unmark
    >>> marked, places = trace("甲,乙", [[(Edit(1, 2, "，"), 0)], [(Edit(0, 2, "丙"), 1)]])
    >>> unmark(marked), len(places)
    ('丙乙', 2)
    """
    if not 0 < len(known) + sum(map(len, rounds)) <= PLACES_MAX or not can_mark(text):
        return "", ()
    nodes: list[_Node] = []
    steps: list[int] = []
    pieces: _Pieces = _read(tree(marked), known, nodes, steps) if known else [text]
    for edits in rounds:
        _apply(pieces, [(edit, nodes) for edit, _ in edits])
    steps += [step for edits in rounds for _, step in reversed(edits)]
    return _marked(pieces), tuple(
        Place(step, None if node.before is None else _marked(node.before))
        for step, node in zip(steps, nodes, strict=True)
    )


def _read(found: Tree, known: Sequence[Place], nodes: list[_Node], steps: list[int]) -> _Pieces:
    """Return *found* as pieces; its places, and those in what stood before them, become *nodes* and their *steps*."""
    pieces: _Pieces = []
    for piece in found:
        if isinstance(piece, str):
            pieces.append(piece)
        elif not isinstance(piece, int):
            place = known[piece[0]]
            node = _Node(len(nodes), None, [])
            nodes.append(node)
            steps.append(place.step)
            node.after = _read(piece[1], known, nodes, steps)
            node.size = _size(node.after)
            node.before = None if place.before is None else _read(tree(place.before), known, nodes, steps)
            pieces.append(node)
    return pieces


def _apply(pieces: _Pieces, edits: Sequence[tuple[Edit, list[_Node]]]) -> None:
    """Make *edits* in *pieces*, the last first, so that the places of the others stay what they are."""
    starts = [0, *accumulate(map(_length, pieces))]
    ends = starts[1:]
    starts.pop()
    for edit, nodes in reversed(edits):
        i = max(bisect_right(starts, edit.start) - 1, 0)
        piece = pieces[i]
        if isinstance(piece, _Node) and edit.end <= ends[i]:
            _apply(piece.after, [(_moved(edit, -starts[i]), nodes)])
            piece.size = _size(piece.after)
            continue
        j = next(n for n in range(i, len(ends)) if ends[n] >= edit.end)
        head, tail = _text(piece)[: edit.start - starts[i]], _text(pieces[j])[edit.end - starts[j] :]
        covered = pieces[i : j + 1]
        if isinstance(covered[-1], str):
            covered[-1] = covered[-1][: edit.end - starts[j]]
        if isinstance(covered[0], str):
            covered[0] = covered[0][edit.start - starts[i] :]
        # A change that begins or ends within an earlier one takes all of that with it.
        within = head if isinstance(piece, _Node) else "", tail if isinstance(pieces[j], _Node) else ""
        after: _Pieces = [f"{within[0]}{edit.after}{within[1]}"] if edit.applied else covered
        node = _Node(len(nodes), covered if edit.applied else None, after, _size(after))
        nodes.append(node)
        kept_head, kept_tail = "" if within[0] else head, "" if within[1] else tail
        pieces[i : j + 1] = [*filter(None, (kept_head,)), node, *filter(None, (kept_tail,))]
        ends[i] = edit.start if kept_head else ends[j]


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(edit.start + by, edit.end + by, edit.after, applied=edit.applied)


def _length(piece: str | _Node) -> int:
    return len(piece) if isinstance(piece, str) else piece.size


def _size(pieces: _Pieces) -> int:
    return sum(map(_length, pieces))


def _text(piece: str | _Node) -> str:
    return piece if isinstance(piece, str) else "".join(map(_text, piece.after))


def _marked(pieces: Iterable[str | _Node]) -> str:
    return "".join(piece if isinstance(piece, str) else mark(piece.number, _marked(piece.after)) for piece in pieces)
