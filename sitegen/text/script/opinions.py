"""Where converters write one text differently, and where the profile that exchanges words has another word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Final

from sitegen.errors import ConfigError
from sitegen.model import ENGINES
from sitegen.text.script.convert import DEFAULT_ENGINE, convert, convert_segments, cut
from sitegen.text.script.own_rules import ORTHOGRAPHIC, guarded
from sitegen.text.script.tables import entries

_WORDS: Final = MappingProxyType(
    {
        "s2twp": ("TWPhrases.txt", ("t2s",)),
        "s2hkp": ("HKPhrases.txt", ("t2s",)),
        "tw2sp": ("TWPhrasesRev.txt", ()),
        "hk2sp": ("HKPhrasesRev.txt", ()),
    }
)
"""The dictionaries whose keys are the words that such a profile may exchange, and how they are written in its texts."""


class Kind(StrEnum):
    """Why somebody should look at a phrase."""

    ENGINES = "engines"
    """Converters read it differently."""

    WORDS = "words"
    """The profile that exchanges words has another word."""

    UNDECIDED = "undecided"
    """It holds a character with several forms, and no phrase of the dictionaries says which."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of a text that another converter writes differently."""

    kind: Kind
    by: str
    """The engine, or the profile."""

    start: int
    end: int
    ours: Sequence[str]
    """What each letter of the whole text becomes by the usual converter; what it becomes by the other one stands in
    `theirs`."""

    theirs: Sequence[str]


@cache
def second_opinions() -> tuple[str, ...]:
    """Return the engines beside the usual one that can be asked here, each with the same dictionaries."""
    return tuple(name for name in ENGINES if name not in (DEFAULT_ENGINE, "reimplemented-stock") and _is_there(name))


def differences(
    text: str, profile: str, engines: Iterable[str], settled: Iterable[str] = (), people: Sequence[str] = ()
) -> Iterator[Difference]:
    """Yield where one of *engines*, or the profile for words that belongs to *profile*, writes *text* differently.

    Left out is what a rule of our own decides, and what stands within one of the *settled* phrases.
    """
    decided = decided_places(text, profile, settled, people)
    ours = _by_letter(text, profile, DEFAULT_ENGINE)
    for engine in engines:
        theirs = _by_letter(text, profile, engine)
        differs = [a != b and place not in decided for place, (a, b) in enumerate(zip(ours, theirs, strict=True))]
        for is_other, group in groupby(range(len(text)), key=differs.__getitem__):
            if is_other:
                places = list(group)
                yield Difference(Kind.ENGINES, engine, places[0], places[-1] + 1, ours, theirs)
    other = f"{profile}p"
    if other in ORTHOGRAPHIC:
        theirs = _by_letter(text, other, DEFAULT_ENGINE)
        for start, end in _exchanged(text, profile, other):
            if ours[start:end] != theirs[start:end] and decided.isdisjoint(range(start, end)):
                yield Difference(Kind.WORDS, other, start, end, ours, theirs)


def _is_there(engine: str) -> bool:
    try:
        convert("发", ("s2t",), engine)
    except ConfigError:
        return False
    return True


def decided_places(text: str, profile: str, settled: Iterable[str], people: Sequence[str] = ()) -> frozenset[int]:
    """Return the places of the letters that a rule of our own decides, or that stand within a *settled* phrase.

    *people* are those whom the article names in its own fields.
    """
    spans = [(start, end) for start, end, _ in guarded(text, (profile,), people)]
    spans += [match.span() for phrase in settled for match in re.finditer(re.escape(phrase), text)]
    return frozenset(place for start, end in spans for place in range(start, end))


def _by_letter(text: str, profile: str, engine: str) -> Sequence[str]:
    return cut(convert_segments(text, (profile,), engine), [1] * len(text))


def _exchanged(text: str, profile: str, other: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of words that the profile *other* exchanges, the longest first."""
    words = _exchangeable(profile, other)
    longest = max(map(len, words), default=1)
    at = 0
    while at < len(text):
        sizes = range(min(longest, len(text) - at), 1, -1)
        size = next((size for size in sizes if text[at : at + size] in words), 1)
        if size > 1:
            yield at, at + size
        at += size


@cache
def _exchangeable(profile: str, other: str) -> frozenset[str]:
    file, profiles = _WORDS[other]
    keys = {convert(key, profiles) for key in entries(file)}
    return frozenset(key for key in keys if convert(key, (profile,)) != convert(key, (other,)))
