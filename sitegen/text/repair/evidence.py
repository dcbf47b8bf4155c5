"""What a text says about its own damage: the pairs and numbers that stand elsewhere in it, and its script."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from sitegen.text.han import HAN
from sitegen.text.repair.language import plain
from sitegen.text.script.tables import entries

_REPEATED: Final = 0.3
"""The share that the document's own pairs have in the likelihood of the next character."""
_TRADITIONAL_SHARE: Final = 0.08
_LEFT_ALONE: Final = frozenset("后于并干范咨么")
"""Characters that both scripts have and careless converters do not touch."""


class Document(NamedTuple):
    """A text, and what it says about its own damage."""

    text: str
    folded: str
    is_traditional: bool
    pairs: Mapping[str, float]
    """The logarithm of how often a character follows another in this document."""

    numbers: Mapping[str, int]


def document(text: str) -> Document:
    """Return *text* with what it shows of itself."""
    folded = plain(text)
    han = len(re.findall(f"[{HAN}]", folded)) or 1
    changed = sum(a != b and a >= "\u2e80" for a, b in zip(text, folded, strict=True))
    firsts = Counter(folded)
    pairs = Counter(a + b for a, b in pairwise(folded))
    shares = {pair: math.log(_REPEATED * n / (firsts[pair[0]] + 1)) for pair, n in pairs.items()}
    return Document(text, folded, changed > han * _TRADITIONAL_SHARE, shares, Counter(re.findall(r"\d+", text)))


def in_script_of(doc: Document, text: str) -> str:
    """Return *text*, which is Simplified, as the converter would have written it in this document."""
    if not doc.is_traditional:
        return text
    table = entries("STCharacters.txt")
    return "".join(character if character in _LEFT_ALONE else table.get(character, character) for character in text)
