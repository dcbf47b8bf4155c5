"""Words that a parser need not look at: most lines of an article hold nothing that it could find.

What is left out here is looked for in vain; that both ways give the same is a law in the tests.
"""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sitegen.markdown.simple import SPECIAL


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
    if after + 1 < state.lineMax and state.src.startswith(
        (":", "~"), state.bMarks[after + 1] + state.tShift[after + 1]
    ):
        return False  # a term, and what explains it
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
    words = re.compile(f"[^{SPECIAL}]*")
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if words.fullmatch(token.content) is None:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        elif token.content:
            token.children.append(Token("text", "", 0, content=token.content))
