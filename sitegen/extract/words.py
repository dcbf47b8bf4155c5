"""Mend the words of a document and bring them to one script, all of them at once.

Titles, names and body go through `repair` together, joined by line ends, because a repair asks what the rest of the
document shows. A line end is never part of a damage, so the result falls into the same number of pieces.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from sitegen.extract.earlier import Record, step
from sitegen.extract.source import Source
from sitegen.model import LANGUAGE_ALIASES, VARIANTS, Evidence, RepairStep, Script
from sitegen.text.marked import map_words, transfer, unmark
from sitegen.text.repair import Place, Repaired, repair
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
    """What was done before, then the repairs."""

    evidence: tuple[Evidence, ...] = ()
    """In which script the words were found, and what was done with them."""

    warnings: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    """`texts` with the places of the steps marked (`text.marked`); empty where that could not be done."""

    places: tuple[Place, ...] = ()
    """What stood in the places, by their numbers."""

    naive: "Words | None" = None
    """The same in Traditional, if the last step brought all of it to Simplified."""


@lru_cache(512)
def written_in(text: str) -> Script | None:
    """Return the script of *text*; None if it is too short to tell or is not Chinese."""
    return script_of(text)


def mend(source: Source) -> Words:
    """Return the texts of the rows of *source* repaired as one document, and all that was done to them."""
    earlier = Record(list(source.steps), list(source.places))
    return _mend([row.text for row in source.rows], [row.marked or row.text for row in source.rows], earlier)


def mend_words(
    texts: Sequence[str],
    stated: str,
    *,
    given: str = "",
    around: Iterable[str] = (),
    marked: Sequence[str] = (),
    earlier: Record | None = None,
) -> Words:
    """Return *texts* repaired, and in Simplified if they were converted to Traditional without care.

    *earlier* says what was done before, *marked* in which places of *texts*.

    Whoever converts a page converts all of it: where *texts* alone do not tell, the Traditional lines *around* them do.
    *stated* is the language that the page names; it counts only where the words themselves do not tell. What a person
    said of the language, *given*, is not questioned: Traditional text then stays as it is.
    """
    words = _mend(texts, marked or texts, earlier or Record())
    whole = "\n".join(words.texts)
    found = detect(whole, _tag(stated))
    lang = _tag(given) or (found.lang if found.lang != UNDETERMINED else _tag(stated) or UNDETERMINED)
    if _is_traditional(found.lang) and not found.is_naive:
        traditional = (line for line in around if written_in(line) is Script.HANT)
        page = detect(whole, around="\n".join(traditional))
        found = page if page.is_naive else found
    if not found.is_naive or (given and _tag(given) != "zh-Hans"):
        evidence = (
            Evidence("lang", "script", f"{_described(found)}: kept as written")
            if found.lang != UNDETERMINED or lang == UNDETERMINED
            else Evidence("lang", "attribute:lang", stated),
        )
        return replace(words, lang=lang, evidence=evidence, warnings=tuple(_warnings(found, given)))
    simplified = canonicalise(whole)
    made = step("naive-traditional", whole[:_SHOWN], simplified[:_SHOWN])
    lines = tuple(simplified.split("\n"))
    marked = tuple(transfer(old, new) for old, new in zip(words.marked, lines, strict=False))
    places = tuple(
        place if place.before is None else replace(place, before=map_words(place.before, canonicalise))
        for place in words.places
    )
    evidence = (Evidence("lang", "script", f"{_described(found)}: taken back to Simplified"),)
    original = replace(words, lang=_tag(found.lang), steps=(*words.steps, made))
    return Words(lines, "zh-Hans", original.steps, evidence, (), marked, places, original)


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


def _mend(texts: Sequence[str], marked_before: Sequence[str], earlier: Record) -> Words:
    flat = [text.replace("\n", " ") for text in texts]
    before = "\n".join(text.replace("\n", " ") for text in marked_before) if earlier.places else ""
    steps = earlier.counted(before)
    repaired = repair("\n".join(flat), Repaired("", steps, before, tuple(earlier.places)) if steps else None)
    pieces = repaired.text.split("\n")
    if len(pieces) != len(flat):
        alone = [repair(text) for text in flat]
        pieces = [r.text.replace("\n", " ") for r in alone]
        return Words(tuple(pieces), "", (*steps, *(step for r in alone for step in r.steps)))
    marked = tuple(repaired.marked.split("\n"))
    is_whole = len(marked) == len(pieces) and all(
        m == text or unmark(m) == text for m, text in zip(marked, pieces, strict=True)
    )
    return Words(tuple(pieces), "", repaired.steps, (), (), *((marked, repaired.places) if is_whole else ()))
