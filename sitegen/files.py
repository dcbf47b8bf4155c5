"""Files on any system: writing all or nothing, and names that every system can hold."""

import contextlib
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Final

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""Names that Windows keeps for devices, with any extension (Microsoft, "Naming Files, Paths, and Namespaces")."""
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
SCRATCH: Final = ".sg-"
"""The beginning of the names of half-written files; short, since a name may use all 255 bytes."""
_NAME_MAX_BYTES: Final = 200
"""File systems allow 255 bytes; the rest is room for an extension and for the scratch file beside it."""


def write_atomic(path: Path | str, data: bytes, *, durable: bool = False) -> None:
    """Replace *path* at once: a reader sees the old file or the new one, never half of either.

    Missing folders are made. With *durable* the bytes are on the disk before the old file goes: for people's work,
    which cannot be computed again. `OSError` as the system reports it; the old file is then still there.
    """
    # Text instead of `Path`: a site is tens of thousands of files, and taking paths apart is half of writing one.
    folder = os.path.dirname(path)  # noqa: PTH120
    scratch = os.path.join(folder, f"{SCRATCH}{_run}-{os.getpid():x}-{next(_numbers):x}")  # noqa: PTH118
    try:
        descriptor = os.open(scratch, _NEW_FILE, _FOR_ALL)
    except FileNotFoundError:
        _make_folder(folder)
        descriptor = os.open(scratch, _NEW_FILE, _FOR_ALL)
    try:
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            if sys.platform != "win32" and os.fstat(descriptor).st_mode & 0o777 != _FOR_ALL:
                # Whatever may be private by default here, a site's pages are for a web server to read.
                os.fchmod(descriptor, _FOR_ALL)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(scratch, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(scratch)  # noqa: PTH108
        raise


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)  # noqa: PTH102
    except OSError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103


_FOR_ALL: Final = 0o644
_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_run: Final = os.urandom(3).hex()
"""Tells the scratch files of this run from those that an earlier one left behind."""
_numbers: Final = count()


def write_if_changed(path: Path | str, data: bytes, *, durable: bool = False) -> bool:
    """Write *data* like `write_atomic` unless *path* holds just that; return whether it was written."""
    if os.access(path, os.F_OK):  # quicker than to learn it from an error
        with contextlib.suppress(FileNotFoundError), open(path, "rb", buffering=0) as file:  # noqa: PTH123
            if os.fstat(file.fileno()).st_size == len(data) and file.read(len(data) + 1) == data:
                return False
    else:
        # Most new files of a site stand in a new folder.
        with contextlib.suppress(OSError):
            os.mkdir(os.path.dirname(path))  # noqa: PTH102, PTH120 (as in `write_atomic`)
    write_atomic(path, data, durable=durable)
    return True


def sweep_scratch(folder: Path) -> None:
    """Remove what a run that was cut off left half-written below *folder*."""
    for below, _, names in os.walk(folder):
        for name in names:
            if name.startswith(SCRATCH):
                Path(below, name).unlink(missing_ok=True)


def portable_name(text: str, *, fallback: str = "x") -> str:
    """Return *text* as a file or folder name that Linux, macOS and Windows all accept.

    Characters that some system forbids become hyphens, the rest is NFC. The result is never empty, reserved,
    hidden, or longer than 200 bytes.

    >>> portable_name("a/b: c?")
    'a-b- c'
    >>> portable_name("CON")
    'CON-'
    """
    kept = "".join(
        "-" if c in _FORBIDDEN or unicodedata.category(c)[0] == "C" else c for c in unicodedata.normalize("NFC", text)
    )
    name = kept.strip(" .-").encode()[:_NAME_MAX_BYTES].decode(errors="ignore").rstrip(" .-") or fallback
    stem, dot, end = name.partition(".")
    return f"{stem}-{dot}{end}" if stem.strip().lower() in _RESERVED else name


def is_portable(path: str) -> bool:
    """Say whether every system can hold a file at *path*, which is relative and has slashes.

    >>> is_portable("a/春.png"), is_portable("a:b.png"), is_portable("nul.txt")
    (True, False, False)
    """
    return _SURE.fullmatch(path) is not None or all(
        part == part.rstrip(" .")
        and _FORBIDDEN.isdisjoint(part)
        and not any(unicodedata.category(c)[0] == "C" for c in part)
        and part.split(".")[0].strip().lower() not in _RESERVED
        for part in path.split("/")
    )


_SURE: Final = re.compile(r"(?:[a-z0-9_-]{5,}/)*[a-z0-9_-]{5,}\.[a-z]+")
"""Paths of usual names, all longer than those that are kept for devices."""


def fold_path(path: str) -> str:
    """Return a key under which two paths meet if some system would take them for one file.

    >>> fold_path("Tags/É") == fold_path("tags/e\N{COMBINING ACUTE ACCENT}")
    True
    """
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def walk_files(
    root: Path, dot_names: frozenset[str] = frozenset(), *, on_error: Callable[[OSError], None] | None = None
) -> Iterator[tuple[str, os.stat_result]]:
    """Yield `(path below *root* with slashes, stat)` of every visible file, in the order of their paths.

    Names that begin with a dot are left out, folders too, except for *dot_names*; links are followed, but not in
    circles. `OSError` for a folder that cannot be read; with *on_error* that is told, and the others go on.
    """
    try:
        stat = root.stat()
        above = frozenset({(stat.st_dev, stat.st_ino)})
    except OSError:
        above = frozenset()
    yield from sorted(_walk(root, "", above, dot_names, on_error), key=lambda found: found[0])


def _walk(
    folder: Path,
    prefix: str,
    above: frozenset[tuple[int, int]],
    dot_names: frozenset[str],
    on_error: Callable[[OSError], None] | None,
) -> Iterator[tuple[str, os.stat_result]]:
    try:
        listing = os.scandir(folder)
    except OSError as error:
        if on_error is None:
            raise
        on_error(error)
        return
    with listing as entries:
        for entry in entries:
            if entry.name.startswith(".") and entry.name not in dot_names:
                continue
            try:
                stat = entry.stat()
                is_folder = entry.is_dir()
            except OSError:
                continue  # a link that leads nowhere or to itself, or a file that was removed since
            name = prefix + entry.name
            if is_folder:
                identity = (stat.st_dev, stat.st_ino)
                if not (entry.is_symlink() and identity in above):
                    yield from _walk(Path(entry.path), f"{name}/", above | {identity}, dot_names, on_error)
            else:
                yield name, stat
