r"""The editors' marks of a conversion (`-{zh-hans:…;zh-hant:…}-`) as a plugin of markdown-it-py.

A mark is read from the source, not from the rendered text: `\\-{` shows two characters, and what stands inside is no
Markdown. In rendered HTML a mark is an empty element with its number, which each variant fills in its own way.
"""

from collections.abc import MutableMapping
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from sitegen.model import Diagnostic, Severity
from sitegen.text.script.markup import MarkupError, read, spans

TAG: Final = "sg-mark"
"""The element that stands for a mark."""
_MARK: Final = "variant_mark"
_BROKEN: Final = "broken_mark"
_ENV: Final = "marks"
_FIRST: Final = 0xF0000
"""Characters of this private plane stand for marks in plain text that is still to be cut to length."""
_HINT: Final = r"write it out as -{zh-hans:…;zh-hant:…}- or -{…}-; to show the characters themselves write \-{"


def marks_plugin(md: MarkdownIt) -> None:
    """Read marks, before emphasis and links are looked for."""
    md.inline.ruler.before("strikethrough", _MARK, _rule)
    md.core.ruler.after("inline", "number_marks", _number)
    md.add_render_rule(_MARK, _render)
    md.add_render_rule(_BROKEN, lambda _, tokens, index, *__: escape(tokens[index].content))


def _rule(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("-{", state.pos):
        return False
    end = state.src.find("}-", state.pos, state.posMax)
    if silent:
        return end >= 0
    source = state.src[state.pos : end + 2] if end >= 0 else "-{"
    token = state.push(_MARK, "", 0)
    try:
        read(source)
        token.content = source
    except MarkupError as error:
        token.type, token.content, token.info = _BROKEN, source, str(error)
    state.pos += len(source)
    return True


def _render(_: RendererProtocol, tokens: list[Token], index: int, *__: object) -> str:
    return f'<{TAG} n="{tokens[index].meta["n"]}"></{TAG}>'


def _number(state: StateCore) -> None:
    for block in state.tokens:
        for token in block.children or ():
            if token.type == _MARK:
                _add(token, state.env)


def _add(token: Token, env: MutableMapping[str, Any]) -> None:
    sources = env.setdefault(_ENV, [])
    token.meta = {"n": len(sources)}
    sources.append(token.content)


def sources(env: MutableMapping[str, Any]) -> tuple[str, ...]:
    """Return the marks of a parsed body, in the order of their numbers."""
    return tuple(env.get(_ENV, ()))


def tokens_of(text: str, env: MutableMapping[str, Any]) -> list[Token]:
    """Return the words and marks of an attribute's *text* as tokens; a mark that cannot be read stays text."""
    try:
        pieces = list(spans(text))
    except MarkupError:
        return [Token("text", "", 0, content=text)]
    found: list[Token] = []
    at = 0
    for size, piece in pieces:
        is_mark = not isinstance(piece, str)
        found.append(Token(_MARK if is_mark else "text", "", 0, content=text[at : at + size]))
        if is_mark:
            _add(found[-1], env)
        at += size
    return found


def faults(parsed: list[Token], path: str, first_line: int) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the marks of a body whose first line is *first_line* of the file *path*."""
    return tuple(
        Diagnostic(
            path,
            first_line + token.map[0] + token.content.count("\n", 0, max(0, token.content.find(child.content))),
            child.info,
            Severity.ERROR,
            "mark",
            _HINT,
        )
        for token in parsed
        if token.type == "inline" and token.map
        for child in token.children or []
        if child.type == _BROKEN
    )


def stand_in(token: Token) -> str:
    """Return the character that stands for a mark in plain text, or nothing for other tokens."""
    return chr(_FIRST + token.meta["n"]) if token.type == _MARK else ""


def restore(text: str, marks: tuple[str, ...]) -> str:
    """Put the sources of *marks* where their characters stand in *text*."""
    return text.translate({_FIRST + number: source for number, source in enumerate(marks)}) if marks else text
