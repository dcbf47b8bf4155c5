"""Look at each segment of a page once more, now that it is known how much speaks for those around it.

The points of `scores` are given to each segment alone. But on a page whose paragraphs have six points each a box with
one is another text, and a line of doubtful points between sure ones is theirs. So what is in doubt gets more points, or
fewer: for its length and links, for its neighbours' points, for those of what lies in the same box and of what is built
alike, and for how sure the page is as a whole. As in `features` a feature is a bin; what each is worth was fitted.
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from itertools import repeat
from typing import Final, NamedTuple

from sitegen.extract.segments import Segment

DOUBT: Final = 2.0
"""Points, for or against: what has more is not looked at again. Bounds up to 5 are worth the same on other sites."""
_CAP: Final = 8.0
_POINTS: Final = (-5.0, -3.5, -2.5, -1.8, -1.2, -0.7, -0.3, 0.0, 0.3, 0.7, 1.2, 1.8, 2.5, 3.5, 5.0)
_NONE: Final = -9.0
_OTHERS: Final = (-8.5, *_POINTS)
"""Of segments that need not be there."""
_BELOW: Final = (-8.0, -6.0, -5.0, -4.0, -3.2, -2.6, -2.0, -1.5, -1.0, -0.5, 0.0, 0.7, 1.5)
_LEVELS: Final = (0.5, 1.0, 1.6, 2.2, 2.8, 3.5, 4.2, 5.0)
_SHARES: Final = (0.0, 0.02, 0.1, 0.3, 0.6, 0.9, 0.98, 0.999)
_MASSES: Final = (200, 600, 1200, 2500, 5000, 10000)
_WEIGHTS: Final = (4, 8, 16, 25, 40, 60, 80, 120, 200, 400, 800)
_LINKS: Final = (0.0, 0.1, 0.3, 0.5, 0.8, 0.99)
_EDGES: Final[tuple[Sequence[float], ...]] = (
    *(_POINTS, _BELOW, _LEVELS),
    *(_OTHERS, _OTHERS, _OTHERS, _SHARES, _OTHERS),
    *(_MASSES, _WEIGHTS, _LINKS),
)
BINS: Final = tuple(len(edges) + 1 for edges in _EDGES)
"""How many bins each feature has."""


class Company(NamedTuple):
    """In what company a segment stands."""

    box: Hashable
    """The box around its own."""

    build: Hashable
    """The same for segments whose boxes are called alike."""

    weight: int
    linked: float
    """Share of linked words."""


def companies(segments: Sequence[Segment]) -> list[Company]:
    """Return in what company each of *segments* stands."""
    return [Company(segment.box.parent, segment.box.build, segment.weight, segment.linked) for segment in segments]


def beside_doubt(segments: Sequence[Segment], points: Sequence[float]) -> set[int]:
    """Return the places of those whose *points* count for others in doubt: beside them, or in their company."""
    doubtful = [i for i, p in enumerate(points) if -DOUBT < p < DOUBT]
    if not doubtful:
        return set()
    boxes, builds = {segments[i].box.parent for i in doubtful}, {segments[i].box.build for i in doubtful}
    alike = {i for i, segment in enumerate(segments) if segment.box.parent in boxes or segment.box.build in builds}
    return alike.union(*((i - 1, i + 1) for i in doubtful)) & set(range(len(points)))


def describe_again(company: Sequence[Company], points: Sequence[float]) -> Iterator[tuple[int, ...] | None]:
    """Yield the features of each segment that stands in *company* with *points*; None for one that is not in doubt."""
    doubtful = [of for of, p in zip(company, points, strict=True) if -DOUBT < p < DOUBT]
    if not doubtful:
        yield from repeat(None, len(points))
        return
    capped = [p if -_CAP < p < _CAP else _CAP if p > 0 else -_CAP for p in points]
    sums: dict[Hashable, list[float]] = {key: [0, 0.0, 0] for of in doubtful for key in (of.box, of.build)}
    """Of the boxes and builds of what is in doubt: words, their points, those that are kept."""
    mass = level = 0.0
    for (box, build, weight, _), p in zip(company, capped, strict=True):
        for key in (box, build):
            group = sums.get(key)
            if group is not None:
                group[0] += weight
                group[1] += weight * p
                group[2] += weight if p > 0 else 0
        if p > 0:
            mass += weight
            level += weight * p
    mass = mass or 1.0
    level /= mass
    of_page = bisect_left(_LEVELS, level), bisect_left(_MASSES, mass)
    last = len(capped) - 1
    for i, ((box, build, weight, linked), p) in enumerate(zip(company, capped, strict=True)):
        if not -DOUBT < p < DOUBT:
            yield None
            continue
        of_box, of_build = sums[box], sums[build]
        yield (
            bisect_left(_POINTS, p),
            bisect_left(_BELOW, p - level),
            of_page[0],
            bisect_left(_OTHERS, capped[i - 1] if i else _NONE),
            bisect_left(_OTHERS, capped[i + 1] if i < last else _NONE),
            bisect_left(_OTHERS, _mean_without(of_box, weight, p)),
            bisect_left(_SHARES, of_box[2] / mass),
            bisect_left(_OTHERS, _mean_without(of_build, weight, p)),
            of_page[1],
            bisect_left(_WEIGHTS, weight),
            bisect_left(_LINKS, linked),
        )


def _mean_without(group: Sequence[float], weight: int, points: float) -> float:
    """Return the mean points of a word among the others of *group*."""
    rest = group[0] - weight
    return (group[1] - weight * points) / rest if rest > 0 else _NONE
