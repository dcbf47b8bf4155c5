"""Mend the words of a document and bring them to one script, all of them at once.

Titles, names and body go through `repair` together, joined by line ends, because a repair asks what the rest of the
document shows. A line end is never part of a damage, so the result falls into the same number of pieces.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from sitegen.model import LANGUAGE_ALIASES, VARIANTS, Evidence, RepairStep, Script
from sitegen.text.marked import map_words, transfer, unmark
from sitegen.text.repair import Place, repair
from sitegen.text.script.detect import UNDETERMINED, Detected, detect, script_of
from sitegen.text.script.naive import canonicalise

_SHOWN: Final = 24
"""Characters of the text that stand in the record of a whole-document step."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of one document after repair, and how that was done."""

    texts: tuple[str, ...]
    lang: str
    steps: tuple[RepairStep, ...]
    evidence: tuple[Evidence, ...] = ()
    """In which script the words were found, and what was done with them."""

    warnings: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    """`texts` with the places of the steps marked (`text.marked`); empty where that could not be done."""

    places: tuple[Place, ...] = ()
    """What stood in the places, by their numbers."""

    is_naive: bool = False
    """The texts, and what stood in the places, were brought from Traditional to Simplified."""


@lru_cache(512)
def written_in(text: str) -> Script | None:
    """Return the script of *text*; None if it is too short to tell or is not Chinese."""
    return script_of(text)


def mend(texts: Sequence[str]) -> tuple[tuple[str, ...], tuple[RepairStep, ...]]:
    """Return *texts* repaired as one document, and the steps."""
    words = _mend(texts)
    return words.texts, words.steps


def mend_words(texts: Sequence[str], stated: str, *, given: str = "", around: Iterable[str] = ()) -> Words:
    """Return *texts* repaired, and in Simplified if they were converted to Traditional without care.

    Whoever converts a page converts all of it: where *texts* alone do not tell, the Traditional lines *around* them do.
    *stated* is the language that the page names; it counts only where the words themselves do not tell. What a person
    said of the language, *given*, is not questioned: Traditional text then stays as it is.
    """
    words = _mend(texts)
    whole = "\n".join(words.texts)
    found = detect(whole, _tag(stated))
    lang = _tag(given) or (found.lang if found.lang != UNDETERMINED else _tag(stated) or UNDETERMINED)
    if _is_traditional(found.lang) and not found.is_naive:
        traditional = (line for line in around if written_in(line) is Script.HANT)
        page = detect("\n".join((whole, *traditional)))
        found = page if page.is_naive else found
    if not found.is_naive or (given and _tag(given) != "zh-Hans"):
        evidence = (Evidence("lang", "script", f"{_described(found)}: kept as written"),)
        return replace(words, lang=lang, evidence=evidence, warnings=tuple(_warnings(found, given)))
    simplified = canonicalise(whole)
    step = RepairStep("naive-traditional", whole[:_SHOWN], f"{simplified[:_SHOWN]} (score {found.naive:.1f})", 0.998)
    lines = tuple(simplified.split("\n"))
    marked = tuple(transfer(old, new) for old, new in zip(words.marked, lines, strict=False))
    places = tuple(
        place if place.before is None else replace(place, before=map_words(place.before, canonicalise))
        for place in words.places
    )
    evidence = (Evidence("lang", "script", f"{_described(found)}: taken back to Simplified"),)
    return Words(lines, "zh-Hans", (*words.steps, step), evidence, (), marked, places, is_naive=True)


def _tag(language: str) -> str:
    return LANGUAGE_ALIASES.get(language.lower(), language)


def _is_traditional(language: str) -> bool:
    return _tag(language) in VARIANTS and VARIANTS[_tag(language)].script is Script.HANT


def _described(found: Detected) -> str:
    if found.is_naive:
        return f"{found.lang} converted character by character (score {found.naive:.1f})"
    score = f" (score {found.naive:.1f} of a careless conversion)" if _is_traditional(found.lang) else ""
    mixed = f", mixed with {found.mixed:.0%} of the other script" if found.mixed else ""
    return f"{found.lang}{mixed}{score}"


def _warnings(found: Detected, given: str) -> Iterator[str]:
    if found.mixed and not given:
        yield f"the text is in both scripts ({found.mixed:.0%} are not {found.lang}): it was kept as written"
    has_scripts = found.lang in VARIANTS and _tag(given) in VARIANTS
    if has_scripts and _is_traditional(found.lang) != _is_traditional(given):
        yield f"the text is said to be {_tag(given)}, but its characters are those of {found.lang}"


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
    return Words(tuple(pieces), "", repaired.steps, (), (), *((marked, repaired.places) if is_whole else ()))
