"""What import repaired, removed and doubted, read back from the receipts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitegen.errors import ContentError
from sitegen.ingest.compose import SURE
from sitegen.ingest.record import read_record, receipt_path


@dataclass(frozen=True, slots=True)
class Review:
    """One article, and what import did to its page."""

    path: str
    """Below the content folder."""

    title: str
    repairs: tuple[Mapping[str, Any], ...]
    removed: tuple[Mapping[str, Any], ...]
    warnings: tuple[str, ...]

    @property
    def doubts(self) -> tuple[Mapping[str, Any], ...]:
        """The repairs that a person should look at."""
        return tuple(step for step in self.repairs if not step["applied"] or step["confidence"] < SURE)


def reviews(content: Path) -> Iterator[Review]:
    """Yield a review of each article that was imported, in the order of their paths.

    `ContentError` if the import record or a receipt cannot be read. An article whose receipt is gone is left out.
    """
    for row in sorted(read_record(content).values(), key=lambda row: row.path):
        path = receipt_path(content, row.path)
        try:
            told = json.loads(path.read_bytes())
            yield Review(
                path=row.path,
                title=str(told["title"]),
                repairs=tuple(told["repairs"]),
                removed=tuple(told["removed"]),
                warnings=tuple(told["warnings"]),
            )
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError) as error:
            hint = "import the page again with --update to write it anew"
            raise ContentError(f"{path}: is no receipt of ours", hint=hint) from error
