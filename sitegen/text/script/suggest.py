"""Where an editor should look: characters with several readings that no phrase of the dictionaries decides."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sitegen.text.han import is_han
from sitegen.text.script.convert import convert
from sitegen.text.script.tables import candidates

CONTEXT: Final = 8
"""Characters shown on each side."""
_PLACES: Final = 3
"""Occurrences that are named."""
_FILES: Final = {"s": ("STCharacters.txt", "STPhrases.txt")}
_TRADITIONAL: Final = ("TSCharacters.txt", "TSPhrases.txt")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of an article."""

    text: str
    path: str
    lines: Sequence[int]
    """The line of each character."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a phrase stands."""

    path: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase whose conversion the dictionaries leave to chance."""

    phrase: str
    """The character with the neighbour beside which it stands most often."""

    character: str
    candidates: tuple[str, ...]
    chosen: str
    """What the phrase becomes now."""

    count: int
    occurrences: tuple[Occurrence, ...]
    """The first ones."""


def suggest(passages: Iterable[Passage], profile: str, settled: Iterable[str] = ()) -> tuple[Suggestion, ...]:
    """Return phrases of *passages* that somebody should look at for a conversion by *profile*, the most urgent first.

    Urgent is what stands there often, and whose character is often something else in the phrases of the dictionaries:
    发 before 了, which has another form in a few words only. Characters within one of the *settled* phrases are left
    out.
    """
    ambiguous, phrases = _tables(profile)
    phrases |= {phrase for phrase in settled if phrase}
    longest = max(map(len, phrases))
    found = [(passage, at) for passage in passages for at in _undecided(passage.text, ambiguous, phrases, longest)]
    beside: Counter[str] = Counter()
    for passage, at in found:
        beside.update(_pairs(passage.text, at))
    groups: dict[tuple[str, str], list[tuple[Passage, int]]] = {}
    for passage, at in found:
        phrase = max(_pairs(passage.text, at), key=lambda pair: (beside[pair], pair), default=passage.text[at])
        groups.setdefault((phrase, passage.text[at]), []).append((passage, at))
    shares = _shares(profile)
    ranked = sorted(
        groups.items(), key=lambda item: (-len(item[1]) * shares.get(item[0][1], 0.0), -len(item[1]), item[0])
    )
    return tuple(
        Suggestion(
            phrase=phrase,
            character=character,
            candidates=ambiguous[character],
            chosen=convert(phrase, (profile,)),
            count=len(places),
            occurrences=tuple(_occurrence(passage, at) for passage, at in places[:_PLACES]),
        )
        for (phrase, character), places in ranked
    )


def _occurrence(passage: Passage, at: int) -> Occurrence:
    text = passage.text
    return Occurrence(passage.path, passage.lines[at], text[max(0, at - CONTEXT) : at], text[at + 1 : at + 1 + CONTEXT])


def _pairs(text: str, at: int) -> list[str]:
    pairs = (text[max(0, at - 1) : at + 1], text[at : at + 2])
    return [pair for pair in pairs if len(pair) > 1 and all(map(is_han, pair))]


def _undecided(text: str, ambiguous: Mapping[str, object], phrases: frozenset[str], longest: int) -> Iterator[int]:
    """Yield the places of ambiguous characters that no phrase covers, the longest phrase first as converters do."""
    at = 0
    while at < len(text):
        sizes = range(min(longest, len(text) - at), 1, -1)
        size = next((size for size in sizes if text[at : at + size] in phrases), 1)
        if size == 1 and text[at] in ambiguous and text[at] not in phrases:
            yield at
        at += size


@cache
def _tables(profile: str) -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    characters, phrases = _FILES.get(profile[0], _TRADITIONAL)
    ambiguous = {key: found for key, found in candidates(characters).items() if len(found) > 1}
    return ambiguous, frozenset(candidates(phrases))


@cache
def _shares(profile: str) -> Mapping[str, float]:
    """Return for each character in how many of its phrases it is not what it is alone."""
    ambiguous, _ = _tables(profile)
    _, phrases = _FILES.get(profile[0], _TRADITIONAL)
    total: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for phrase, (written, *_) in candidates(phrases).items():
        if len(phrase) == len(written):
            for letter, becomes in zip(phrase, written, strict=True):
                if letter in ambiguous:
                    total[letter] += 1
                    other[letter] += becomes != ambiguous[letter][0]
    return {letter: other[letter] / count for letter, count in total.items()}
