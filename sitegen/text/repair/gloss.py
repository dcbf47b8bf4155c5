"""Readings that a converter put behind Traditional characters: 服務(wù)器."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from sitegen.text.repair.edits import Edit
from sitegen.text.script.tables import candidates

_TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_GLOSS: Final = re.compile(rf"\([a-zü{_TONED}]{{1,6}}\)")
_CONFIDENCE: Final = 0.97


def remove_pinyin_gloss(text: str) -> Sequence[Edit]:
    """Find readings in half-width parentheses behind one Traditional character each, whose reading they are.

    A lesson writes the reading of a rare character, of a word, or of a Simplified one; the damage stands behind every
    character that the other script writes differently.

    >>> remove_pinyin_gloss("服務(wù)器")
    (Edit(start=2, end=6, after='', confidence=0.97, applied=True, alternatives=()),)
    >>> remove_pinyin_gloss("重(chóng)庆")
    ()
    """
    if "(" not in text:
        return ()
    return tuple(
        Edit(*match.span(), "", _CONFIDENCE)
        for match in _GLOSS.finditer(text)
        if match.start() and _is_reading(text[match.start() - 1], match.group()[1:-1])
    )


def _is_reading(character: str, syllable: str) -> bool:
    return character in _traditional() and unicodedata.normalize("NFC", syllable) in _readings(character)


@cache
def _traditional() -> frozenset[str]:
    """Return the characters that Simplified script writes otherwise."""
    return frozenset(key for key, values in candidates("TSCharacters.txt").items() if key not in values)


@cache
def _readings(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # noqa: PLC0415 - slow to load, and hardly ever needed

    (found,) = pinyin(character, style=Style.TONE, heteronym=True)
    return frozenset(unicodedata.normalize("NFC", reading) for reading in found)
