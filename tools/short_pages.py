"""Make short pages of long ones: what stands around the article stays, of the article a few short paragraphs.

Menus, comments and teasers are as long on a page with a poem as on one with a report: on such pages it shows whether
points that were fitted on reports take them for the article.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract.segments import Segment, read_segments, weigh

PARAGRAPHS: Final = (2, 14)
"""How many paragraphs stay."""
LENGTHS: Final = ((8, 24), (20, 50), (40, 90))
"""Weights to which the paragraphs of a page are cut: verse, dialogue, letters."""
_CLAUSE: Final = re.compile(r"[,，;；、:：—。！？!?.…]")
Piece = tuple[Element, bool]


def shortened(
    root: Element, segments: Sequence[Segment], labels: Sequence[bool | None], random: Random
) -> Iterator[tuple[list[Segment], list[bool | None]]]:
    """Yield the segments of *root* as they are with a short article, and their labels; one page for each of `LENGTHS`.

    *labels* say of each of *segments* whether it is the article's. *root* is as it was before between two pages.
    """
    body = [i for i, label in enumerate(labels) if label]
    owners = {piece: i for i, segment in enumerate(segments) for piece in _pieces(segment)}
    for lengths in LENGTHS:
        number = random.randint(*PARAGRAPHS)
        first = random.randrange(max(1, len(body) - number + 1))
        stay = set(body[first : first + number])
        is_verse = lengths == LENGTHS[0]
        undo = []
        for i in body:
            room = random.randint(*lengths) if i in stay else 0
            for piece in _pieces(segments[i]):
                text = _text(piece)
                undo.append((piece, text))
                cut = _cut(text, room)
                room = room - weigh(cut) if cut == text else 0
                if cut != text and cut and not is_verse and not cut.isascii():
                    cut += "。"
                elif cut != text and cut and not is_verse:
                    cut += "."
                _put(piece, cut)
        found = read_segments(root)
        yield found, [_label(segment, owners, labels) for segment in found]
        for piece, text in undo:
            _put(piece, text)


def _cut(text: str, room: int) -> str:
    """Return the beginning of *text* that weighs at most *room*, whole clauses if there is one."""
    if weigh(text) <= room:
        return text
    end = len(text)
    while end and weigh(text[:end]) > room:
        end = end * 3 // 4 if weigh(text[:end]) > 2 * room else end - 1
    head = text[:end]
    clauses = list(_CLAUSE.finditer(head))
    if clauses and clauses[-1].start() > end // 3:
        return head[: clauses[-1].start()]
    return head.rpartition(" ")[0] or head if head.isascii() else head


def _label(segment: Segment, owners: dict[Piece, int], labels: Sequence[bool | None]) -> bool | None:
    """Return the label of the segment that *segment* is left of."""
    return next((labels[owners[piece]] for piece in _pieces(segment) if piece in owners and _text(piece).strip()), None)


def _pieces(segment: Segment) -> list[Piece]:
    """Return whose `text` (False) or `tail` (True) make up *segment*; texts first, which is where most of it is."""
    return [*((element, False) for element in segment.texts), *((element, True) for element in segment.tails)]


def _text(piece: Piece) -> str:
    element, tail = piece
    return (element.tail if tail else element.text) or ""


def _put(piece: Piece, text: str) -> None:
    element, tail = piece
    if tail:
        element.tail = text
    else:
        element.text = text
