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
from typing import Final

from sitegen.text.repair.edits import Edit, is_example
from sitegen.text.repair.rarity import seen

_NOT_CJK: Final = r"[^\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\n]+"  # compiled at its first use
# A lead byte of UTF-8 and a continuation byte, as Windows-1252 and Latin-1 show them.
_CONTINUED: Final = (
    "[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c"
    "\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
_LEADS: Final = "[\u00c2-\u00f4]"
_EVIDENCE: Final = re.compile(f"{_LEADS}{_CONTINUED}")
_FTFY_CONFIDENCE: Final = 0.97

_QUOTED: Final = frozenset("“‘「『\"'`")
_LOST_CONFIDENCE: Final = 0.0

_LOST: Final = re.compile("\ufffd+|(?:[锟錕]斤拷)+[锟錕]?斤?|(?:ï¿½)+")
_LEAD: Final = "[\u00e3-\u00e9]"
"""With what a Chinese character or mark begins in UTF-8."""
_LEFT: Final = re.compile(f"(?:{_LEAD}{_CONTINUED}{{1,2}}){{2,}}{_LEAD}?")
"""Such characters of which bytes are missing; two in a row, for `ä»` alone is somebody's language."""


def restore_misread_utf8(text: str) -> Sequence[Edit]:
    """Find stretches of UTF-8 that were read as Windows-1252 or Latin-1, once or twice.

    Only stretches without any Chinese character are looked at, so that healthy text cannot change.

    >>> restore_misread_utf8("设计 æ–¹æ¡ˆ")
    (Edit(start=2, end=9, after=' 方案', confidence=0.97, applied=True, alternatives=()),)
    """
    return tuple(edit for edit in _misread(text) if not is_example(text, edit))


def mark_lost_text(text: str) -> Sequence[Edit]:
    """Point at places where text is lost for good; nothing is invented there."""
    may_be_lost = any(mark in seen(text).letters for mark in "\ufffdï") or "斤拷" in text
    found = [*_LOST.finditer(text)] if may_be_lost else []
    if _has_evidence(text):
        found = sorted((*found, *_LEFT.finditer(text)), key=re.Match.start)
    edits = (Edit(*match.span(), "", _LOST_CONFIDENCE, applied=False) for match in found)
    return tuple(edit for edit in edits if not _is_shown(text, edit))


def _is_shown(text: str, edit: Edit) -> bool:
    """Say whether *edit* points at an example in quotation marks or code, as a text about misread text has them."""
    return bool(_LEFT.match(text, edit.start)) and text[max(edit.start - 1, 0) : edit.start] in _QUOTED


def _has_evidence(text: str) -> bool:
    return bool(re.search(_LEADS, seen(text).letters) and _EVIDENCE.search(text))


def _misread(text: str) -> Iterator[Edit]:
    if not _has_evidence(text):
        return
    from ftfy import fix_encoding  # noqa: PLC0415 - needed by damaged text only

    for run in re.finditer(_NOT_CJK, text):
        if _EVIDENCE.search(run.group()):
            fixed = fix_encoding(run.group())
            if fixed != run.group() and "\ufffd" not in fixed:
                yield Edit(*run.span(), fixed, _FTFY_CONFIDENCE)
