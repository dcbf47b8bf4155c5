"""Put the pages of one article together, before anything is judged of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sitegen.extract.fold import key
from sitegen.extract.notes import renumbered
from sitegen.extract.source import Row, Source
from sitegen.model import Removal

_HEAD_ROWS: Final = 8
"""Rows at the beginning of a page among which headline and dateline stand again."""
_NOTES_MAX: Final = 1000
"""Footnotes of a page: those of the next count on from here."""


def joined(first: Source, others: Sequence[Source]) -> Source:
    """Return *first* with the main content of *others* behind its own, and what stands below the last of them.

    Lines count on from page to page. What a page says again at its beginning is left out, and recorded.
    """
    said = {key(row.text) for row in first.rows}
    end = _end(first.rows)
    rows = list(first.rows[:end])
    below: Sequence[Row] = first.rows[end:]
    removed = list(first.removed)
    for number, source in enumerate(others, 1):
        start = max((row.line for row in (*rows, *below)), default=0)
        bodies = [row for row in source.rows if row.block is not None]
        for place, row in enumerate(bodies):
            line = start + row.line
            if place < _HEAD_ROWS and key(row.text) in said:
                removed.append(Removal("repeated-part", row.text, line))
            elif row.block is not None:
                block = renumbered(replace(row.block, line=line), number * _NOTES_MAX)
                rows.append(replace(row, line=line, block=block))
        removed += (replace(gone, line=start + gone.line) for gone in source.removed)
        below = [replace(row, line=start + row.line) for row in source.rows[_end(source.rows) :]]
    return replace(first, rows=(*rows, *below), removed=tuple(removed))


def _end(rows: Sequence[Row]) -> int:
    """Return the place behind the last row of the main content."""
    return max((i for i, row in enumerate(rows, 1) if row.block is not None), default=0)
