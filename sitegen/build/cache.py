"""What earlier builds made, by the digest of what they made it from: one SQLite file that may be lost at any time."""

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from sitegen.build.stacks import Place, Stacks
from sitegen.digest import Digest
from sitegen.errors import ContentError

SCHEMA_VERSION: Final = 5
_TABLES: Final = """
create table files (path text primary key, size integer, mtime_ns integer, digest text) without rowid;
create table articles (path text primary key, key text, size integer, place) without rowid;
create table summaries (path text primary key, summary text);
create table records (path text primary key, inputs text, output text, state text, reason text) without rowid;
create index stamps on records (path, state);  -- read in every build, without the rest
create table notes (name text primary key, value text) without rowid;
"""


class FileRow(NamedTuple):
    """A source file as it was when it was last read."""

    size: int
    mtime_ns: int
    digest: Digest


class Record(NamedTuple):
    """What a page or an asset was made of."""

    inputs: str
    """Each with its name and digest."""

    output: Digest
    state: str
    """The stamp of the file that was written."""

    reason: str = ""
    """Why it was made, as `Reason.code` and the names of the inputs that had changed."""


class ArticleRow(NamedTuple):
    """What was made of a content file."""

    path: str
    summary: str
    place: Place
    """Of the rest."""


Damaged: Final = sqlite3.DatabaseError
"""What reading a damaged cache raises."""


class Cache:
    """Stored results; all of a build is one `transaction`."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None, notice: str) -> None:
        self._db = connection
        self._path = path
        self.stacks = Stacks(path.parent if path else None)
        """Where articles lie whole, by the places that the cache knows."""

        self._has_new_articles = False
        self._left: list[Path] = []
        """Files of the stacks that nothing refers to after this transaction."""

        self.notice = notice
        """One line for the person if the file had to be made anew; else empty."""

    @classmethod
    def open(cls, path: Path | None) -> Self:
        """Open the cache at *path*, or one in memory; a corrupt file or one of another version is made anew.

        `ContentError` if its folder cannot be written, or another build holds it.
        """
        if path is None:
            return cls(_created(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)), None, "")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return cls(_opened(path), path, "")
        except OSError as error:
            hint = "check who may write there, and whether a file has this name"
            raise ContentError(f"{path.parent}: cannot be made: {error.strerror}", hint=hint) from error
        except sqlite3.DatabaseError as error:
            _refuse_if_hindered(error, path)
            return cls(_anew(path), path, f"{path.name} was damaged or of another version ({error}); it is made anew")

    @classmethod
    def glance(cls, path: Path) -> Self:
        """Open the cache at *path* for a command that only looks: where nothing may be written, it is read alone.

        What such a command would store is then kept in memory, and lost with it.
        """
        if _may_be_written(path):
            return cls.open(path)
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as stored:
                if stored.execute("pragma user_version").fetchone() == (SCHEMA_VERSION,):
                    stored.backup(memory)
        except sqlite3.Error:  # it is not there, or not whole: only time is lost
            memory.close()
            memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        if not memory.execute("select count(*) from sqlite_master").fetchone()[0]:
            _created(memory)
        cache = cls(memory, None, "")
        cache.stacks = Stacks(path.parent, read_only=True)
        return cache

    def renew(self) -> None:
        """Throw everything away that is stored: only time is lost."""
        self._db.close()
        self._db = _anew(self._path) if self._path else _created(sqlite3.connect(":memory:", isolation_level=None))
        self.notice = "the cache was damaged; it is made anew"

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that is stored inside count at its end, or nothing if it raises.

        `ContentError` if another build has not ended, or the file cannot be written.
        """
        try:
            self._db.execute("begin immediate")
        except sqlite3.OperationalError as error:
            _refuse_if_hindered(error, self._path)
            raise
        try:
            yield
            if self._has_new_articles:
                self.stacks.sync()  # before anybody may rely on it
                self._has_new_articles = False
            self._db.execute("commit")
            self.stacks.clear(self._left)
            self._left = []
        except BaseException as error:
            self._has_new_articles, self._left = False, []
            with suppress(sqlite3.Error):
                self._db.execute("rollback")
            if isinstance(error, sqlite3.Error):
                _refuse_if_hindered(error, self._path)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def files(self) -> dict[str, FileRow]:
        """Return all source files as last read, by path."""
        rows = self._db.execute("select path, size, mtime_ns, digest from files")
        return {row[0]: FileRow._make(row[1:]) for row in rows}

    def set_files(self, rows: Mapping[str, FileRow], before: Mapping[str, FileRow]) -> None:
        """Store all source files in place of those stored *before*."""
        self._forget("files", before.keys() - rows.keys())
        changed = [(path, row) for path, row in rows.items() if before.get(path) != row]
        self._db.executemany(
            "insert or replace into files values (?, ?, ?, ?)",
            ((path, row.size, row.mtime_ns, row.digest) for path, row in changed),
        )

    def articles(self) -> dict[str, Digest]:
        """Return the key of every article, by path."""
        return dict(self._db.execute("select path, key from articles").fetchall())

    def summaries(self) -> Iterator[tuple[str, str]]:
        """Yield path and summary of every article."""
        yield from self._db.execute("select path, summary from summaries")

    def summary(self, path: str) -> str:
        """Return the summary of an article; `KeyError` if it is not stored."""
        row = self._db.execute("select summary from summaries where path = ?", (path,)).fetchone()
        if row is None:
            raise KeyError(path)
        return str(row[0])

    def places(self, paths: Sequence[str]) -> dict[str, Place]:
        """Return where articles lie whole; `Damaged` if one is not stored."""
        query = "select path, key, size, place from articles"
        if len(paths) <= _AT_ONCE:
            rows = self._db.execute(f"{query} where path in ({','.join('?' * len(paths))})", paths)
        else:
            rows = self._db.execute(query)
        found = {path: Place(Digest(key), size, at) for path, key, size, at in rows}
        if lost := next((path for path in paths if path not in found), None):
            raise Damaged(f"no place for {lost}")
        return found

    def tidy(self) -> None:
        """Keep what lies in the stacks from growing beyond all that is stored."""
        (used,) = self._db.execute("select total(size) from articles").fetchone()
        if not self.stacks.has_waste(int(used)):
            return
        rows = self._db.execute("select path, key, size, place from articles").fetchall()
        places, self._left = self.stacks.packed(Place(*row[1:]) for row in rows)
        moved = [(place.at, row[0]) for row, place in zip(rows, places, strict=True)]
        self._db.executemany("update articles set place = ? where path = ?", moved)

    def put_articles(self, rows: Sequence[ArticleRow]) -> None:
        """Store what was made of content files, in place of what was made of them before."""
        self._has_new_articles = True
        told, placed = [(row.path, row.summary) for row in rows], [(row.path, *row.place) for row in rows]
        self._db.executemany("insert or replace into summaries values (?, ?)", told)
        self._db.executemany("insert or replace into articles values (?, ?, ?, ?)", placed)

    def forget_articles(self, paths: Iterable[str]) -> None:
        """Forget what was made of content files that are gone."""
        gone = list(paths)
        for table in ("summaries", "articles"):
            self._forget(table, gone)

    def records(self, only: Collection[str] | None = None) -> Iterator[tuple[str, Record]]:
        """Yield output path and of what it was made last time of every page and asset; with *only* some of these."""
        query = "select path, inputs, output, state, reason from records"
        if only is None:
            rows: Iterable[Any] = self._db.execute(query)
        else:
            rows = (row for path in only for row in self._db.execute(f"{query} where path = ?", (path,)))
        for row in rows:
            yield row[0], Record._make(row[1:])

    def states(self) -> list[tuple[str, str]]:
        """Return output path and stamp of every page and asset."""
        return self._db.execute("select path, state from records").fetchall()

    def put_records(self, records: Iterable[tuple[str, Record]]) -> None:
        """Store of what pages or assets were made; only after their files are in place."""
        rows = [(path, *record) for path, record in records]
        self._db.executemany("insert or replace into records values (?, ?, ?, ?, ?)", rows)

    def forget_records(self, paths: Iterable[str]) -> None:
        """Forget pages and assets."""
        self._forget("records", paths)

    def note(self, name: str) -> str:
        """Return what was noted under *name*; empty if nothing was."""
        row = self._db.execute("select value from notes where name = ?", (name,)).fetchone()
        return "" if row is None else str(row[0])

    def put_note(self, name: str, value: str) -> None:
        """Note *value* under *name*."""
        self._db.execute("insert or replace into notes values (?, ?)", (name, value))

    def _forget(self, table: str, paths: Iterable[str]) -> None:
        self._db.executemany(f"delete from {table} where path = ?", ((path,) for path in paths))  # noqa: S608 (names are ours)


_AT_ONCE: Final = 500
"""Fewer values than any SQLite takes in one statement."""
_AT_WORK: Final = ("another build is at work", "wait for it to end")
_HINDRANCES: Final = {
    sqlite3.SQLITE_BUSY: _AT_WORK,
    sqlite3.SQLITE_LOCKED: _AT_WORK,
    sqlite3.SQLITE_FULL: ("cannot be written: the disk is full", "make room, and build again"),
    sqlite3.SQLITE_READONLY: ("cannot be written: it is read-only", "check who may write it and its folder"),
}
"""What is no damage, by the code of SQLite: message and hint."""


def _refuse_if_hindered(error: sqlite3.Error, path: Path | None) -> None:
    if told := _HINDRANCES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF):
        raise ContentError(f"{path}: {told[0]}", hint=told[1]) from error


def _may_be_written(path: Path) -> bool:
    if path.exists() and not os.access(path, os.W_OK):
        return False
    return os.access(next(folder for folder in path.parents if folder.exists()), os.W_OK)


def _opened(path: Path) -> sqlite3.Connection:
    is_new = not path.exists() or path.stat().st_size == 0
    db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        if is_new:
            return _created(db)
        (version,) = db.execute("pragma user_version").fetchone()
        if version != SCHEMA_VERSION:
            raise sqlite3.DatabaseError(f"version {version}")
        db.execute("select value from notes limit 1").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


def _created(db: sqlite3.Connection) -> sqlite3.Connection:
    db.executescript(_TABLES)
    db.execute(f"pragma user_version = {SCHEMA_VERSION}")
    return db


def _anew(path: Path) -> sqlite3.Connection:
    try:
        path.unlink()
        return _opened(path)
    except (OSError, sqlite3.Error) as error:
        hint = "delete it by hand; only time is lost"
        what = error.strerror if isinstance(error, OSError) else error
        raise ContentError(f"{path}: cannot be made anew: {what}", hint=hint) from error
