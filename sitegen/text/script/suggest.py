"""Where an editor should look: what converters read differently, and what no phrase of the dictionaries decides."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sitegen.text.han import is_han
from sitegen.text.script.convert import convert
from sitegen.text.script.opinions import Difference, Kind, decided_places, differences
from sitegen.text.script.tables import candidates

CONTEXT: Final = 8
"""Characters shown on each side."""
_OBJECT: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for what is not converted, such as code."""
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

    people: Sequence[str] = ()
    """Whom the article names in its own fields."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a phrase stands."""

    path: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What another converter makes of a phrase."""

    by: str
    """An engine, or a profile."""

    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase whose conversion is left to chance, or to taste."""

    kind: Kind
    phrase: str
    """A character with the neighbour beside which it stands most often, or several characters."""

    character: str
    """What is in question within the phrase; more than one where converters differ in several."""

    candidates: tuple[str, ...]
    """The forms that the dictionaries know of a single character; none where it is a matter of words."""

    chosen: str
    """What the phrase becomes now."""

    count: int
    occurrences: tuple[Occurrence, ...]
    """The first ones."""

    opinions: tuple[Opinion, ...] = ()


def suggest(
    passages: Sequence[Passage], profile: str, settled: Iterable[str] = (), engines: Sequence[str] = ()
) -> tuple[Suggestion, ...]:
    """Return phrases of *passages* that somebody should look at for a conversion by *profile*, the most urgent first.

    Urgent is what stands there often and is read differently by another of *engines*, or whose character is often
    something else in the phrases of the dictionaries: 发 before 了, which has another form in a few words only. What
    stands within one of the *settled* phrases is left out.
    """
    phrases = frozenset(phrase for phrase in settled if phrase)
    shares = _shares(profile)
    differing = list(_differing(passages, profile, phrases, engines))
    told = frozenset(place for _, places in differing for place in places)
    ranked = [(float(len(places)), item) for item, places in differing]
    ranked += [
        (item.count * shares.get(item.character, 0.0), item)
        for item in _left_to_chance(passages, profile, phrases, told)
    ]
    ranked.sort(key=lambda row: (-row[0], -row[1].count, row[1].phrase, row[1].character, row[1].kind))
    return tuple(item for _, item in ranked)


def _differing(
    passages: Sequence[Passage], profile: str, settled: frozenset[str], engines: Sequence[str]
) -> Iterator[tuple[Suggestion, list[tuple[int, int]]]]:
    """Yield what is written differently, each with its places: the numbers of a passage and of a letter."""
    found = [
        (number, difference)
        for number, passage in enumerate(passages)
        for difference in differences(passage.text, profile, engines, settled, passage.people)
    ]
    beside = Counter(pair for number, other in found for pair in _pairs(passages[number].text, other.start))
    groups: dict[tuple[Kind, str, str, str], tuple[dict[str, str], dict[tuple[int, int], None]]] = {}
    for number, other in found:
        text = passages[number].text
        first, last = _phrase(text, other, beside)
        chosen, opinion = ("".join(letters[first:last]) for letters in (other.ours, other.theirs))
        key = (other.kind, text[first:last], text[other.start : other.end], chosen)
        opinions, places = groups.setdefault(key, ({}, {}))
        opinions.setdefault(other.by, opinion)
        places.setdefault((number, other.start))
    for (kind, phrase, characters, chosen), (opinions, places) in groups.items():
        suggestion = Suggestion(
            kind=kind,
            phrase=phrase,
            character=characters,
            candidates=(),
            chosen=chosen,
            count=len(places),
            occurrences=tuple(
                _occurrence(passages[number], at, len(characters)) for number, at in list(places)[:_PLACES]
            ),
            opinions=tuple(Opinion(by, text) for by, text in opinions.items()),
        )
        yield suggestion, list(places)


def _phrase(text: str, other: Difference, beside: Mapping[str, int]) -> tuple[int, int]:
    """Return the bounds of a single character with the neighbour beside which it stands most often."""
    if other.end - other.start > 1:
        return other.start, other.end
    pair = max(_pairs(text, other.start), key=lambda pair: (beside[pair], pair), default="")
    if not pair:
        return other.start, other.end
    first = other.start - 1 if text[max(0, other.start - 1) : other.end] == pair else other.start
    return first, first + len(pair)


def _left_to_chance(
    passages: Sequence[Passage], profile: str, settled: frozenset[str], told: frozenset[tuple[int, int]]
) -> Iterator[Suggestion]:
    ambiguous, phrases = _tables(profile)
    phrases |= settled
    longest = max(map(len, phrases))
    found: list[tuple[Passage, int]] = []
    for number, passage in enumerate(passages):
        decided = decided_places(passage.text, profile, settled, passage.people)
        found += [
            (passage, at)
            for at in _undecided(passage.text, ambiguous, phrases, longest)
            if at not in decided and (number, at) not in told
        ]
    beside: Counter[str] = Counter()
    for passage, at in found:
        beside.update(_pairs(passage.text, at))
    groups: dict[tuple[str, str], list[tuple[Passage, int]]] = {}
    for passage, at in found:
        phrase = max(_pairs(passage.text, at), key=lambda pair: (beside[pair], pair), default=passage.text[at])
        groups.setdefault((phrase, passage.text[at]), []).append((passage, at))
    for (phrase, character), places in groups.items():
        yield Suggestion(
            kind=Kind.UNDECIDED,
            phrase=phrase,
            character=character,
            candidates=ambiguous[character],
            chosen=convert(phrase, (profile,)),
            count=len(places),
            occurrences=tuple(_occurrence(passage, at, 1) for passage, at in places[:_PLACES]),
        )


def _occurrence(passage: Passage, at: int, size: int) -> Occurrence:
    text, end = passage.text.replace(_OBJECT, "…"), at + size
    return Occurrence(passage.path, passage.lines[at], text[max(0, at - CONTEXT) : at], text[end : end + CONTEXT])


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
