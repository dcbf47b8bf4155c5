"""Know the words below a picture that its page did not set as a caption, and set them so."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from sitegen.extract.segments import KINDS, Box, Segment, around

_CAPTION: Final = 1 << KINDS.index("caption")
_WEIGHT_MAX: Final = 240
"""Of a caption: a short paragraph."""
_LEVELS_MAX: Final = 4
"""Boxes in which picture and words lie, at most."""
_SHARE_MIN: Final = 0.75
"""Of the words of the box: the rest may say who took the picture."""
_LINKS_MAX: Final = 0.5
_SENTENCE_END: Final = re.compile(r"[。！？.!?][”’」』\"')）]*$")
_BOXES: Final = frozenset({"div", "p", "section", "center", "span"})


def set_captions(segments: Sequence[Segment], kept: Sequence[bool]) -> frozenset[int]:
    """Make `figure` and `figcaption` of boxes that hold one picture and few words, and that are named as such boxes.

    Return the places of those words in *segments*. What is *kept* as the article's stays so, but above its first
    sentence.
    """
    if not any((segment.box.own | segment.box.near) & _CAPTION for segment in segments):
        return frozenset()
    spoken = [keep and bool(_SENTENCE_END.search(s.text)) for s, keep in zip(segments, kept, strict=True)]
    first = spoken.index(True) if any(spoken) else len(segments)
    stays = [keep and (i >= first) for i, keep in enumerate(kept)]
    held = {box for segment, stay in zip(segments, stays, strict=True) if stay for box in around(segment.box)}
    return frozenset(
        i for i, (segment, stay) in enumerate(zip(segments, stays, strict=True)) if not stay and _is_set(segment, held)
    )


def _is_set(segment: Segment, held: AbstractSet[Box]) -> bool:
    box = segment.box
    named = box.own | (box.parent.own if box.parent is not None else 0)
    if not named & _CAPTION or segment.weight > _WEIGHT_MAX or segment.linked > _LINKS_MAX or box.tag == "br":
        return False
    for at, _ in zip(around(box), range(_LEVELS_MAX), strict=False):
        if at in held or segment.weight < _SHARE_MIN * at.total or at.tag == "figure":
            return False
        pictures = sum(1 for _ in at.element.iter("img"))
        if pictures:
            if pictures > 1 or at is box or at.tag not in _BOXES or box.tag not in _BOXES:
                return False
            at.element.tag, box.element.tag = "figure", "figcaption"
            return True
    return False
