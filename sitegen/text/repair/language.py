"""A small model of Chinese: how likely a character is behind the two before it.

It decides between readings of damaged text, so it is loaded by damaged documents only. The data are counts, smoothed
and rounded to a byte each; `tools/language_model.py` makes them and documents how. Simplified only: give it text that
`plain` has folded.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from struct import Struct
from types import MappingProxyType
from typing import Final, Literal

from sitegen.text.script.tables import entries

FILE: Final = "language_model.bin"
HEADER: Final = Struct("<4sIIII")
MAGIC: Final = b"sgl2"
UNIT: Final = 16.0
"""A stored byte is minus the natural logarithm of a probability, times this."""
_REMEMBERED: Final = 200_000
_REMEMBERED_TRIPLES: Final = 20_000
UNKNOWN: Final = -14.0
"""The logarithm of the probability of a character that was never seen."""

_WIDE: Final = MappingProxyType(dict(zip(",:;?!()'\"「」『』‘’．\u3000", "，：；？！（）””“”“”“”.\n", strict=True)))


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Log-probabilities of characters, of pairs and of triples of them.

    The pairs are sorted by the numbers of their characters, the triples by the place of their first two among the pairs
    and by the number of the third. Where those of one context begin stands in a list with one more entry, the end.
    """

    ids: Mapping[str, int]
    singles: bytes
    single_weights: bytes
    """What is left for the pairs that were never seen, by first character."""
    pair_starts: "array[int]"
    """By first character."""
    seconds: "array[int]"
    pairs: bytes
    pair_weights: bytes
    triple_starts: "array[int]"
    """By pair."""
    thirds: "array[int]"
    triples: bytes
    known: dict[str, float] = field(default_factory=dict)
    """What was asked for before."""
    triples_known: dict[str, tuple[int, Mapping[int, int]]] = field(default_factory=dict)

    def score(self, first: str, second: str, third: str) -> float:
        """Return the logarithm of the probability of *third* behind the two others."""
        return self.behind(first + second, third)

    def behind(self, context: str, third: str) -> float:
        """Return the logarithm of the probability of *third* behind the two characters of *context*."""
        key = context + third
        found = self.known.get(key)
        if found is None:
            if len(self.known) > _REMEMBERED:
                self.known.clear()
            ids = self.ids
            found = self._score(ids.get(key[0], -1), ids.get(key[1], -1), ids.get(third, -1))
            self.known[key] = found
        return found

    def triples_behind(self, context: str) -> tuple[int, Mapping[int, int]]:
        """Return what is known of the characters behind the two of *context*, in units.

        That is what it costs that none of the known ones follows, and what each of these costs, by its number.
        """
        found = self.triples_known.get(context)
        if found is None:
            if len(self.triples_known) > _REMEMBERED_TRIPLES:
                self.triples_known.clear()
            found = self.triples_known[context] = self._triples_behind(*(self.ids.get(c, -1) for c in context))
        return found

    def costs_behind(self, second: str) -> Callable[[int], int]:
        """Return what the character of a number costs behind *second* where no third one is known, in units."""
        number, singles = self.ids.get(second, -1), self.singles
        if number < 0:
            return singles.__getitem__
        first, last = self.pair_starts[number], self.pair_starts[number + 1]
        known = dict(zip(self.seconds[first:last], self.pairs[first:last], strict=True))
        rest = self.single_weights[number]
        return lambda third: known[third] if third in known else rest + singles[third]

    def text(self, before: str, text: str) -> float:
        """Return the logarithm of the probability of *text* behind *before*; both folded by `plain`."""
        whole = "\n\n" + before[-2:] + text
        start = len(whole) - len(text)
        return sum(self.score(*whole[i - 2 : i + 1]) for i in range(start, len(whole)))

    def affinity(self, first: str, second: str) -> float:
        """Return how much more often *second* stands behind *first* than anywhere: a logarithm; 0 for chance."""
        number = self.ids.get(second, -1)
        return self._score(-1, self.ids.get(first, -1), number) - self._score(-1, -1, number)

    def _triples_behind(self, first: int, second: int) -> tuple[int, Mapping[int, int]]:
        if first < 0 or second < 0 or (context := _place(self.seconds, self.pair_starts, first, second)) < 0:
            return 0, {}
        start, end = self.triple_starts[context], self.triple_starts[context + 1]
        return self.pair_weights[context], dict(zip(self.thirds[start:end], self.triples[start:end], strict=True))

    def _score(self, first: int, second: int, third: int) -> float:
        if third < 0:
            return UNKNOWN
        if second < 0:
            return -self.singles[third] / UNIT
        lost = 0
        if first >= 0 and (context := _place(self.seconds, self.pair_starts, first, second)) >= 0:
            place = _place(self.thirds, self.triple_starts, context, third)
            if place >= 0:
                return -self.triples[place] / UNIT
            lost = self.pair_weights[context]
        place = _place(self.seconds, self.pair_starts, second, third)
        if place >= 0:
            return -(lost + self.pairs[place]) / UNIT
        return -(lost + self.single_weights[second] + self.singles[third]) / UNIT


@cache
def language_model() -> LanguageModel:
    """Load the model; this takes some 3 ms: nothing in the file is packed or has to be computed.

    >>> model = language_model()
    >>> model.text("", "图书馆今天开放") > model.text("", "冒氏衬囊悄旆")
    True
    """
    data = memoryview(files(__package__).joinpath(FILE).read_bytes())
    magic, letters, characters, pairs, triples = HEADER.unpack_from(data)
    if magic != MAGIC:
        raise ValueError(f"{FILE} is not a language model of this version")
    place = HEADER.size

    def take(size: int) -> memoryview:
        nonlocal place
        place += size
        return data[place - size : place]

    def weights(count: int) -> bytes:
        return bytes(take(count))

    def numbers(kind: Literal["H", "I"], count: int) -> "array[int]":
        found = array(kind)
        found.frombytes(take(found.itemsize * count))
        if sys.byteorder == "big":
            found.byteswap()
        return found

    ids = {character: number for number, character in enumerate(str(take(letters), "utf-8"))}
    return LanguageModel(
        ids,
        weights(characters), weights(characters),
        numbers("I", characters + 1), numbers("H", pairs), weights(pairs), weights(pairs),
        numbers("I", pairs + 1), numbers("H", triples), weights(triples),
    )  # fmt: skip


def plain(text: str) -> str:
    """Return *text* as the model knows it: Simplified, one digit, one letter, full-width marks; of the same length.

    >>> plain("漢字 A,1")
    '汉字 a，0'
    """
    return text.translate(_folding())


class _Folding(dict[int, str]):
    """Characters as the model knows them, by code: what is asked for once is found by `str.translate` itself."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = plain_character(chr(code))
        return folded


@cache
def _folding() -> _Folding:
    return _Folding()


@cache
def changed_by_plain() -> frozenset[str]:
    """Return the Chinese characters and marks that `plain` changes: those of Traditional script alone, as a rule."""
    known = (*entries("TSCharacters.txt"), *_WIDE)
    return frozenset(c for c in known if len(c) == 1 and c >= "\u2e80" and plain_character(c) != c)


@cache
def plain_character(character: str) -> str:
    """Return one *character* as the model knows it."""
    if character.isascii():
        if character.isdigit():
            return "0"
        if character.isalpha():
            return "a"
        return _WIDE.get(character, character)
    return _WIDE.get(character) or entries("TSCharacters.txt").get(character, character)[0]


def _place(numbers: "array[int]", starts: "array[int]", context: int, number: int) -> int:
    """Return where *number* stands among those of *context*, -1 if it does not."""
    end = starts[context + 1]
    place = bisect_left(numbers, number, starts[context], end)
    return place if place < end and numbers[place] == number else -1
