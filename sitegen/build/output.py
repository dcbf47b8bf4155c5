"""Where pages go: a folder on the disk or the memory of the preview, with a manifest of all that we wrote."""

import errno
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from sitegen.digest import Digest, digest_bytes
from sitegen.errors import ContentError
from sitegen.files import fold_path, sweep_scratch, write_if_changed
from sitegen.model import OutputPath

MANIFEST_NAME: Final = ".sitegen-manifest.json"
"""In the output folder: it describes that folder, and survives the loss of the cache. It is not deployed."""


_ACCESS: Final = "check who may write there; what stands is whole"
_HINTS: Final = {
    errno.ENOSPC: "make room, and build again: what stands is whole, and the next build makes the rest",
    errno.EROFS: _ACCESS,
    errno.EACCES: _ACCESS,
    errno.EPERM: _ACCESS,
}
_PLAIN: Final = re.compile(r"\w[^/\\:]*(?:/[^/\\:]+)*")
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


class Output(Protocol):
    """A place for pages."""

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

    def __init__(self, folder: Path) -> None:
        if folder.exists() and not folder.is_dir():
            raise ContentError(f"{folder}: the output is a file", hint="move it away, or choose another folder with -o")
        self._folder = folder
        self._prefix = os.path.join(folder, "")  # noqa: PTH118 (it is joined to tens of thousands of paths)

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
        lines = [f'{_encode(path)}: "{manifest[path]}"' for path in sorted(manifest)]
        text = ",\n".join(lines)
        self.write(OutputPath(MANIFEST_NAME), (f"{{\n{text}\n}}\n" if lines else "{}\n").encode())

    def amend(self, changed: Mapping[OutputPath, Digest]) -> None:
        """Record what stands at some places now; of all others holds what was recorded last."""
        text = (self._folder / MANIFEST_NAME).read_bytes()
        for path, digest in changed.items():
            start = f'\n{_encode(path)}: "'.encode()
            at = text.find(start) + len(start)
            if at < len(start):
                self.finish({**self.manifest(), **changed})
                return
            text = b"".join((text[:at], digest.encode(), text[text.index(b'"', at) :]))
        self.write(OutputPath(MANIFEST_NAME), text)


class MemoryOutput:
    """Pages in memory, for the preview."""

    def __init__(self) -> None:
        self._files: dict[OutputPath, bytes] = {}
        self._states: dict[OutputPath, str] = {}
        self._manifest: Mapping[OutputPath, Digest] = {}
        self._builds = 0

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


def read_manifest(folder: Path) -> Mapping[OutputPath, Digest]:
    """Return what the last build wrote into *folder*; empty if none did.

    `ContentError` if the record cannot be read, or names a place outside the folder: nothing is pruned on its word.
    """
    path = folder / MANIFEST_NAME
    hint = f"delete {path}; files of the former build then stay until you remove them"
    try:
        rows = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ContentError(f"{path}: cannot be read", hint=hint) from error
    if not isinstance(rows, dict) or not all(isinstance(v, str) and is_inside(k) for k, v in rows.items()):
        raise ContentError(f"{path}: is not a manifest of ours", hint=hint)
    return {OutputPath(key): Digest(value) for key, value in rows.items()}


def is_inside(path: str) -> bool:
    """Say whether *path*, with slashes, stays within the folder it is relative to, on every system."""
    if _PLAIN.fullmatch(path) and "/." not in path:
        return True
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path and ":" not in parts[0]


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
