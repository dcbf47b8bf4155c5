"""Leave out what a page says twice: the article once for narrow screens or for print, and once more."""

from collections.abc import Sequence
from typing import Final

from sitegen.extract.segments import Box, Segment, around

_COPIED_MIN: Final = 0.9
"""Share of the words of a box that stand outside it, too: what has more of its own is no copy."""
_WHOLE_MIN: Final = 0.6
"""Share of all other words that are kept: a refrain is less, the second copy of an article about as much."""
_DIFFERENT_MIN: Final = 2
"""Paragraphs: one alone that stands again is a refrain, and pictures may stand between."""
_TRIES: Final = 4
"""Paragraphs that stand twice, at which a copy is looked for."""


def without_copies(segments: Sequence[Segment], kept: Sequence[bool], points: Sequence[float]) -> list[bool]:
    """Return *kept* without the boxes all of whose paragraphs stand in another box, too.

    Of two copies the one goes for which fewer *points* speak, or else the later one.
    """
    left = list(kept)
    while copy := _copy(segments, left, points):
        for i in copy:
            left[i] = False
    return left


def _copy(segments: Sequence[Segment], kept: Sequence[bool], points: Sequence[float]) -> Sequence[int]:
    """Return the segments of a box of which something is kept and that is a copy; none without such a box."""
    first: dict[str, int] = {}
    again = [
        (i, earlier)
        for i, segment in enumerate(segments)
        if kept[i] and segment.is_prose and (earlier := first.setdefault(segment.text, i)) != i
    ]
    for i, earlier in again[:_TRIES]:
        one, other = segments[i].box, segments[earlier].box
        pair = [box for box in (_apart(one, other), _apart(other, one)) if box is not None]
        found = [inside for box in pair if (inside := _copied(box, segments, kept))]
        if found:
            return min(found, key=lambda inside: sum(points[at] for at in inside))
    return ()


def _apart(box: Box, other: Box) -> Box | None:
    """Return the largest box around *box* in which *other* does not lie; None if one lies in the other."""
    beyond = set(around(other))
    largest = None
    for at in around(box):
        if at in beyond:
            break
        largest = at
    return largest


def _copied(box: Box, segments: Sequence[Segment], kept: Sequence[bool]) -> list[int]:
    """Return the words of *box* if what is kept outside it says the same, and not much more."""
    within = [any(at is box for at in around(segment.box)) for segment in segments]
    outside = {s.text: s.weight for s, keep, own in zip(segments, kept, within, strict=True) if keep and not own}
    inside = [i for i, own in enumerate(within) if own and (kept[i] or segments[i].is_prose)]
    if len({segments[i].text for i in inside}) < _DIFFERENT_MIN:
        return []
    said = sum(segments[i].weight for i in inside)
    copied = sum(segments[i].weight for i in inside if segments[i].text in outside)
    return inside if copied >= max(_COPIED_MIN * said, _WHOLE_MIN * sum(outside.values())) else []
