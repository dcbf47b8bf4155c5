"""Files of the web as people keep them: folders, zip archives and WARC files, asked by address."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from sitegen.errors import ContentError

SUFFIXES: Final = (".zip", ".warc", ".warc.gz")

Find = Callable[[str], bytes | None]
"""Gives the file at an address; None where there is none, or it is larger than wanted."""


def open_place(path: Path, size_limit: int) -> Find:
    """Return how files are found in the folder or archive *path*, none of more than *size_limit* bytes.

    A folder or zip archive is asked for `host/path/name`, then `path/name`, then `name`; a WARC file knows addresses.
    `ContentError` with its name if *path* is none of these.
    """
    try:
        if path.is_dir():
            return partial(_in_folder, path, size_limit)
        name = path.name.lower()
        if name.endswith(".zip"):
            with zipfile.ZipFile(path) as archive:
                entries = {entry.filename.strip("/"): entry.filename for entry in archive.infolist()}
            return partial(_in_zip, path, size_limit, entries)
        if name.endswith((".warc", ".warc.gz")):
            return partial(_in_warc, path, size_limit, _places_in_warc(path))
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        raise _unreadable(path, error) from error
    raise _unreadable(path, None)


def _unreadable(path: Path, error: Exception | None) -> ContentError:
    reason = f": {str(error) or type(error).__name__}" if error is not None else ""
    hint = "give a folder, or a file .zip, .warc or .warc.gz"
    return ContentError(f"{path.as_posix()}: no files can be read from it{reason}", hint=hint)


def _names(url: str) -> Sequence[str]:
    """Return under which names the file at *url* may be kept, the most certain first."""
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/")
    return [name for name in (f"{parts.netloc.lower()}/{path}", path, path.rpartition("/")[2]) if name.strip("/")]


def _in_folder(folder: Path, size_limit: int, url: str) -> bytes | None:
    for name in _names(url):
        try:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file() and path.stat().st_size <= size_limit:
                return path.read_bytes()
        except (OSError, ValueError):  # ValueError: a name that no file can have
            continue
    return None


def _in_zip(path: Path, size_limit: int, entries: Mapping[str, str], url: str) -> bytes | None:
    name = next((entries[name] for name in _names(url) if name in entries), None)
    if name is None:
        return None
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            data = file.read(size_limit + 1)  # what the archive says of the size may be wrong
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return None  # damaged, or under a password
    return data if len(data) <= size_limit else None


def _key(url: str) -> str:
    """Return *url* without what differs between two ways to write it: scheme, letter case of the host, `%41`."""
    parts = urlsplit(url)
    return unquote(f"{parts.netloc.lower()}{parts.path}{'?' * bool(parts.query)}{parts.query}")


def _places_in_warc(path: Path) -> Mapping[str, int]:
    """Return where the answer for each address begins; of several the last."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - few imports need it
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    found: dict[str, int] = {}
    with path.open("rb") as file:
        try:
            records = ArchiveIterator(file)
            for record in records:
                url = record.rec_headers.get_header("WARC-Target-URI")
                if url and record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
                    found[_key(url)] = records.get_record_offset()
        except ArchiveLoadFailed as error:
            raise ValueError(error) from error
    return found


def _in_warc(path: Path, size_limit: int, places: Mapping[str, int], url: str) -> bytes | None:
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415

    place = places.get(_key(url))
    if place is None:
        return None
    with path.open("rb") as file:
        file.seek(place)
        data: bytes = next(iter(ArchiveIterator(file))).content_stream().read(size_limit + 1)
    return data if len(data) <= size_limit else None
