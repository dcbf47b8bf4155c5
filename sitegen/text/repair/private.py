"""Characters of Hong Kong's supplement that were left in the private-use area: 嚟, 嘅, 咗 and thousands more.

Before Unicode had them, systems with the Hong Kong supplementary character set put them where Windows puts the user's
cells of Big5, and old pages were brought to UTF-8 in that way. The cell gives the bytes, and the bytes the character.
"""

import re
from collections.abc import Sequence
from typing import Final

from sitegen.text.han import HAN, common_han, is_cjk, is_han
from sitegen.text.repair.channels import MARKS, big5_private
from sitegen.text.repair.edits import Edit
from sitegen.text.repair.evidence import document
from sitegen.text.repair.rarity import seen

_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_AROUND: Final = 4
"""Characters on each side that must be whole: what is private amid damage came of the damage."""
_MOST_ODD: Final = 2
"""Of these, so many may be rare ones: speech has its own."""
_CONFIDENCE: Final = 0.95
# What Cantonese is written with, names of places, and forms that papers of Hong Kong print: what else a cell shows is
# too rare for a guess.
_WRITTEN: Final = frozenset(
    "冚劏咗哋唞唥啉啩啫啱啲喐喺嗰嗱嘅嘞嘢嘥噃噏嚟嚿孭掹揼揾搲攞攰杧枱栢梘氹氽煀牀睺瞓糉綫羣脷茘菓葱衞裇覩踎踭蹆軚邨鈪鎅韮飈飊餸鱲鷄麪"
)


def restore_private(text: str) -> Sequence[Edit]:
    r"""Find private-use characters in the words of a Traditional text that are of Hong Kong's supplement.

    >>> [edit.after for edit in restore_private("佢喺廚房\uecd9兩個鐘頭，")]
    ['咗']
    """
    if not _PRIVATE.search(seen(text).letters) or not document(text).is_traditional:
        return ()
    meant = ((place, _meant(place.group())) for place in _PRIVATE.finditer(text) if _is_in_word(text, place.start()))
    return tuple(Edit(*place.span(), after, _CONFIDENCE) for place, after in meant if after)


def _meant(character: str) -> str:
    """Return what *character* shows where the supplement is installed; "" for what is not written."""
    for data in big5_private(ord(character)):
        found = data.decode("big5hkscs", "ignore")
        if found in _WRITTEN:
            return found
    return ""


def _is_in_word(text: str, place: int) -> bool:
    around = text[max(place - _AROUND, 0) : place] + text[place + 1 : place + 1 + _AROUND]
    is_whole = not any(mark in around for mark in MARKS) and sum(map(_is_odd, around)) <= _MOST_ODD
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    return is_whole and (is_han(before) or is_han(after)) and all(map(_may_stand, (before, after)))


def _is_odd(character: str) -> bool:
    return re.match(f"[{HAN}]", character) is not None and character not in common_han()


def _may_stand(side: str) -> bool:
    """Tell whether *side* may stand beside a character within a sentence; a picture of a font stands apart."""
    return bool(side) and (is_cjk(side) or side in "“”‘’…—\n" or _PRIVATE.match(side) is not None)
