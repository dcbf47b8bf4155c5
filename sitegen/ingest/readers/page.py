"""One raw page a file: HTML as fetched, or the text dump of a page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml", ".shtml", ".txt", ".text"})


def read(path: Path) -> Iterator[bytes]:
    """Yield the bytes of the page; what they are is found out from themselves."""
    yield path.read_bytes()
