"""A profile's dictionaries, composed into what converts most of a text in one pass.

Nearly every character of a text becomes what it would become if it stood alone. The exceptions are words, and of the
tens of thousands of words in the dictionaries most are converted just as their characters are. So one map of
characters does nearly all of the work, and only where a pair of characters appears that some exceptional word
contains (an *anchor*) is the surrounding text cut into words. Text is told to be without exceptions by these rules:

- a word at which text is cut is exceptional if the whole chain gives something else than the map does;
- a word of a step is exceptional if the step gives something else than it does for the single characters. Its anchor
  is a pair of characters as the step sees them; what is looked for are all pairs that the steps before turn into it.

A character that no dictionary knows parts what stands before it from what stands behind: no match can cross it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, product
from typing import Final, NamedTuple

from sitegen.text.han import FREQUENT_HAN, common_han
from sitegen.text.script.descriptions import OPERATORS
from sitegen.text.script.matching import Matcher, Words, chained
from sitegen.text.script.tables import Dictionary, Tables

LAST_MAPPED: Final = 0xFFFF
"""The map holds the basic plane; rarer characters are converted one by one."""

_FREQUENT: Final = 8
"""How much worse it is to look at each place of a frequent character than of a rare one."""
_COMMON: Final = 2

_RARE_FROM: Final = 0xF900
"""From here on there are compatibility ideographs and rare characters, and it costs nothing to look at more of them."""
_RARE_GAP: Final = 0x10000


class Compiled(NamedTuple):
    """All that the converter of a profile needs, as plain text."""

    before: str
    """The characters of the basic plane that change where they stand alone."""

    after: str
    """What they become, in the same order."""

    walked: str
    """Characters that the map cannot convert."""

    triggers: str
    """The inside of a character class: those characters, and one of each anchor."""

    anchors: str
    """Pairs of characters near which a word at which text is cut may be exceptional, one after the other."""

    between: str
    """Likewise for the words of the steps."""

    known: str
    """All characters that stand in a key of a dictionary."""

    normalised: Words
    """Characters that are exchanged before anything else."""

    cut: Words
    """Words at which the text is cut, and what the whole chain makes of them; nothing where the map does the same."""

    steps: tuple[Words, ...]
    """What is done to text between those words, step after step."""


def compile_tables(tables: Tables) -> Compiled:
    """Compose the dictionaries of *tables*; it takes up to a second."""
    normalised = {chr(code): value for code, value in tables.normalisation.items()}
    chain = [flattened(step) for step in tables.chain]
    if tables.segmentation is not None:
        cut = _converted(tables.segmentation, chain)
    elif len(chain) == 1:
        cut = {key: value for key, value in chain[0].items() if len(key) > 1}  # of one step it makes no difference
    else:
        cut = {}
    # Where text is cut, the first step never sees a word that begins with one of those.
    steps = [_without(chain[0], cut), *chain[1:]]
    known = frozenset("".join(key for words in (normalised, cut, *chain) for key in words))
    if not OPERATORS.isdisjoint(known):
        raise ValueError("a dictionary converts descriptions of characters")
    alone = _Alone(known, steps)
    walked = {*normalised, *OPERATORS, *alone.longer}
    walked |= {key for key, value in cut.items() if len(key) == 1 and value != alone.final(key)}
    anchors, between = _anchors(cut, steps, alone)
    changed = [(c, alone.final(c)) for c in sorted(known - walked) if alone.final(c) != c]
    walked |= {c for c, _ in changed if ord(c) > LAST_MAPPED}
    mapped = [(before, after) for before, after in changed if ord(before) <= LAST_MAPPED]
    final = dict(mapped)
    by_map = {key: "".join([final.get(character, character) for character in key]) for key in cut}
    return Compiled(
        before="".join(before for before, _ in mapped),
        after="".join(after for _, after in mapped),
        walked="".join(sorted(walked)),
        triggers=_ranges([*walked, *_covering(anchors | between)]),
        anchors="".join(sorted(anchors)),
        between="".join(sorted(between)),
        known="".join(sorted(known)),
        normalised=stored(normalised),
        cut=stored({key: "" if value == by_map[key] else value for key, value in cut.items()}),
        steps=tuple(map(stored, steps)),
    )


class _Alone:
    """What characters become that stand alone, step after step."""

    def __init__(self, known: Iterable[str], steps: Sequence[Mapping[str, str]]) -> None:
        self.longer: set[str] = set()
        """Characters that become several, or nothing."""
        self._steps = steps
        forms = {c: c for c in known}
        self._sources: list[dict[str, set[str]]] = []
        for step in steps:
            sources: dict[str, set[str]] = defaultdict(set)
            for source, form in forms.items():
                sources[form].add(source)
            self._sources.append(sources)
            forms = {source: step.get(form, form) for source, form in forms.items()}
            self.longer |= {source for source, form in forms.items() if len(form) != 1}
            forms = {source: form for source, form in forms.items() if len(form) == 1}
        self._final = forms

    def final(self, text: str) -> str:
        """Convert *text* character by character by all steps."""
        return "".join([self._final.get(character, character) for character in text])

    def step(self, number: int, text: str) -> str:
        """Convert *text* character by character by one step."""
        step = self._steps[number]
        return "".join([step.get(character, character) for character in text])

    def sources(self, number: int, pair: str) -> Iterator[str]:
        """Yield the pairs of characters that a step sees as *pair*."""
        first, second = (self._sources[number][character] for character in pair)
        return map("".join, product(first, second))


def _anchors(cut: Mapping[str, str], steps: Sequence[Mapping[str, str]], alone: _Alone) -> tuple[set[str], set[str]]:
    common = Counter(pair for words in (cut, *steps) for key in words for pair in _pairs(key))

    def chosen(words: Mapping[str, str], singly: Callable[[str], str]) -> set[str]:
        """Choose for each exceptional word the pair that the fewest words contain, where it differs."""
        longer = ((key, value, singly(key)) for key, value in words.items() if len(key) > 1)
        return {
            min(_differing(key, value, single), key=lambda pair: (common[pair], pair))
            for key, value, single in longer
            if value != single
        }

    between = {
        source
        for number, words in enumerate(steps)
        for pair in chosen(words, partial(alone.step, number))
        for source in alone.sources(number, pair)
    }
    return chosen(cut, alone.final), between


def _differing(key: str, value: str, single: str) -> set[str]:
    """Return the pairs of characters of *key* where its replacement is not what the characters become singly."""
    if not len(key) == len(value) == len(single):
        return set(_pairs(key))
    places = [place for place in range(len(key)) if value[place] != single[place]]
    return {key[start : start + 2] for place in places for start in (place - 1, place) if 0 <= start < len(key) - 1}


def _pairs(text: str) -> Iterator[str]:
    return map("".join, pairwise(text))


def _covering(anchors: set[str]) -> list[str]:
    """Choose characters of which each anchor holds one; few and rare ones, since each place of theirs is looked at."""
    missing: dict[str, set[str]] = defaultdict(set)
    for pair in anchors:
        for character in pair:
            missing[character].add(pair)
    cost = {character: _FREQUENT if character in FREQUENT_HAN else _COMMON if character in common_han() else 1
            for character in missing}  # fmt: skip
    covering: list[str] = []
    while missing:
        best = max(missing, key=lambda character: (len(missing[character]) / cost[character], character))
        covering.append(best)
        for pair in missing.pop(best):
            for other in set(pair) - {best}:
                missing[other].discard(pair)
                if not missing[other]:
                    del missing[other]
    return covering


def _ranges(characters: Iterable[str]) -> str:
    """Return the inside of a character class that matches *characters*, and maybe some rare ones beside them."""
    ranges: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        # Of codes beyond the basic plane each further range is tried for every character of a text.
        gap = 1 if code < _RARE_FROM else _RARE_GAP
        if ranges and code - ranges[-1][1] <= gap and (code <= LAST_MAPPED) == (ranges[-1][0] <= LAST_MAPPED):
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)


def flattened(step: Sequence[Dictionary]) -> dict[str, str]:
    """Return the dictionaries of *step*, of which an earlier one is asked first, as one in which the longest word wins.

    A word that begins with a word of an earlier dictionary is never found there, so it is left out.
    """
    flat: dict[str, str] = {}
    for dictionary in step:
        flat |= _without(dictionary.replacements, flat)
    return flat


def _without(words: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {
        key: value for key, value in words.items() if not any(key[:end] in others for end in range(1, len(key) + 1))
    }


def _converted(words: Iterable[str], chain: Sequence[Mapping[str, str]]) -> dict[str, str]:
    steps = [Matcher(stored(step)) for step in chain]
    return {word: "".join(made for _, made in chained(word, steps)) for word in words}


def stored(words: Mapping[str, str]) -> Words:
    """Return a dictionary in the form in which a `Matcher` reads it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(words, key=len, reverse=True):
        if len(key) > 1:
            groups[key[:2]] += (key, words[key])
    return Words(
        heads="\n".join(groups),
        groups="\n".join(map("\t".join, groups.values())),
        singles="\t".join(text for item in words.items() if len(item[0]) == 1 for text in item),
    )
