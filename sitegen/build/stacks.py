"""Where articles lie whole, for the pages that show them so: files beside the cache.

Each process adds to a file of its own, and the cache is told the place; so bodies, which are most of what is stored, go
through no other process and no database. What lies there is never changed, and begins with its key: a place that does
not hold what the cache says is known for damage.
"""

import errno
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from sitegen.build import pool
from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.model import Html

_END: Final = ".stack"
_FILE: Final = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
_FILE_READ: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_WASTE: Final = 1 << 25
"""Bytes that may always lie unused."""


class MisplacedError(sqlite3.DatabaseError):
    """Something does not lie where the cache says."""


class Place(NamedTuple):
    """Where an article lies."""

    key: Digest
    """Of what it was made from."""

    size: int
    at: str | bytes
    """Number of the file and offset; the article itself where nothing may be written."""


class WholeArticle(NamedTuple):
    """What only those pages show of an article that show it whole."""

    details: str
    """As the codec writes them."""

    bodies: Mapping[str, Html]
    """By variant tag."""


class Stacks:
    """Whole articles by their places."""

    def __init__(self, folder: Path | None, *, read_only: bool = False) -> None:
        """Take the folder of the files; with None, or *read_only*, none is written: a place is the article itself."""
        self._folder = folder
        self._writes = folder is not None and not read_only
        self._open: dict[tuple[int, int], int] = {}
        """Descriptors by process and number of the file: one that is forked off must not move the others' position."""

    def __getstate__(self) -> dict[str, object]:
        return {"_folder": self._folder, "_writes": self._writes, "_open": {}}

    def put(self, key: Digest, article: WholeArticle) -> Place:
        """Store what was made from *key*, and return where; `ContentError` if the system does not let us."""
        details, *bodies = parts = [article.details.encode(), *(html.encode() for html in article.bodies.values())]
        names = "".join([f" {tag}={len(data)}" for tag, data in zip(article.bodies, bodies, strict=True)])
        data = b"".join((f"{key} {len(details)}{names}\n".encode(), *parts))
        return self._put(pool.worker(), key, data)

    def _put(self, number: int, key: Digest, data: bytes) -> Place:
        if self._folder is None or not self._writes:
            return Place(key, len(data), data)
        try:
            file = self._file(number)
            is_whole = os.write(file, data) == len(data)
            start = os.lseek(file, 0, os.SEEK_CUR) - len(data)
        except OSError as error:
            raise _unwritable(self._folder, error.strerror) from error
        if not is_whole:
            raise _unwritable(self._folder, os.strerror(errno.ENOSPC))
        return Place(key, len(data), f"{number} {start}")

    def get(self, place: Place) -> WholeArticle:
        """Return what lies at *place*; `MisplacedError` if that is something else."""
        try:
            head, _, rest = self._read(place).partition(b"\n")
            key, size, *names = head.decode("ascii").split(" ")
            ends = [int(size)]
            bodies: dict[str, Html] = {}
            for name in names:
                tag, _, size = name.partition("=")
                ends.append(ends[-1] + int(size))
                bodies[tag] = Html(rest[ends[-2] : ends[-1]].decode())
            if key == place.key and ends[-1] == len(rest):
                return WholeArticle(rest[: ends[0]].decode(), bodies)
        except ValueError as error:
            raise MisplacedError(str(error)) from error
        raise MisplacedError(f"no article at {place.at!r}")

    def has_waste(self, used: int) -> bool:
        """Say whether far more lies here than the bytes that are *used*."""
        return self._writes and sum(path.stat().st_size for path in self._files()) > 2 * used + _WASTE

    def packed(self, places: Iterable[Place]) -> tuple[list[Place], list[Path]]:
        """Put what lies at *places* into a new file.

        Return the new places, and the files that may go once these count.
        """
        old = self._files()
        number = 1 + max([int(path.stem) for path in old], default=0)
        return [self._put(number, place.key, self._read(place)) for place in places], old

    def sync(self) -> None:
        """Wait until all is on the disk."""
        for file in self._files() if self._writes else ():
            with file.open("r+b") as opened:
                os.fsync(opened.fileno())

    def clear(self, files: Iterable[Path] | None = None) -> None:
        """Throw everything away, or some *files*; no other process may be at work."""
        for file in self._open.values():
            os.close(file)
        self._open.clear()
        for path in () if not self._writes else self._files() if files is None else files:
            with suppress(OSError):
                path.unlink()

    def _files(self) -> list[Path]:
        if self._folder is None or not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if path.suffix == _END and path.stem.isdecimal()]

    def _file(self, number: int) -> int:
        owned = (os.getpid(), number)
        if owned not in self._open:
            path = os.path.join(self._folder or "", f"{number}{_END}")  # noqa: PTH118 (so is `os.open`)
            self._open[owned] = os.open(path, _FILE if self._writes else _FILE_READ, 0o644)
        return self._open[owned]

    def _read(self, place: Place) -> bytes:
        if isinstance(place.at, bytes):
            return place.at
        number, start = map(int, place.at.split(" "))
        try:
            file = self._file(number)
            os.lseek(file, start, os.SEEK_SET)
            return os.read(file, place.size)
        except OSError as error:
            raise MisplacedError(str(error)) from error


def _unwritable(folder: Path, reason: str | None) -> ContentError:
    hint = "make room, or see who may write there, and build again"
    return ContentError(f"{folder}: cannot be written: {reason}", hint=hint)
