"""Readings that a converter put behind characters: 服務(wù)器, 桥上的(de)人(rén)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from sitegen.text.han import FREQUENT_HAN, HAN
from sitegen.text.repair.edits import Edit
from sitegen.text.repair.rarity import seen
from sitegen.text.script.tables import candidates

_TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_GLOSS: Final = re.compile(rf"\([a-zü{_TONED}]{{1,6}}\)")
_ANY_GLOSS: Final = re.compile(rf"[(（](?<=[{HAN}][(（])([a-zü{_TONED}]{{1,6}})[)）]")
_COMMON_MIN: Final = 3
"""Different characters that everybody can read."""
_PRIMER: Final = 0.6
"""Of the characters of a line: where more have their readings, it is written for those who learn to read."""
_CONFIDENCE: Final = 0.97


def remove_pinyin_gloss(text: str) -> Sequence[Edit]:
    """Find readings in parentheses behind single characters, whose reading they are.

    A lesson writes the reading of a rare character, of a word, or of a Simplified one. The damage stands behind every
    character that the other script writes differently; or behind any, also such as everybody can read: 的(de).

    >>> remove_pinyin_gloss("服務(wù)器")
    (Edit(start=2, end=6, after='', confidence=0.97, applied=True, alternatives=()),)
    >>> remove_pinyin_gloss("重(chóng)庆")
    ()
    >>> [e.start for e in remove_pinyin_gloss("桥上的(de)人(rén)走了(le)，石(shi)阶还在")]
    [3, 8, 15, 21]
    """
    if ("(" not in text and "（" not in text) or not seen(text).has_han:
        return ()
    found = [match for match in _ANY_GLOSS.finditer(text) if _is_any_reading(text[match.start() - 1], match[1])]
    if len({text[match.start() - 1] for match in found if _is_needless(text, match)}) < _COMMON_MIN:
        found = [
            match
            for match in _GLOSS.finditer(text)
            if match.start() and _is_reading(text[match.start() - 1], match.group()[1:-1])
        ]
    return tuple(Edit(*match.span(), "", _CONFIDENCE) for match in found)


def _is_needless(text: str, gloss: re.Match[str]) -> bool:
    """Tell whether *gloss* tells the usual reading of one of the most frequent characters, within a word.

    What speaks of a character has it alone, as in “的(de)”.
    """
    place = gloss.start() - 1
    if text[place] not in FREQUENT_HAN or not place or not re.match(f"[{HAN}）)]", text[place - 1]):
        return False
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    if len(_ANY_GLOSS.findall(line)) > _PRIMER * len(re.findall(f"[{HAN}]", line)):
        return False
    return _toneless(gloss[1]) == _toneless(_usual_reading(text[place]))


def _is_any_reading(character: str, syllable: str) -> bool:
    return _toneless(syllable) in set(map(_toneless, _readings(character)))


def _toneless(syllable: str) -> str:
    plain = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    return "".join(letter for letter in plain if letter.isalpha() and letter.isascii())


@cache
def _usual_reading(character: str) -> str:
    from pypinyin import Style, pinyin  # noqa: PLC0415 - slow to load, and hardly ever needed

    return str(pinyin(character, style=Style.TONE)[0][0])


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
