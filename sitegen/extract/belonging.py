"""Weigh whether a line belongs to the article around it, where no rule of `spam` is sure.

Many weak signs are added up: what it shares with the other paragraphs, how it is built, what stands beside it. What
each is worth was fitted by `tools/fit_lines.py`, on authors of damaged pages of which each was measured by the
weights of the others; see docs/cleaning.md for the figures.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_letters
from typing import Final

from sitegen.extract import notices, shape
from sitegen.extract.cohesion import APART_MAX, COHESIVE_MIN
from sitegen.extract.line_points import POINTS
from sitegen.extract.shape import FULL_STOP, HAN, ends_full_stop, ends_sentence
from sitegen.extract.spam import QUOTED, Suspect, keyword_line

STRANGER_MAX: Final = -2.5
"""Points (logarithm of odds). With the author of a page left out of the fit, 0 of 629 lines of articles were below
it, 6 of 1,313 about strangers that were put there, and 33 of 59 strangers as found, 132 of 230 put there."""
LONE_MAX: Final = 0.0
"""Points, for what stands alone between sentences: 1 of 1,506 lines of articles is such a line, and it is in quotation
marks."""
LABELLED_MAX: Final = -4.0
"""Points, for what begins with a label: where and when, for how much, with what."""
_LABELLED: Final = re.compile(r"\s*[\u3400-\u9fff]{2,6}\s?[:：]")
_HEADING_MAX: Final = 18
"""Characters."""
_LIKELY: Final = 0.15
"""Share of terms of which nothing can be said."""
_SHORT: Final = 28
"""Characters: lines of verse, of lists, of talk."""
NEAR: Final = 3
"""Lines before and behind one that count for it."""
_CLAUSE_MAX: Final = 9
"""Characters on average of what stands between the marks of a line of offers."""
_HAN_RUN: Final = re.compile(f"[{HAN}]+")
_TOKEN: Final = re.compile(r"(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{5,}|\d{5,}", re.ASCII)
_CLAUSES: Final = re.compile(r"[，,。！？!?；;、：:\s]+")
_ENTRY: Final = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[)）.、．]")
_MOST: Final = 0.6
_TOLD: Final = re.compile(r"\d|[$€£%]")
_JOINING: Final = re.compile("[的了是在不也就而但被把让讓着著过過吗嗎呢吧啊与與有]")
_QUOTES: Final = frozenset("“”「」『』《》")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, what is known of it, and the lines about it."""

    suspect: Suspect
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @classmethod
    def at(cls, suspect: Suspect, texts: Sequence[str], i: int) -> "Line":
        """Return *suspect*, which is the line *i* of *texts*."""
        return cls(suspect, tuple(texts[max(0, i - NEAR) : i]), tuple(texts[i + 1 : i + 1 + NEAR]))

    @property
    def text(self) -> str:
        """The line itself."""
        return self.suspect.text

    @property
    def share(self) -> float:
        """Of its terms, which the article has."""
        return _LIKELY if self.suspect.share is None else self.suspect.share

    @property
    def short_near(self) -> float:
        """Share of the lines about it that are short, too."""
        near = (*self.before, *self.after)
        return sum(len(text) <= _SHORT for text in near) / max(1, len(near))


def _joining(line: Line) -> float:
    han = len(line.text) - len(_HAN_RUN.sub("", line.text))
    return min(1.0, 10 * len(_JOINING.findall(line.text)) / max(1, han))


def _part(line: Line, kind: Callable[[str], bool], times: float) -> float:
    """Return which part of the characters of *line* are of *kind*, so many *times*, 1 at most."""
    return min(1.0, times * sum(map(kind, line.text)) / max(1, len(line.text)))


def _in_bits(line: Line) -> bool:
    """Say whether the line is many short bits that end no sentence."""
    clauses = [clause for clause in _CLAUSES.split(line.text) if clause]
    return len(clauses) > 2 and line.suspect.loose and sum(map(len, clauses)) <= _CLAUSE_MAX * len(clauses)  # noqa: PLR2004


def _is_lone(line: Line) -> bool:
    """Say whether the line ends nothing, is longer than a heading, shares nothing, and stands between two sentences."""
    before, after = "".join(line.before[-1:]), "".join(line.after[:1])
    far = line.suspect.apart or line.suspect.strange
    return (
        far
        and line.suspect.loose
        and len(line.text) >= _HEADING_MAX
        and ends_full_stop(before)
        and FULL_STOP.search(after) is not None
    )


_is_latin: Final = frozenset(ascii_letters).__contains__


FEATURES: Final[Mapping[str, Callable[[Line], float]]] = {
    "any": lambda _: 1.0,
    "nothing shared": lambda line: line.share <= APART_MAX,
    "little shared": lambda line: line.share <= COHESIVE_MIN,
    "less shared": lambda line: line.share <= _LIKELY,
    "much shared": lambda line: line.share > 2 * _LIKELY,
    "too short to share": lambda line: line.suspect.share is None,
    "no term shared": lambda line: line.suspect.strange,
    "ends nothing": lambda line: line.suspect.loose,
    "ends a sentence": lambda line: ends_full_stop(line.text),
    "sentences": lambda line: min(2, len(FULL_STOP.findall(line.text))) / 2,
    "bare": lambda line: shape.is_bare(line.text),
    "joining words": _joining,
    "under 10": lambda line: len(line.text) < 10,  # noqa: PLR2004 - characters, as named
    "under 20": lambda line: 10 <= len(line.text) < 20,  # noqa: PLR2004
    "under 40": lambda line: 20 <= len(line.text) < 40,  # noqa: PLR2004
    "over 80": lambda line: len(line.text) >= 80,  # noqa: PLR2004
    "account": lambda line: shape.has_account(line.text),
    "address": lambda line: shape.has_address(line.text),
    "token": lambda line: _TOKEN.search(line.text) is not None,
    "offers": lambda line: min(3, notices.offers(line.text)) / 3,
    "appeals": lambda line: min(3, notices.appeals(line.text)) / 3,
    "latin": lambda line: _part(line, _is_latin, 3),
    "digits": lambda line: _part(line, str.isdigit, 4),
    "quoting": lambda line: not _QUOTES.isdisjoint(line.text),
    "in bits": _in_bits,
    "keywords": lambda line: keyword_line(line.text) is not None,
    "short about": lambda line: line.short_near,
    "short among short": lambda line: line.short_near * (len(line.text) <= _SHORT),
    "other script": lambda line: line.suspect.other_script,
    "other alphabet": lambda line: shape.foreign(line.text) != "",
    "lone alphabet": lambda line: shape.foreign(line.text) != "" and line.suspect.lone_language,
    "introduced": lambda line: "".join(line.before[-1:]).rstrip()[-1:] in {":", "："},
    "behind a sentence": lambda line: ends_full_stop("".join(line.before[-1:])),
    "entry": lambda line: _ENTRY.match(line.text) is not None,
}
"""Signs, each between 0 and 1."""


def _alphabet(text: str) -> str:
    """Return the alphabet of *text* as `shape.foreign` does, Latin also if it has few letters but hardly others."""
    return shape.foreign(text) or ("Latin" if sum(map(_is_latin, text)) > _MOST * len(text) else "")


_WEIGHED: Final = tuple((POINTS[name], sign) for name, sign in FEATURES.items())


def points(line: Line) -> float:
    """Return how much speaks for *line* as a part of its article; 0 if as much speaks against it."""
    return sum([weight * sign(line) for weight, sign in _WEIGHED])


def may_be_stranger(text: str) -> bool:
    """Say whether the line *text* may be a stranger at all: it wants something of the reader, or ends no sentence.

    >>> may_be_stranger("春天来了，花开了。"), may_be_stranger("春天的花"), may_be_stranger("“春天的花”")
    (False, True, False)
    """
    wants = (
        not ends_sentence(text)
        or notices.offers(text)
        or notices.appeals(text) > 1
        or shape.has_account(text)
        or shape.has_address(text)
    )
    return bool(wants) and not QUOTED.match(text)


def is_stranger(line: Line) -> bool:
    """Say whether *line* surely does not belong to the article around it.

    What is quoted does, sentences that want nothing of the reader, and lines in a language of which there are more.
    """
    text = line.text
    if not may_be_stranger(text):
        return False
    if (alphabet := _alphabet(text)) and not _TOLD.search(text):
        near = map(_alphabet, (*line.before[-1:], *line.after[:1]))
        if alphabet in near or not line.suspect.lone_language:
            return False
    if _LABELLED.match(text):
        return points(line) < LABELLED_MAX
    return points(line) < (LONE_MAX if _is_lone(line) else STRANGER_MAX)
