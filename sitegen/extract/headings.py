"""Read the headings of a page: what each says, how it is marked, and how it stands to the paragraphs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract.dom import words
from sitegen.extract.naming import Named
from sitegen.extract.segments import PROSE_MIN, Segment

_SOURCES: Final = ("itemprop", "h1", "class", "heading")
"""How a heading is marked, in the order of `Named.titles`."""
_LENGTH_MAX: Final = 200
_MOST: Final = 40
"""Of one way to mark them."""
_ABOVE_MIN: Final = 0.7
"""Share of the words of a page's paragraphs that stand behind a heading above its article, at least."""
_FAR: Final = 10_000


@dataclass(frozen=True, slots=True)
class Heading:
    """What may be the headline of a page."""

    text: str
    source: str
    """How it is marked: `itemprop`, `h1`, `class`, or `heading` for `h2` and below."""

    is_link: bool = False
    """Whether it is a link, or has one in it."""

    is_lone: bool = False
    """Whether it is the only `h1` of its page that is no link."""

    lines: int = 0
    """Lines between it and the next paragraph."""

    core: str = ""
    """`text` without its first words, if these stand in an element of their own: what is set over a headline."""


def read_headings(named: Named, segments: Sequence[Segment]) -> tuple[Heading, ...]:
    """Return the headings above the article, or else all, in the order of `Named.titles`; *segments* are the page's."""
    first: dict[Element, int] = {}
    for index, segment in enumerate(segments):
        first.setdefault(segment.box.element, index)
        for element in segment.texts:
            first.setdefault(element, index)
    # Where short lines count as prose, they are what headings are told by only if there is no paragraph.
    least = PROSE_MIN if any(s.is_prose and s.weight >= PROSE_MIN for s in segments) else 0
    weights = [segment.weight if segment.is_prose and segment.weight >= least else 0 for segment in segments]
    behind = [*accumulate(reversed(weights), initial=0)][::-1]
    until = [*accumulate(reversed(weights), lambda lines, weight: 0 if weight else lines + 1, initial=_FAR)][::-1]
    found: list[tuple[str, Element, str, int, float]] = []
    for source, group in zip(_SOURCES, named.titles, strict=True):
        for element, text in islice(_short(group), _MOST):
            places = [first[within] for within in element.iter() if within in first]
            start, end = (min(places), max(places) + 1) if places else (len(weights), len(weights))
            found.append((source, element, text, until[end], behind[start] / max(1, behind[0])))
    lone = {text for source, element, text, _, _ in found if source == "h1" and not _is_link(element)}
    above = [heading for heading in found if heading[-1] >= _ABOVE_MIN] or found
    return tuple(
        Heading(text, source, _is_link(element), {text} == lone and source == "h1", lines, _core(element, text))
        for source, element, text, lines, _ in above
    )


def _short(group: Sequence[Element]) -> Iterator[tuple[Element, str]]:
    return ((element, text) for element in group if (text := words(element)) and len(text) <= _LENGTH_MAX)


def _is_link(element: Element) -> bool:
    return element.find(".//a") is not None or any(True for _ in element.iterancestors("a"))


def _core(element: Element, text: str) -> str:
    at = element
    while len(at) == 1 and not (at.text or "").strip() and not (at[0].tail or "").strip():
        at = at[0]
    if len(at) == 0 or (at.text or "").strip():
        return ""
    before = next(filter(None, map(words, at)), "")
    return text[len(before) :].strip(" :：|｜–-") if text.startswith(before) else ""
