"""Footnotes and lists of definitions, as Pandoc and most others write them: `[^1]`, and `: ` below a term."""

import re
from collections.abc import Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

ANCHOR: Final = re.compile(r"fn(?:ref)?\d{1,6}(?::\d{1,6})?")
"""Names of notes and of their marks: raw HTML may give no element another name."""
_INDENT: Final = 2
"""Columns by which the lines of a definition are moved in."""
_BACK: Final = "返回正文"


def notes_plugin(md: MarkdownIt) -> None:
    """Read footnotes, which come at the end of the body, and lists of definitions."""
    footnote_plugin(md, inline=False)
    _terms_plugin(md)
    md.add_render_rule("footnote_anchor", _link_back)
    md.add_render_rule("footnote_caption", _number)


def _terms_plugin(md: MarkdownIt) -> None:
    """Read lists of definitions, in which what begins a block of another kind is no term.

    The plugin takes for the next term whatever has a definition below it: also `- 词`, which begins a list.
    """
    deflist_plugin(md)
    read: RuleFuncBlockType = next(rule for rule in md.block.ruler.getRules("") if rule.__name__ == "deflist")

    def definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return read(state, start, end if silent else _end_of_terms(state, start, end), silent)

    md.block.ruler.at("deflist", definitions, {"alt": ["paragraph", "reference", "blockquote"]})


def _end_of_terms(state: StateBlock, start: int, end: int) -> int:
    """Return where in the lines from *start* to *end* the list of definitions ends at the latest."""
    at = _definition_below(state, start, end)
    while start < at < end:
        at += 1
        while at < end and (
            state.isEmpty(at) or state.sCount[at] >= state.blkIndent + _INDENT or not state.isEmpty(at - 1)
        ):
            at += 1
        below = _definition_below(state, at, end)
        if below > at and _begins_a_block(state, at, end):
            return at
        at = below
    return end


def _begins_a_block(state: StateBlock, line: int, end: int) -> bool:
    around, state.parentType = state.parentType, "deflist"  # within words a list could begin with 1 alone
    found = any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("paragraph"))
    state.parentType = around
    return found


def _definition_below(state: StateBlock, line: int, end: int) -> int:
    """Return the line of the definition below the term in *line*; -1 if there is none."""
    below = line + 1
    if below < end and state.isEmpty(below):
        below += 1
    return below if below < end and state.src.startswith((":", "~"), state.bMarks[below] + state.tShift[below]) else -1


def _number(renderer: Any, tokens: Sequence[Token], index: int, _: object, __: object) -> str:  # noqa: ANN401
    """Return what a mark shows: of a note that is marked again, the same number."""
    del renderer
    return f"[{tokens[index].meta['id'] + 1}]"


def _link_back(renderer: Any, tokens: Sequence[Token], index: int, _: object, __: object) -> str:  # noqa: ANN401 - the library's own signature
    del renderer
    note, again = tokens[index].meta["id"] + 1, tokens[index].meta["subId"]
    mark = f"{note}:{again}" if again else str(note)
    return f' <a href="#fnref{mark}" class="footnote-backref" aria-label="{_BACK}">↩\N{VARIATION SELECTOR-15}</a>'
