"""Quotation marks as the script's readers expect them: “‘’” in the mainland, 「『』」 in Taiwan and Hong Kong."""

import re
from types import MappingProxyType
from typing import Final

from sitegen.model import Script
from sitegen.text.han import HAN

_MARKS: Final = MappingProxyType({Script.HANS: "“”‘’", Script.HANT: "「」『』"})
_ANY_HAN: Final = f"[{HAN}\N{OBJECT REPLACEMENT CHARACTER}]"
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
    if not any(mark in text for mark in found):
        return text
    any_mark = re.compile(f"[{found}]")
    lines = text.splitlines(keepends=True)
    return "".join([_localised(line, found, wanted) if any_mark.search(line) else line for line in lines])


def _localised(line: str, found: str, wanted: str) -> str:
    if not re.search(_ANY_HAN, line):
        return line
    letters = list(line)
    opened: list[tuple[int, int]] = []
    waiting = [0, 0]
    for mark in re.finditer(f"[{found}]", line):
        place, kind = mark.start(), found.index(mark[0])
        if _is_apostrophe(line, place):
            continue
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
            letters[start], letters[place] = wanted[2 * level], wanted[kind]
    return "".join(letters)


def _is_apostrophe(line: str, place: int) -> bool:
    """Tell whether ’ stands inside a Latin word."""
    return line[place] == "’" and _is_latin(line[place - 1 : place]) and _is_latin(line[place + 1 : place + 2])


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u2e80"
