"""YAML as the head of an article file has it: read with the line of every field, and written so that people like it."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import yaml

from sitegen.markdown.errors import FrontMatterError


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


def read_yaml(head: str) -> tuple[dict[object, Any], dict[str, int]]:
    """Return the fields and the line of each; `FrontMatterError` if it is no valid YAML, or no table."""
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


def write_yaml(fields: Mapping[str, Any]) -> str:
    """Write fields so that `read_yaml` gives them back, each on lines of its own."""
    return str(
        yaml.dump(
            {key: _inline(value) for key, value in fields.items()},
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            width=10**9,
            default_flow_style=False,
        )
    )


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
