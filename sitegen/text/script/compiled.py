"""The default converter: the reference algorithm (OpenCC) over its dictionaries, exact and fast.

A map of characters converts the whole text at once, and two searches find where words decide otherwise. What counts as
such a place is argued in `compiling`; that it is always right is what the tests compare with a plain port.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, partial
from itertools import chain
from operator import add, itemgetter
from typing import Final, TypeAlias

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from sitegen.text.script.compiling import NOBODY, Compiled
from sitegen.text.script.descriptions import OPERATORS, description_length
from sitegen.text.script.matching import Matcher, Piece, chained
from sitegen.text.script.stored import compiled_tables

Find: TypeAlias = Callable[[str], list[tuple[int, int, int]]]
"""Finds words in a text: the number of the word, start, and end."""

_DESCRIPTION: Final = f"[{min(OPERATORS)}-{max(OPERATORS)}]"
_UNUSUAL: Final = "\udfff"
"""Stands for what must be looked at twice: half a character, of which no text has any, or it is looked at twice too."""
_LAST_LISTED: Final = 0xFFFF


def engine(profile: str, *, rare_glyphs: bool = False) -> "Engine":
    """Return the converter of *profile*, one of `PROFILES`.

    Its tables are read at the first call and kept: some hundredths of a second, or a second if they must be compiled.
    With *rare_glyphs* it also answers with characters that most fonts show as an empty box.

    >>> engine("s2tw").convert("头发 and 发展")
    '頭髮 and 發展'
    """
    return _engine(profile, rare_glyphs)


@cache
def _engine(profile: str, rare_glyphs: bool) -> "Engine":
    return Engine(compiled_tables(profile, rare_glyphs=rare_glyphs))


class Engine:
    """Converts text by compiled tables."""

    def __init__(self, tables: Compiled) -> None:
        self._tables = tables
        self._values = tables.values.split("\n")
        self._words = _Words(tables.cut.split("\n"))
        self._cut, self._between = _safe(self._words) if tables.cut else _nothing, _occurring(tables.between)
        # A list is looked up twice as fast as a dictionary. What lies beyond its end stays as it is.
        self._map = list(range(_LAST_LISTED + 1))
        for before, after in zip(tables.before, tables.after, strict=True):
            if ord(before) <= _LAST_LISTED:
                self._map[ord(before)] = ord(after)
        for character in (*tables.normalised, *OPERATORS):
            if ord(character) <= _LAST_LISTED:
                self._map[ord(character)] = ord(_UNUSUAL)

    def prepare(self) -> None:
        """Make at once what is needed for much text, so that processes that are forked off later share it."""
        self._words.prepare()

    def convert(self, text: str) -> str:
        """Convert *text*."""
        return "".join([made for _, made in self.pieces(text)])

    def pieces(self, text: str) -> list[Piece]:
        """Convert *text* and say which part of it became what.

        The parts are as small as the dictionaries allow, but neighbours that kept their length may be given as one.
        """
        plain = text.translate(self._map)
        if _UNUSUAL not in plain and (not _has_rare(text) or self._beyond.isdisjoint(text)):
            return self._converted(text, plain)
        result: list[Piece] = []
        at = 0
        for start, end in (*_descriptions(text), (len(text), len(text))):
            part = text[at:start].translate(self._normalised)
            result += (*self._converted(part, part.translate(self._full_map)), (end - start, text[start:end]))
            at = end
        return result

    @cached_property
    def _beyond(self) -> frozenset[str]:
        """The characters beyond the list that do not stay as they are."""
        listed = (*self._tables.normalised, *self._tables.before, *OPERATORS)
        return frozenset(character for character in listed if ord(character) > _LAST_LISTED)

    @cached_property
    def _normalised(self) -> dict[int, int]:
        return str.maketrans(self._tables.normalised, self._tables.instead)

    @cached_property
    def _full_map(self) -> dict[int, int]:
        return str.maketrans(self._tables.before, self._tables.after)

    @cached_property
    def _steps(self) -> list[Matcher]:
        return [Matcher(step) for step in self._tables.steps]

    def _converted(self, text: str, plain: str) -> list[Piece]:
        """Put into *plain*, which the map made of *text*, what is made of words."""
        found = self._cut(text)
        values = self._values
        places = [place for place in found if values[place[0]]]
        if spots := self._between(text):
            places = sorted([*places, *_stretches(text, found, spots)], key=itemgetter(1))
        pieces: list[Piece] = []
        even: list[str] = []
        at = since = 0  # what the map is asked for next, and what no piece has yet
        for number, start, end in places:
            even.append(plain[at:start])
            at = end
            if number >= 0 and end - start == len(values[number]):
                even.append(values[number])
                continue
            pieces.append((start - since, "".join(even)))
            pieces += chained(text[start:end], self._steps) if number < 0 else ((end - start, values[number]),)
            even = []
            since = end
        even.append(plain[at:])
        pieces.append((len(text) - since, "".join(even)))
        return pieces


def _descriptions(text: str) -> Iterator[tuple[int, int]]:
    """Yield where descriptions of characters stand: they stay as they are, and no word goes across them."""
    at = 0
    for match in re.finditer(_DESCRIPTION, text):
        place = match.start()
        if place >= at:
            at = place + (description_length(text, place) or 1)
            yield place, at


_STRETCH: Final = -1


def _stretches(
    text: str, found: list[tuple[int, int, int]], spots: list[tuple[int, int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches between the words *found* in *text* that hold one of *spots*, once each.

    A stretch is all that stands on its line, since no word goes across the end of one.
    """
    starts, ends = [place[1] for place in found], [0, *(place[2] for place in found)]
    starts.append(len(text))
    done = 0
    for _, start, end in spots:  # in the order in which they end
        number = bisect_right(starts, start)
        if start < done or start < ends[number] or end > starts[number]:
            continue
        done = text.find("\n", end, starts[number])
        done = done if done >= 0 else starts[number]
        yield _STRETCH, text.rfind("\n", ends[number], start) + 1 or ends[number], done


_FEW_LETTERS: Final = 100_000
"""In half the time in which an automaton of all words is made, so many letters are searched without one."""
_BEGINNING: Final = itemgetter(slice(2))


class _Words:
    """Finds the longest words; the first texts are searched for those alone that stand in them: most runs have few."""

    def __init__(self, words: list[str]) -> None:
        """Take words that are sorted."""
        self._words = words
        self._searched = 0
        self._find: Find | None = None

    def prepare(self) -> None:
        """Make the automaton of all words, if that is not done."""
        self._find = self._find or _longest(self._words)

    def __call__(self, text: str) -> list[tuple[int, int, int]]:
        if self._find is None:
            self._searched += len(text)
            if self._searched < _FEW_LETTERS:
                held = self._held(text)
                found = _longest([self._words[number] for number in held])(text)
                return [(held[number], start, end) for number, start, end in found]
            self._find = _longest(self._words)
        return self._find(text)

    def _held(self, text: str) -> list[int]:
        """Return the numbers of the words that stand in *text*."""
        words, first, held = self._words, self._first, []
        for beginning in {*text, *map(add, text, text[1:])}:
            if (number := first.get(beginning, -1)) < 0:
                continue
            if words[number] == beginning:
                held.append(number)
                number += 1
            # A letter that is a word itself says nothing of the words behind it.
            while len(beginning) > 1 and number < len(words) and words[number].startswith(beginning):
                if words[number] in text:
                    held.append(number)
                number += 1
        return held

    @cached_property
    def _first(self) -> dict[str, int]:
        """The number of the first of all words that begin with the same two letters."""
        return dict(zip(map(_BEGINNING, reversed(self._words)), reversed(range(len(self._words))), strict=True))


def _longest(words: Sequence[str]) -> Find:
    return _automaton(words, MatchKind.LeftmostLongest).find_matches_as_indexes


def _occurring(words: str) -> Find:
    """Return what finds *words* wherever they stand, one across the other."""
    if not words:
        return _nothing
    find = _safe(partial(_automaton(words.split("\n"), MatchKind.Standard).find_matches_as_indexes, overlapping=True))
    letters = _telling(words.split("\n"))
    if len(letters) > _FEW:
        return find
    return lambda text: find(text) if any(letter in text for letter in letters) else []


_FEW: Final = 12
"""To look for more letters takes longer than to look for words."""


def _telling(words: Sequence[str]) -> list[str]:
    """Return letters of which each of *words* has one, or somewhat more than a few."""
    letters: list[str] = []
    while words and len(letters) <= _FEW:
        held = Counter(chain.from_iterable(map(set, words)))
        letters.append(max(held, key=lambda letter: (held[letter], letter)))
        if len(words) > held[letters[-1]] * (_FEW + 1 - len(letters)):
            return [*letters, *held]  # no letter stands in more of them, so that a few will not do
        words = [word for word in words if letters[-1] not in word]
    return letters


def _automaton(words: Sequence[str], kind: MatchKind) -> AhoCorasick:
    # Of the three forms this one is made quickly and searches quickly.
    return AhoCorasick(words, matchkind=kind, store_patterns=False, implementation=Implementation.ContiguousNFA)


def _has_rare(text: str) -> bool:
    """Say whether characters stand in *text* beyond the first plane of Unicode."""
    # Much faster than to look for them.
    return len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text)


def _nothing(_: str) -> list[tuple[int, int, int]]:
    return []


def _safe(find: Find) -> Find:
    def found(text: str) -> list[tuple[int, int, int]]:
        try:
            return find(text)
        except UnicodeEncodeError:
            # Halves of characters, which no encoding allows and no dictionary holds.
            return find(re.sub("[\ud800-\udfff]", NOBODY, text))

    return found
