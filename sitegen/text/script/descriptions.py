"""Ideographic description sequences: a character that has no code yet, described by its parts, such as ⿰氵也.

Its parts are no text and are never converted. The grammar and its bounds are those of the reference implementation
(OpenCC, `UTF8Util::NextIdeographicDescriptionSequenceLength`).
"""

from typing import Final

OPERATORS: Final = frozenset(map(chr, range(0x2FF0, 0x3000)))

_PARTS: Final = dict.fromkeys(OPERATORS, 2) | dict.fromkeys("\u2ff2\u2ff3", 3) | dict.fromkeys("\u2ffe\u2fff", 1)
_MAX_DEPTH: Final = 16
_MAX_CHARACTERS: Final = 64


def description_length(text: str, start: int) -> int:
    """Return how many characters the complete sequence has that begins at *start*; 0 if none does.

    >>> description_length("⿰氵也!", 0), description_length("⿰氵", 0), description_length("也", 0)
    (3, 0, 0)
    """
    if text[start : start + 1] not in OPERATORS:
        return 0
    open_parts: list[int] = []  # for each operator that is not complete, the parts that it still lacks
    for place in range(start, min(start + _MAX_CHARACTERS, len(text))):
        if len(open_parts) == _MAX_DEPTH:
            return 0
        open_parts.append(_PARTS.get(text[place], 0))
        while open_parts and not open_parts[-1]:
            open_parts.pop()
            if open_parts:
                open_parts[-1] -= 1
        if not open_parts:
            return place + 1 - start
    return 0
