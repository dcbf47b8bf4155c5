"""Source files and their digests, read again only where the file system says that they may have changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from sitegen.build.cache import FileRow
from sitegen.digest import Digest, digest_bytes
from sitegen.files import is_portable, walk_files
from sitegen.model import Diagnostic, Severity

_SETTLED_NS: Final = 2_000_000_000
"""Some file systems keep times in steps of two seconds: a younger file may change again and look the same."""


class SourceFile(NamedTuple):
    """A file of the project as it stands now."""

    name: str
    """Its path below the folder that was scanned, with slashes."""

    folder: Path
    """The folder that was scanned."""

    digest: Digest

    @property
    def path(self) -> Path:
        """Where it stands."""
        return self.folder / self.name


@dataclass(frozen=True, slots=True)
class Scanned:
    """The files of a folder."""

    files: tuple[SourceFile, ...]
    """In the order of their names."""

    rows: Mapping[str, FileRow]
    """What may be trusted next time, by full path."""

    diagnostics: tuple[Diagnostic, ...]


def _contents(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (tens of thousands of times)
        return file.readall()


def scan(
    folder: Path, known: Mapping[str, FileRow], now_ns: int, *, dot_names: frozenset[str] = frozenset()
) -> Scanned:
    """Return the visible files below *folder*, none if it does not exist; hidden ones only if they are *dot_names*.

    A file whose size and time are as *known* is not read again, unless it changed within the last two seconds.
    """
    files: list[SourceFile] = []
    rows: dict[str, FileRow] = {}
    faults: list[Diagnostic] = []
    root = folder.as_posix()
    for name, stat in walk_files(folder, dot_names) if folder.is_dir() else ():
        key = f"{root}/{name}"
        row = known.get(key)
        # Files that are known have good names.
        if row is None and not is_portable(name):
            hint = "rename it: without any of <>:\"\\|?*, no device's name, no dot or space at the end"
            message = "not every system can hold a file of this name"
            faults.append(Diagnostic(name, 0, message, Severity.ERROR, "file-name", hint))
            continue
        if row is None or (row.size, row.mtime_ns) != (stat.st_size, stat.st_mtime_ns):
            try:
                row = FileRow(stat.st_size, stat.st_mtime_ns, digest_bytes(_contents(key)))
            except OSError as error:
                hint = "check who may read it"
                message = f"cannot be read: {error.strerror}"
                faults.append(Diagnostic(name, 0, message, Severity.ERROR, "unreadable", hint))
                if row is None:
                    continue
                # What cannot be read leaves the site as it was.
        files.append(SourceFile(name, folder, row.digest))
        if now_ns - row.mtime_ns > _SETTLED_NS:
            rows[key] = row
    return Scanned(tuple(files), rows, tuple(faults))
