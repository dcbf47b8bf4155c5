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

from sitegen.model import Diagnostic, Script, Severity
from sitegen.text.script.markup import HINT, MarkupError, read, spans, verbatim

TAG: Final = "sg-mark"
"""The element that stands for a mark."""
_MARK: Final = "variant_mark"
_BROKEN: Final = "broken_mark"
_ENV: Final = "marks"
_FIRST: Final = 0xF0000
"""Characters of this private plane stand for marks in plain text that is still to be cut to length."""


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
    source = state.src[state.pos : end + 2] if end >= 0 else "-{"
    if silent:
        state.pos += len(source)
        return True
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
            elif token.type == "image" and token.children:
                # The words of a picture are an attribute, in which marks stand as they were written.
                token.children = [Token("text", "", 0, content=_written(token.children))]


def _written(tokens: list[Token]) -> str:
    return "".join(_written(token.children) if token.children else token.content for token in tokens)


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


def marked_html(text: str, known: list[str]) -> str:
    """Return an attribute's *text* as HTML that stands between two tags; its marks go to the end of *known*."""
    try:
        pieces = list(spans(text))
    except MarkupError:
        return escape(text)
    found: list[str] = []
    at = 0
    for size, piece in pieces:
        if isinstance(piece, str):
            found.append(escape(piece))
        else:
            found.append(f'<{TAG} n="{len(known)}"></{TAG}>')
            known.append(text[at : at + size])
        at += size
    return "".join(found)


def faults(parsed: list[Token], path: str, first_line: int) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the marks of a body whose first line is *first_line* of the file *path*."""
    return tuple(
        Diagnostic(
            path,
            first_line + token.map[0] + token.content.count("\n", 0, max(0, token.content.find(child.content))),
            child.info,
            Severity.ERROR,
            "mark",
            HINT,
        )
        for token in parsed
        if token.type == "inline" and token.map
        for child in token.children or []
        if child.type == _BROKEN
    )


class PlainText:
    """The words of tokens, in which a mark is one character until the text has been cut to length."""

    def __init__(self, marks: tuple[str, ...]) -> None:
        self._sources = list(marks)

    def of(self, token: Token) -> str:
        """Return the words of a block's content."""
        return "".join(map(self._words, token.children or ())).strip()

    def shown(self, text: str) -> str:
        """Put words where the marks stand, those of Simplified script where they differ."""
        return text.translate(
            {_FIRST + number: read(source).text(Script.HANS.value) for number, source in enumerate(self._sources)}
        )

    def restored(self, text: str) -> str:
        """Put the marks where their characters stand in *text*."""
        return text.translate({_FIRST + number: source for number, source in enumerate(self._sources)})

    def _words(self, token: Token) -> str:
        match token.type:
            case "text":
                # Escaped in the source: no mark, and not to become one.
                return token.content.replace("-{", self._kept("-{"))
            case "code_inline":
                return self._kept(token.content)
            case "image":
                return self.of(token)
            case "softbreak" | "hardbreak":
                return " "
            case "variant_mark":
                return chr(_FIRST + token.meta["n"])
            case _:
                return ""

    def _kept(self, text: str) -> str:
        source = verbatim(text)
        if source is None:
            return text.replace("-{", "- {")
        self._sources.append(source)
        return chr(_FIRST + len(self._sources) - 1)
