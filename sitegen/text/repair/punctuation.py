"""Half-width punctuation where a byte-level replacement had made it of full-width marks."""

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from sitegen.text.han import HAN
from sitegen.text.repair.edits import Edit, masked
from sitegen.text.repair.rarity import seen

_WIDE: Final = MappingProxyType(dict(zip(",:;?!()", "，：；？！（）", strict=True)))
_OPENERS: Final = "“‘「『《〈【（"
_CLOSERS: Final = "”’」』》〉】）"
_MARKS: Final = re.compile(r"[,:;?!]+|[()]")
_HAN_CHAR: Final = f"[{HAN}]"
_BEFORE: Final = f"[{HAN}{_CLOSERS}%℃]"  # compiled at its first use
_AFTER: Final = f"[{HAN}{_OPENERS}]"
_URL: Final = re.compile(r"(?:\w+://|www\.)[!-~]+(?<![,;:!)])")

# A document counts as damaged with this many half-width commas beside Chinese characters, if full-width ones are hardly
# a seventh of them: advertisements around the text bring some. Fewer commas are somebody's habit: of 1,000 healthy
# sentences, 141 of them by people who type half-width, none has more than five.
_MIN_COMMAS: Final = 8
_MIN_COMMAS_SHIFTED: Final = 3
"""The same where text read one byte off shows that the replacement took place."""
_MAX_WIDE_SHARE: Final = 0.15
_CONFIDENCE: Final = 0.95


def widen_punctuation(text: str) -> Sequence[Edit]:
    """Find half-width marks beside Chinese characters in a document that has no full-width ones of their kind.

    The replacement took all marks of a kind at once, so a document that mixes both was written so. Each mark is judged
    for itself: times, numbers, Latin words, addresses, and marks followed by a blank stay as they are.

    >>> text = "春,夏,秋,冬," * 4 + "09:33"
    >>> len(widen_punctuation(text))
    16
    """
    return _widened(text, (), _MIN_COMMAS)


def widen_replaced_punctuation(text: str, shifts: Sequence[Edit]) -> Sequence[Edit]:
    """Find the same marks where *shifts*, text read one byte off, show that the replacement took place."""
    return _widened(text, shifts, _MIN_COMMAS_SHIFTED)


def is_replaced(text: str) -> bool:
    """Tell whether *text* has half-width commas only, as after the replacement."""
    return "，" not in text and any(text[place] == "," for place in _beside_han(text))


def _widened(text: str, shifts: Sequence[Edit], least: int) -> Sequence[Edit]:
    """Find those marks outside of *shifts* in a text that has at least so many commas of the kind."""
    commas = text.count(",")
    if commas < least or not seen(text).has_han or text.count(_WIDE[","]) > commas * _MAX_WIDE_SHARE:
        return ()
    # The marks of damaged spots and of addresses are none.
    rest = masked(text, shifts) if shifts else text
    if "://" in rest or "www." in rest:
        rest = _URL.sub(lambda match: "x" * len(match.group()), rest)
    places = list(_beside_han(rest))
    counts = {mark: sum(text[place] == mark for place in places) for mark in _WIDE}
    kinds = {mark for mark, count in counts.items() if text.count(_WIDE[mark]) <= count * _MAX_WIDE_SHARE}
    if counts[","] < least or "," not in kinds:
        return ()
    return tuple(Edit(place, place + 1, _WIDE[text[place]], _CONFIDENCE) for place in places if text[place] in kinds)


def _beside_han(text: str) -> Iterator[int]:
    """Give the places of half-width marks that stand in Chinese text."""
    for run in _MARKS.finditer(text):
        start, end = run.span()
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        if before.isascii() and after.isascii() and before != "%":
            continue
        if _fits(run.group(), before, after):
            yield from range(start, end)


def _fits(marks: str, before: str, after: str) -> bool:
    chinese_before = re.fullmatch(_BEFORE, before) is not None
    chinese_after = re.fullmatch(_AFTER, after) is not None
    if marks == "(":
        return chinese_before and not after.isspace()
    if marks == ")":
        return chinese_before or chinese_after
    if after == " ":
        return False
    return chinese_before or (chinese_after and before != "" and not before.isspace())
