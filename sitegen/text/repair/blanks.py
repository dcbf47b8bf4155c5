"""No-break spaces that a converter turned into question marks: 摘?要:?以."""

import re
from collections.abc import Sequence
from typing import Final

from sitegen.text.repair.edits import Edit

# A question mark never stands behind these, with a word right behind itself.
_IMPOSSIBLE: Final = re.compile(r"\?(?<=[:：，,、；;]\?)(?=[\w“《「『（(])")
_BETWEEN: Final = re.compile(r"(?<=[^\s?？!！])\?(?=[^\s?？!！])")
_CONFIDENCE: Final = 0.85


def restore_blanks(text: str) -> Sequence[Edit]:
    """Find question marks that were spaces, in lines where one of them cannot be a question mark.

    >>> [edit.start for edit in restore_blanks("摘?要:?以本市為例")]
    [1, 4]
    """
    if not _IMPOSSIBLE.search(text):
        return ()
    return tuple(
        Edit(line.start() + mark.start(), line.start() + mark.end(), " ", _CONFIDENCE)
        for line in re.finditer(r"[^\n]+", text)
        if _IMPOSSIBLE.search(line.group()) and "？" not in line.group() and line.group().count("?") > 1
        for mark in _BETWEEN.finditer(line.group())
    )
