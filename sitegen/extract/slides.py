"""Leave out the slides of a show within an article: what a reader turns over one by one is about its pictures."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sitegen.extract.segments import Box, Segment, around

_COUNTER: Final = re.compile(r"\D{0,3}?(\d{1,3}) ?(?:/|of|von|sur|de) ?(\d{1,3})(?!\d|[/.:%年月])", re.IGNORECASE)
_SLIDES_MIN: Final = 4
"""Counters that follow one another: scores and days of a month do not."""
_BESIDE_MIN: Final = 3
"""Paragraphs beside the show: a page that is nothing but a show has fewer, and its slides are the article."""


def without_slides(segments: Sequence[Segment], kept: Sequence[bool]) -> list[bool]:
    """Return *kept* without the box of slides that are counted (`3/20`), if the page has an article beside it."""
    counted = [
        (i, int(match[1]), int(match[2]))
        for i, s in enumerate(segments)
        if (match := _COUNTER.match(s.text)) is not None
    ]
    runs = [(a[0], b[0]) for a, b in pairwise(counted) if 0 < b[1] - a[1] <= 2 and a[2] == b[2] >= b[1]]  # noqa: PLR2004 - one may be missing
    if len(runs) + 1 < _SLIDES_MIN:
        return list(kept)
    box = _around_both(segments[runs[0][0]].box, segments[runs[-1][1]].box)
    inside = [any(at is box for at in around(segment.box)) for segment in segments]
    beside = sum(s.is_prose and keep and not shown for s, keep, shown in zip(segments, kept, inside, strict=True))
    return [keep and not (shown and beside >= _BESIDE_MIN) for keep, shown in zip(kept, inside, strict=True)]


def _around_both(box: Box, other: Box) -> Box | None:
    beyond = set(around(other))
    return next((at for at in around(box) if at in beyond), None)
