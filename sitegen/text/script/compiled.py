"""The default converter: the reference algorithm (OpenCC) over its dictionaries, exact and fast.

A map of characters converts the whole text at once. Where words may decide otherwise, the clause around is cut into
words, and each converted as the reference does. What counts as such a place is argued in `compiling`; that it is
always right is what the tests compare with a plain port.
"""

import re
from collections.abc import Iterator
from functools import cache
from operator import add

from sitegen.text.script.compiling import LAST_MAPPED, Compiled
from sitegen.text.script.descriptions import OPERATORS
from sitegen.text.script.matching import Matcher, Piece, chained, joined
from sitegen.text.script.stored import compiled_tables


@cache
def engine(profile: str, *, rare_glyphs: bool = False) -> "Engine":
    """Return the converter of *profile*, one of `PROFILES`.

    Its tables are read at the first call and kept: some hundredths of a second, or a second if they must be compiled.
    With *rare_glyphs* it also answers with characters that most fonts show as an empty box.

    >>> engine("s2tw").convert("头发 and 发展")
    '頭髮 and 發展'
    """
    return Engine(compiled_tables(profile, rare_glyphs=rare_glyphs))


class Engine:
    """Converts text by compiled tables."""

    def __init__(self, tables: Compiled) -> None:
        # A list is looked up twice as fast as a dictionary. What lies beyond its end stays as it is.
        self._map = list(range(LAST_MAPPED + 1))
        for before, after in zip(tables.before, tables.after, strict=True):
            self._map[ord(before)] = ord(after)
        self._places = re.compile(f"[{tables.triggers}]")
        self._walkable = frozenset(tables.walked)
        self._between = _pairs(tables.between)
        self._between_first = frozenset(tables.between[::2])
        self._anchors = self._between | _pairs(tables.anchors)
        self._known = frozenset(tables.known)
        self._normalised = Matcher(tables.normalised)
        self._cut = Matcher(tables.cut)
        self._steps = [Matcher(step) for step in tables.steps]

    def convert(self, text: str) -> str:
        """Convert *text*."""
        plain = text.translate(self._map)
        parts: list[str] = []
        at = 0
        for start, end, made in self._exceptions(text):
            parts += (plain[at:start], made)
            at = end
        return "".join((*parts, plain[at:])) if parts else plain

    def pieces(self, text: str) -> list[Piece]:
        """Convert *text* and say which part of it became what."""
        plain = text.translate(self._map)
        result: list[Piece] = []
        at = 0
        for start, end, made in self._exceptions(text):
            result += ((start - at, plain[at:start]), (end - start, made))
            at = end
        result.append((len(text) - at, plain[at:]))
        return result

    def _exceptions(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the parts of *text* that the map may not convert rightly: start, end, and what they become."""
        anchors, known, walkable = self._anchors, self._known, self._walkable
        end = border = 0  # of what was converted, and of the clause
        for match in self._places.finditer(text):
            place = match.start()
            if place < end or not (
                text[place : place + 2] in anchors or text[place - 1 : place + 1] in anchors or text[place] in walkable
            ):
                continue
            start = place
            while start > end and text[start - 1] in known:
                start -= 1
            if place >= border:
                border = self._border(text, place)
                clause = text[start:border]
                if not self._is_plain(clause):
                    end = border
                    for size, made in self._walked(clause):
                        yield start, start + size, made
                        start += size
                    continue
            # What comes after the word is left to the next anchor.
            words, end = self._cut.words(text, start, place + 1)
            for first, last, made in words:
                if made:
                    yield first, last, made

    def _border(self, text: str, place: int) -> int:
        """Return where the clause ends that holds *place*."""
        if text[place] in OPERATORS:
            return len(text)  # a description may run on over any character
        known = self._known
        border = place + 1
        while border < len(text) and text[border] in known:
            border += 1
        return border

    def _is_plain(self, clause: str) -> bool:
        """Tell whether the map does all that the steps do between words."""
        if not self._walkable.isdisjoint(clause):
            return False
        return self._between_first.isdisjoint(clause) or self._between.isdisjoint(map(add, clause, clause[1:]))

    def _walked(self, clause: str) -> Iterator[Piece]:
        """Convert *clause* as the reference does: normalise it, cut it into words, go step by step between them."""
        if self._normalised.singles.keys().isdisjoint(clause):
            return self._by_words(clause)
        normalised = self._normalised.pieces(clause)
        return joined(normalised, self._by_words("".join([made for _, made in normalised])))

    def _by_words(self, clause: str) -> Iterator[Piece]:
        at = 0
        words, _ = self._cut.words(clause, 0, len(clause))
        for start, end, made in (*words, (len(clause), len(clause), "")):
            between = clause[at:start]
            if self._is_plain(between):
                yield start - at, between.translate(self._map)
            else:
                yield from chained(between, self._steps)
            yield end - start, made or clause[start:end].translate(self._map)
            at = end


def _pairs(flat: str) -> frozenset[str]:
    return frozenset(map(add, flat[::2], flat[1::2]))
