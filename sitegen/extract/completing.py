"""Keep the rest of what an article has a part of: items of a list, cells, what a summary opens, captions."""

from collections.abc import Sequence
from typing import Final

from sitegen.extract.segments import KINDS, Box, Segment, around

LINKS_MAX: Final = 0.5
"""Share of linked words: what has more leads elsewhere."""
LIST_SHARE_MIN: Final = 0.5
_LISTS: Final = frozenset({"ul", "ol", "dl", "table"})
_LONE_MAX: Final = 2
"""Runs of words in a list of one item: some editors write each item as a list."""
_LONE_SHARE_MIN: Final = 0.3
_FIGURE: Final = 1 << KINDS.index("figure")
_DATA: Final = frozenset({"table", "pre", "blockquote"})
"""What a `figure` may hold beside pictures."""


def completed(segments: Sequence[Segment], kept: list[bool], first: Sequence[float]) -> list[bool]:
    """Return *kept* with the rest of those lists, tables, details and figures that the article has a part of.

    Of a list or table most words must be kept. A word counts that was kept at either look, *first* or again: each by
    itself, the cells of a table speak against one another.
    """
    lists = [_list_around(segment.box) for segment in segments]
    held: dict[object, int] = {}
    for segment, box, keep, p in zip(segments, lists, kept, first, strict=True):
        if box is not None and (keep or p > 0):
            for name in _names(box):
                held[name] = held.get(name, 0) + segment.weight
    sizes: dict[object, int] = {}
    for box in {box for box in lists if box is not None} if held else ():
        for name in _names(box):
            sizes[name] = sizes.get(name, 0) + box.total
    full = {
        name
        for name, weight in held.items()
        if weight >= (LIST_SHARE_MIN if isinstance(name, Box) else _LONE_SHARE_MIN) * sizes[name]
    }
    opened = _opened(segments, kept)
    if not (full or opened):
        return kept
    return [
        keep
        or (
            segment.linked <= LINKS_MAX
            and (
                (box is not None and any(name in full for name in _names(box)))
                or (bool(opened) and _is_opened(segment.box, opened))
            )
        )
        for segment, box, keep in zip(segments, lists, kept, strict=True)
    ]


def _names(box: Box) -> tuple[object, ...]:
    """Return what a list is counted as: itself; if it has one item, also those beside it that are called alike."""
    return (box, (id(box.parent), box.tag, box.element.get("class"))) if box.count <= _LONE_MAX else (box,)


def _opened(segments: Sequence[Segment], kept: Sequence[bool]) -> set[Box]:
    """Return the boxes of which all is kept: details with their summary, lists within items, figures of data."""
    found: set[Box] = set()
    for segment, keep in zip(segments, kept, strict=True):
        box = segment.box
        if not keep or box.parent is None:
            continue
        if box.tag == "summary":
            found.add(box.parent)
        elif box.tag == "li":
            found.add(box)
        elif (box.own | box.near | box.far) & _FIGURE:
            found |= {at.parent for at in around(box) if at.tag in _DATA and at.parent and at.parent.tag == "figure"}
    return found


def _is_opened(box: Box, opened: set[Box]) -> bool:
    """Say whether *box* lies in one of *opened*; in an item, as one of a list within it."""
    is_item = box.tag == "li" and box.parent is not None and box.parent.tag in _LISTS
    return any(at in opened and (at.tag != "li" or (is_item and at is not box)) for at in around(box))


def _list_around(box: Box) -> Box | None:
    """Return the outermost list or table of short items that *box* lies in; None within running text."""
    found = None
    for at in around(box):
        if at.prose or at.linked > LINKS_MAX * at.total:
            break
        if at.tag in _LISTS:
            found = at
    return found
