"""Where raw pages came from: a list of many, or a sidecar beside one."""

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sitegen.config import suggest
from sitegen.errors import ConfigError
from sitegen.moment import Moment

FIELDS: Final = (
    "url", "retrieved", "charset", "title", "subtitle", "date", "publisher", "authors", "editor", "sections", "tags",
    "lang", "licence",
)  # fmt: skip
"""What may be stated of a raw page; a list also has `path`."""
SIDECAR: Final = ".meta.toml"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a person stated of one raw page."""

    fields: Mapping[str, str]


NO_ORIGIN: Final = Origin(MappingProxyType({}))


def read_sidecar(raw: Path) -> Origin:
    """Return what `NAME.meta.toml` beside *raw* says; `ConfigError` with its name if it is wrong."""
    for path in (raw.with_name(raw.name + SIDECAR), raw.with_name(raw.stem + SIDECAR)):
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: cannot be read: {_reason(error)}") from error
        try:
            fields = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}: {error}") from error
        return _origin(fields, f"{path}")
    return NO_ORIGIN


def read_list(path: Path) -> Mapping[Path, Origin]:
    """Return the origins in a JSONL or CSV file by the resolved path of each raw page.

    Paths are relative to the folder of the list. `ConfigError` with the line that is wrong.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {_reason(error)}") from error
    rows = _csv_rows(text, path) if path.suffix.lower() == ".csv" else _json_rows(text, path)
    found: dict[Path, Origin] = {}
    for line, row in rows:
        name = row.pop("path", None)
        if not isinstance(name, str) or not name:
            raise ConfigError(f"{path}:{line}: no `path`", hint="each row names the raw page that it speaks of")
        try:
            page = (path.parent / name).resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a link to itself, or what no file can be called
            raise ConfigError(f"{path}:{line}: no file can have the path {name!r}") from error
        if page in found:
            raise ConfigError(f"{path}:{line}: {name} is listed twice", hint="say all of a page in one row")
        found[page] = _origin(row, f"{path}:{line}")
    return MappingProxyType(found)


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or "" if isinstance(error, OSError) else "it is not UTF-8"


def _json_rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise ConfigError(f"{path}:{number}: {error}", hint="one JSON object a line") from error
            if not isinstance(row, dict):
                raise ConfigError(f"{path}:{number}: no JSON object")
            yield number, row


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    rows = csv.DictReader(StringIO(text), restkey="", strict=True)
    try:
        for row in rows:
            yield rows.line_num, {key: value for key, value in row.items() if key and value}
    except csv.Error as error:
        hint = 'a text with commas or line ends stands in quotes, and a quote in it is doubled: ""'
        raise ConfigError(f"{path}:{rows.line_num + 1}: no valid CSV: {error}", hint=hint) from error


def _origin(fields: Mapping[str, object], where: str) -> Origin:
    texts: dict[str, str] = {}
    for key, value in fields.items():
        if key not in FIELDS:
            raise ConfigError(f'{where}: unknown field "{key}"', hint=suggest(key, FIELDS))
        if value is None:
            continue
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            texts[key] = ", ".join(value)
        elif isinstance(value, dict | list | bool):
            raise ConfigError(f'{where}: "{key}" must be text, not {value!r}')
        else:
            texts[key] = value.isoformat() if hasattr(value, "isoformat") else str(value)
    for key, text in texts.items():
        texts[key] = " ".join(_CONTROL.sub(" ", text).split())
    if texts.get("url") and not texts["url"].startswith(("http://", "https://")):
        raise ConfigError(f'{where}: "url" is no web address: {texts["url"]!r}', hint='such as "https://example.org/a"')
    if texts.get("retrieved"):
        try:
            Moment.parse(texts["retrieved"], UTC)
        except ValueError as error:
            hint = 'such as "2026-11-20" or "2026-11-20T08:00:00+08:00"'
            raise ConfigError(f'{where}: "retrieved" is {error}', hint=hint) from error
    return Origin(MappingProxyType(texts))
