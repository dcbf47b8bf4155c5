"""The entities of a dump as characters, and the place of each in the line that they leave."""

import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from sitegen.extract.blocks import SPACES, squeeze
from sitegen.extract.earlier import Record, step
from sitegen.model import RepairStep
from sitegen.text.marked import can_mark

_ENTITY: Final = re.compile(
    r"&(?:(?:amp|AMP|#0{0,5}38|#[xX]0{0,4}26);){0,2}(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
)
"""Pages escape twice, and a dump of their source once more."""
_DEEPEST_ESCAPE: Final = 3
_ENTITIES_MAX: Final = 100_000
"""A document that is written in entities throughout has as many as a book has characters."""


class Entity(NamedTuple):
    """A character that was written as an entity."""

    start: int
    end: int
    """Where it stands, in its text or line."""

    written: str
    """Such as `&amp;nbsp;`."""


def unescape(text: str) -> tuple[str, Sequence[Entity], Mapping[str, int]]:
    r"""Return *text* with its entities replaced, also such as were escaped more than once, and where they stand now.

    `&copy` without its semicolon is left alone. Of too many only the number is returned, by how they were written.

    >>> unescape("春&amp;nbsp;天&lt;")
    ('春\xa0天<', [Entity(start=1, end=2, written='&amp;nbsp;'), Entity(start=3, end=4, written='&lt;')], {})
    """
    if "&" not in text:
        return text, (), {}
    pieces: list[str] = []
    found: list[Entity] = []
    counts: Counter[str] = Counter()
    done = size = 0
    for match in _ENTITY.finditer(text):
        after = _read(match[0])
        if after == match[0]:
            continue
        pieces += text[done : match.start()], after
        size += match.start() - done
        found.append(Entity(size, size + len(after), match[0]))
        size, done = size + len(after), match.end()
        if len(found) > _ENTITIES_MAX:
            counts.update(entity.written for entity in found)
            found.clear()
    if counts:
        counts.update(entity.written for entity in found)
        found.clear()
    return "".join((*pieces, text[done:])), found, dict(counts)


@lru_cache(4096)
def _read(written: str) -> str:
    for _ in range(_DEEPEST_ESCAPE):
        written = html.unescape(written)
    return written.replace("\r", "")


def in_lines(lines: Sequence[str], entities: Sequence[Entity]) -> Mapping[int, Sequence[Entity]]:
    """Return the *entities* of the text that has *lines*, by line from 0, each with its place in it.

    Those that end a line have none.
    """
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


def unplaced(counts: Mapping[str, int]) -> list[RepairStep]:
    """Return the steps of entities that are too many to have places, by how they were written."""
    made = {written: step("unescape-entities", written, _read(written)) for written in sorted(counts)}
    return [replace(one, count=counts[written]) for written, one in made.items()]


def _joined(entities: Sequence[Entity]) -> list[Entity]:
    runs: list[Entity] = []
    for entity in entities:
        if runs and runs[-1].end == entity.start:
            runs[-1] = Entity(runs[-1].start, entity.end, runs[-1].written + entity.written)
        else:
            runs.append(entity)
    return runs


def marked_entities(text: str, entities: Sequence[Entity], shift: int, record: Record) -> str:
    """Return *text*, squeezed, with the places of *entities* marked, which count *shift* characters more.

    Entities without a character between them are one place; blanks that are squeezed away have none. Empty if there
    are none.
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
    for start, end, written in _joined(entities) if can_mark(squeezed) else ():
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
