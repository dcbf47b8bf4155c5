"""Files of Markdown or plain text in another script, one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sitegen.errors import ConfigError
from sitegen.files import fold_path, walk_files, write_if_changed
from sitegen.markdown.convert_source import ConvertedSource, convert_source
from sitegen.model import Diagnostic, Severity
from sitegen.text.script.convert import DEFAULT_ENGINE, convert

_EXTENSIONS: Final = (".md", ".markdown", ".txt")
"""What is taken from a folder; other files stay where they are."""
_PLAIN: Final = ".txt"


@dataclass(frozen=True, slots=True)
class ConvertedFile:
    """What became of one file."""

    source: Path
    data: bytes | None
    """None if it could not be converted."""

    diagnostics: tuple[Diagnostic, ...] = ()
    is_written: bool = False
    """Whether a file was written or changed."""


def convert_data(
    data: bytes, name: str, profile: str, *, markdown: bool, engine: str = DEFAULT_ENGINE
) -> ConvertedFile:
    """Convert UTF-8 *data*, called *name* in messages; with *markdown* its words only, else all of it."""
    path = Path(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8; raw pages in other encodings go through `sitegen import`"
        return ConvertedFile(path, None, (Diagnostic(name, line, "not UTF-8", Severity.ERROR, "encoding", hint),))
    if not markdown:
        return ConvertedFile(path, convert(text, (profile,), engine).encode())
    found = convert_source(text, name, profile, engine)
    if isinstance(found, ConvertedSource):
        return ConvertedFile(path, found.text.encode(), found.warnings)
    return ConvertedFile(path, None, found)


def convert_files(
    paths: Sequence[Path],
    profile: str,
    *,
    markdown: bool,
    output: Path | None = None,
    engine: str = DEFAULT_ENGINE,
) -> Iterator[ConvertedFile]:
    """Convert the files at *paths* and those in folders there, into *output* or in their own places.

    Below *output* stands what stands below a folder of *paths*. A file is replaced as a whole or not at all, and one
    that cannot be converted is named and left alone. `ConfigError` before anything is written if a path is missing, if
    *output* lies within a source, or if two files would become one, at least where names that differ in case are one.
    """
    targets: dict[str, tuple[Path, Path]] = {}
    for path in paths:
        if not path.exists():
            raise ConfigError(f"{path}: no such file or folder")
        if output and path.is_dir() and output.resolve().is_relative_to(path.resolve()):
            raise ConfigError(f"{output}: lies within {path}", hint="choose a folder beside it, or use --in-place")
        for source, below in _files(path):
            target = output / below if output else source
            if output and target.resolve() == source.resolve():
                raise ConfigError(f"{source}: would be written over itself", hint="use --in-place if that is meant")
            key = fold_path(target.as_posix()) if output else target.as_posix()
            _, other = targets.setdefault(key, (target, source))
            if other != source:
                raise ConfigError(f"{target}: both {other} and {source} would be written there")
    for target, source in targets.values():
        yield _convert_file(source, target, profile, markdown=markdown, engine=engine)


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, path.name
        return
    for name, _ in walk_files(path):
        if name.lower().endswith(_EXTENSIONS):
            yield path / name, name


def _convert_file(source: Path, target: Path, profile: str, *, markdown: bool, engine: str) -> ConvertedFile:
    name, is_structured = source.as_posix(), is_markdown(source, asked=markdown)
    try:
        found = convert_data(source.read_bytes(), name, profile, markdown=is_structured, engine=engine)
        if found.data is None:
            return found
        is_written = write_if_changed(target, found.data, durable=True)
    except OSError as error:
        fault = Diagnostic(name, 0, f"cannot be converted: {error.strerror}", Severity.ERROR, "unreadable")
        return ConvertedFile(source, None, (fault,))
    return ConvertedFile(source, found.data, found.diagnostics, is_written)


def is_markdown(path: Path, *, asked: bool) -> bool:
    """Say whether the file at *path* is read as Markdown where that is *asked* for: `.txt` never is."""
    return asked and path.suffix.lower() != _PLAIN
