"""Front matter: the YAML (or TOML) head of an article file, with the line of every field."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from sitegen.markdown.errors import FrontMatterError

_HEAD: Final = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^(\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head and the body of an article file, apart."""

    fields: Mapping[object, Any]
    lines: Mapping[str, int]
    """The line of each field, counted from 1."""

    body: str
    body_line: int


def split(text: str) -> FrontMatter:
    """Take an article file apart; a file without a head is all body.

    `FrontMatterError` with its line if the head is not closed, is no valid YAML or TOML, or is no table.
    """
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    match = _HEAD.match(text)
    if match is None:
        if re.match(r"(---|\+\+\+)[ \t]*(\n|\Z)", text):
            raise FrontMatterError(1, "front matter is not closed", hint=f"end it with a line `{text[:3]}`")
        return FrontMatter({}, {}, text, 1)
    fence, head = match[1], match[2]
    fields, lines = _read_toml(head) if fence == "+++" else _read_usual(head) or _read_yaml(head)
    return FrontMatter(fields, lines, text[match.end() :], text.count("\n", 0, match.end()) + 1)


_INSIDE: Final = "0-9A-Za-z\u4e00-\u9fff，。！？、：；（）《》“”‘’「」—…·%+/._ -"
_BARE: Final = f"[A-Za-z\u4e00-\u9fff《“「](?:[{_INSIDE}]*[0-9A-Za-z\u4e00-\u9fff》”」！？）])?"
_DAY: Final = r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?"
_QUOTED: Final = r"[ !#-\[\]-~\u00a0-\u2027\u2030-\ud7ff\ue000-\ufdcf\uff00-\uffef]*"
_ITEM: Final = f'(?:"{_QUOTED}"|{_BARE})'
_USUAL: Final = re.compile(f'([a-z_]{{1,40}}): (?:({_BARE}|{_DAY})|"({_QUOTED})"|\\[((?:{_ITEM}(?:, {_ITEM})*)?)\\])')
_ITEMS: Final = re.compile(f'"({_QUOTED})"|({_BARE})')
_WORDS: Final = {"true": True, "false": False}
_NOT_TEXT: Final = frozenset({"true", "false", "null", "Null", "NULL"})


def _read_usual(head: str) -> tuple[dict[object, Any], dict[str, int]] | None:
    """Read a head of the usual kind without a parser: a field a line, texts and lists of texts; None for any other.

    That both ways give the same is a law in the tests.
    """
    fields: dict[object, Any] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(head.split("\n")[:-1], 2):
        match = _USUAL.fullmatch(line)
        if match is None:
            return None
        name, bare, quoted, listed = match.groups()
        if name in fields or name in _NOT_TEXT or (bare in _NOT_TEXT and bare not in _WORDS):
            return None
        if listed is None:
            fields[name] = _WORDS.get(bare, bare) if quoted is None else quoted
        else:
            items = [(inside, word) for inside, word in _ITEMS.findall(listed)]
            if any(word in _NOT_TEXT for _, word in items):
                return None
            fields[name] = [word or inside for inside, word in items]
        lines[name] = number
    return fields, lines


def _read_yaml(head: str) -> tuple[dict[object, Any], dict[str, int]]:
    from sitegen.markdown.yaml_head import read_yaml  # noqa: PLC0415 (a parser that most articles do not need)

    return read_yaml(head)


def _read_toml(head: str) -> tuple[dict[object, Any], dict[str, int]]:
    try:
        fields = tomllib.loads(head)
    except RecursionError as error:
        raise FrontMatterError(1, "front matter is nested too deep") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) + 1 if found else 1
        message = re.sub(r" \(at line .*\)", "", str(error))
        raise FrontMatterError(line, f"front matter is no valid TOML: {message}") from error
    lines: dict[str, int] = {}
    for number, text in enumerate(head.splitlines(), 2):
        if match := re.match(r"\s*\[*\s*([\w-]+)", text):
            lines.setdefault(match[1], number)
    return {key: _dates_as_text(value) for key, value in fields.items()}, lines


def _dates_as_text(value: object) -> object:
    match value:
        case dict():
            return {key: _dates_as_text(item) for key, item in value.items()}
        case list():
            return [_dates_as_text(item) for item in value]
        case date() | time():
            return value.isoformat()
        case _:
            return value


_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:]+(?:[+-]\d\d:\d\d)?)?", re.ASCII)
"""Written without quotes: other programs read such a field as a date, ours as text; both are right."""


def join(fields: Mapping[str, Any], body: str) -> str:
    """Write an article file; `split` gives the same fields and body back. Fields keep their order."""
    from sitegen.markdown.yaml_head import write_yaml  # noqa: PLC0415 (builds write none)

    lines: list[str] = []
    for key, value in fields.items():
        if key in ("date", "updated") and isinstance(value, str) and _DATE.fullmatch(value):
            lines.append(f"{key}: {value}\n")
            continue
        lines.append(write_yaml({key: value}))
    return f"---\n{''.join(lines)}---\n\n{body.strip(chr(10))}\n"
