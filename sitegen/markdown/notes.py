"""Footnotes and lists of definitions, as Pandoc and most others write them: `[^1]`, and `: ` below a term."""

import re
from collections.abc import Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

ANCHOR: Final = re.compile(r"fn(?:ref)?\d{1,6}(?::\d{1,6})?")
"""Names of notes and of their marks: raw HTML may give no element another name."""
_BACK: Final = "返回正文"


def notes_plugin(md: MarkdownIt) -> None:
    """Read footnotes, which come at the end of the body, and lists of definitions."""
    footnote_plugin(md, inline=False)
    deflist_plugin(md)
    md.add_render_rule("footnote_anchor", _link_back)
    md.add_render_rule("footnote_caption", _number)


def _number(renderer: Any, tokens: Sequence[Token], index: int, _: object, __: object) -> str:  # noqa: ANN401
    """Return what a mark shows: of a note that is marked again, the same number."""
    del renderer
    return f"[{tokens[index].meta['id'] + 1}]"


def _link_back(renderer: Any, tokens: Sequence[Token], index: int, _: object, __: object) -> str:  # noqa: ANN401 - the library's own signature
    del renderer
    note, again = tokens[index].meta["id"] + 1, tokens[index].meta["subId"]
    mark = f"{note}:{again}" if again else str(note)
    return f' <a href="#fnref{mark}" class="footnote-backref" aria-label="{_BACK}">↩\N{VARIATION SELECTOR-15}</a>'
