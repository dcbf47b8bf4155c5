"""Longest matches of a dictionary in a text, with what each part of the text became."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sitegen.text.script.descriptions import OPERATORS, description_length

Piece = tuple[int, str]
"""A number of characters of the source, and what they became; if both are as long, character stands for character."""


class Words(NamedTuple):
    """A dictionary as it is stored: plain text that is cut up where it is needed."""

    heads: str
    """The first two characters of all longer words, one a line."""

    groups: str
    """For each head the words that begin so and their replacements, longest first, with tabs between; one a line."""

    singles: str
    """Single characters and their replacements, with tabs between."""


class Matcher:
    """Finds the words of one dictionary; the longest that begins at a place wins."""

    __slots__ = ("_groups", "_ready", "singles")

    def __init__(self, words: Words) -> None:
        self._groups = dict(zip(words.heads.split("\n"), words.groups.split("\n"), strict=True)) if words.heads else {}
        self._ready: dict[str, tuple[tuple[str, str], ...]] = {}
        self.singles = dict(_pairs(words.singles))

    def at(self, text: str, place: int) -> tuple[str, str] | None:
        """Return the word that begins at *place*, and its replacement."""
        head = text[place : place + 2]
        if head in self._groups:
            for found in self._ready.get(head) or self._cut_up(head):
                if text.startswith(found[0], place):
                    return found
        single = self.singles.get(head[:1])
        return None if single is None else (head[:1], single)

    def pieces(self, text: str) -> list[Piece]:
        """Convert *text* by this dictionary alone, from left to right."""
        described = not OPERATORS.isdisjoint(text)
        if not self._groups and not described:
            singles = self.singles
            return [(1, singles.get(character, character)) for character in text]
        result: list[Piece] = []
        place = 0
        while place < len(text):
            found = self.at(text, place)
            if found:
                result.append((len(found[0]), found[1]))
            else:
                size = (described and description_length(text, place)) or 1
                result.append((size, text[place : place + size]))
            place += result[-1][0]
        return result

    def _cut_up(self, head: str) -> tuple[tuple[str, str], ...]:
        self._ready[head] = words = _pairs(self._groups[head])
        return words


def chained(text: str, steps: Sequence[Matcher]) -> list[Piece]:
    """Convert *text* by one dictionary after the other."""
    first, *later = steps
    pieces = first.pieces(text)
    for step in later:
        pieces = list(joined(pieces, step.pieces("".join(made for _, made in pieces))))
    return pieces


def joined(first: Iterable[Piece], second: Iterable[Piece]) -> Iterator[Piece]:
    """Yield as one what was done to a text and then to the result, in the smallest pieces that both allow.

    >>> list(joined([(1, "ab"), (1, "c"), (1, "d")], [(1, "A"), (2, "BC"), (1, "D")]))
    [(2, 'ABC'), (1, 'D')]
    """
    parts: list[str] = []
    earlier = iter(first)
    source = ahead = 0
    for size, made in second:
        parts.append(made)
        ahead -= size
        while ahead < 0:
            taken, between = next(earlier)
            source += taken
            ahead += len(between)
        if not ahead:
            yield source, "".join(parts)
            parts = []
            source = 0


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Return *pieces* with neighbours as one where character stands for character, and without empty ones."""
    result: list[Piece] = []
    even: list[str] = []
    for size, made in pieces:
        if size == len(made):
            even.append(made)
            continue
        if text := "".join(even):
            result.append((len(text), text))
        even = []
        result.append((size, made))
    if text := "".join(even):
        result.append((len(text), text))
    return result


def split(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield *pieces* in single characters where character stands for character."""
    for size, made in pieces:
        if size == len(made):
            yield from ((1, character) for character in made)
        else:
            yield size, made


def _pairs(flat: str) -> tuple[tuple[str, str], ...]:
    items = flat.split("\t") if flat else []
    return tuple(zip(items[::2], items[1::2], strict=True))
