"""Measure whether a line speaks of what its document speaks of.

Two characters that stand together are a term. A paragraph of an article repeats a fifth of its terms from the others
(one in twenty paragraphs less than 7 %); one of another article 2 % (one in twenty more than 10 %). Measured on the 27
longest articles of the extraction set; no list of words is needed, and names count like all others.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

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


_PAIR: Final = re.compile(f"(?=([{HAN}]{{2}}))")


@lru_cache(512)
def terms(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring Chinese characters in *text*, whichever script they are in.

    >>> sorted(terms("春天,花開了"))
    ['开了', '春天', '花开']
    """
    if text.isascii():
        return frozenset()
    return frozenset(_PAIR.findall(in_one_script(text[:LONGEST])))


@dataclass(frozen=True, slots=True)
class Cohesion:
    """The terms of a document's paragraphs, each with the number of paragraphs that have it."""

    counts: Counter[str]
    repeated: frozenset[str]
    """The terms that several paragraphs have."""

    @classmethod
    def of(cls, paragraphs: Sequence[str]) -> "Cohesion":
        """Return the terms of *paragraphs*."""
        counts = Counter(chain.from_iterable(map(terms, paragraphs)))
        return cls(counts, frozenset(term for term, count in counts.items() if count > 1))

    def share(self, text: str, *, inside: bool = False) -> float | None:
        """Return which share of the terms of *text* the document has; None where that says nothing.

        *inside* tells that *text* is one of the document's paragraphs, whose own terms do not count.

        >>> Cohesion.of(["春天来了"]).share("秋天来了") is None
        True
        """
        own = terms(text)
        if len(own) < TERMS_MIN or len(self.counts) - (len(own) if inside else 0) < CONTEXT_MIN:
            return None
        return self._shared(own, inside=inside) / len(own)

    def raw_share(self, text: str) -> float:
        """Return which share of the terms of *text* the document has, however few they are."""
        own = terms(text)
        return self._shared(own, inside=False) / len(own) if own else 0.0

    def _shared(self, own: frozenset[str], *, inside: bool) -> int:
        return len(own & self.repeated) if inside else len(own & self.counts.keys())

    def is_strange(self, text: str, *, inside: bool = False) -> bool:
        """Say whether *text* has next to no term of the document, though it may be too short for that to be certain.

        One among seven or more is a common word.
        """
        own = terms(text)
        return bool(own) and self._shared(own, inside=inside) <= (len(own) >= COMMON_WORD)

    def is_cohesive(self, text: str, *, inside: bool = False) -> bool:
        """Say whether *text* may speak of the same; what cannot be told counts as cohesive."""
        share = self.share(text, inside=inside)
        return share is None or share >= COHESIVE_MIN
