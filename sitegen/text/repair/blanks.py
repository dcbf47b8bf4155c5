"""No-break spaces that a converter turned into question marks: 摘?要:?以."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sitegen.text.repair.edits import Edit

# A question mark never stands behind these, with a word right behind itself.
_IMPOSSIBLE: Final = re.compile(r"\?(?<=[:：，,、；;]\?)(?=[\w“《「『（(])")
_BETWEEN: Final = re.compile(r"(?<=[^\s?？!！])\?(?=[^\s?？!！])")
_HEAD: Final = re.compile(r"^\?{2,8}(?=[\w“「『《（])")
"""The indent of a paragraph."""
_TAIL: Final = re.compile(r"(?<=[。！”」』])\?$")
_CONFIDENCE: Final = 0.85


def restore_blanks(text: str) -> Sequence[Edit]:
    r"""Find question marks that were spaces, in lines where one of them cannot be a question mark.

    Such a text also has them for the indent of its paragraphs, and behind their ends.

    >>> [edit.start for edit in restore_blanks("摘?要:?以本市為例")]
    [1, 4]
    >>> [(edit.start, edit.end) for edit in restore_blanks("??她說，?河乾了。?\n??那是夏天。")]
    [(0, 2), (5, 6), (10, 11), (12, 14)]
    """
    if not _IMPOSSIBLE.search(text):
        return ()
    return tuple(edit for line in re.finditer(r"[^\n]+", text) for edit in _in_line(line.group(), line.start()))


def _in_line(line: str, start: int) -> Iterator[Edit]:
    if head := _HEAD.match(line):
        yield Edit(start, start + head.end(), "", _CONFIDENCE)
    if _IMPOSSIBLE.search(line) and "？" not in line and line.count("?") > 1:
        tail = _TAIL.search(line)
        for mark in _BETWEEN.finditer(line, head.end() if head else 0):
            yield Edit(start + mark.start(), start + mark.end(), " ", _CONFIDENCE)
        if tail:
            yield Edit(start + tail.start(), start + tail.end(), "", _CONFIDENCE)
