"""A Markdown file in another script: its words converted in the source, everything else byte for byte as it was."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from types import MappingProxyType
from typing import Any, Final

from sitegen.markdown import frontmatter
from sitegen.markdown.article import broken_marks
from sitegen.markdown.errors import FrontMatterError
from sitegen.markdown.located import NOWHERE, Labels, Run, UnlocatedError, find_labels, located
from sitegen.markdown.render import definitions, normalised_reference, note_definitions, render
from sitegen.markdown.schema import LIST_FIELDS, TEXT_FIELDS, read_fields
from sitegen.markdown.tags import attributes, tokens
from sitegen.markdown.variant import convert_html
from sitegen.markdown.writer import OBJECT, ScriptWriter
from sitegen.model import VARIANTS, Article, Diagnostic, Severity, Slug
from sitegen.text.script.convert import DEFAULT_ENGINE, cut
from sitegen.text.script.markup import Mark, MarkupError, has_marks, page_rules, read, spans

_TARGETS: Final = MappingProxyType(
    {
        # The nearest tag: there is none for the Traditional of dictionaries.
        **dict.fromkeys(("s2t", "s2tw", "s2twp", "t2tw"), "zh-Hant"),
        **dict.fromkeys(("s2hk", "s2hkp", "t2hk"), "zh-Hant-HK"),
        **dict.fromkeys(("t2s", "tw2s", "tw2sp", "hk2s", "hk2sp"), "zh-Hans"),
    }
)
"""Profile → the variant that it leads to; others lead to what is no variant here."""
_KEPT_QUOTES: Final = (
    "quotation marks beside * or _ decide what is emphasised: those of this paragraph stay as they are",
    Severity.WARNING,
    "quotes",
)
_EMPHASIS: Final = frozenset("*_~")
_QUOTES: Final = "“”‘’「」『』"
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>&~|]")


@dataclass(frozen=True, slots=True)
class ConvertedSource:
    """A converted file, and what could not be done."""

    text: str
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRun:
    """A text of a file that is converted as one."""

    run: Run
    """Its places count from the beginning of the file, whose line ends are one letter."""

    line: int


def convert_source(
    text: str, path: str, profile: str, engine: str = DEFAULT_ENGINE
) -> ConvertedSource | tuple[Diagnostic, ...]:
    """Convert the words of a Markdown file by *profile*, or say what is wrong with the file, called *path*.

    Words are those that a build converts: of the body, of captions and descriptions, and of the fields of front matter
    that are text. Code, addresses, names of elements and `-{…}-` stay. The page's glossary, rules of our own and
    quotation marks hold as in a build. `lang` becomes the tag of the variant that *profile* leads to; a file that says
    that it is in this variant already, or in another language, stays as it is.
    """
    target = _TARGETS.get(profile, "")
    source, originals = _with_plain_line_ends(text)
    opened = _open(source, path)
    if isinstance(opened, tuple):
        return opened
    lang = opened.values.get("lang")
    if lang is not None and (lang == target or lang not in VARIANTS):
        return ConvertedSource(text)
    writer = _writer(opened, profile, target, engine=engine)
    head = _edits(opened.head_runs, writer, is_markdown=False) | _lang(opened, target)
    if fault := _unwritable(opened, head, writer):
        return (fault,)
    body = _with_labels(opened, _edits(opened.body_runs, writer, is_markdown=True))
    warnings: tuple[Diagnostic, ...] = ()
    if _is_otherwise(opened, body):
        # `a**「字」**b` is emphasis and `a**“字”**b` is none: such marks have to stay.
        careful = [run for run in opened.body_runs if _has_quotes_beside_emphasis(run, source)]
        others = [run for run in opened.body_runs if run not in careful]
        keeping = _writer(opened, profile, target, keeps_quotes=True, engine=engine)
        edits = _edits(others, writer, is_markdown=True) | _edits(careful, keeping, is_markdown=True)
        body = _with_labels(opened, edits)
        warnings = tuple(Diagnostic(path, _line(run, source), *_KEPT_QUOTES) for run in careful)
        if _is_otherwise(opened, body):
            message = "the converted words would be read as another structure; the file stays as it is"
            return (Diagnostic(path, opened.line, message, Severity.ERROR, "structure"),)
    line_end = "\r\n" if "\r\n" in text else "\n"
    changed = {originals[place]: new.replace("\n", line_end) for place, new in (head | body).items()}
    return ConvertedSource("".join(changed.get(at, letter) for at, letter in enumerate(text)), warnings)


def source_runs(text: str, path: str) -> tuple[SourceRun, ...] | tuple[Diagnostic, ...]:
    """Return the texts of a Markdown file, each with the line on which it begins, or say what is wrong with it."""
    source, _ = _with_plain_line_ends(text)
    opened = _open(source, path)
    if isinstance(opened, tuple):
        return opened
    return tuple(
        SourceRun(run, _line(run, source)) for run in (*opened.head_runs, *opened.body_runs) if run.text.strip()
    )


def _line(run: Run, source: str) -> int:
    return source.count("\n", 0, next((place for place in run.places if place != NOWHERE), 0)) + 1


def _has_quotes_beside_emphasis(run: Run, source: str) -> bool:
    return any(
        not _EMPHASIS.isdisjoint(source[max(0, place - 1) : place + 2])
        for place, letter in zip(run.places, run.text, strict=True)
        if place != NOWHERE and letter in _QUOTES
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file taken apart."""

    path: str
    source: str
    line: int
    """On which the body begins."""

    offset: int
    """Where the body begins."""

    values: Mapping[str, Any]
    """The fields of its front matter that can be read."""

    lines: Mapping[str, int]
    head_runs: tuple[Run, ...]
    body_runs: tuple[Run, ...]
    marks: tuple[Mark, ...]
    labels: Labels


def _open(source: str, path: str) -> _Opened | tuple[Diagnostic, ...]:
    try:
        head = frontmatter.split(source)
    except FrontMatterError as error:
        return (Diagnostic(path, error.line, error.message, Severity.ERROR, "front-matter", error.hint),)
    fields = read_fields(head.fields, head.lines, path, UTC).values
    faults = tuple(broken_marks(fields, head.lines, path))
    rendered = render(_article(head.body, path, head.body_line))
    if faults or rendered.faults:
        return (*faults, *rendered.faults)
    offset = len(source) - len(head.body)
    names, notes = definitions(head.body), note_definitions(head.body)
    labels = find_labels(head.body, names, normalised_reference, _body_texts, notes)
    try:
        body_runs, labels = _located(head.body, labels)
        head_runs = located(source[:offset], _head_texts)
    except UnlocatedError:
        message = "its words cannot be told apart from its structure; the file stays as it is"
        return (Diagnostic(path, head.body_line, message, Severity.ERROR, "unlocated"),)
    marks = [read(mark) for mark in rendered.marks]
    for text in _head_values(head.fields):
        marks += [piece for _, piece in spans(text) if isinstance(piece, Mark)]
    moved = tuple(Run(r.text, tuple(p if p == NOWHERE else p + offset for p in r.places)) for r in body_runs)
    return _Opened(
        path, source, head.body_line, offset, fields, head.lines, head_runs, moved, tuple(marks), labels
    )  # fmt: skip


def _located(body: str, labels: Labels) -> tuple[tuple[Run, ...], Labels]:
    try:
        return located(body, _body_texts, labels), labels
    except UnlocatedError:
        if not labels.named:
            raise
    # Brackets within a title only look like references: such words stay.
    fewer = Labels(labels.named, (), labels.named)
    return located(body, _body_texts, fewer), fewer


def _article(body: str, path: str = "", line: int = 1) -> Article:
    return Article(path=path, kind="page", slug=Slug("x"), title="", lang="", body=body, body_line=line)


class _Collector:
    """Takes note of the texts that a writer would be asked to convert."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def divided(self, texts: Sequence[Sequence[str]]) -> list[list[str]]:
        self.texts += map("".join, texts)
        return [list(parts) for parts in texts]

    def marked(self, texts: Sequence[str]) -> list[str]:
        self.texts += map(_without_marks, texts)
        return list(texts)

    def decided(self, mark: Mark) -> str:
        del mark
        return ""


def _without_marks(text: str) -> str:
    if not has_marks(text):
        return text
    try:
        return "".join(piece if isinstance(piece, str) else OBJECT for _, piece in spans(text))
    except MarkupError:
        return text


def _body_texts(body: str) -> Sequence[str]:
    collector = _Collector()
    rendered = render(_article(body))
    convert_html(rendered.html, collector, [read(mark) for mark in rendered.marks])
    return collector.texts


def _head_texts(head: str) -> Sequence[str]:
    return [_without_marks(text) for text in _head_values(frontmatter.split(head).fields)]


def _head_values(fields: Mapping[object, Any]) -> Iterator[str]:
    for name in (*TEXT_FIELDS, *LIST_FIELDS):
        value = fields.get(name)
        yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))


def _writer(opened: _Opened, profile: str, target: str, *, engine: str, keeps_quotes: bool = False) -> ScriptWriter:
    values = opened.values
    glossary = values.get("glossary", {}).get(target, {})
    rules = page_rules(opened.marks, target) if target else {}
    is_other = profile.startswith("s2") or profile.endswith(("2s", "2sp"))
    has_quotes = is_other and target and values.get("quotes", True) and not keeps_quotes
    script = VARIANTS[target].script if has_quotes else None
    people = (*values.get("authors", ()), values.get("editor", ""), values.get("translator", ""))
    return ScriptWriter((profile,), target, glossary={**glossary, **rules}, people=people, quotes=script, engine=engine)


def _edits(runs: Sequence[Run], writer: ScriptWriter, *, is_markdown: bool) -> dict[int, str]:
    """Return what is to be changed: place in the source → what stands there instead of the letter."""
    edits: dict[int, str] = {}
    for run in runs:
        changed = [
            (place, letter, new)
            for place, letter, new in zip(run.places, run.text, _by_letter(run, writer), strict=True)
            if new != letter
        ]
        # A mark that is written as an entity cannot follow, and its partner must not go alone.
        keeps_quotes = any(place == NOWHERE and letter in _QUOTES for place, letter, _ in changed)
        for place, letter, new in changed:
            if place != NOWHERE and not (keeps_quotes and letter in _QUOTES):
                edits.setdefault(place, _SPECIAL.sub(r"\\\g<0>", new) if is_markdown else new)
    return edits


def _by_letter(run: Run, writer: ScriptWriter) -> list[str]:
    """Return what each letter of *run* becomes; a word that cannot be written whole stays as it is."""
    letters: list[str] = []
    for size, made in writer.segments(run.text):
        start, end = len(letters), len(letters) + size
        is_even = size == len(made)
        if not is_even and NOWHERE in run.places[start:end]:
            letters += run.text[start:end]
        else:
            letters += cut([(size, made)], [1] * size)
    return letters


def _with_labels(opened: _Opened, edits: Mapping[int, str]) -> dict[int, str]:
    """Return *edits* and, where the words of a reference change that are its target's name too, the old name."""
    found = dict(edits)
    for label in opened.labels.shown:
        if any(place + opened.offset in edits for place in label.words):
            end = opened.offset + label.end
            found[end - 1] = f"]{label.target}"
            if label.is_collapsed:
                found[end] = found[end + 1] = ""
    return found


def _lang(opened: _Opened, target: str) -> dict[int, str]:
    """Return what writes *target* into the front matter; nothing where there is none."""
    if not target or not opened.offset:
        return {}
    head = opened.source[: opened.offset]
    found = re.search(r"""^(["']?lang["']?\s*[:=]\s*)(["']?)([\w-]+)\2""", head, re.MULTILINE)
    if found:
        return {found.start(3): target} | dict.fromkeys(range(found.start(3) + 1, found.end(3)), "")
    if "lang" in opened.values or "\n" not in head:
        return {}
    start = head.index("\n") + 1
    line = (
        f"lang: {target}\n" if head.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").startswith("-") else f'lang = "{target}"\n'
    )
    return {start: line + head[start]}


def _applied(source: str, edits: Mapping[int, str]) -> str:
    return "".join(edits.get(at, letter) for at, letter in enumerate(source))


def _unwritable(opened: _Opened, edits: Mapping[int, str], writer: ScriptWriter) -> Diagnostic | None:
    """Say if the front matter would not say what is meant, because a glossary's words cannot stand where others did."""
    if not edits:
        return None
    try:
        found = list(_head_texts(_applied(opened.source[: opened.offset], edits)))
    except FrontMatterError:
        found = []
    if found == ["".join(made for _, made in writer.segments(run.text)) for run in opened.head_runs]:
        return None
    message = "the converted words cannot stand in this front matter as it is written"
    return Diagnostic(opened.path, 1, message, Severity.ERROR, "front-matter", "put the fields that are text in quotes")


def _is_otherwise(opened: _Opened, edits: Mapping[int, str]) -> bool:
    """Say whether the body has another structure once it is changed."""
    before = opened.source[opened.offset :]
    after = _applied(before, {place - opened.offset: new for place, new in edits.items()})
    return skeleton(before) != skeleton(after)


def skeleton(body: str) -> list[tuple[str, bool, dict[str, str]]]:
    """Return the structure of a Markdown body: its elements with all attributes that are no words of the text."""
    return [
        (tag.name, tag.is_end, {key: value for key, value in attributes(tag).items() if key not in _OF_WORDS})
        for tag in tokens(render(_article(body)).html)
        if tag.name
    ]


_OF_WORDS: Final = frozenset({"title", "alt", "aria-label", "id"})
"""Anchors are made of the words of headings."""


def _with_plain_line_ends(text: str) -> tuple[str, list[int]]:
    """Return *text* with one letter for each line end, and where each of its letters stands in *text*."""
    originals = [at for at, letter in enumerate(text) if not (letter == "\n" and at and text[at - 1] == "\r")]
    return re.sub(r"\r\n?", "\n", text), originals
