"""Latin letters that a converter of scripts took for halves of Han characters: 颁辞苍迟别苍迟 is Content.

Such converters hold two strings of GBK, Traditional and Simplified, in the order of GB 2312, and look for bytes instead
of characters. A letter is found as the second byte of the first Traditional character that ends in it, and is replaced
by that one's Simplified form. So the table follows from the standards.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from sitegen.text.repair.edits import Edit
from sitegen.text.repair.rarity import seen
from sitegen.text.script.tables import candidates

_FEWEST: Final = 4
"""Letters in a row: three of these characters may meet in a sentence."""
_CONFIDENCE: Final = 0.95
# In these the converters' strings, which are older, differ from the dictionary of today.
_OLD_FORMS: Final = MappingProxyType({"产": "産"})
_LATER: Final = frozenset("肮")
_VOWELS: Final = re.compile("[aeiouyAEIOUY]")


def restore_letters(text: str) -> Sequence[Edit]:
    """Find words of Latin letters that stand as Han characters.

    >>> restore_letters("见 颁辞苍迟别苍迟 页")
    (Edit(start=2, end=9, after='Content', confidence=0.95, applied=True, alternatives=()),)
    """
    if not seen(text).has_han:
        return ()
    letters = _letters()
    edits: list[Edit] = []
    for run in _pattern().finditer(text):
        words = "".join(letters.get(character, " ") for character in run.group())
        if len(words) - words.count(" ") >= _FEWEST and all(map(_is_word, words.split(" "))):
            edits.append(Edit(*run.span(), words, _CONFIDENCE))
    return tuple(edits)


def _is_word(word: str) -> bool:
    """Tell whether *word* has a vowel, and capitals only in front or throughout."""
    return _VOWELS.search(word) is not None and (word[1:].islower() or word.isupper())


@cache
def _pattern() -> re.Pattern[str]:
    letter = f"[{''.join(_letters())}]"
    return re.compile(f"{letter}{letter}+(?: {letter}{{2,}})*")  # so the engine skips what begins with no such letter


@cache
def _letters() -> Mapping[str, str]:
    """Return the letters by the characters that stand for them."""
    pairs: list[tuple[bytes, bytes, str]] = []
    for simple, forms in candidates("STCharacters.txt").items():
        data = _OLD_FORMS.get(simple, forms[0]).encode("gbk", "ignore")
        simplified = simple.encode("gb2312", "ignore")
        if forms[0] != simple and simple not in _LATER and len(data) == 2 and simplified:  # noqa: PLR2004 - a pair
            pairs.append((simplified, data, simple))
    found: dict[str, str] = {}
    for _, data, simple in sorted(pairs):
        letter = chr(data[1])
        if letter.isascii() and letter.isalpha() and letter not in found.values():
            found[simple] = letter
    return found
