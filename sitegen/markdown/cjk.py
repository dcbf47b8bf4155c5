"""The rules of Chinese that CommonMark does not know, as a plugin of markdown-it-py.

CommonMark decides by spaces whether an asterisk opens or closes emphasis, and turns the end of a line into a space. In
text without spaces `**真。**她` then stays open, and a wrapped line gets a hole in the middle of a sentence.
"""

from collections.abc import Callable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from sitegen.text.flanking import flanking
from sitegen.text.han import is_cjk

LINE_END: Final = "\n"
"""The markup of an empty text that stands where a line of Chinese was joined to the next."""
_SHARED: Final = frozenset("“”‘’…—·")
"""Marks that Latin text uses too: beside a Chinese character they are Chinese."""
_CONTENT: Final = frozenset({"text", "code_inline", "image", "html_inline", "hardbreak"})


def cjk_plugin(md: MarkdownIt) -> None:
    """Let emphasis end beside Chinese punctuation, and join wrapped lines of Chinese without a space."""
    md.inline.ruler.at("emphasis", _delimiter_rule("*_"))
    md.inline.ruler.at("strikethrough", _delimiter_rule("~"))
    md.core.ruler.after("text_join", "cjk_soft_breaks", _join_lines)


def _delimiter_rule(markers: str) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        marker = state.src[state.pos]
        if silent or marker not in markers:
            return False
        end = state.pos
        while end < state.posMax and state.src[end] == marker:
            end += 1
        length = end - state.pos
        before = state.src[state.pos - 1] if state.pos else ""
        after = state.src[end] if end < state.posMax else ""
        left, right = flanking(before, after)
        if marker == "_":
            # Within a word an underscore is a letter (CommonMark 0.31, rules 2, 4, 6 and 8).
            can_open = left and (not right or _is_punctuation(before))
            can_close = right and (not left or _is_punctuation(after))
        else:
            can_open, can_close = left, right
        sizes = _strike_sizes(length) if marker == "~" else [1] * length
        if not sizes:
            return False
        for size in sizes:
            token = state.push("text", "", 0)
            token.content = marker * size
            if marker == "~" and size == 1:
                continue
            state.delimiters.append(
                Delimiter(
                    marker=ord(marker),
                    # The rule of three does not hold for strikethrough: markdown-it marks that by a length of 0.
                    length=0 if marker == "~" else length,
                    token=len(state.tokens) - 1,
                    end=-1,
                    open=can_open,
                    close=can_close,
                )
            )
        state.pos = end
        return True

    return rule


def _strike_sizes(length: int) -> list[int]:
    """Return how a run of tildes is cut: one lone tilde in front if the number is odd, then pairs."""
    return [] if length == 1 else [1] * (length % 2) + [2] * (length // 2)


def _is_punctuation(char: str) -> bool:
    return bool(char) and (isMdAsciiPunct(ord(char)) or isPunctChar(char))


def _join_lines(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children:
            children = block.children
            for index, token in enumerate(children):
                if token.type == "softbreak" and _touches_cjk(children, index):
                    children[index] = Token("text", "", 0, markup=LINE_END)


def _touches_cjk(tokens: list[Token], index: int) -> bool:
    before = next((t for t in reversed(tokens[:index]) if t.type in _CONTENT and (t.content or t.type != "text")), None)
    after = next((t for t in tokens[index + 1 :] if t.type in _CONTENT and (t.content or t.type != "text")), None)
    if before is None or after is None or not before.type == after.type == "text":
        return False
    return joins(before.content, after.content)


def joins(before: str, after: str) -> bool:
    """Say whether two lines, neither of them empty, are one line of Chinese, without a space between."""
    last, first = before[-1], after[0]
    if last in _SHARED and first in _SHARED:
        # What stands behind the marks says whose they are.
        marks = "".join(_SHARED)
        return is_cjk(before.rstrip(marks)[-1:]) or is_cjk(after.lstrip(marks)[:1])
    return are_chinese(last, first)


def are_chinese(before: str, after: str) -> bool:
    """Say whether two characters that meet are Chinese, so that no space belongs between them."""
    if is_cjk(before):
        return is_cjk(after) or after in _SHARED
    return before in _SHARED and is_cjk(after)
