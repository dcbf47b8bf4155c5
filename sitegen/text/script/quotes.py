"""Quotation marks as the script's readers expect them: “‘’” in the mainland, 「『』」 in Taiwan and Hong Kong."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sitegen.model import Script
from sitegen.text.han import HAN

_MARKS: Final = MappingProxyType({Script.HANS: "“”‘’", Script.HANT: "「」『』"})
_ANY_HAN: Final = re.compile(f"[{HAN}\N{OBJECT REPLACEMENT CHARACTER}]")
"""The second stands for something within a sentence that is not shown to the converter."""


def localise_quotes(text: str, script: Script) -> str:
    """Write the quotation marks of *text* as *script* does.

    A mark is changed together with its partner in the same line; one without a partner stays, and so do the apostrophe
    of `don’t`, inch marks, straight quotes, and lines without any Han character.

    >>> localise_quotes("“他说‘好’。”It’s", Script.HANT)
    '「他说『好』。」It’s'
    >>> localise_quotes("「他說『好』。」", Script.HANS)
    '“他說‘好’。”'
    """
    wanted = _MARKS[script]
    (found,) = (marks for other, marks in _MARKS.items() if other is not script)
    places = [mark.start() for mark in re.finditer(f"[{found}]", text)]
    if not places:
        return text
    written: dict[int, str] = {}
    line: list[int] = []
    since = end = 0
    for place in places:
        if place >= end:
            written |= _paired(text, line, (since, end), found, wanted)
            line, since = [], end
            end = line_end.end() if (line_end := _LINE_END.search(text, place)) else len(text)
        line.append(place)
    written |= _paired(text, line, (since, end), found, wanted)
    return _replaced(text, written)


_LINE_END: Final = re.compile("[\n-\r\x1c-\x1e\x85\u2028\u2029]")
"""As `str.splitlines` knows it."""


def _paired(text: str, places: Sequence[int], around: tuple[int, int], found: str, wanted: str) -> dict[int, str]:
    """Return what is written at those of *places* which are pairs.

    They are all marks of a line, which stands in the stretch *around* them and ends with it.
    """
    written: dict[int, str] = {}
    if not places or not _has_han(text, places[0], around):
        return written
    opened: list[tuple[int, int]] = []
    waiting = [0, 0]
    for place in places:
        if _is_apostrophe(text, place):
            continue
        kind = found.index(text[place])
        level, closes = divmod(kind, 2)
        if not closes:
            opened.append((level, place))
            waiting[level] += 1
        elif waiting[level]:
            other, start = opened.pop()
            waiting[other] -= 1
            while other != level:  # what was opened inside and never closed has no partner any more
                other, start = opened.pop()
                waiting[other] -= 1
            written[start], written[place] = wanted[2 * level], wanted[kind]
    return written


def _replaced(text: str, written: Mapping[int, str]) -> str:
    parts: list[str] = []
    at = 0
    for place in sorted(written):
        parts += (text[at:place], written[place])
        at = place + 1
    return "".join([*parts, text[at:]])


def _has_han(text: str, place: int, around: tuple[int, int]) -> bool:
    """Tell whether there is a Han character in the line which holds *place*, in the stretch *around* it."""
    start, end = around
    if _ANY_HAN.search(text, place, end):
        return True
    *_, line = text[start : place + 1].splitlines()
    return _ANY_HAN.search(line) is not None


def _is_apostrophe(text: str, place: int) -> bool:
    """Tell whether ’ stands inside a Latin word."""
    return text[place] == "’" and _is_latin(text[place - 1 : place]) and _is_latin(text[place + 1 : place + 2])


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u2e80"
