"""Describe each segment of a page by small numbers, from which `scores` says whether it is the article's.

A feature is a position in the description; its value is the bin in which what was measured falls. The bins were chosen
by hand, what each is worth was fitted (`tools/fit_segments.py`).
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from sitegen.extract.cues import NONE, read_cues
from sitegen.extract.fold import key
from sitegen.extract.segments import KINDS, Box, Segment, around

_TAG_CLASSES: Final = {
    **dict.fromkeys(("p",), 1), "h1": 2, **dict.fromkeys(("h2", "h3"), 3), **dict.fromkeys(("h4", "h5", "h6"), 4),
    "li": 5, **dict.fromkeys(("td", "th"), 6), **dict.fromkeys(("dd", "dt"), 7), "blockquote": 8, "pre": 9, "div": 10,
    **dict.fromkeys(("article", "section", "main", "body"), 11), "figcaption": 12, "br": 13,
}  # fmt: skip
_WEIGHTS: Final = (4, 8, 16, 25, 40, 60, 80, 120, 200, 400, 800)
_COARSE: Final = (12, 30, 80, 200, 500)
_LINKS: Final = (0.0, 0.1, 0.3, 0.5, 0.8, 0.99)
_FEW_LINKS: Final = (0.05, 0.4, 0.9)
_SHARES: Final = (0.0, 0.02, 0.1, 0.5, 0.9, 0.98, 0.999)
_SOME_SHARES: Final = (0.0, 0.05, 0.2, 0.5, 0.8)
_COUNTS: Final = (1, 2, 4, 8, 20, 60)
_DISTANCES: Final = (1, 2, 3, 5, 9, 18)
_FAR: Final = 99
_ENDS: Final = {**dict.fromkeys("。！？!?….．", 1), **dict.fromkeys(":：", 2), **dict.fromkeys(",，;；、", 3)}
_CLOSING: Final = "”’」』\"')）]】»“ "
DECAY: Final = 0.6
_LEAVES: Final = frozenset("p li pre blockquote h1 h2 h3 h4 h5 h6 dd dt br td figcaption".split())
_UPPER: Final = re.compile("[A-Z\u00c0-\u00de\u0410-\u042f]")
_DIGIT: Final = re.compile(r"\d")
_EASTERN: Final = re.compile("[\u3040-\u9fff]")
_STRESS: Final = {
    **dict.fromkeys(("b", "strong"), 1), **dict.fromkeys(("i", "em", "cite"), 2), "a": 3,
    **dict.fromkeys(("span", "font"), 4), "time": 5, **dict.fromkeys(("small", "label"), 6),
}  # fmt: skip
_LINE_MAX: Final = 240
"""Weight of what may be a line."""
_LONG: Final = 400
"""Characters: in a longer text its capitals and digits are not counted."""
_QUOTED_MAX: Final = 2000
_QUOTED_MIN: Final = 20
_OPENING: Final = 60
_BIT: Final = {name: 1 << i for i, name in enumerate(KINDS)}
_BAD: Final = sum(
    _BIT[n] for n in ("comment", "related", "share", "nav", "ad", "subscribe", "foot", "side", "aside", "footer")
)
_NAMED: Final = sum(
    _BIT[n]
    for n in (
        "comment related teaser share nav ad byline tags caption subscribe foot side head hidden aside footer form "
        "figure figcaption address"
    ).split()
)
_PLAIN_LINKS_MAX: Final = 0.5
_PLAIN_BEHIND_MAX: Final = 5
_PLAIN_BEFORE_MAX: Final = 6
"""Of `_DISTANCES` from the nearest prose: further down other things begin, unless prose of the same box follows."""
CUES: Final = range(27, 31)
"""Places of the features that tell of cues; their values without any are 0 or 1."""
PLAIN: Final = 38
"""Place of the feature that is 1 for what stands in the best box and shows nothing of furniture."""
_BEST_GOOD: Final = _BIT["good"] | _BIT["articlebody"]
_BEST_FAIR: Final = _BIT["fair"] | _BIT["article"] | _BIT["main"]

OWN: Final = 39
"""Features of a segment; those of its boxes follow."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """What the page states of its article outside the body."""

    title: str = ""
    description: str = ""
    body: str = ""
    """`articleBody` of JSON-LD."""


def best_box(segments: Sequence[Segment]) -> Box | None:
    """Return the box around the most prose: few links, and a name that such boxes have."""
    scores: dict[Box, float] = {}
    for segment in segments:
        if not segment.is_prose:
            continue
        box = segment.box
        share = segment.weight * (0.25 if (box.own | box.near | box.far) & _BAD else 1.0)
        at = box.parent if box.tag in _LEAVES else box
        while at is not None:
            scores[at] = scores.get(at, 0.0) + share
            share *= DECAY
            at = at.parent
    return max(scores, key=lambda box: _final(box, scores[box]), default=None)


def _final(box: Box, score: float) -> float:
    prior = 1.0
    if box.own & _BEST_GOOD:
        prior = 2.0
    elif box.own & _BAD:
        prior = 0.25
    elif box.own & _BEST_FAIR:
        prior = 1.3
    return score * (1 - box.linked / max(1, box.total)) ** 2 * prior


class _Said(NamedTuple):
    """What the words of a segment show, wherever it stands."""

    end: int
    commas: int
    upper: int
    digits: int
    eastern: int
    case: int


def describe(segments: Sequence[Segment], page: PageWords) -> list[tuple[int, ...]]:
    """Return the description of each of *segments*, as if it showed no cue of furniture; `complete` adds them."""
    root = segments[0].box if segments else None
    while root is not None and root.parent is not None:
        root = root.parent
    whole = max(1, root.prose if root else 0)
    best = best_box(segments)
    level = {box: i for i, box in enumerate(around(best))} if best else {}
    signed = _signed(segments, whole)
    texts = [s.text for s in segments]
    counts = Counter(texts)
    before, after = _distances(segments)
    titles = _title_places(segments, page.title)
    in_body, in_description = (
        _quoted_in_body(texts, key(page.body)),
        _quoted_in_description(texts, key(page.description)),
    )
    sizes = [bisect_left(_COARSE, s.weight) for s in segments]
    linked = [bisect_left(_FEW_LINKS, s.linked) for s in segments]
    edge = 6 * 4
    coarse = [edge, edge, *(size * 4 + link for size, link in zip(sizes, linked, strict=True)), edge, edge]
    boxes: dict[Box, tuple[int, ...]] = {}
    inner = [i for i, s in enumerate(segments) if s.is_prose and _groups(s.box, whole, level, boxes)[-2] == 0]
    begin, stop = (inner[0], inner[-1]) if inner else (0, 0)
    out = []
    mass = place = 0
    share = bisect_left(_SOME_SHARES, best.prose / whole) if best else 0
    length = bisect_left((0, 200, 800, 2500, 6000), whole) * 2
    for i, segment in enumerate(segments):
        box, text, weight = segment.box, segment.text, segment.weight
        said = _said(text, weight) if weight <= _LINE_MAX else _read(text, weight)
        group = boxes.get(box) or _groups(box, whole, level, boxes)
        rel, below = group[-2:]
        prose = 1 if segment.is_prose else 0
        size, sized, end, links = sizes[i], bisect_left(_WEIGHTS, weight), said.end, segment.linked
        sign, crowd = signed[i]
        distance, count = before[i], counts[text]
        out.append(
            (
                _TAG_CLASSES.get(box.tag, 0),
                sized,
                bisect_left(_LINKS, links) if links else 0,
                end,
                coarse[i + 2] * 4 + end,
                said.commas,
                said.upper,
                said.digits,
                coarse[i + 1],
                coarse[i + 3],
                coarse[i],
                coarse[i + 4],
                distance * 7 + after[i],
                place,
                rel * 2 + prose,
                rel * 6 + share,
                rel * 4 + linked[i],
                sign * 2 + prose,
                crowd * 6 + sign,
                titles[i],
                in_body[i] * 2 + prose,
                in_description[i],
                said.eastern * 12 + sized,
                length + prose,
                rel * 7 + bisect_left(_DISTANCES, distance),
                place * 5 + rel,
                said.case,
                prose,
                prose,
                0,
                1 if rel == 0 else 0,
                (count - 1 if count < 3 else 2) * 3 + (min(2, size)),  # noqa: PLR2004 - the last bins
                _stress(segment) * 6 + size,
                below * 4 + end + (16 if rel == 0 else 0),
                *group[:-2],
                1
                if rel == 0
                and (begin < i < stop or distance < _PLAIN_BEHIND_MAX or after[i] < _PLAIN_BEFORE_MAX)
                and links <= _PLAIN_LINKS_MAX
                and not (box.own | box.near) & _NAMED
                else 0,
                box.own,
                box.near,
                box.far,
            )
        )
        if prose:
            mass += weight
            place = bisect_left(_SHARES, mass / whole)
    return out


def complete(row: tuple[int, ...], segment: Segment) -> tuple[int, ...]:
    """Return *row*, which describes *segment*, with the cues that its words show: what costs most to find out."""
    cues = read_cues(segment.text, segment.weight)
    if cues == NONE:
        return row
    size, prose = bisect_left(_COARSE, segment.weight) + 1, row[CUES.start]
    shown = (
        size * 2 + prose if cues.calls else prose,
        size * 2 + prose if cues.credits else prose,
        size if cues.tells else 0,
        row[CUES.stop - 1] + 2 if cues.furniture else row[CUES.stop - 1],
    )
    return (*row[: CUES.start], *shown, *row[CUES.stop : PLAIN], 0, *row[PLAIN + 1 :])


def _signed(segments: Sequence[Segment], whole: int) -> list[tuple[int, int]]:
    """Return of the boxes built like that of each segment how much of all prose they hold, and how many they are."""
    builds = [segment.box.build for segment in segments]
    prose: dict[tuple[int, int], int] = {}
    for segment in segments:
        if segment.is_prose:
            build = segment.box.build
            prose[build] = prose.get(build, 0) + segment.weight
    found = {
        build: (bisect_left(_SOME_SHARES, prose.get(build, 0) / whole), bisect_left(_COUNTS, count))
        for build, count in Counter(builds).items()
    }
    return [found[build] for build in builds]


def _quoted_in_body(texts: Sequence[str], body: str) -> Sequence[int]:
    """Return of each of *texts* 0 if no *body* is stated, 1 if it is in that, else 2."""
    if not body:
        return [0] * len(texts)
    keys = [key(text) if len(text) < _QUOTED_MAX else "" for text in texts]
    return [1 if flat and flat in body else 2 for flat in keys]


def _quoted_in_description(texts: Sequence[str], told: str) -> Sequence[int]:
    """Return of each of *texts* 0 if no description is *told*, 1 if it begins so, else 2."""
    if not told:
        return [0] * len(texts)
    keys = [key(text) if _QUOTED_MIN < len(text) < _QUOTED_MAX else "" for text in texts]
    begins = told[:_OPENING]
    return [1 if len(flat) > _QUOTED_MIN and (flat[:_OPENING] in told or begins in flat) else 2 for flat in keys]


def _read(text: str, weight: int) -> _Said:
    """Return what *text* of *weight* shows."""
    letters = len(text)
    is_ascii = text.isascii()
    commas = sum(map(text.count, ",;" if is_ascii else ",，、;；"))
    upper = len(_UPPER.findall(text)) if letters < _LONG else letters // 50
    digits = len(_DIGIT.findall(text)) if letters < _LONG else 0
    return _Said(
        _end(text),
        min(3, commas * 100 // max(30, weight)) + (4 if weight > _OPENING else 0),
        bisect_left((0.0, 0.06, 0.15, 0.4), upper / letters),
        bisect_left((0.0, 0.08, 0.3), digits / letters),
        1 if not is_ascii and _EASTERN.search(text, 0, 40) else 0,
        1 if text[:1].islower() else 2 if text[:1].isupper() else 0,
    )


_said: Final = lru_cache(4096)(_read)
"""For lines, of which those around an article stand on many pages of a site."""


def _end(text: str) -> int:
    stripped = text.rstrip(_CLOSING)
    return _ENDS.get(stripped[-1:], 0)


def _distances(segments: Sequence[Segment]) -> tuple[list[int], list[int]]:
    """Return how far the nearest prose is, before and after each of *segments*."""
    before, after = [], []
    steps = _FAR
    for segment in segments:
        before.append(bisect_left(_DISTANCES, steps))
        steps = 1 if segment.is_prose else steps + 1
    steps = _FAR
    for segment in reversed(segments):
        after.append(bisect_left(_DISTANCES, steps))
        steps = 1 if segment.is_prose else steps + 1
    return before, after[::-1]


def _title_places(segments: Sequence[Segment], title: str) -> list[int]:
    """Return 0 without a headline on the page, 1 before it, 2 at it, then how far behind it."""
    wanted = key(title)
    if not wanted:
        return [0] * len(segments)
    sizes = range(len(wanted), 2 * len(title) + 21)
    at = [i for i, s in enumerate(segments) if len(s.text) in sizes and key(s.text) == wanted]
    if not at:
        return [0] * len(segments)
    heads = [i for i in at if segments[i].box.tag in ("h1", "h2")] or at
    first = heads[0]
    same = set(at)
    return [
        2 if i in same else 1 if i < first else 3 + bisect_left((2, 4, 8, 20), i - first) for i in range(len(segments))
    ]


_NO_GROUP: Final = (42, 42)
_BELOW_MAX: Final = 3
_OUTSIDE: Final = (*_NO_GROUP, *_NO_GROUP, 4, _BELOW_MAX)


def _groups(box: Box, whole: int, level: Mapping[Box, int], known: dict[Box, tuple[int, ...]]) -> tuple[int, ...]:
    """Return what the two nearest boxes with several segments are made of, and how far the best box is.

    The last two numbers count levels: up to a box that the best one lies in, and from there down to *box*. What is
    *known* of the box around it holds for *box*, too, but for itself.
    """
    found = known.get(box)
    if found is not None:
        return found
    around_it = _groups(box.parent, whole, level, known) if box.parent is not None else _OUTSIDE
    if box.count <= 1 and box not in level:
        found = around_it if around_it[-1] == _BELOW_MAX else (*around_it[:-1], around_it[-1] + 1)
    else:
        near, next_, (rel, below) = around_it[:2], around_it[2:4], around_it[4:]
        if box.count > 1:
            grows = box.parent is not None and box.parent.count > box.count
            near, next_ = _made_of(box, whole), near if grows else next_
        place = (min(4, level[box]), 0) if box in level else (rel, min(_BELOW_MAX, below + 1))
        found = (*near, *next_, *place)
    known[box] = found
    return found


def _made_of(box: Box, whole: int) -> tuple[int, int]:
    mean = (box.total - box.linked) // box.count
    return (
        bisect_left(_LINKS, round(box.linked / max(1, box.total), 2)) * 6 + bisect_left(_COARSE, mean),
        bisect_left(_SOME_SHARES, box.prose / whole) * 7 + bisect_left(_COUNTS, box.count),
    )


def _stress(segment: Segment) -> int:
    """Return which inline element holds the whole segment, by number; 0 for none."""
    if len(segment.texts) > 1:
        return 0
    holder = segment.texts[0] if segment.texts else segment.tails[0].getparent()
    for element in segment.tails:
        if element.getparent() is not holder:
            return 0
    return _STRESS.get(holder.tag, 0) if holder is not None else 0
