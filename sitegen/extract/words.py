"""Mend the words of a document and bring them to one script, all of them at once.

Titles, names and body go through `repair` together, joined by line ends, because a repair asks what the rest of the
document shows. A line end is never part of a damage, so the result falls into the same number of pieces.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sitegen.model import LANGUAGE_ALIASES, RepairStep
from sitegen.text.repair import repair
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


def written_in(text: str) -> str:
    """Return `Hans` or `Hant`; empty if *text* is too short to tell or is not Chinese."""
    tag = detect(text).lang
    return {"zh-Hans": "Hans", "zh-Hant": "Hant", "zh-Hant-HK": "Hant"}.get(tag, "")


def mend(texts: Sequence[str]) -> tuple[tuple[str, ...], tuple[RepairStep, ...]]:
    """Return *texts* repaired as one document, and the steps."""
    flat = [text.replace("\n", " ") for text in texts]
    repaired = repair("\n".join(flat))
    pieces = repaired.text.split("\n")
    if len(pieces) == len(flat):
        return tuple(pieces), repaired.steps
    alone = [repair(text) for text in flat]
    return tuple(r.text.replace("\n", " ") for r in alone), tuple(step for r in alone for step in r.steps)


def mend_words(texts: Sequence[str], stated: str) -> Words:
    """Return *texts* repaired, and in Simplified if they were converted to Traditional without care.

    *stated* is the language that the page names; it counts only where the words themselves are too few to tell.
    """
    mended, steps = mend(texts)
    whole = "\n".join(mended)
    found = detect(whole)
    lang = found.lang if found.lang != "und" else LANGUAGE_ALIASES.get(stated.lower(), stated or "und")
    if found.naive <= NAIVE_THRESHOLD:
        return Words(mended, lang, steps)
    simplified = canonicalise(whole)
    step = RepairStep("naive-traditional", whole[:_SHOWN], f"{simplified[:_SHOWN]} (score {found.naive:.1f})", 0.998)
    return Words(tuple(simplified.split("\n")), "zh-Hans", (*steps, step))
