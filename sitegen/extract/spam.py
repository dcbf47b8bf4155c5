"""Know keyword spam by its structure, never by its words alone.

A keyword line is three or more short segments between equal separators, without any sentence punctuation. That alone
proves nothing: rankings and menus look alike. A second, independent cue is asked for: the line stands outside the
article (before its headline or behind its last sentence), is written in the other script, or shares segments with
another such line. Articles about such words stay whole, since their words stand in sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SEGMENTS_MIN: Final = 3
SEGMENT_MAX: Final = 30
MEAN_MIN: Final = 3.5
"""Characters: lists of names, channels and menus have shorter segments."""

_SENTENCE: Final = re.compile(r"[。！？!?：:“”\"《》…]")
_LABEL: Final = re.compile(r"^[^:：]{1,8}[:：]\s*")
_STRONG: Final = (*"_|｜-", " I ", " l ", *"–—~～#★☆丨^*+=/\\·•‖┃<>")
_WEAK: Final = (";", "；", ",", "，", "、", " ")
"""Separators that sentences have, too: more segments are asked for."""
WEAK_MIN: Final = 4
WEAK_ALONE_MIN: Final = 5
"""Segments, where its place outside the article is the only other cue."""
_PATH: Final = re.compile(r"[a-z]+://|www\.|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KeywordLine:
    """A line of keywords, and how it is cut."""

    segments: tuple[str, ...]
    strong: bool
    """The separator is none that sentences have."""


def keyword_line(text: str) -> KeywordLine | None:
    """Return the segments of *text* if it is built as a line of keywords.

    >>> keyword_line("春天的风景_夏天的海边_秋天的山路").segments
    ('春天的风景', '夏天的海边', '秋天的山路')
    >>> keyword_line("春天来了，夏天来了，秋天来了。") is None
    True
    """
    text = _LABEL.sub("", text.strip())
    if _SENTENCE.search(text) or _PATH.search(text):
        return None
    for separator in (*_STRONG, *_WEAK):
        strong = separator in _STRONG
        segments = tuple(part.strip() for part in text.split(separator) if part.strip())
        if len(segments) < (SEGMENTS_MIN if strong else WEAK_MIN):
            continue
        if not all(any(map(str.isalpha, segment)) for segment in segments):
            continue  # a date, a score, a number
        if max(map(len, segments)) > SEGMENT_MAX or sum(map(len, segments)) / len(segments) < MEAN_MIN:
            continue
        if not strong and sum(map(_is_han, segments)) < len(segments) * 0.8:
            continue
        return KeywordLine(segments, strong)
    return None


def spam_rows(texts: Sequence[str], sides: Sequence[int], other_script: Sequence[bool]) -> dict[int, str]:
    """Return which of *texts* are keyword spam, with the name of the rule.

    *sides* tells where each text stands: -1 before the article, 1 behind it, 0 within; *other_script* whether it is
    written in another script than the rest. Segments that stand on two sides of the article are a cue as well.

    >>> line = "春天的风景_夏天的海边_秋天的山路"
    >>> spam_rows([line, "正文。"], [-1, 0], [False, False])
    {0: 'keyword-spam'}
    >>> spam_rows([line, "正文。"], [0, 0], [False, False])
    {}
    """
    found = {i: line for i, text in enumerate(texts) if (line := keyword_line(text))}
    places: dict[str, set[int]] = {}
    for i, line in found.items():
        for segment in line.segments:
            places.setdefault(segment, set()).add(sides[i])
    spam: dict[int, str] = {}
    for i, line in found.items():
        repeated = sum(len(places[segment]) > 1 for segment in line.segments) * 2 >= len(line.segments)
        placed = sides[i] != 0 and (line.strong or len(line.segments) >= WEAK_ALONE_MIN)
        if placed or other_script[i] or repeated:
            spam[i] = "keyword-spam"
    return spam


def _is_han(text: str) -> bool:
    return sum("\u3400" <= c <= "\u9fff" for c in text) * 2 > len(text)
