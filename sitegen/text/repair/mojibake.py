"""Text that was read in the wrong encoding: undone where that is exact, pointed at where bytes are missing.

Three kinds are told apart here.

- UTF-8 read as Windows-1252 or Latin-1 keeps every byte; `ftfy` undoes it, and sees only what is not Chinese.
- A byte-level replacement of full-width marks in GBK also hits across character borders: 。” is `A1 A3 A1 B1`, and
  `A3 A1` is ！. What is left is an orphan lead byte (shown as `?`), a half-width mark, and all up to the next ASCII
  byte read one byte off. The complete pairs among those bytes can be read back, the orphans at both ends cannot: such a
  place is only marked, with what is certain of it.
- U+FFFD and 锟斤拷 are all that is left of lost text.
"""

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from sitegen.text.han import FREQUENT_HAN, HAN, common_han
from sitegen.text.repair.edits import Edit, masked
from sitegen.text.script.tables import entries

_NOT_CJK: Final = r"[^\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\n]+"  # compiled at its first use
# A lead byte of UTF-8 and a continuation byte, as Windows-1252 and Latin-1 show them.
_EVIDENCE: Final = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c"
    "\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
_FTFY_CONFIDENCE: Final = 0.97

_PRIVATE: Final = "\ue000-\uf8ff"
_SHIFTED: Final = re.compile(r"\?([!,?:;(！，？：；（])([^\x00-\x7f\ufffd]{1,60})(\??)")
_PRIVATE_RUN: Final = rf"(?<=[{HAN}])[{_PRIVATE}]+|[{_PRIVATE}]+(?=[{HAN}])"
# The second byte of the full-width mark that was seen there; its first byte is always A3.
_TRAIL: Final = MappingProxyType(
    {mark: wide.encode("gbk")[1] for mark, wide in zip("!,?:;(！，？：；（", "！，？：；（！，？：；（", strict=True)}
)
_OPENER_OF: Final = MappingProxyType(dict(zip("”’」』》〉）】", "“‘「『《〈（【", strict=True)))
_PUNCTUATION: Final = frozenset("“”‘’『』「」《》〈〉（）【】、。，：；？！…—·")
_SHIFT_CONFIDENCE: Final = 0.6
_SUSPICION: Final = 0.5
_LOST_CONFIDENCE: Final = 0.0

# How much more usual the text must be when it is read back, on the scale of `_usual`. On 300 damaged and 999 healthy
# sentences this marks three in five of the former and none of the latter.
_MARGIN: Final = 0.2
_WIDE_MARGIN: Final = 0.7
_CERTAIN_CHARS: Final = 6
"""Fewer characters are also judged by what stands before them."""
_FEWEST_CHARS: Final = 2
_QUOTATION_CHARS: Final = 300
"""How far back a quotation may have been opened."""

_LOST: Final = re.compile("\ufffd+|(?:[锟錕]斤拷)+[锟錕]?斤?|(?:ï¿½)+")


def restore_misread_utf8(text: str) -> Sequence[Edit]:
    """Find stretches of UTF-8 that were read as Windows-1252 or Latin-1, once or twice.

    Only stretches without any Chinese character are looked at, so that healthy text cannot change.

    >>> restore_misread_utf8("设计 æ–¹æ¡ˆ")
    (Edit(start=2, end=9, after=' 方案', confidence=0.97, applied=True, alternatives=()),)
    """
    return tuple(_misread(text))


def mark_byte_shift(text: str) -> Sequence[Edit]:
    r"""Point at text that is read one byte off, with what its bytes still tell, and at characters that no font has.

    >>> mark_byte_shift("不辦?!薄爸灰\ue013?2345")
    (Edit(start=2, end=9, after='”“只要', confidence=0.6, applied=False, alternatives=()),)
    """
    shifts = tuple(_shifts(text))
    rest = masked(text, shifts)
    private = (Edit(*match.span(), "", _SUSPICION, applied=False) for match in re.finditer(_PRIVATE_RUN, rest))
    return tuple(sorted((*shifts, *private), key=lambda edit: edit.start))


def mark_lost_text(text: str) -> Sequence[Edit]:
    """Point at places where text is lost for good; nothing is invented there."""
    return tuple(Edit(*match.span(), "", _LOST_CONFIDENCE, applied=False) for match in _LOST.finditer(text))


def _misread(text: str) -> Iterator[Edit]:
    if not _EVIDENCE.search(text):
        return
    from ftfy import fix_encoding  # noqa: PLC0415 - needed by damaged text only

    for run in re.finditer(_NOT_CJK, text):
        if _EVIDENCE.search(run.group()):
            fixed = fix_encoding(run.group())
            if fixed != run.group() and "\ufffd" not in fixed:
                yield Edit(*run.span(), fixed, _FTFY_CONFIDENCE)


def _shifts(text: str) -> Iterator[Edit]:
    place = 0
    while match := _SHIFTED.search(text, place):
        mark, run, orphan = match.groups()
        restored = _read_back(mark, run)
        line = text[max(match.start() - _QUOTATION_CHARS, 0) : match.start()].rpartition("\n")[2]
        if _is_better(restored, run) if len(run) >= _CERTAIN_CHARS else _fits(restored, run, orphan, line):
            # The last byte of an uneven run, and the orphan behind it, are half a character each.
            yield Edit(*match.span(), restored, _SHIFT_CONFIDENCE, applied=False)
            place = match.end()
        else:
            place = match.start() + 1  # what looked like the orphan behind may be the one before the next run


def _read_back(mark: str, run: str) -> str:
    """Return the whole characters among the bytes of *run*, read one byte earlier; "" if they are none."""
    characters = entries("TSCharacters.txt")
    simplified = "".join(characters.get(character, character) for character in run)
    data = bytes((_TRAIL[mark],)) + simplified.encode("gb18030")
    try:
        # The first byte of `data` is the end of the mark's second half: it now begins a character.
        return data[: len(data) // 2 * 2].decode("gb18030")
    except UnicodeDecodeError:
        return ""


def _is_better(restored: str, run: str, margin: float = _MARGIN) -> bool:
    return _usual(restored) > _usual(run) + margin


def _fits(restored: str, run: str, orphan: str, line: str) -> bool:
    """Tell whether a few characters are damage: they read far better, or close what is open in the *line* before them.

    Alone they may be anything: “?!吧” is a question, too.
    """
    opener = _OPENER_OF.get(restored[:1], "")
    if not opener or line.count(opener) <= line.count(restored[0]):
        return len(run) > _FEWEST_CHARS and _is_better(restored, run, _WIDE_MARGIN)
    return _is_better(restored, run) or (len(run) <= _FEWEST_CHARS and bool(orphan) and all(map(_is_usual, restored)))


def _usual(text: str) -> float:
    """Return how usual the characters of *text* are, 2 at most; kana are taken for half as usual as 的."""
    frequent = sum(character in FREQUENT_HAN or character in _PUNCTUATION for character in text)
    return (sum(map(_is_usual, text)) + frequent) / len(text) if text else 0.0


def _is_usual(character: str) -> bool:
    return character in _PUNCTUATION or character in common_han() or "ぁ" <= character <= "ヿ"
