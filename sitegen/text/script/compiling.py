"""A profile's dictionaries, composed into what converts a text by one map and two searches.

Nearly every character of a text becomes what it would become if it stood alone, so one map of characters does nearly
all of the work. The exceptions are words, and they are looked for by automata:

- the words at which text is cut, the longest at each place from the left, which is how the reference matches. What the
  whole chain makes of each is known beforehand; it counts where it is not what the map does.
- the words of the steps, which change what stands between those. A step sees what the steps before it made; what is
  looked for is every text that they turn into its word character by character. A stretch that holds one of these
  anywhere is converted step by step.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

from sitegen.text.script.descriptions import OPERATORS
from sitegen.text.script.matching import Matcher, Words, chained
from sitegen.text.script.tables import Dictionary, Tables

NOBODY: Final = "\x1f"
"""No dictionary holds it."""


class Compiled(NamedTuple):
    """All that the converter of a profile needs."""

    normalised: str
    """Characters that are exchanged before anything else."""

    instead: str
    """What stands in their places then."""

    before: str
    """Characters that change where they stand alone."""

    after: str
    """What they become, in the same order."""

    cut: str
    """The words at which text is cut, a line each, sorted."""

    values: str
    """For each of those words a line: what becomes of it, or nothing where the map does the same."""

    between: str
    """The texts that need all steps, a line each."""

    steps: tuple[Words, ...]
    """What is done to text between the words at which it is cut, step after step."""


def compile_tables(tables: Tables) -> Compiled:
    """Compose the dictionaries of *tables*; it takes up to a second.

    `ValueError` for what none of the known profiles does: to convert descriptions of characters, or to exchange one
    character for several before anything is converted.
    """
    chain = [flattened(step) for step in tables.chain]
    if tables.segmentation is not None:
        cut = _converted(tables.segmentation, chain)
    elif len(chain) == 1:
        cut = {key: value for key, value in chain[0].items() if len(key) > 1}  # of one step it makes no difference
    else:
        cut = {}
    # Where text is cut, the first step never sees a word that begins with one of those.
    steps = [_without(chain[0], cut), *chain[1:]]
    normalised = {chr(code): value for code, value in tables.normalisation.items()}
    known = frozenset("".join(key for words in (normalised, cut, *chain) for key in words))
    if not known.isdisjoint({*OPERATORS, NOBODY}) or not all(cut.values()):
        raise ValueError("a dictionary converts descriptions of characters, or a word into nothing")
    if any(len(value) != 1 for value in normalised.values()):
        raise ValueError("what is exchanged beforehand changes its length")
    cut = dict(sorted(cut.items()))
    final, between = _alone(known, steps)
    changed = {character: form for character, form in final.items() if form != character}
    by_map = {key: "".join([final.get(character, character) for character in key]) for key in cut}
    return Compiled(
        "".join(normalised),
        "".join(normalised.values()),
        "".join(changed),
        "".join(changed.values()),
        "\n".join(cut),
        "\n".join(["" if value == by_map[key] else value for key, value in cut.items()]),
        "\n".join(sorted(between)),
        tuple(map(stored, steps)),
    )


def _alone(known: Iterable[str], steps: Sequence[Mapping[str, str]]) -> tuple[dict[str, str], set[str]]:
    """Return what each character becomes that stands alone, and the texts of which a step makes something else.

    A character that becomes several, or nothing, is such a text.
    """
    between: set[str] = set()
    forms = {character: character for character in sorted(known)}
    for step in steps:
        sources: dict[str, list[str]] = defaultdict(list)
        for source, form in forms.items():
            sources[form].append(source)
        between |= {text for word in step if len(word) > 1 for text in _sources(word, sources)}
        forms = {source: step.get(form, form) for source, form in forms.items()}
        between |= {source for source, form in forms.items() if len(form) != 1}
        forms = {source: form for source, form in forms.items() if len(form) == 1}
    return forms, between


def _sources(word: str, sources: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return map("".join, product(*(sources.get(character, ()) for character in word)))


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
