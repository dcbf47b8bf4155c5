"""Where pages go: a folder on the disk or the memory of the preview, with a manifest of all that we wrote."""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from sitegen.build.manifest import MANIFEST_NAME, amended_manifest, read_manifest, written_manifest
from sitegen.digest import Digest, digest_bytes
from sitegen.errors import ContentError
from sitegen.files import SCRATCH, fold_path, sweep_scratch, write_if_changed
from sitegen.model import OutputPath

_ACCESS: Final = "check who may write there; what stands is whole"
_HINTS: Final = {
    errno.ENOSPC: "make room, and build again: what stands is whole, and the next build makes the rest",
    errno.EROFS: _ACCESS,
    errno.EACCES: _ACCESS,
    errno.EPERM: _ACCESS,
}


class Output(Protocol):
    """A place for pages."""

    name: str
    """As people know it."""

    def at_work(self) -> AbstractContextManager[None]:
        """Do all that a build changes within; a place may show it at its end, all at once, or never if it raises."""
        ...

    def manifest(self) -> Mapping[OutputPath, Digest]:
        """Return what the last build wrote here."""
        ...

    def stamp(self) -> str:
        """Return a stamp that changes with the manifest."""
        ...

    def state(self, path: OutputPath) -> str:
        """Return a stamp that changes when somebody else changes the file; empty if it is not there."""
        ...

    def stands(self, states: Iterable[tuple[str, str]]) -> bool:
        """Say whether every file, given with its stamp, is there as it was."""
        ...

    def occupied(self, paths: Iterable[OutputPath]) -> set[OutputPath]:
        """Return the files that stand at *paths*, below them, or where a folder of theirs is to be."""
        ...

    def write(self, path: OutputPath, data: bytes) -> bool:
        """Replace a file at once, unless it holds *data* already; return whether it was written."""
        ...

    def delete(self, path: OutputPath) -> None:
        """Remove a file that we wrote, and folders that it leaves empty."""
        ...

    def sweep(self) -> None:
        """Remove what a build that was cut off left half-written."""
        ...

    def finish(self, manifest: Mapping[OutputPath, Digest]) -> None:
        """Record what stands here now; an empty digest says that a build is at work on the file."""
        ...

    def amend(self, changed: Mapping[OutputPath, Digest]) -> None:
        """Record what stands at some places now; of all others holds what was recorded last."""
        ...


class FolderOutput:
    """A folder that a static host can serve. Files that are not in the manifest are never touched."""

    def __init__(self, folder: Path, *, at_once: bool = False) -> None:
        """Take the folder, and whether a build shows nothing of its work there before it is done."""
        if folder.exists() and not folder.is_dir():
            raise ContentError(f"{folder}: the output is a file", hint="move it away, or choose another folder with -o")
        self.name = str(folder)
        self._at_once = at_once
        self._move(folder)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Do all that a build changes within; if it is to be shown at once, in a copy of the folder."""
        from sitegen.build.beside import beside, put_right  # noqa: PLC0415 (only where something changed)

        place = self._folder
        if not self._at_once:
            put_right(place)
            yield
            return
        with beside(place) as copy:
            self._move(copy)
            try:
                yield
            finally:
                self._move(place)

    def manifest(self) -> Mapping[OutputPath, Digest]:
        """Return what the last build wrote here."""
        return read_manifest(self._folder)

    def stamp(self) -> str:
        """Return the digest of the manifest's file; empty if there is none."""
        try:
            return digest_bytes((self._folder / MANIFEST_NAME).read_bytes())
        except OSError:
            return ""

    def state(self, path: OutputPath) -> str:
        """Return size and time of the file; empty if it is not there."""
        try:
            stat = os.stat(self._prefix + path)  # noqa: PTH116
        except OSError:
            return ""
        return f"{stat.st_size}:{stat.st_mtime_ns}"

    def stands(self, states: Iterable[tuple[str, str]]) -> bool:
        """Say whether every file, given with its stamp, is there as it was."""
        prefix, stat = self._prefix, os.stat
        try:
            for path, state in states:
                found = stat(prefix + path)
                if f"{found.st_size}:{found.st_mtime_ns}" != state:
                    return False
        except OSError:
            return False
        return True

    def occupied(self, paths: Iterable[OutputPath]) -> set[OutputPath]:
        """Return the files that stand at *paths*, below them, or where a folder of theirs is to be."""
        found: set[OutputPath] = set()
        folders = {"": self._folder.is_dir()}

        def leads_on(folder: str) -> bool:
            if folder not in folders:
                is_reached = leads_on(folder.rpartition("/")[0])
                folders[folder] = is_reached and os.path.isdir(self._prefix + folder)  # noqa: PTH112 (as in `__init__`)
                if is_reached and not folders[folder] and os.path.lexists(self._prefix + folder):
                    found.add(OutputPath(folder))
            return folders[folder]

        for path in paths:
            # In a folder that is not there nothing is looked for: of a first build, that is all.
            if not leads_on(path.rpartition("/")[0]) or not os.path.lexists(self._prefix + path):
                continue
            file = self._folder / path
            if file.is_dir() and not file.is_symlink():
                below = (inner for inner in file.rglob("*") if inner.is_symlink() or not inner.is_dir())
                names = (inner.relative_to(self._folder).as_posix() for inner in below)
                found.update(OutputPath(name) for name in names if f"/{SCRATCH}" not in name)
            else:
                found.add(path)
        return found

    def write(self, path: OutputPath, data: bytes) -> bool:
        """Replace a file at once, unless it holds *data* already; `ContentError` if the system does not let us."""
        try:
            return write_if_changed(self._prefix + path, data)
        except OSError as error:
            hint = _HINTS.get(error.errno or 0, "something else stands in its way, or the disk is full or read-only")
            raise ContentError(f"{self._folder / path}: cannot be written: {error.strerror}", hint=hint) from error

    def delete(self, path: OutputPath) -> None:
        """Remove a file that we wrote, and folders that it leaves empty; what is no file any more is not ours."""
        file = self._folder / path
        if not file.is_file() and not file.is_symlink():
            return
        try:
            file.unlink()
        except OSError as error:
            raise ContentError(f"{file}: cannot be deleted: {error.strerror}") from error
        for folder in file.relative_to(self._folder).parents[:-1]:
            try:
                (self._folder / folder).rmdir()
            except OSError:
                break

    def sweep(self) -> None:
        """Remove what a build that was cut off left half-written."""
        sweep_scratch(self._folder)

    def finish(self, manifest: Mapping[OutputPath, Digest]) -> None:
        """Record what stands here now."""
        self.write(OutputPath(MANIFEST_NAME), written_manifest(manifest))

    def amend(self, changed: Mapping[OutputPath, Digest]) -> None:
        """Record what stands at some places now; of all others holds what was recorded last."""
        data = amended_manifest((self._folder / MANIFEST_NAME).read_bytes(), changed)
        if data is None:
            self.finish({**self.manifest(), **changed})
        else:
            self.write(OutputPath(MANIFEST_NAME), data)

    def _move(self, folder: Path) -> None:
        self._folder = folder
        self._prefix = os.path.join(folder, "")  # noqa: PTH118 (it is joined to tens of thousands of paths)


class MemoryOutput:
    """Pages in memory, for the preview."""

    name = "the memory"

    def __init__(self) -> None:
        self._files: dict[OutputPath, bytes] = {}
        self._states: dict[OutputPath, str] = {}
        self._manifest: Mapping[OutputPath, Digest] = {}
        self._builds = 0

    def at_work(self) -> AbstractContextManager[None]:
        """Do all that a build changes within."""
        return nullcontext()

    def get(self, path: OutputPath) -> bytes | None:
        """Return a file; None if there is none."""
        return self._files.get(path)

    def manifest(self) -> Mapping[OutputPath, Digest]:
        """Return what the last build wrote here."""
        return self._manifest

    def stamp(self) -> str:
        """Return the number of the build that ended last."""
        return str(self._builds)

    def state(self, path: OutputPath) -> str:
        """Return a stamp of the file; empty if it is not there."""
        return self._states.get(path, "")

    def stands(self, states: Iterable[tuple[str, str]]) -> bool:
        """Say whether every file, given with its stamp, is there as it was."""
        return all(self._states.get(OutputPath(path), "") == state for path, state in states)

    def occupied(self, paths: Iterable[OutputPath]) -> set[OutputPath]:
        """Return the files that stand at *paths*."""
        return self._files.keys() & set(paths)

    def write(self, path: OutputPath, data: bytes) -> bool:
        """Replace a file unless it holds *data* already; return whether it did not."""
        if self._files.get(path) == data:
            return False
        self._files[path] = data
        self._states[path] = digest_bytes(data)
        return True

    def delete(self, path: OutputPath) -> None:
        """Forget a file."""
        self._files.pop(path, None)
        self._states.pop(path, None)

    def sweep(self) -> None:
        """Do nothing: memory holds whole files."""

    def finish(self, manifest: Mapping[OutputPath, Digest]) -> None:
        """Record what stands here now."""
        self._manifest = dict(manifest)
        self._builds += 1

    def amend(self, changed: Mapping[OutputPath, Digest]) -> None:
        """Record what stands at some places now."""
        self.finish({**self._manifest, **changed})


def in_the_way(stale: set[OutputPath], wanted: set[OutputPath]) -> set[OutputPath]:
    """Return the stale files that must go before the wanted ones can be written.

    A file whose name only differs in case from a new one, a file where a folder is to be, or a folder's last file where
    a file is to be.
    """
    files = {fold_path(path) for path in wanted}
    folders = {str(parent) for path in files for parent in PurePosixPath(path).parents}
    return {
        path
        for path in stale
        if (folded := fold_path(path)) in files | folders
        or any(str(parent) in files for parent in PurePosixPath(folded).parents)
    }
