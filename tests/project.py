"""A small project on the disk, to be edited and built: what tests of whole builds share."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from sitegen.build.cache import Cache
from sitegen.build.manifest import MANIFEST_NAME
from sitegen.build.output import FolderOutput
from sitegen.build.report import BuildReport, Explanation
from sitegen.build.session import CACHE_PATH, BuildSession
from sitegen.config import load_config
from sitegen.model import Diagnostic, UrlPath

NOW: Final = date(2026, 1, 31)
CONFIG: Final = '[site]\ntitle = "书与字"\nbase_url = "https://example.org/"\n'
LONG: Final = "头发与发展写作不同的字，排字的人从来不会弄错，程序却常常弄错。" * 6
"""Longer than what cards show of a body: what comes after it is on the article's own pages and in feeds only."""


def article(body: str = LONG, /, **fields: object) -> str:
    """Return an article file; fields are written as YAML would have them."""
    head = {"title": "一篇文章", "date": "2025-03-01", "lang": "zh-Hans"} | fields
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in head.items()) + f"---\n\n{body}\n"


@dataclass(frozen=True)
class Project:
    """A project's folder."""

    root: Path
    files: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        if not (self.root / "sitegen.toml").exists():
            self.write("sitegen.toml", CONFIG)
        for name, text in self.files.items():
            self.write(name, text)
        (self.root / "content").mkdir(exist_ok=True)

    @property
    def output(self) -> Path:
        return self.root / "public"

    def write(self, name: str, data: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())

    def article(self, name: str, body: str = LONG, /, **fields: object) -> None:
        self.write(f"content/{name}", article(body, **fields))

    def move(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(self.root / new)

    def remove(self, name: str) -> None:
        path = self.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()

    def build(self, *, now: date = NOW, drafts: bool = False, workers: int = 1, at_once: bool = False) -> BuildReport:
        """Build as the command does, with a cache and an output on the disk."""
        with self._session(now=now, drafts=drafts, workers=workers, at_once=at_once) as session:
            return session.build()

    def explain(self, url: str) -> Explanation | Sequence[UrlPath]:
        with self._session(now=NOW, drafts=False, workers=1) as session:
            return session.explain(UrlPath(url))

    def check(self) -> tuple[Diagnostic, ...]:
        with self._session(now=NOW, drafts=True, workers=1) as session:
            return session.check()

    @contextmanager
    def _session(self, *, now: date, drafts: bool, workers: int, at_once: bool = False) -> Iterator[BuildSession]:
        config = load_config(self.root)
        output = FolderOutput(self.output, at_once=at_once)
        with Cache.open(self.root / CACHE_PATH) as cache:
            yield BuildSession(config, output, cache, now=now, drafts=drafts, workers=workers)

    def page(self, path: str) -> str:
        return (self.output / path).read_bytes().decode()

    def tree(self) -> dict[str, bytes]:
        """Return all files of the output but the manifest."""
        return tree(self.output)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below *folder* but the manifest, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST_NAME
    }
