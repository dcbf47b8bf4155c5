"""What earlier builds made, by the digest of what they made it from: one SQLite file that may be lost at any time."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.model import Html

SCHEMA_VERSION: Final = 1
_TABLES: Final = """
create table files (path text primary key, size integer, mtime_ns integer, digest text) without rowid;
create table summaries (key text primary key, value text) without rowid;
create table bodies (digest text primary key, html text) without rowid;
create table records (
    stage text, key text, inputs text, output text, state text, primary key (stage, key)
) without rowid;
"""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A source file as it was when it was last read."""

    size: int
    mtime_ns: int
    digest: Digest


@dataclass(frozen=True, slots=True)
class Record:
    """What a task was given and what it made."""

    inputs: Mapping[str, str]
    """Name of the input → its digest."""

    output: Digest
    state: str
    """The stamp of the file that it wrote."""


Damaged: Final = sqlite3.DatabaseError
"""What reading a damaged cache raises."""


class Cache:
    """Stored results; all of a build is one `transaction`."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None, notice: str) -> None:
        self._db = connection
        self._path = path
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
            raise ContentError(f"{path.parent}: cannot be made: {error.strerror}") from error
        except sqlite3.DatabaseError as error:
            _refuse_if_locked(error, path)
            return cls(_anew(path), path, f"{path.name} was damaged or of another version ({error}); it is made anew")

    def renew(self) -> None:
        """Throw everything away that is stored: only time is lost."""
        self._db.close()
        self._db = _anew(self._path) if self._path else _created(sqlite3.connect(":memory:", isolation_level=None))
        self.notice = "the cache was damaged; it is made anew"

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that is stored inside count at its end, or nothing if it raises.

        `ContentError` if another build has not ended.
        """
        try:
            self._db.execute("begin immediate")
        except sqlite3.OperationalError as error:
            _refuse_if_locked(error, self._path)
            raise
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def files(self) -> dict[str, FileRow]:
        """Return all source files as last read, by path."""
        rows = self._db.execute("select path, size, mtime_ns, digest from files")
        return {path: FileRow(size, mtime_ns, Digest(digest)) for path, size, mtime_ns, digest in rows}

    def set_files(self, rows: Mapping[str, FileRow]) -> None:
        """Store all source files, in place of those stored before."""
        self._db.execute("delete from files")
        self._db.executemany(
            "insert into files values (?, ?, ?, ?)", ((p, r.size, r.mtime_ns, r.digest) for p, r in rows.items())
        )

    def summary(self, key: Digest) -> str | None:
        """Return what was stored for an article under *key*."""
        row = self._db.execute("select value from summaries where key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def put_summary(self, key: Digest, value: str) -> None:
        """Store what was made of an article."""
        self._db.execute("insert or replace into summaries values (?, ?)", (key, value))

    def body(self, digest: Digest) -> Html:
        """Return a body; `KeyError` if it is not stored."""
        row = self._db.execute("select html from bodies where digest = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(digest)
        return Html(row[0])

    def put_body(self, digest: Digest, html: Html) -> None:
        """Store a body."""
        self._db.execute("insert or ignore into bodies values (?, ?)", (digest, str(html)))

    def records(self, stage: str) -> dict[str, Record]:
        """Return what all tasks of a stage read and made last time, by their key."""
        rows = self._db.execute("select key, inputs, output, state from records where stage = ?", (stage,))
        return {key: Record(json.loads(inputs), Digest(output), state) for key, inputs, output, state in rows}

    def put_record(self, stage: str, key: str, record: Record) -> None:
        """Store what a task read and made; only after its output is in place."""
        inputs = json.dumps(dict(record.inputs), sort_keys=True)
        self._db.execute(
            "insert or replace into records values (?, ?, ?, ?, ?)", (stage, key, inputs, record.output, record.state)
        )

    def keep(self, summaries: Iterable[Digest], bodies: Iterable[Digest], records: Mapping[str, Iterable[str]]) -> None:
        """Forget everything else."""
        _prune(self._db, "summaries", "key", summaries)
        _prune(self._db, "bodies", "digest", bodies)
        for stage, keys in records.items():
            _prune(self._db, "records", "key", keys, stage)


def _prune(db: sqlite3.Connection, table: str, column: str, keys: Iterable[str], stage: str = "") -> None:
    where = "stage = ?" if stage else "? = ''"
    kept = set(keys)
    stored = [row[0] for row in db.execute(f"select {column} from {table} where {where}", (stage,))]  # noqa: S608 (names are ours)
    gone = [(key, stage) for key in stored if key not in kept]
    db.executemany(f"delete from {table} where {column} = ? and {where}", gone)  # noqa: S608


def _refuse_if_locked(error: sqlite3.Error, path: Path | None) -> None:
    if "locked" in str(error):
        raise ContentError(f"{path}: another build is at work", hint="wait for it to end") from error


def _opened(path: Path) -> sqlite3.Connection:
    is_new = not path.exists() or path.stat().st_size == 0
    db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        if is_new:
            return _created(db)
        (version,) = db.execute("pragma user_version").fetchone()
        if version != SCHEMA_VERSION:
            raise sqlite3.DatabaseError(f"version {version}")
        db.execute("select count(*) from files").fetchone()
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
        raise ContentError(f"{path}: cannot be made anew: {error}", hint=hint) from error
