"""Where emphasis may open and close beside Chinese characters: one rule for reading Markdown and for writing it.

CommonMark lets `**` close after punctuation only before white space or punctuation, which Chinese does not have
there: `**真。**她` stays unread. The amendment (the "CJK-friendly" one known from other implementations) counts CJK
punctuation as a letter, and lets Latin punctuation touch a CJK character.
"""

import re
import unicodedata
from typing import Final

from sitegen.text.han import is_cjk

_HANGUL: Final = r"[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]"


def flanking(before: str, after: str) -> tuple[bool, bool]:
    """Say whether a run of `*` or `_` between two characters is left-flanking and right-flanking.

    *before* and *after* are one character each, or empty at the edge of a block, which counts as white space.
    Source: CommonMark 0.31.2, §6.2, with "punctuation" read as "punctuation that is not CJK", and "preceded (followed)
    by white space or punctuation" as "or a CJK character".

    >>> flanking("。", "她")  # **真。**她
    (True, True)
    >>> flanking("》", "说")  # **《书》**说
    (True, True)
    >>> flanking("。", "")
    (False, True)
    >>> flanking("a", "(")
    (False, True)
    """
    blank_before, blank_after = _is_blank(before), _is_blank(after)
    punctuation_before, punctuation_after = _is_punctuation(before), _is_punctuation(after)
    left = not blank_after and (not punctuation_after or blank_before or punctuation_before or _is_square(before))
    right = not blank_before and (not punctuation_before or blank_after or punctuation_after or _is_square(after))
    return left, right


def _is_blank(character: str) -> bool:
    return not character or character in "\t\n\f\r" or unicodedata.category(character) == "Zs"


def _is_square(character: str) -> bool:
    return is_cjk(character) or re.fullmatch(_HANGUL, character) is not None


def _is_punctuation(character: str) -> bool:
    """Tell whether it is punctuation or a symbol that is not set in a square."""
    return bool(character) and unicodedata.category(character)[0] in "PS" and not _is_square(character)
