"""Know keyword spam by its structure, never by its words alone.

A keyword line is three or more short segments between equal separators, without any sentence punctuation. That alone
proves nothing: rankings and menus look alike. A second, independent cue is asked for: the line stands outside the
article (before its headline or behind its last sentence), is written in the other script, or shares segments with
another such line. Articles about such words stay whole, since their words stand in sentences.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SEGMENTS_MIN: Final = 3
SEGMENT_MAX: Final = 30
MEAN_MIN: Final = 3.5
"""Characters: lists of names, channels and menus have shorter segments."""

_SENTENCE: Final = re.compile(r"[。！？!?；;：:“”\"《》…]")
_STRONG: Final = (*"_|｜-", " I ", " l ", *"–—~～#★☆丨^*+=/\\·•‖┃<>")
_WEAK: Final = (",", "，", "、", " ")
"""Separators that sentences have, too: more segments are asked for."""
WEAK_MIN: Final = 5
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
    text = text.strip()
    if _SENTENCE.search(text) or _PATH.search(text):
        return None
    for separator in (*_STRONG, *_WEAK):
        strong = separator in _STRONG
        segments = tuple(part.strip() for part in text.split(separator) if part.strip())
        if len(segments) < (SEGMENTS_MIN if strong else WEAK_MIN):
            continue
        if max(map(len, segments)) > SEGMENT_MAX or sum(map(len, segments)) / len(segments) < MEAN_MIN:
            continue
        if not strong and sum(map(_is_han, segments)) < len(segments) * 0.8:
            continue
        return KeywordLine(segments, strong)
    return None


def spam_rows(texts: Sequence[str], outside: Sequence[bool], other_script: Sequence[bool]) -> dict[int, str]:
    """Return which of *texts* are keyword spam, with the cues that say so.

    *outside* and *other_script* tell for each text whether it stands outside the article and whether it is written in
    another script than the rest.

    >>> line = "春天的风景_夏天的海边_秋天的山路"
    >>> spam_rows([line, "正文。"], [True, False], [False, False])
    {0: 'keyword-spam'}
    >>> spam_rows([line, "正文。"], [False, False], [False, False])
    {}
    """
    found = {i: line for i, text in enumerate(texts) if (line := keyword_line(text))}
    uses = Counter(segment for line in found.values() for segment in set(line.segments))
    spam: dict[int, str] = {}
    for i, line in found.items():
        cues = outside[i] + other_script[i] + (sum(uses[s] > 1 for s in line.segments) >= len(line.segments) / 2)
        if cues:
            spam[i] = "keyword-spam"
    return spam


def _is_han(text: str) -> bool:
    return sum("\u3400" <= c <= "\u9fff" for c in text) * 2 > len(text)
