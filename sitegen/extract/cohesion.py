"""Measure whether a line speaks of what its document speaks of.

Two characters that stand together are a term. A paragraph of an article repeats a fifth of its terms from the others
(one in twenty paragraphs less than 7 %); one of another article 2 % (one in twenty more than 10 %). Measured on the 27
longest articles of the extraction set; no list of words is needed, and names count like all others.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import Final, NamedTuple

from sitegen.extract.shape import HAN, LONGEST
from sitegen.text.script.careless import in_one_script

APART_MAX: Final = 0.03
"""Share of terms: what has less has nothing in common with the article."""
COHESIVE_MIN: Final = 0.08
COMMON_WORD: Final = 7
"""Terms among which one that the document has may be chance."""
TERMS_MIN: Final = 6
"""Of a line: with fewer, nothing in common is chance."""
CONTEXT_MIN: Final = 120
"""Terms of an article, below which it says too little to judge by."""


_RUN: Final = re.compile(f"[{HAN}]{{2,}}")


@lru_cache(512)
def terms(text: str) -> AbstractSet[str]:
    """Return the pairs of neighbouring Chinese characters in *text*, whichever script they are in.

    >>> sorted(terms("春天,花開了"))
    ['开了', '春天', '花开']
    """
    if not _RUN.search(text):
        return frozenset()
    found: set[str] = set()
    for run in _RUN.findall(in_one_script(text[:LONGEST])):
        found.update(map(add, run, run[1:]))
    return found


class Measure(NamedTuple):
    """What a line has in common with a document."""

    share: float | None
    """Of its terms, which the document has; None where that says nothing."""

    strange: bool
    """It has next to no term of the document, though it may be too short for that to be certain."""

    @property
    def apart(self) -> bool:
        """Whether it surely speaks of something else than the document."""
        return self.share is not None and self.share <= APART_MAX

    @property
    def cohesive(self) -> bool:
        """Whether it may speak of the same; what cannot be told counts as cohesive."""
        return self.share is None or self.share >= COHESIVE_MIN


@dataclass(frozen=True, slots=True)
class Cohesion:
    """The terms of a document's paragraphs."""

    known: AbstractSet[str]
    repeated: AbstractSet[str]
    """The terms that several paragraphs have."""

    @classmethod
    def of(cls, paragraphs: Sequence[str]) -> "Cohesion":
        """Return the terms of *paragraphs*."""
        known: set[str] = set()
        repeated: set[str] = set()
        for own in map(terms, paragraphs):
            repeated |= known & own
            known |= own
        return cls(known, repeated)

    def measure(self, text: str, *, inside: bool = False) -> Measure:
        """Return what *text* has in common with the document.

        *inside* tells that *text* is one of the document's paragraphs, whose own terms do not count.
        """
        own = terms(text)
        size = len(own)
        shared = len(own & (self.repeated if inside else self.known))
        told = size >= TERMS_MIN and len(self.known) - (size if inside else 0) >= CONTEXT_MIN
        # One term among seven or more is a common word.
        return Measure(shared / size if told else None, bool(own) and shared <= (size >= COMMON_WORD))

    def share(self, text: str, *, inside: bool = False) -> float | None:
        """Return the share of `measure`.

        >>> Cohesion.of(["春天来了"]).share("秋天来了") is None
        True
        """
        return self.measure(text, inside=inside).share

    def raw_share(self, text: str) -> float:
        """Return which share of the terms of *text* the document has, however few they are."""
        own = terms(text)
        return len(own & self.known) / len(own) if own else 0.0

    def is_cohesive(self, text: str, *, inside: bool = False) -> bool:
        """Say whether *text* is cohesive, by `measure`."""
        return self.measure(text, inside=inside).cohesive
