"""Front matter: the YAML (or TOML) head of an article file, with the line of every field."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar, Final

import yaml

from sitegen.errors import SitegenError

_HEAD: Final = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^(\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class FrontMatterError(SitegenError):
    """The head of an article file cannot be read."""

    def __init__(self, line: int, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.line = line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head and the body of an article file, apart."""

    fields: Mapping[object, Any]
    lines: Mapping[str, int]
    """The line of each field, counted from 1."""

    body: str
    body_line: int


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML in which only true, false, null and whole numbers are more than text.

    YAML 1.1 turns `no` into false, `12:30` into 750 and a date into an object that has lost its precision; what
    people write in front matter is text, and the schema knows better which field is what.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    # Numbers that are the same text when they are written again; the title "1.10" is no number.
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9]\d{0,8})\.\d{0,5}[1-9]$", "-0123456789"),
    ("tag:yaml.org,2002:int", r"^(?:0|-?[1-9]\d*)$", "-0123456789"),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


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
    loader = _Loader(head)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            raise FrontMatterError(2, "front matter must be `field: value` lines")
        lines: dict[str, int] = {}
        _refuse_references(node, set())
        for key, _ in node.value:
            line = key.start_mark.line + 2
            if not isinstance(key, yaml.ScalarNode):
                raise FrontMatterError(line, "the name of a field must be text")
            if key.value in lines:
                raise FrontMatterError(
                    line, f'field "{key.value}" stands twice', hint=f"first on line {lines[key.value]}"
                )
            lines[key.value] = line
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        hint = "a text with `: ` or that begins with one of [{*&!|>%@` stands in quotes"
        raise FrontMatterError(line, f"front matter is no valid YAML: {error.problem}", hint=hint) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise FrontMatterError(1, f"front matter is no valid YAML: {error}") from error
    finally:
        loader.dispose()


def _refuse_references(node: yaml.Node, seen: set[int]) -> None:
    """Refuse anchors and references: a value within itself has no end, and nested ones grow without bound."""
    if isinstance(node, yaml.ScalarNode):
        return
    if id(node) in seen:
        raise FrontMatterError(
            node.start_mark.line + 2, "references (`*name`) are not read", hint="write the value again"
        )
    seen.add(id(node))
    for item in node.value:
        for child in item if isinstance(item, tuple) else (item,):
            _refuse_references(child, seen)
            if isinstance(node, yaml.MappingNode) and child is item[0] and not isinstance(child, yaml.ScalarNode):
                raise FrontMatterError(child.start_mark.line + 2, "the name of a field must be text")


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


class _Dumper(yaml.SafeDumper):
    """Writes what `_Loader` reads: lists on one line, long text unbroken, quotes only where they are needed."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        """Write a value again rather than refer to where it stood before."""
        return True


def _represent_text(dumper: yaml.SafeDumper, data: str) -> yaml.ScalarNode:
    # Between single quotes YAML takes these for line ends, and folds them.
    style = '"' if any(mark in data for mark in "\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


class _Inline(list[Any]):
    """A list that is written on one line."""


class _InlineTable(dict[str, Any]):
    """A table that is written on one line."""


_Dumper.yaml_implicit_resolvers = dict(yaml.SafeDumper.yaml_implicit_resolvers)
_Dumper.add_representer(
    _Inline, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)
_Dumper.add_representer(
    _InlineTable,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True),
)
_Dumper.add_representer(str, _represent_text)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:]+(?:[+-]\d\d:\d\d)?)?", re.ASCII)
"""Written without quotes: other programs read such a field as a date, ours as text; both are right."""


def join(fields: Mapping[str, Any], body: str) -> str:
    """Write an article file; `split` gives the same fields and body back. Fields keep their order."""
    lines: list[str] = []
    for key, value in fields.items():
        if key in ("date", "updated") and isinstance(value, str) and _DATE.fullmatch(value):
            lines.append(f"{key}: {value}\n")
            continue
        dumped = yaml.dump(
            {key: _inline(value)}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9,
            default_flow_style=False,
        )  # fmt: skip
        lines.append(dumped)
    return f"---\n{''.join(lines)}---\n\n{body.strip(chr(10))}\n"


def _inline(value: object) -> object:
    match value:
        case Mapping():
            return _InlineTable({str(key): _inline(item) for key, item in value.items()})
        case list() | tuple() if any(isinstance(item, Mapping) for item in value):
            return [_inline(item) for item in value]
        case list() | tuple():
            return _Inline(_inline(item) for item in value)
        case _:
            return value
