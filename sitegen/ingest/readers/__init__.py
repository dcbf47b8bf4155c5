"""Input formats: one module each, and the table that chooses between them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Final

from sitegen.files import walk_files
from sitegen.ingest.readers import page

Reader = Callable[[Path], Iterator[bytes]]
"""Yields the bytes of each raw document in a file; `OSError` if it cannot be read."""

READERS: Final[tuple[tuple[frozenset[str], Reader], ...]] = ((page.SUFFIXES, page.read),)
"""By the ends of file names, in lower case."""


def reader_for(path: Path) -> Reader | None:
    """Return the reader of files named like *path*; None if there is none."""
    return next((reader for suffixes, reader in READERS if path.suffix.lower() in suffixes), None)


def find_sources(path: Path, on_error: Callable[[OSError], None]) -> tuple[Path, ...]:
    """Return *path* itself, or the files in that folder that some reader knows, in the order of their names.

    *on_error* is told of each folder that cannot be read.
    """
    if not path.is_dir():
        return (path,)
    found = walk_files(path, on_error=on_error)
    return tuple(path / name for name, stat in found if S_ISREG(stat.st_mode) and reader_for(Path(name)))
