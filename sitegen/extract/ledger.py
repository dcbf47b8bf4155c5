"""Who takes which row of a document, and the record of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sitegen.extract.blocks import Paragraph, Text
from sitegen.extract.bylines import LABEL
from sitegen.extract.fold import fold
from sitegen.extract.source import Row
from sitegen.model import Removal

VALUE_MAX: Final = 30
"""Characters of a value that stands on the line below its label."""


def join_labels(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return *rows* with each label that stands alone on the line of its value: `来源：` above `江边日报`."""
    joined: list[Row] = []
    for row in rows:
        label = joined[-1] if joined else None
        if (
            label is not None
            and LABEL.fullmatch(fold(label.text).strip())
            and 0 < len(row.text) <= VALUE_MAX
            and "。" not in row.text
            and not LABEL.match(fold(row.text))
            and (label.block is None) == (row.block is None)
        ):
            text = f"{label.text.rstrip()}{'' if label.text.rstrip()[-1:] in ':：' else '：'}{row.text}"
            block = Paragraph((Text(text),), label.line) if label.block is not None else None
            joined[-1] = Row(text, label.line, block, max(label.links, row.links))
        else:
            joined.append(row)
    return tuple(joined)


@dataclass(slots=True)
class Ledger:
    """Which rows are taken, and by which rule; the first that takes a row keeps it."""

    rows: tuple[Row, ...]
    taken: dict[int, str] = field(default_factory=dict)
    cuttings: list[Removal] = field(default_factory=list)
    """Pieces that were cut out of rows that stay."""

    def take(self, index: int, rule: str) -> None:
        """Let *rule* have the row *index*."""
        self.taken.setdefault(index, rule)

    def free(self, start: int = 0, end: int | None = None) -> list[int]:
        """Return the rows from *start* to before *end* that nobody has taken."""
        return [i for i in range(max(0, start), len(self.rows) if end is None else end) if i not in self.taken]

    def replace(self, index: int, row: Row) -> None:
        """Put a shorter *row* in the place of another."""
        self.rows = (*self.rows[:index], row, *self.rows[index + 1 :])

    def removals(self) -> Iterator[Removal]:
        """Yield what was taken from the main content, in order."""
        for i, rule in sorted(self.taken.items()):
            if self.rows[i].block or rule in ("dateline", "byline"):
                yield Removal(rule, self.rows[i].text, self.rows[i].line)
        yield from self.cuttings
