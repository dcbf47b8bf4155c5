"""Mark in the texts of an article in which places something was done to them before their repair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sitegen.extract.blocks import texts
from sitegen.extract.earlier import Record
from sitegen.extract.outline import Outline
from sitegen.extract.source import Cut, Row, Source
from sitegen.extract.words import Words
from sitegen.model import Removal
from sitegen.text.marked import insert, numbers, part, transfer, unmark

_LONGEST: Final = 10_000
"""Characters of a paragraph of which a part was cut out: finding the places takes the square of them."""


@dataclass(frozen=True, slots=True)
class Before:
    """A document before its words are repaired."""

    source: Source
    """Its rows as they were read and joined."""

    mended: Words
    """The texts of these rows, repaired so that they could be recognised."""

    parts: Outline
    markers: Sequence[Removal]
    """What was taken from the heads of rows of the body, such as a number of no list."""

    def marked(self, fields: Sequence[str], body: Sequence[str]) -> tuple[Sequence[str], Record]:
        """Return the texts of *fields* and *body* with their places marked, and the record of these.

        *body* are the runs of words of the body as it will be written.
        """
        placed = {place.step for place in self.source.places}
        record = Record([made for index, made in enumerate(self.source.steps) if index not in placed])
        is_cut = self.markers or any(row.cuts for row in self.parts.body)
        if not (is_cut or self.source.steps or self.mended.places):
            return (*fields, *body), record
        at = frozenset(self.parts.body_at)
        outside = [
            (text, marked)
            for i, (text, marked) in enumerate(zip(self.mended.texts, self.mended.marked, strict=False))
            if i not in at
        ]
        found = [self._in_field(text, outside, record) for text in fields]
        rows = zip(self.parts.body, self.parts.body_at, strict=True)
        runs = [run for row, i in rows for run in self._in_row(row, self.source.rows[i], record)]
        # Where runs were joined since, as those about a mark of no footnote are, nothing is known of their places.
        return (*found, *(map(_fitted, runs, body) if len(runs) == len(body) else body)), record

    def _in_field(self, text: str, rows: Iterable[tuple[str, str]], record: Record) -> str:
        """Return a field with the places marked in which it was mended: that is the first of *rows* that says it."""
        whole, marked = next((row for row in rows if text in row[0]), ("", "")) if text else ("", "")
        if not numbers(marked):
            return text
        start, places = whole.index(text), self.mended.places
        # Damage that still stands there will be found again.
        kept = part(marked, start, start + len(text), lambda number: places[number].before is not None)
        return record.take(kept, self.mended)

    def _in_row(self, row: Row, found: Row, record: Record) -> list[str]:
        """Return the runs of words of *row*, which is what was left of *found*."""
        runs = list(texts((row.block,))) if row.block is not None else []
        if found.marked and len(runs) == 1 and len(found.text) <= _LONGEST:
            kept = found.marked if runs[0] == found.text else transfer(found.marked, runs[0])
            runs[0] = record.take(kept, self.source)
        cuts = [Cut(gone, 0, 0, f"{gone.text} ") for gone in self.markers if gone.line == row.line]
        for cut in (*cuts, *row.cuts):
            runs[cut.run] = insert(runs[cut.run], cut.at, record.mark_cut(cut))
        return runs


def _fitted(marked: str, text: str) -> str:
    """Return *text*, a run of words in its block, with the marks of *marked*, which it ends with or is."""
    plain = unmark(marked)
    if plain == marked or not text.endswith(plain):
        return text
    return f"{text[: len(text) - len(plain)]}{marked}"
