"""What a text says about its own damage: the pairs and numbers that stand elsewhere in it, and its script."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from operator import add
from typing import Final, NamedTuple

from sitegen.text.han import HAN
from sitegen.text.repair.language import changed_by_plain, language_model, plain
from sitegen.text.script.tables import entries

_REPEATED: Final = 0.3
"""The share that the document's own pairs have in the likelihood of the next character."""
_REMEMBERED: Final = 200_000
_TRADITIONAL_SHARE: Final = 0.08
_LEFT_ALONE: Final = frozenset("后于并干范咨么")
"""Characters that both scripts have and careless converters do not touch."""


class Document(NamedTuple):
    """A text, and what it says about its own damage."""

    text: str
    folded: str
    is_traditional: bool
    counts: Mapping[str, int]
    """How often each character, and each pair of neighbours, stands in it."""

    known: dict[str, float]
    """What was asked for before, by all three characters."""

    def behind(self, context: str, folded: str) -> float:
        """Return the logarithm of the probability of a character behind the two of *context*, in this document."""
        key = context + folded
        found = self.known.get(key)
        if found is None:
            found = language_model().behind(context, folded)
            if count := self.counts.get(key[1:]):
                found = max(found, math.log(_REPEATED * count / (self.counts[key[1]] + 1)))
            if len(self.known) > _REMEMBERED:
                self.known.clear()
            self.known[key] = found
        return found


@lru_cache(maxsize=4)
def document(text: str) -> Document:
    """Return *text* with what it shows of itself."""
    folded = plain(text)
    counts = Counter(folded)
    counts.update(map(add, folded, folded[1:]))
    han = len(re.findall(f"[{HAN}]", folded)) or 1
    changed = sum(map(changed_by_plain().__contains__, text))
    return Document(text, folded, changed > han * _TRADITIONAL_SHARE, counts, {})


def in_script_of(doc: Document, text: str) -> str:
    """Return *text*, which is Simplified, as the converter would have written it in this document."""
    if not doc.is_traditional:
        return text
    table = entries("STCharacters.txt")
    return "".join(character if character in _LEFT_ALONE else table.get(character, character) for character in text)
