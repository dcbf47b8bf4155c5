"""The fields of an article as import made them, each repair and removal in its place: what decisions choose from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from sitegen.ingest.decisions import TAKEN_BACK, Decisions, Verdict
from sitegen.markdown.schema import LIST_FIELDS
from sitegen.model import Extraction
from sitegen.text.marked import Tree, tree


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a field, and what may stand there."""

    id: str
    """Of the step or removal."""

    before: "tuple[Piece, ...] | None"
    """What stands there if the step is taken back; None where it changed nothing."""

    after: "tuple[Piece, ...]"
    others: Mapping[str, str]
    """Other readings as the receipt lists them, and each as it is written here."""


Piece: TypeAlias = "str | Place"
Pieces: TypeAlias = tuple[Piece, ...]
Draft: TypeAlias = Mapping[str, Pieces]
"""Pieces by field; the body under `body`. A field without a place is left out."""

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def draft_of(extraction: Extraction, steps: Sequence[str], removals: Sequence[str], body: str) -> Draft:
    """Return the draft of an extraction whose repairs have the ids *steps* and whose removals have *removals*.

    *body* is its Markdown as marked by the extractor, after its pictures were brought in.
    """

    def place(number: int, after: Tree) -> Place:
        spot = extraction.spots[number]
        if spot.removal is not None:
            return Place(removals[spot.removal], pieces(tree(spot.before or "")), (), _NONE)
        step = extraction.repairs[spot.repair or 0]
        before = None if spot.before is None else pieces(tree(spot.before))
        others = dict(zip(step.readings, spot.others, strict=False))
        return Place(steps[spot.repair or 0], before, pieces(after), MappingProxyType(others))

    def pieces(found: Tree) -> Pieces:
        made: list[Piece] = []
        for piece in found:
            match piece:
                case str():
                    made.append(piece)
                case int():
                    made.append(place(piece, []))
                case (number, after):
                    made.append(place(number, after))
        return tuple(piece for piece in made if piece != "")

    marked = {name: text for name, text in extraction.marked.items() if name != "body"} | {"body": body}
    drafts = {name: pieces(tree(text.strip("\n"))) for name, text in marked.items()}
    return MappingProxyType({name: found for name, found in drafts.items() if any(isinstance(p, Place) for p in found)})


def field_text(value: object) -> str:
    """Return the value of a field as the text that its draft is of: a list as lines."""
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "").strip("\n")


def field_value(name: str, text: str) -> str | list[str]:
    """Return what a field holds whose text is *text*; `field_text` turned round."""
    return list(filter(None, text.split("\n"))) if name in LIST_FIELDS else text


def render(pieces: Sequence[Piece], decisions: Decisions) -> str:
    """Return the text that *pieces* make under *decisions*; without any, what import wrote."""
    return "".join(piece if isinstance(piece, str) else render_place(piece, decisions) for piece in pieces)


def render_place(place: Place, decisions: Decisions) -> str:
    """Return what stands in *place* under *decisions*."""
    pieces = standing_in(place, decisions)
    if pieces is None:
        text = decisions[place.id].text
        return place.others.get(text, text)
    return render(pieces, decisions)


def standing_in(place: Place, decisions: Decisions) -> Pieces | None:
    """Return which of the pieces of *place* stand there under *decisions*; None where another reading does."""
    decision = decisions.get(place.id)
    if decision is not None and decision.verdict is Verdict.CHOOSE:
        return None
    is_back = decision is not None and decision.verdict in TAKEN_BACK
    return place.before if is_back and place.before is not None else place.after


def places(pieces: Sequence[Piece]) -> Iterator[Place]:
    """Yield every place in *pieces*, also those within others."""
    for piece in pieces:
        if isinstance(piece, Place):
            yield piece
            yield from places(piece.after)
            yield from places(piece.before or ())


# ── as JSON data ────────────────────────────────────────────────────────────────────────────────


def draft_rows(draft: Draft) -> list[dict[str, object]]:
    """Return *draft* as JSON data, a row for each line of a field."""
    rows: list[dict[str, object]] = []
    for name, pieces in draft.items():
        rows += [{"field": name, "pieces": [_row(piece) for piece in line]} for line in paragraphs(pieces)]
    return rows


def paragraphs(pieces: Pieces) -> Iterator[list[Piece]]:
    """Yield the pieces of one paragraph after another, each with the blank line behind it."""
    line: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Place):
            line.append(piece)
            continue
        *whole, rest = piece.split("\n\n")
        for text in whole:
            line.append(f"{text}\n\n")
            yield line
            line = []
        line += [rest] if rest else []
    if line:
        yield line


def _row(piece: Piece) -> object:
    if isinstance(piece, str):
        return piece
    row: dict[str, object] = {"id": piece.id}
    if piece.before is not None:
        row["before"] = _short(piece.before)
    if piece.after:
        row["after"] = _short(piece.after)
    if piece.others:
        row["others"] = dict(piece.others)
    return row


def _short(pieces: Pieces) -> object:
    if all(isinstance(piece, str) for piece in pieces):
        return render(pieces, {})
    return [_row(piece) for piece in pieces]


def read_draft(rows: Sequence[Mapping[str, Any]]) -> Draft:
    """Return the draft that `draft_rows` wrote; `KeyError`, `TypeError` or `ValueError` for anything else."""
    found: dict[str, list[Piece]] = {}
    for row in rows:
        pieces = found.setdefault(_text(row["field"]), [])
        for piece in _read(row["pieces"]):
            if isinstance(piece, str) and pieces and isinstance(last := pieces[-1], str):
                pieces[-1] = last + piece
            else:
                pieces.append(piece)
    return MappingProxyType({name: tuple(pieces) for name, pieces in found.items()})


def _read(data: object) -> Pieces:
    match data:
        case str():
            return (data,) if data else ()
        case list():
            return tuple(_read_piece(item) for item in data)
        case _:
            raise TypeError("pieces are text or a list")


def _read_piece(item: object) -> Piece:
    if isinstance(item, str):
        return item
    if not isinstance(item, dict):
        raise TypeError("a piece is text or a place")
    before = item.get("before")
    others = {_text(key): _text(text) for key, text in item.get("others", {}).items()}
    return Place(
        _text(item["id"]), None if before is None else _read(before), _read(item.get("after", "")),
        MappingProxyType(others),
    )  # fmt: skip


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not text: {value!r}")
    return value
