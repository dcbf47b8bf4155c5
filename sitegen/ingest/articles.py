"""Article files as plain data: what import writes, and what people made of it."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sitegen.errors import ContentError
from sitegen.ingest.merge import Fields, field_digests
from sitegen.markdown import frontmatter
from sitegen.markdown.errors import FrontMatterError

FIELD_ORDER: Final = (
    "title", "subtitle", "date", "updated", "publisher", "authors", "editor", "tags", "lang", "slug", "image",
    "licence", "source", "doubts", "reviewed", "body",
)  # fmt: skip
"""The fields that import writes, in the order in which it does."""
_CONTINUED: Final = re.compile(r"[ \t\-\]}]")
"""How a line begins that belongs to the field above it."""


def article_bytes(fields: Fields) -> bytes:
    """Return the file that holds *fields*, those that import writes first and in its order, their `body` below them."""
    head = {name: fields[name] for name in _in_order(fields) if name != "body"}
    return frontmatter.join(head, str(fields.get("body", ""))).encode()


def read_article(path: Path) -> dict[str, Any]:
    """Return the fields of an article file, its body under `body`; `ContentError` with the line if it is broken."""
    return fields_of(path, path.read_bytes())


def fields_of(path: Path, data: bytes) -> dict[str, Any]:
    """Return the fields of an article file that holds *data*; `ContentError` with the line if it is broken."""
    head = _split(path, data)
    return {**{str(name): value for name, value in head.fields.items()}, "body": head.body.strip("\n")}


def line_of(path: Path, data: bytes, field: str, line: int) -> int:
    """Return the line of an article file on which line *line*, counted from 0, of *field* stands."""
    head = _split(path, data)
    if field != "body":
        return head.lines.get(field, 1)
    blank = len(head.body) - len(head.body.lstrip("\n"))
    return head.body_line + blank + line


def changed_bytes(path: Path, data: bytes, changes: Mapping[str, Any]) -> bytes:
    """Return the article file *data* with *changes* made, fields that become None taken out, and all else as it is.

    Comments and the way in which people write their fields stay, where the head of the file is YAML.
    """
    wanted = {name: value for name, value in {**fields_of(path, data), **changes}.items() if value is not None}
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    head = _split(path, data)
    edited = text if head.fields and text.startswith("---") else ""
    lines = edited.split("\n")[: head.body_line - 1]
    for name, value in changes.items():
        if name != "body":
            _set_field(lines, name, value)
    body = changes.get("body")
    below = head.body if body is None else f"\n{str(body).strip(chr(10))}\n"
    made = ("\n".join(lines) + "\n" + below).encode()
    if not edited or not _says(path, made, wanted):
        made = article_bytes(wanted)
    return made.replace(b"\n", b"\r\n") if b"\r\n" in data else made


def _set_field(lines: list[str], name: str, value: object) -> None:
    """Write a field into the *lines* of a head, in its old place or behind the one that import writes before it."""
    written = [] if value is None else frontmatter.join({name: value}, "").rstrip("\n").split("\n")[1:-1]
    names = {match[1]: i for i, line in enumerate(lines) if (match := re.match(r"([\w-]+)\s*:", line))}
    if name in names:
        start, end = names[name], names[name] + 1
        while end < len(lines) - 1 and _CONTINUED.match(lines[end]):
            end += 1
        lines[start:end] = written
        return
    place = FIELD_ORDER.index(name) if name in FIELD_ORDER else len(FIELD_ORDER)
    before = [names[other] for other in FIELD_ORDER[:place] if other in names]
    start = max(before) + 1 if before else len(lines) - 1
    while start < len(lines) - 1 and _CONTINUED.match(lines[start]):
        start += 1
    lines[start:start] = written


def _in_order(fields: Fields) -> Sequence[str]:
    return [*(name for name in FIELD_ORDER if name in fields), *(name for name in fields if name not in FIELD_ORDER)]


def _says(path: Path, data: bytes, wanted: Fields) -> bool:
    try:
        return field_digests(fields_of(path, data)) == field_digests(wanted)
    except ContentError:
        return False


def _split(path: Path, data: bytes) -> frontmatter.FrontMatter:
    try:
        return frontmatter.split(data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except UnicodeDecodeError as error:
        raise ContentError(f"{path}: not UTF-8") from error
    except FrontMatterError as error:
        raise ContentError(f"{path}:{error.line}: {error.message}", hint=error.hint) from error
