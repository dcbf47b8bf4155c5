"""Where in a source the words of a document stand, so that they can be changed there and nothing else can.

Parsers tell what a document says, not which letters of its source say it. So the source is read again with each Han
character replaced by another one that stands in it nowhere else: what comes out tells where it came from. Nothing about
Markdown needs to be known twice for that. Quotation marks have no such twins; they are told apart by their number,
a reading for each of its bits, in which some are single and others double.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import Final, TypeAlias

from sitegen.text.han import HAN

Texts: TypeAlias = Callable[[str], Sequence[str]]
"""Reads a source and returns the texts in it, in an order that depends on its structure alone."""

NOWHERE: Final = -1
"""The place of a letter that does not stand in the source as it is, such as one written as an entity."""

_LETTER: Final = f"[{HAN}\u2e80-\u2fdf]"
_OTHER_QUOTE: Final = dict(zip("“”‘’「」『』", "‘’“”『』「」", strict=True))
"""Quotation marks, and those that Markdown and YAML read just as they read them."""
_EMPHASIS: Final = "*_~"
_ENCODED: Final = "((?:%[0-9A-Fa-f]{2})+)"
"""Letters of an address; how many there are depends on the letter."""


class UnlocatedError(ValueError):
    """The source reads differently when letters in it are exchanged for others."""


@dataclass(frozen=True, slots=True)
class Run:
    """A text of a document that is converted as one."""

    text: str
    places: tuple[int, ...]
    """Where in the source each letter of the text stands, or `NOWHERE`."""


@dataclass(frozen=True, slots=True)
class Label:
    """A reference in brackets whose words are the name of its target too: `[words]` or `[words][]`."""

    end: int
    """Behind its first `]`."""

    name: str
    is_collapsed: bool
    words: range

    @property
    def target(self) -> str:
        """What must follow the words once they are changed."""
        return f"[{self.name}]"


@dataclass(frozen=True, slots=True)
class Labels:
    """What of a source names targets of references."""

    kept: frozenset[int]
    """Places of letters that are a name and no words."""

    shown: tuple[Label, ...]

    named: frozenset[int]
    """Places of all letters between brackets that a target is named by, also where they may be words alone."""


NO_LABELS: Final = Labels(frozenset(), (), frozenset())


def located(source: str, texts_of: Texts, labels: Labels = NO_LABELS) -> tuple[Run, ...]:
    """Return the texts that *texts_of* reads in *source*, with the place of each letter.

    `UnlocatedError` if they cannot be found.
    """
    letters = [m.start() for m in re.finditer(_LETTER, source) if m.start() not in labels.kept]
    quotes = [place for place, letter in enumerate(source) if letter in _OTHER_QUOTE and place not in labels.kept]
    twins = _twins(source)
    windows = [letters[at : at + len(twins)] for at in range(0, len(letters), len(twins))]
    bits = len(quotes).bit_length()
    found = [_Places(text) for text in texts_of(source)]
    for number in range(max(len(windows), bits)):
        window = windows[number] if number < len(windows) else []
        exchanged = dict(zip(window, twins, strict=False))
        origin = {twin: place for place, twin in exchanged.items()}
        swapped = [place for order, place in enumerate(quotes, 1) if order >> number & 1]
        copy = _copy(source, exchanged | {place: _OTHER_QUOTE[source[place]] for place in swapped}, labels)
        read = texts_of(copy)
        if len(read) != len(found):
            raise UnlocatedError("another number of texts")
        for places, text in zip(found, read, strict=True):
            places.compare(text, origin, number)
    return tuple(places.run(source, quotes, labels.kept) for places in found)


class _Places:
    """What is known so far of the letters of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [NOWHERE] * len(text)
        self._orders = [0] * len(text)

    def compare(self, read: str, origin: Mapping[str, int], bit: int) -> None:
        """Learn from *read*, the same text in a copy."""
        at = 0
        for ours, theirs in _parts(self._text, read):
            for place, (letter, other) in enumerate(zip(ours, theirs, strict=False), at):
                if letter == other:
                    continue
                if other in origin:
                    self._places[place] = origin[other]
                elif _OTHER_QUOTE.get(letter) == other:
                    self._orders[place] |= 1 << bit
            at += len(ours)

    def run(self, source: str, quotes: Sequence[int], kept: frozenset[int]) -> Run:
        """Return the text with all that is known, but nothing that is *kept*."""
        places = self._places
        for at, order in enumerate(self._orders):
            if order:
                places[at] = quotes[order - 1]
        # Other letters are where they stand beside one that is known.
        for at in range(len(places) - 2, -1, -1):
            _learn(self._text, source, places, at, -1)
        for at in range(1, len(places)):
            _learn(self._text, source, places, at, 1)
        return Run(self._text, tuple(NOWHERE if place in kept else place for place in places))


def _learn(text: str, source: str, places: list[int], at: int, step: int) -> None:
    known = places[at - step]
    if places[at] != NOWHERE or known == NOWHERE:
        return
    place = known + step
    while 0 <= place < len(source) and source[place] in _EMPHASIS and source[place] != text[at]:
        place += step
    if 0 <= place < len(source) and source[place] == text[at]:
        places[at] = place


def _parts(ours: str, theirs: str) -> list[tuple[str, str]]:
    if len(ours) == len(theirs):
        return [(ours, theirs)]
    first, second = re.split(_ENCODED, ours), re.split(_ENCODED, theirs)
    plain = zip(first[::2], second[::2], strict=False)
    if len(first) != len(second) or any(len(a) != len(b) for a, b in plain):
        raise UnlocatedError("another text")
    return list(zip(first, second, strict=True))


def _copy(source: str, exchanged: Mapping[int, str], labels: Labels) -> str:
    letters = [exchanged.get(place, letter) for place, letter in enumerate(source)]
    for label in labels.shown:
        letters[label.end - 1] += label.target
        if label.is_collapsed:
            letters[label.end : label.end + 2] = ["", ""]
    return "".join(letters)


def _twins(source: str) -> list[str]:
    return [twin for twin in _rare() if twin not in source]


@cache
def _rare() -> tuple[str, ...]:
    """Return rare Han characters: extensions B and later, without the compatibility forms between them."""
    return tuple(
        letter
        for letter in map(chr, chain(range(0x20000, 0x2F800), range(0x30000, 0x323B0)))
        if unicodedata.category(letter) == "Lo"
    )


def find_labels(
    source: str,
    definitions: Mapping[str, set[int]],
    normalised: Callable[[str], str],
    read: Texts,
    notes: Mapping[str, set[int]],
) -> Labels:
    """Return what of *source*, whose texts *read* gives, names a target of references.

    *definitions* holds the names of targets, as *normalised* writes them, and the lines that define them, from 0;
    *notes* the same for footnotes, as they are written.
    """
    kept: set[int] = set()
    shown: list[Label] = []
    found = re.finditer(r"(?<!\\)\[((?:[^\[\]\\]|\\.)+)\]", source, re.DOTALL)
    named = [match for match in found if re.search(_LETTER, match[1]) and normalised(match[1]) in definitions]
    marks = [match for match in re.finditer(r"(?<!\\)\[\^([^\]\s]+)\]", source) if match[1] in notes]
    marks = [match for match in marks if re.search(_LETTER, match[1])]
    texts = read(source) if named or marks else ()

    twin = next(twin for twin in _rare() if twin not in source)

    def renamed(words: range) -> Sequence[str]:
        return read(_copy(source, dict.fromkeys(words, twin), NO_LABELS))

    def is_defined(match: re.Match[str], lines: set[int]) -> bool:
        return source.count("\n", 0, match.start()) in lines and source.startswith(":", match.end())

    for match in marks:
        words = range(*match.span(1))
        if is_defined(match, notes[match[1]]) or not _is_words(texts, renamed(words), twin):
            kept.update(words)
    target_end = 0
    for match in named:
        start, end = match.span()
        words = range(start + 1, end - 1)
        if is_defined(match, definitions[normalised(match[1])]):
            kept.update(words)
            continue
        again = renamed(words)
        if _is_words(texts, again, twin):
            continue
        if not _is_shown(again, twin):
            kept.update(words)
            continue
        # `[words][name]`, unless what stands before is complete itself: `[words][][words]`.
        if source[:start].endswith("]") and not source[:start].endswith("[]") and start != target_end:
            target_end = end
            kept.update(words)
        else:
            shown.append(Label(end, match[1], source.startswith("[]", end), words))
    between = (place for match in (*named, *marks) for place in range(*match.span()))
    return Labels(frozenset(kept), tuple(shown), frozenset(between))


def _is_shown(again: Sequence[str], twin: str) -> bool:
    return any(twin in text for text in again)


def _is_words(texts: Sequence[str], again: Sequence[str], twin: str) -> bool:
    """Say of what stands in brackets whether it is words and no reference: renamed by *twin*, it changes nothing else.

    Another name has no target. What does not show, as within code, may be a reference all the same.
    """
    return _is_shown(again, twin) and len(again) == len(texts) and all(map(partial(_is_same, twin=twin), texts, again))


def _is_same(text: str, other: str, *, twin: str) -> bool:
    return len(text) == len(other) and all(b in (a, twin) for a, b in zip(text, other, strict=True))
