"""Mend the words of a document and bring them to one script, all of them at once.

Titles, names and body go through `repair` together, joined by line ends, because a repair asks what the rest of the
document shows. A line end is never part of a damage, so the result falls into the same number of pieces.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sitegen.model import LANGUAGE_ALIASES, RepairStep
from sitegen.text.marked import map_words, transfer, unmark
from sitegen.text.repair import Place, repair
from sitegen.text.script.detect import detect
from sitegen.text.script.naive import NAIVE_THRESHOLD, canonicalise

_SHOWN: Final = 24
"""Characters of the text that stand in the record of a whole-document step."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of one document after repair, and how that was done."""

    texts: tuple[str, ...]
    lang: str
    steps: tuple[RepairStep, ...]
    marked: tuple[str, ...] = ()
    """`texts` with the places of the steps marked (`text.marked`); empty where that could not be done."""

    places: tuple[Place, ...] = ()
    """What stood in the places, by their numbers."""

    is_naive: bool = False
    """The texts, and what stood in the places, were brought from Traditional to Simplified."""


def written_in(text: str) -> str:
    """Return `Hans` or `Hant`; empty if *text* is too short to tell or is not Chinese."""
    tag = detect(text).lang
    return {"zh-Hans": "Hans", "zh-Hant": "Hant", "zh-Hant-HK": "Hant"}.get(tag, "")


def mend(texts: Sequence[str]) -> tuple[tuple[str, ...], tuple[RepairStep, ...]]:
    """Return *texts* repaired as one document, and the steps."""
    words = _mend(texts)
    return words.texts, words.steps


def mend_words(texts: Sequence[str], stated: str, *, given: str = "") -> Words:
    """Return *texts* repaired, and in Simplified if they were converted to Traditional without care.

    *stated* is the language that the page names; it counts only where the words themselves are too few to tell. What a
    person said of the language, *given*, is not questioned: Traditional text then stays as it is.
    """
    words = _mend(texts)
    if given and LANGUAGE_ALIASES.get(given.lower()) != "zh-Hans":
        return replace(words, lang=given)
    whole = "\n".join(words.texts)
    found = detect(whole)
    lang = found.lang if found.lang != "und" else LANGUAGE_ALIASES.get(stated.lower(), stated or "und")
    if found.naive <= NAIVE_THRESHOLD:
        return replace(words, lang=lang)
    simplified = canonicalise(whole)
    step = RepairStep("naive-traditional", whole[:_SHOWN], f"{simplified[:_SHOWN]} (score {found.naive:.1f})", 0.998)
    lines = tuple(simplified.split("\n"))
    marked = tuple(transfer(old, new) for old, new in zip(words.marked, lines, strict=False))
    places = tuple(
        place if place.before is None else replace(place, before=map_words(place.before, canonicalise))
        for place in words.places
    )
    return Words(lines, "zh-Hans", (*words.steps, step), marked, places, is_naive=True)


def _mend(texts: Sequence[str]) -> Words:
    flat = [text.replace("\n", " ") for text in texts]
    repaired = repair("\n".join(flat))
    pieces = repaired.text.split("\n")
    if len(pieces) != len(flat):
        alone = [repair(text) for text in flat]
        pieces = [r.text.replace("\n", " ") for r in alone]
        return Words(tuple(pieces), "", tuple(step for r in alone for step in r.steps))
    marked = tuple(repaired.marked.split("\n"))
    is_whole = len(marked) == len(pieces) and all(unmark(m) == text for m, text in zip(marked, pieces, strict=True))
    return Words(tuple(pieces), "", repaired.steps, *((marked, repaired.places) if is_whole else ()))
