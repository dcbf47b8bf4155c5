"""Where pictures come from that do not lie beside a raw page: archives and folders that a person names, and the web.

Which address became which picture is on record beside the articles, so that nothing is fetched twice, and an article
that is imported anew keeps its pictures also where nothing may be fetched.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sitegen.errors import ContentError
from sitegen.files import write_if_changed
from sitegen.ingest.archives import SUFFIXES, Find, open_place
from sitegen.ingest.clean_picture import SIZE_LIMIT, PictureFault
from sitegen.ingest.fetch import Fetcher, FetchFault

RECORD: Final = ".pictures.jsonl"


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """From where pictures may be brought in."""

    places: tuple[Path, ...] = ()
    """Folders and archives, asked in this order."""

    fetches: bool = True
    """Whether what lies in none of them is fetched from the web."""

    allows_private: bool = False
    """Whether it may be fetched from a private network."""


@dataclass(slots=True)
class PictureSources:
    """The sources of one import; *options* is None where no pictures are asked for."""

    content: Path
    options: PictureOptions | None
    _known: dict[str, str] = field(init=False)
    _faults: dict[str, str] = field(init=False, default_factory=dict)
    """Addresses that were asked in vain in this run, and why."""

    _places: dict[Path, Find] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._known = dict(_read_record(self.content / RECORD))
        if self.options is not None:
            for place in self.options.places:
                self._open(place)  # one that is named and cannot be read ends the import before it begins

    def known(self, url: str) -> str | None:
        """Return the picture that *url* became before, below the content folder, if it is still there."""
        name = self._known.get(url) or self._known.get(twin(url))
        return name if name is not None and (self.content / name).is_file() else None

    def note(self, url: str, name: str) -> None:
        """Put on record that *url* is the picture *name*."""
        if self._known.get(twin(url)) != name:
            self._known[url] = name

    def find(self, url: str, raw: Path) -> bytes | None:
        """Return the bytes at *url*, which the page *raw* shows; None where no pictures are asked for.

        `PictureFault` if nobody has them.
        """
        if self.options is None:
            return None
        if url in self._faults:
            raise PictureFault(self._faults[url])
        for find in self._asked(raw, self.options):
            if (data := find(url)) is not None:
                return data
        if not self.options.fetches:
            raise PictureFault("lies in no place that was named")
        try:
            return Fetcher(SIZE_LIMIT, allows_private=self.options.allows_private).fetch(url)
        except FetchFault as fault:
            self._faults[url] = str(fault)
            raise PictureFault(str(fault)) from fault

    def kept(self, source: str, raw: Path) -> bytes | None:
        """Return the bytes of the relative address *source* in the page *raw*: an archive beside it is always asked.

        `ContentError` if that is none; where no pictures are asked for it need not be one.
        """
        with suppress(*(() if self.options else (ContentError,))):
            return next((data for find in self._asked(raw, self.options) if (data := find(source)) is not None), None)
        return None

    def finish(self) -> None:
        """Write the record."""
        if self._known:
            rows = (json.dumps({"url": u, "path": n}, ensure_ascii=False) for u, n in sorted(self._known.items()))
            write_if_changed(self.content / RECORD, "".join(f"{row}\n" for row in rows).encode(), durable=True)

    def _asked(self, raw: Path, options: PictureOptions | None) -> Iterator[Find]:
        """Yield the archives beside the page *raw* that have its name, then what was named."""
        for suffix in SUFFIXES:
            if (beside := raw.with_name(raw.stem + suffix)).is_file():
                yield self._open(beside)
        yield from map(self._open, options.places if options else ())

    def _open(self, place: Path) -> Find:
        if place not in self._places:
            self._places[place] = open_place(place, SIZE_LIMIT)
        return self._places[place]


@dataclass(frozen=True, slots=True)
class OfPage:
    """The sources as one raw page asks them."""

    sources: PictureSources
    raw: Path
    sha256: str
    """Of its bytes."""

    def address(self, source: str) -> str:
        """Return the full address of the relative *source*: a page has none, but what it says."""
        return f"urn:sha256:{self.sha256}/{source}"

    def known(self, url: str) -> str | None:
        """Return the picture that *url* became before, below the content folder, if it is still there."""
        return self.sources.known(url)

    def find(self, url: str) -> bytes | None:
        """Return the bytes at *url*; None where no pictures are asked for. `PictureFault` if nobody has them."""
        return self.sources.find(url, self.raw)

    def kept(self, source: str) -> bytes | None:
        """Return the bytes of the relative address *source*, if an archive or folder has them."""
        return self.sources.kept(source, self.raw)


def twin(url: str) -> str:
    """Return the address of the same picture over the other of http and https.

    >>> twin("http://example.org/a.png")
    'https://example.org/a.png'
    """
    scheme, colon, rest = url.partition(":")
    return f"{'http' if scheme.lower() == 'https' else 'https'}{colon}{rest}"


def _read_record(path: Path) -> Mapping[str, str]:
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return {str(row["url"]): str(row["path"]) for row in rows}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "restore it from your repository, or remove it: the pictures are then brought in again"
        raise ContentError(f"{path.as_posix()}: the record of pictures cannot be read", hint=hint) from error
