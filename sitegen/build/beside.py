"""A build beside the site that stands, and the switch from one to the other: readers never see half a site."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sitegen.errors import ContentError

_AT_FDCWD: Final = -100
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE of Linux (renameat2(2)) and RENAME_SWAP of macOS (renamex_np(2)) have one value."""

_HINT: Final = "--atomic needs a folder around the output in which it may write; build without it, or with -o elsewhere"
_Stamp = tuple[int, int] | None
"""Changes with a file; None if there is none."""


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """Give a copy of *folder* to build in; if all goes well it takes the place of *folder* at once.

    The copy shares its files with the original, since a build replaces files and never writes into them. What others
    put into *folder* meanwhile comes along. On Linux and macOS both change places in one step; elsewhere there is a
    moment between two, and what a crash in it leaves behind is put right by the next call. Only one call at a time may
    be at work on a folder. `ContentError` if the system does not let us; the site that stands is then untouched.
    """
    folder, copy, last = _places(folder)
    if folder.is_mount():
        raise ContentError(f"{folder}: a file system of its own, which cannot be exchanged for another", hint=_HINT)
    try:
        put_right(folder)
        copy.mkdir(parents=True)
        before = _stamps(folder)
        if folder.is_dir():
            _link_tree(folder, copy)
        yield copy
        if folder.exists():
            _bring_others(folder, copy, before)
            _switch(copy, folder, last)
        else:
            copy.rename(folder)
    except OSError as error:
        message = f"{folder}: nothing can be built beside it: {error.filename or copy}: {error.strerror}"
        raise ContentError(message, hint=_HINT) from error
    finally:
        _remove(copy)


def put_right(folder: Path) -> None:
    """Clear away what a build beside *folder* left when it was cut off; bring the site back that it had moved aside."""
    folder, copy, last = _places(folder)
    try:
        if last.is_dir() and not folder.exists():
            last.rename(folder)
        _remove(last)
        _remove(copy)
    except OSError as error:
        message = f"{error.filename}: what an earlier build left cannot be cleared away: {error.strerror}"
        raise ContentError(message, hint="check who may write there, or delete it by hand") from error


def _places(folder: Path) -> tuple[Path, Path, Path]:
    """Return where the site stands, where another one is built, and where the first one is while they change places."""
    folder = folder.resolve()  # it may be a link to where the site is: that place is exchanged, and not the link
    return folder, folder.with_name(f".{folder.name}-next"), folder.with_name(f".{folder.name}-last")


def _link_tree(source: Path, target: Path) -> None:
    for entry in os.scandir(source):
        place = target / entry.name
        if entry.is_dir(follow_symlinks=False):
            place.mkdir()
            _link_tree(Path(entry.path), place)
        else:
            _link(Path(entry.path), place)


def _link(file: Path, place: Path) -> None:
    if file.is_symlink():
        place.symlink_to(file.readlink())
        return
    try:
        os.link(file, place)
    except OSError:  # a file system without links
        shutil.copy2(file, place)


def _bring_others(folder: Path, copy: Path, before: Mapping[str, _Stamp]) -> None:
    """Take over what changed in *folder* since *before*, but for what the build made of it in the *copy*."""
    for name, stamp in _stamps(folder).items():
        if stamp != before.get(name) == _stamp(copy / name):
            place = copy / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.unlink(missing_ok=True)
            _link(folder / name, place)


def _stamps(folder: Path) -> dict[str, _Stamp]:
    """Return a stamp of every file below *folder*, by its path there."""
    found: dict[str, _Stamp] = {}
    prefix = os.path.join(folder, "")  # noqa: PTH118 (here and below: there are tens of thousands of files)
    for below, folders, names in os.walk(prefix):
        for name in (*names, *(name for name in folders if Path(below, name).is_symlink())):
            file = os.path.join(below, name)  # noqa: PTH118
            found[file.removeprefix(prefix)] = _stamp(file)
    return found


def _stamp(file: Path | str) -> _Stamp:
    try:
        stat = os.lstat(file)
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _switch(copy: Path, folder: Path, last: Path) -> None:
    """Exchange two folders; what stood at *folder* is at *copy* then."""
    if not _exchange(copy, folder):
        folder.rename(last)
        copy.rename(folder)
        last.rename(copy)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can."""
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux":
        function, arguments = "renameat2", (_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    elif sys.platform == "darwin":
        function, arguments = "renamex_np", (*names, _EXCHANGE)
    else:
        return False
    with contextlib.suppress(OSError, AttributeError):
        import ctypes  # noqa: PLC0415 (only where it is asked for)

        return bool(getattr(ctypes.CDLL(None), function)(*arguments) == 0)
    return False


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
