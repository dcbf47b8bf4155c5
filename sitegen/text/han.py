"""Characters of Chinese text: which they are, which are common, and where its sentences end."""

import re
from functools import cache
from typing import Final

HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"
"""The inside of a regular expression's character class: Han characters, compatibility forms and 〇 included."""

_CJK_MORE: Final = (
    "\u2e80-\u2fdf\u3000-\u3006\u3008-\u312f\u31a0-\u31ff"  # radicals, punctuation, kana, bopomofo, strokes
    "\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef"  # vertical and full-width forms
)
# Patterns with large classes stay text: `re` compiles them at their first use, which takes milliseconds each.
_HAN_CHAR: Final = f"[{HAN}]"
_HAN_RUN: Final = f"[{HAN}]+"  # without its runs a text is counted faster than letter by letter
_CJK_CHAR: Final = f"[{HAN}{_CJK_MORE}]"
_CLOSERS: Final = "”’」』）》〉】〕\"')\\]"
_SENTENCE: Final = re.compile(
    # A Latin full stop ends a sentence only before white space: 3.5, example.org and U.S.A stay whole.
    rf".*?(?:[。！？!?…]+[{_CLOSERS}]*|\.[{_CLOSERS}]*(?=\s|$)|$)\s*",
    re.DOTALL,
)
_BLANKS: Final = re.compile(r"\s+")

# GB 2312 rows 16 to 55 hold the 3,755 characters of level 1, Big5 0xA440 to 0xC67E the 5,401 of its level 1: both
# standards put the characters in common use there.
_GB_ROWS: Final = range(0xB0, 0xD8)
_BIG5_LEADS: Final = range(0xA4, 0xC7)
_HIGH: Final = range(0xA1, 0xFF)
_BIG5_TRAILS: Final = (*range(0x40, 0x7F), *_HIGH)


# The characters that every text is full of, in both scripts; wrong readings hit them by chance only.
FREQUENT_HAN: Final = frozenset(
    "的一是不了在人有我他这個们中来上大为和国地到以说時要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法"
    "学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业"
    "这來為國說會對們過發後裡經麼學現當沒動還進樣開從實軍無與長機關點業個"
)


def is_han(character: str) -> bool:
    """Tell whether *character* is a Han character.

    >>> is_han("春"), is_han("。"), is_han("")
    (True, False, False)
    """
    return re.fullmatch(_HAN_CHAR, character) is not None


def is_cjk(character: str) -> bool:
    """Tell whether *character* is one that Chinese or Japanese sets in a full square.

    Han, kana, bopomofo, CJK punctuation and full-width forms; not the quotation marks “”, which Latin text shares.

    >>> [is_cjk(c) for c in "春カ。，a“"]
    [True, True, True, True, False, False]
    """
    return re.fullmatch(_CJK_CHAR, character) is not None


def han_count(text: str) -> int:
    """Return the number of Han characters in *text*."""
    return 0 if text.isascii() else len(text) - len(re.sub(_HAN_RUN, "", text))


def han_share(text: str) -> float:
    """Return the part of the characters other than white space that are Han, 0.0 for none at all.

    >>> han_share("春天 ab")
    0.5
    """
    size = len(text) - sum(map(len, _BLANKS.findall(text)))
    return han_count(text) / size if size else 0.0


@cache
def common_han() -> frozenset[str]:
    """Return the characters in common use in either script: level 1 of GB 2312 and of Big5, about 6,700.

    >>> "的" in common_han(), "繁" in common_han(), "龘" in common_han()
    (True, True, False)
    """
    simplified = bytes(byte for row in _GB_ROWS for cell in _HIGH for byte in (row, cell))
    traditional = bytes(byte for lead in _BIG5_LEADS for trail in _BIG5_TRAILS for byte in (lead, trail))
    both = simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore")
    return frozenset(character for character in both if character >= "\u4e00")  # kana stand there, too


def lead(text: str, limit: int = 120) -> str:
    """Return the first whole sentences of *text* that fit into *limit* characters, white space folded.

    At least one sentence is given; if that one is too long it is cut and ends in `…`.

    >>> lead("春眠不觉晓。处处闻啼鸟。夜来风雨声。", 12)
    '春眠不觉晓。处处闻啼鸟。'
    >>> lead("春眠不觉晓，处处闻啼鸟", 6)
    '春眠不觉晓…'
    """
    whole = _BLANKS.sub(" ", text).strip()
    if len(whole) <= limit:
        return whole
    end = 0
    for match in _SENTENCE.finditer(whole):
        if len(whole[: match.end()].rstrip()) > limit:
            break
        end = match.end()
    if end:
        return whole[:end].rstrip()
    return _cut(whole, limit - 1) + "…"


def _cut(text: str, size: int) -> str:
    """Return at most *size* characters, without a part of a Latin word or a mark at the end."""
    piece = text[:size]
    if re.match(r"[\w'’-]", text[size : size + 1], re.ASCII):
        shorter = re.sub(r"[\w'’-]+$", "", piece, flags=re.ASCII)
        piece = shorter or piece
    return piece.rstrip(" ，、；：,;:—-“‘「『（(《")
