"""One raw page a file: HTML as fetched, or the text dump of a page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sitegen.errors import ContentError

SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml", ".shtml", ".txt", ".text"})

SIZE_LIMIT: Final = 100_000_000
"""Bytes: a page of more is an archive or a mistake, and would fill the memory."""


def read(path: Path) -> Iterator[bytes]:
    """Yield the bytes of the page; what they are is found out from themselves.

    `ContentError` for a pipe or a device, which may never end, and for what is too large for a page.
    """
    if path.exists() and not path.is_file():
        raise ContentError(f"{path.as_posix()}: is no file", hint="give HTML pages or text files")
    if path.stat().st_size > SIZE_LIMIT:
        hint = "take it apart: an article is some kilobytes, and the largest pages are some megabytes"
        raise ContentError(f"{path.as_posix()}: is larger than {SIZE_LIMIT // 1_000_000} MB", hint=hint)
    yield path.read_bytes()
