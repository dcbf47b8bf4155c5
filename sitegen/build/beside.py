"""A build beside the site that stands, and the switch from one to the other: readers never see half a site."""

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sitegen.errors import ContentError

_AT_FDCWD: Final = -100
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE of Linux (renameat2(2)) and RENAME_SWAP of macOS (renamex_np(2)) have one value."""


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """Give a copy of *folder* to build in; if all goes well it takes the place of *folder* at once.

    The copy shares its files with the original, since a build replaces files and never writes into them. On Linux and
    macOS both change places in one step; elsewhere there is a moment between two. `ContentError` if the system does
    not let us; the site that stands is then untouched.
    """
    copy = folder.with_name(f".{folder.name}-next")
    try:
        _remove(copy)
        copy.mkdir(parents=True)
        if folder.is_dir():
            _link_tree(folder, copy)
        yield copy
        if folder.exists():
            _switch(copy, folder)
        else:
            copy.rename(folder)
    except OSError as error:
        raise ContentError(f"{error.filename or copy}: cannot be built beside {folder}: {error.strerror}") from error
    finally:
        _remove(copy)


def _link_tree(source: Path, target: Path) -> None:
    for entry in os.scandir(source):
        place = target / entry.name
        if entry.is_dir(follow_symlinks=False):
            place.mkdir()
            _link_tree(Path(entry.path), place)
        elif entry.is_symlink():
            place.symlink_to(Path(entry.path).readlink())
        else:
            try:
                os.link(entry.path, place)
            except OSError:  # a file system without links
                shutil.copy2(entry.path, place)


def _switch(copy: Path, folder: Path) -> None:
    """Exchange two folders; what stood at *folder* is at *copy* then."""
    if not _exchange(copy, folder):
        old = folder.with_name(f".{folder.name}-last")
        _remove(old)
        folder.rename(old)
        copy.rename(folder)
        old.rename(copy)


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
        return bool(getattr(ctypes.CDLL(None), function)(*arguments) == 0)
    return False


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
