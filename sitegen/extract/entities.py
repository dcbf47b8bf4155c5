"""The entities of a dump as characters, and the place of each in the line that they leave."""

import html
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from sitegen.extract.blocks import SPACES, squeeze
from sitegen.extract.earlier import Record, step
from sitegen.text.marked import can_mark
from sitegen.text.repair.trace import PLACES_MAX

_ENTITY: Final = re.compile(
    r"&(?:(?:amp|AMP|#0{0,5}38|#[xX]0{0,4}26);){0,2}(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
)
"""Pages escape twice, and a dump of their source once more."""
_DEEPEST_ESCAPE: Final = 3


class Entity(NamedTuple):
    """A character that was written as an entity."""

    start: int
    end: int
    """Where it stands, in its text or line."""

    written: str
    """Such as `&amp;nbsp;`."""


def unescape(text: str) -> tuple[str, Sequence[Entity]]:
    r"""Return *text* with its entities replaced, also such as were escaped more than once, and where they stand now.

    `&copy` without its semicolon is left alone.

    >>> unescape("春&amp;nbsp;天&lt;")
    ('春\xa0天<', [Entity(start=1, end=2, written='&amp;nbsp;'), Entity(start=3, end=4, written='&lt;')])
    """
    if "&" not in text:
        return text, ()
    pieces: list[str] = []
    found: list[Entity] = []
    done = size = 0
    for match in _ENTITY.finditer(text):
        after = match[0]
        for _ in range(_DEEPEST_ESCAPE):
            after = html.unescape(after)
        if after == match[0]:
            continue
        after = after.replace("\r", "")
        pieces += text[done : match.start()], after
        size += match.start() - done
        found.append(Entity(size, size + len(after), match[0]))
        size, done = size + len(after), match.end()
    return "".join((*pieces, text[done:])), found


def in_lines(lines: Sequence[str], entities: Sequence[Entity]) -> Mapping[int, Sequence[Entity]]:
    """Return the *entities* of the text that has *lines*, by line from 0, each with its place in it.

    Those that end a line have none; nor have any if nobody would look at so many.
    """
    if len(entities) > PLACES_MAX:
        return {}
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    found: dict[int, list[Entity]] = {}
    for start, end, written in entities:
        line = bisect_right(starts, start) - 1
        if end <= starts[line] + len(lines[line]):
            found.setdefault(line, []).append(Entity(start - starts[line], end - starts[line], written))
    return found


def moved(entities: Sequence[Entity], gone: Sequence[tuple[int, int]]) -> Sequence[Entity]:
    """Return *entities* where they stand once a blank stands for each span that is *gone*, without those in one."""
    return [
        Entity(start - by, end - by, written)
        for start, end, written in entities
        if not any(first < end and start < last for first, last in gone)
        for by in (sum(last - first - 1 for first, last in gone if last <= start),)
    ]


def marked_entities(text: str, entities: Sequence[Entity], shift: int, record: Record) -> str:
    """Return *text*, squeezed, with the places of *entities* marked, which count *shift* characters more.

    Blanks that are squeezed away have no place. Empty if there are none.
    """
    at: list[int] = []
    size, is_blank = 0, True
    for char in text:
        at.append(size)
        size += not (is_blank and char in SPACES)
        is_blank = char in SPACES
    squeezed = squeeze(text)
    at.append(size)
    pieces: list[str] = []
    done = 0
    for start, end, written in entities if can_mark(squeezed) else ():
        if start < shift:
            continue
        first, last = (min(at[place - shift], len(squeezed)) for place in (start, end))
        after = text[start - shift : end - shift]
        if first < done or (first == last and after):
            continue
        made = step("unescape-entities", written, after)
        pieces += squeezed[done:first], record.mark(made, written, squeezed[first:last])
        done = last
    return "".join((*pieces, squeezed[done:])) if pieces else ""
