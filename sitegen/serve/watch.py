"""From the file system's events to one change at a time.

Events are hints that something may have changed; what did is for the build's digests to say. So nothing here tells
kinds of change apart: it waits until an editor has finished, and names the paths.
"""

import os
import queue
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from sitegen.errors import SitegenError

QUIET: Final = 0.040
"""Seconds without an event after which a change is taken to be complete: editors write in several steps."""
AT_MOST: Final = 0.250
"""Seconds after which a change is acted upon although events go on: a long copy should show progress."""

_DROPPING_SUFFIXES: Final = ("~", ".swp", ".swx", ".tmp", "#", "___jb_tmp___", "___jb_old___")
_DROPPING_NAMES: Final = frozenset({"4913"})
"""vim creates this file to see whether it may (`:help 'backupcopy'`)."""

# Not `opened` and `closed_no_write`: the build causes them itself when it reads, and would start itself forever.
# Not a folder's `modified`: it says only what the event of the file in it says.
_KINDS: Final[list[type[FileSystemEvent]]] = [
    FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
]  # fmt: skip


def next_change(take: Callable[[float | None], Path | None], clock: Callable[[], float]) -> frozenset[Path] | None:
    """Wait for a change and return its paths once it is complete; None if there will be no more.

    *take* returns the next path, or None at the end; it waits as many seconds as it is told, without limit if told
    None, and raises `queue.Empty` after that.
    """
    path = take(None)
    if path is None:
        return None
    paths = {path}
    first = last = clock()
    while (left := min(last + QUIET, first + AT_MOST) - clock()) > 0:
        try:
            path = take(left)
        except queue.Empty:
            break
        if path is None:
            return None
        paths.add(path)
        last = clock()
    return frozenset(paths)


def is_source(path: Path, inputs: Iterable[Path], ignored: Iterable[Path]) -> bool:
    """Return whether a change of *path* may change the site that is made from *inputs*.

    Below a folder, hidden files and what editors leave while they save are none; below *ignored*, our own output,
    nothing is.

    >>> folder = Path("/p/content")
    >>> [is_source(folder / name, [folder], []) for name in ("a.md", ".a.md.swp", "a.md~", ".git/index", "4913")]
    [True, False, False, False, False]
    """
    if any(path.is_relative_to(folder) for folder in ignored):
        return False
    if path.name in _DROPPING_NAMES or path.name.endswith(_DROPPING_SUFFIXES):
        return False
    return any(
        path.is_relative_to(folder) and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        for folder in inputs
    )


class Watcher:
    """Watches the inputs of a site, and gives the changed paths to *notify* (from a thread of its own)."""

    def __init__(self, notify: Callable[[Path], None], ignored: Iterable[Path]) -> None:
        self._notify = notify
        self._ignored = _spellings(ignored)
        self._inputs: tuple[Path, ...] = ()
        self._watches: dict[tuple[Path, bool], ObservedWatch] = {}
        self._stale: set[Path] = set()
        self._handler = _Handler(self._receive)
        self._observer = Observer()

    def __enter__(self) -> Self:
        self._observer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._observer.stop()
        self._observer.join()

    def follow(self, inputs: Iterable[Path]) -> None:
        """Watch just *inputs* from now on, files and folders; one that does not exist is noticed when it appears.

        `SitegenError` if the system does not let us.
        """
        inputs = tuple(inputs)
        self._inputs = _spellings(inputs)
        wanted = _places(inputs)
        stale, self._stale = self._stale, set()
        for place in [place for place in self._watches if place not in wanted or place[0] in stale]:
            self._observer.unschedule(self._watches.pop(place))
        for place in wanted:
            if place not in self._watches:
                self._schedule(*place)

    def _schedule(self, folder: Path, recursive: bool) -> None:
        try:
            watch = self._observer.schedule(self._handler, str(folder), recursive=recursive, event_filter=_KINDS)
        except (FileNotFoundError, NotADirectoryError):
            return  # gone since; its parent is watched too
        except OSError as error:
            raise SitegenError(
                f"cannot watch {folder}: {error.strerror or error}",
                hint="the system's limit of watched folders may be reached; on Linux: fs.inotify.max_user_watches",
            ) from error
        self._watches[folder, recursive] = watch

    def _receive(self, path: Path, is_folder: bool) -> None:
        # A folder that went takes its watch along, even if another of its name comes.
        if is_folder and any(folder == path for folder, _ in self._watches):
            self._stale.add(path)
        if is_source(path, self._inputs, self._ignored):
            self._notify(path)


class _Handler(FileSystemEventHandler):
    def __init__(self, receive: Callable[[Path, bool], None]) -> None:
        self._receive = receive

    def on_any_event(self, event: FileSystemEvent) -> None:
        for name in (event.src_path, event.dest_path):
            if name:
                self._receive(Path(os.fsdecode(name)), event.is_directory)


def _places(inputs: tuple[Path, ...]) -> list[tuple[Path, bool]]:
    """Return what to watch: each folder with all below it, and where each input would appear if it is absent."""
    folders = {path for path in inputs if path.is_dir()}
    outermost = sorted(path for path in folders if folders.isdisjoint(path.parents))
    around = {next(above for above in path.parents if above.is_dir()) for path in inputs}
    return [(path, True) for path in outermost] + [
        (path, False) for path in sorted(around) if folders.isdisjoint((path, *path.parents))
    ]


def _spellings(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return *paths* and where links among them lead: macOS reports events by the latter."""
    return tuple(dict.fromkeys(spelling for path in paths for spelling in (path, path.resolve())))
