"""Find entries that follow one another on a page, each with a line that says when it was written.

Comments, the answers of a thread, the posts of a diary, teasers with a date: whatever a page calls their boxes, the
lines that date them are built alike, and words stand between them. An article has one such line, or none.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from sitegen.extract.segments import KINDS, Box, Segment, around

_LINE_MAX: Final = 100
"""Weight of a line that dates an entry."""
_AGO: Final = re.compile(
    r"(?=\d ?(?:秒[钟鐘]?|分[钟鐘]?|[个個]?小[时時]|天|日|周|週|[个個]?月|年)之?前|\d \w+ ago\b)|[今昨前]天 ?\d"
)
_STAMP: Final = re.compile(
    r"(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?[-/.月](?: ?\d{1,2}(?!\d| ?:) ?日?)?"
    r"|(?<!\d)\d{1,2}[-/.] ?\d{1,2}[-/.] ?(?:19|20)?\d\d(?!\d)"
    r"|[^\W\d_]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d|(?<!\d)\d{1,2}\.? [^\W\d_]{3,9}\.?,? (?:19|20)\d\d"
    rf"|{_AGO.pattern}"
)
"""A day, or where it is told how long ago; a time of day alone is a film's length as often."""
_NAME: Final = re.compile(r"[^\W\d_]{2}")
_CLOCK: Final = re.compile(r"\d:\d\d")
_PARTS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "summary", "caption"})
"""What heads a part of one text: a chronicle, letters."""
_ALIKE_MAX: Final = 0.5
"""Share of the prose behind such a heading that is built as the prose above the first."""
_DIGIT: Final = re.compile(r"\d")
_QUOTE: Final = 1 << KINDS.index("blockquote")
_ABOVE: Final = 0.05
"""Share of all prose above the first entry: with more, the article stands there, and what stands behind the last entry
is none of it."""

_SPOKEN_MIN: Final = 0.5
"""Share of the entries that have prose, and the first has some, where none stands above: a menu with dates has less."""


def entries(segments: Sequence[Segment]) -> list[int]:
    """Return of each of *segments* 2 if it lies in an entry of its page that is not the first, or else 0.

    In the first it is 1 if no prose to speak of stands above that.

    The parts of a chronicle or of a live report are dated, too. Lines that tell who wrote when, or how long ago, are
    those of entries. What others date are entries below an article that is longer than they are, or those of a diary,
    most of which are of a day of their own, and have a time of day or a box of their own.
    """
    found = [0] * len(segments)
    places = _dated(segments)
    if not places:
        return found
    mass = list(accumulate((s.weight if s.is_prose else 0 for s in segments), initial=0))
    first, second, last = places[0], places[1], places[-1]
    if mass[first] == mass[last]:
        return found
    lines = [segments[i] for i in places]
    end = len(segments)
    if mass[first] <= _ABOVE * mass[-1]:
        spoken = sum(mass[b] > mass[a] for a, b in pairwise(places))
        if mass[first] == mass[second] or spoken < _SPOKEN_MIN * (len(places) - 1) or not _are_posts(lines):
            return found
        found[first:second] = [1] * (second - first)
        box = _common(segments[first].box, segments[last].box)
        behind = range(last + 1, len(segments))
        end = last + 1 + bisect_left(behind, 1, key=lambda i: box not in around(segments[i].box))
    elif mass[last] > 2 * mass[first] and not (_tell_who(lines) and _are_apart(segments, first, last)):
        return found
    found[second:end] = [2] * (end - second)
    return found


def _are_posts(lines: Sequence[Segment]) -> bool:
    """Say whether *lines*, above the first of which nothing stands, date what was written one after another."""
    if lines[0].box.tag in _PARTS:
        return False
    days = {stamp[0] for line in lines if (stamp := _STAMP.search(line.text))}
    boxes = {line.box.parent for line in lines}
    timed = sum(_CLOCK.search(line.text) is not None for line in lines)
    return _tell_who(lines) or (2 * len(days) > len(lines) and (2 * timed >= len(lines) or len(boxes) == len(lines)))


def _tell_who(lines: Sequence[Segment]) -> bool:
    """Say whether most of *lines* have a name and a time of day, or say how long ago it was."""
    told = sum(
        _AGO.search(text) is not None or (_CLOCK.search(text) is not None and _names(text))
        for text in (line.text for line in lines)
    )
    return 2 * told >= len(lines)


def _are_apart(segments: Sequence[Segment], first: int, last: int) -> bool:
    """Say whether the lines *first* to *last* are no headings, or the prose below is built otherwise than above."""
    if segments[first].box.tag not in _PARTS:
        return True
    above = {s.box.build for s in segments[:first] if s.is_prose}
    below = [s.box.build in above for s in segments[first:last] if s.is_prose]
    return sum(below) <= _ALIKE_MAX * len(below)


def _dated(segments: Sequence[Segment]) -> Sequence[int]:
    """Return where the lines stand that date the entries, of those that are built alike; none if there is no second.

    In a post that is quoted there is such a line, too. Where lines and paragraphs are built alike, it is running text.
    """
    lines: dict[tuple[int, int], list[int]] = {}
    for i, segment in enumerate(segments):
        text = segment.text
        if segment.weight <= _LINE_MAX and not segment.is_prose and _DIGIT.search(text) and _dates_entry(text):
            lines.setdefault(segment.box.build, []).append(i)
    several = [places for places in lines.values() if _are_several([segments[i] for i in places])]
    if not several:
        return ()
    spoken = {segment.box.build for segment in segments if segment.is_prose}
    prose = list(accumulate((s.is_prose for s in segments), initial=0))
    return max(
        (places for places in several if segments[places[0]].box.build not in spoken),
        key=lambda places: sum(prose[b] > prose[a] for a, b in pairwise(places)),
        default=(),
    )


def _dates_entry(text: str) -> bool:
    """Say whether *text* tells a day and more: a day alone heads a part of a story as often."""
    return _STAMP.search(text) is not None and (_CLOCK.search(text) is not None or _names(text))


def _names(text: str) -> bool:
    """Say whether *text* has a word beside the day."""
    found = _STAMP.search(text)
    return found is None or bool(_NAME.search(text[: found.start()]) or _NAME.search(text[found.end() :]))


def _are_several(lines: Sequence[Segment]) -> bool:
    """Say whether *lines*, built alike, date several entries: one may stand twice, for narrow screens."""
    box = lines[0].box
    if (box.own | box.near) & _QUOTE:
        return False
    return len({line.text for line in lines}) > 1 or len(lines) > 2  # noqa: PLR2004 - a pair


def _common(box: Box, other: Box) -> Box:
    """Return the innermost box in which both lie."""
    beyond = set(around(other))
    return next(at for at in around(box) if at in beyond)
