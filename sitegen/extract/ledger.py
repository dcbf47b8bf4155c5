"""Who takes which row of a document, and the record of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sitegen.extract.source import Row
from sitegen.model import Removal


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
                yield Removal(rule, self.rows[i].text, self.rows[i].line, i)
        yield from self.cuttings
