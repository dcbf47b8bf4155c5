"""Paragraphs of plain words: the greater part of most articles, and nothing in them for a parser to find.

A paragraph is plain if no character of it means anything in Markdown, and an empty line stands on both sides. Runs of
such paragraphs are cut out of a body and one placeholder paragraph is left for each, so that a parser sees the same
blocks around; what it would have made of them is put back. That both ways give the same is a law in the tests.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sitegen.markdown.cjk import joins

HOLE: Final = "\ufdd0"
"""The placeholder: no character, so no text has it; the reader of articles removes it."""

_SPECIAL: Final = r"\n\\`*_~\[\]<>&{\t"
"""What may mean something to the parser of inlines, or be written otherwise in HTML."""
# The first character is a letter, or a mark that begins no block; a number and a dot would begin a list.
_FIRST: Final = r"(?:[A-Za-z(\"]|[0-9]{1,9}(?![0-9.)])|[^\x00-\x7f\s])"
_LINE: Final = rf"{_FIRST}(?:[^{_SPECIAL}]*[^{_SPECIAL}\s])?"
_PARAGRAPH: Final = rf"{_LINE}(?:\n{_LINE})*"
_RUN: Final = rf"(?:(?<=\n\n)|\A\n*){_PARAGRAPH}(?:\n\n{_PARAGRAPH})*(?=\n\n|\n?\Z)"


@dataclass(frozen=True, slots=True)
class Cut:
    """A body without its plain paragraphs."""

    body: str
    """With a placeholder in the place of each run."""

    runs: tuple[tuple[str, ...], ...]
    """The paragraphs of each run, as they were written."""

    starts: tuple[int, ...]
    """The line of each placeholder, from 0."""

    gone: tuple[int, ...]
    """How many lines fewer there are behind each."""

    def line(self, line: int) -> int:
        """Return which line of the whole body *line* of the rest is, both from 0."""
        number = bisect_left(self.starts, line)
        return line + (self.gone[number - 1] if number else 0)


def cut_plain(body: str) -> Cut | None:
    """Take the plain paragraphs out of *body*; None if there are none, or HTML may be about."""
    if "<" in body or HOLE in body:
        return None
    parts: list[str] = []
    runs: list[tuple[str, ...]] = []
    starts: list[int] = []
    gone: list[int] = []
    at = line = lost = 0
    for match in _compiled().finditer(body):
        text = match[0].lstrip("\n")
        start = match.end() - len(text)
        parts += (body[at:start], HOLE)
        line += body.count("\n", at, start)
        lost += text.count("\n")
        starts.append(line)
        gone.append(lost)
        runs.append(tuple(text.split("\n\n")))
        at = match.end()
    if not runs:
        return None
    return Cut("".join((*parts, body[at:])), tuple(runs), tuple(starts), tuple(gone))


def paragraph_html(text: str) -> str:
    """Return a plain paragraph as HTML."""
    written = _joined(text, "\n") if "\n" in text else text
    return f"<p>{written.replace(chr(34), '&quot;')}</p>\n"


def paragraph_words(text: str) -> str:
    """Return the words of a plain paragraph."""
    return _joined(text, " ") if "\n" in text else text


def fill_holes(html: str, runs: Sequence[Sequence[str]]) -> str:
    """Put the paragraphs of *runs* in the place of their placeholders."""
    first, *rest = html.split(f"<p>{HOLE}</p>\n")
    filled = ["".join(map(paragraph_html, run)) + after for run, after in zip(runs, rest, strict=True)]
    return "".join((first, *filled))


def _joined(text: str, gap: str) -> str:
    """Return the lines of a paragraph as one, with *gap* between those that are not both Chinese."""
    first, *lines = text.split("\n")
    parts = [first]
    before = first
    for line in lines:
        parts += (("" if joins(before, line) else gap), line)
        before = line
    return "".join(parts)


def plain_plugin(md: MarkdownIt) -> None:
    """Spare the parser what can only be words: a line of its own that no block begins with, and words inside blocks."""
    md.block.ruler.before("table", "plain_line", _plain_line)
    md.core.ruler.at("inline", _inline)


def _plain_line(state: StateBlock, line: int, _: int, silent: bool) -> bool:
    first = state.src[state.bMarks[line] + state.tShift[line]]
    # Everything that begins a block is ASCII; what is set in by four is code, unless a paragraph goes on.
    if silent or first <= "\x7f" or first.isspace() or state.sCount[line] - state.blkIndent > _SET_IN:
        return False
    after = line + 1
    if after < state.lineMax and not state.isEmpty(after):
        return False
    content = state.getLines(line, after, state.blkIndent, False)
    if content != content.strip():  # what counts as white space here is the parser's affair
        return False
    state.line = after
    state.push("paragraph_open", "p", 1).map = [line, after]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, [line, after], []
    state.push("paragraph_close", "p", -1)
    return True


_SET_IN: Final = 3


def _inline(state: StateCore) -> None:
    words = re.compile(f"[^{_SPECIAL}]*")
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if words.fullmatch(token.content) is None:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        elif token.content:
            token.children.append(Token("text", "", 0, content=token.content))


def _compiled() -> re.Pattern[str]:
    return re.compile(_RUN)
