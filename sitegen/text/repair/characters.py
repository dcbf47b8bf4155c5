"""Rules about single characters: entities that were escaped once too often, and characters that nobody sees."""

import re
from collections.abc import Sequence
from html import unescape
from html.entities import html5
from typing import Final

from sitegen.text.han import is_cjk
from sitegen.text.repair.edits import Edit
from sitegen.text.repair.rarity import seen

# With their semicolon only: without it, "&copy" and "&times" are parts of addresses.
# However often it was escaped: one pass must do, or a hostile page could ask for as many as it has bytes.
_ENTITY: Final = re.compile(
    r"&(?:(?:amp|#0*38|#[xX]0*26);)*(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,30};)"
)
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
# These have no use between two characters of any text that a page shows.
_ALWAYS: Final = frozenset("\u200b\u2060\ufeff")


def unescape_entities(text: str) -> Sequence[Edit]:
    """Find entities that stand in text as they are written: `&nbsp;`, `&amp;quot;`, `&#20013;`.

    Text comes from parsed markup, so an entity that is still there was escaped twice.

    >>> unescape_entities("&amp;ldquo;")
    (Edit(start=0, end=11, after='“', confidence=1.0, applied=True, alternatives=()),)
    """
    if "&" not in text:
        return ()
    found = ((match, _unescaped(match.group(1))) for match in _ENTITY.finditer(text))
    return tuple(Edit(*match.span(), after) for match, after in found if after != match.group())


def _unescaped(name: str) -> str:
    """Return what the entity *name*, given with its semicolon, stands for; itself if it is none."""
    if not name.startswith("#"):
        return html5.get(name, f"&{name}")
    character = unescape(f"&{name}")
    # A control character or an unpaired surrogate is no text.
    return character if character.isprintable() or character.isspace() else ""


def remove_zero_width(text: str) -> Sequence[Edit]:
    """Find characters without width, soft hyphens and direction marks that stand beside Chinese characters.

    The joiners of emoji and of other scripts stay.
    """
    if not _INVISIBLE.search(seen(text).letters):
        return ()
    return tuple(
        Edit(*match.span(), after)
        for match in _INVISIBLE.finditer(text)
        if (after := _visible_part(text, match)) != match.group()
    )


def _visible_part(text: str, run: re.Match[str]) -> str:
    if is_cjk(text[max(run.start() - 1, 0) : run.start()]) or is_cjk(text[run.end() : run.end() + 1]):
        return ""
    return "".join(character for character in run.group() if character not in _ALWAYS)
