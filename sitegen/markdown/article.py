"""Article files ↔ `Article` values."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from pathlib import PurePosixPath
from typing import Any, Final

from sitegen.files import portable_name
from sitegen.markdown import frontmatter
from sitegen.markdown.errors import FrontMatterError
from sitegen.markdown.schema import LIST_FIELDS, TEXT_FIELDS, read_fields
from sitegen.model import Article, Diagnostic, Severity, Slug
from sitegen.text.script.markup import HINT, MarkupError, has_marks, spans

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_HEADLINE: Final = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
PAGES_FOLDER: Final = "pages/"


def parse_article(data: bytes, path: str, *, zone: tzinfo, language: str) -> Article | tuple[Diagnostic, ...]:
    """Read an article file, or say all that is wrong with it.

    *path* is its place below the content folder, *zone* that of dates without one, *language* the script of a file
    that does not name its own. A missing title is taken from a heading at the top of the body, a missing slug from
    the file's name, which may start with the date as other generators write it.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8; raw pages in other encodings go through `sitegen import`"
        return (Diagnostic(path, line, "not UTF-8", Severity.ERROR, "encoding", hint),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\N{ZERO WIDTH NO-BREAK SPACE} \t\n\f\v"):
        return (Diagnostic(path, 0, "the file is empty", Severity.ERROR, "empty", "delete it, or write an article"),)
    try:
        head = frontmatter.split(text)
    except FrontMatterError as error:
        return (Diagnostic(path, error.line, error.message, Severity.ERROR, "front-matter", error.hint),)
    read = read_fields(head.fields, head.lines, path, zone)
    faults = list(read.diagnostics)
    values: dict[str, Any] = dict(read.values)
    body, body_line = _CONTROL.sub("", head.body), head.body_line
    if "title" not in values:
        headline = _HEADLINE.match(body)
        if headline:
            values["title"] = headline[1]
            body_line += body.count("\n", 0, headline.end())
            body = body[headline.end() :]
        else:
            hint = "add `title: …` to the front matter, or begin the text with `# …`"
            faults.append(Diagnostic(path, 1, "the article has no title", Severity.ERROR, "no-title", hint))
    kind = values.setdefault("kind", "page" if path.startswith(PAGES_FOLDER) else "article")
    stem_day, stem = _stem(path)
    if stem_day and "date" not in values and kind == "article":
        values |= read_fields({"date": stem_day}, {}, path, zone).values
    slug = values.pop("slug", None) or stem
    if slug != _sluggish(slug):
        line = head.lines.get("slug", 0)
        hint = f"such as {_sluggish(slug)}"
        faults.append(Diagnostic(path, line, f'"{slug}" cannot be a slug', Severity.ERROR, "bad-slug", hint))
    faults += broken_marks(values, head.lines, path)
    if faults:
        return tuple(faults)
    values.setdefault("lang", language)
    return Article(path=path, slug=Slug(slug), body=body, body_line=body_line, **values)


def broken_marks(values: Mapping[str, Any], lines: Mapping[str, int], path: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with the marks (`-{…}-`) in fields of text, such as `read_fields` gives."""
    for name in (*TEXT_FIELDS, *LIST_FIELDS):
        value = values.get(name, ())
        for text in (value,) if isinstance(value, str) else value:
            if not has_marks(text):
                continue
            try:
                deque(spans(text), maxlen=0)
            except MarkupError as error:
                message = f'field "{name}": {error}'
                yield Diagnostic(path, lines.get(name, 1), message, Severity.ERROR, "mark", HINT)


def _stem(path: str) -> tuple[str | None, str]:
    """Return the day in front of a file's name, if there is one, and the slug that the name stands for."""
    name = PurePosixPath(path)
    stem = name.parent.name if name.stem == "index" and name.parent.name else name.stem
    dated = re.match(r"(\d{4}-\d\d-\d\d)-.", stem)
    return (dated[1] if dated else None), _sluggish(stem)


def _sluggish(text: str) -> str:
    """Return the nearest slug: letters of any script and digits in lower case, joined by hyphens."""
    folded = unicodedata.normalize("NFC", text).lower()
    return portable_name(re.sub(r"[^\w]+", "-", folded.replace("_", "-")).strip("-"))
