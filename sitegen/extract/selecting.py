"""Choose the segments of a page that are its article, and take everything else out of the tree."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import getitem
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract import boilerplate
from sitegen.extract.captions import set_captions
from sitegen.extract.company import DOUBT, beside_doubt, companies, describe_again
from sitegen.extract.completing import LINKS_MAX, completed
from sitegen.extract.copies import without_copies
from sitegen.extract.dom import drop, line_of, tag_of
from sitegen.extract.features import CUES, OWN, PLAIN, PageWords, complete, describe
from sitegen.extract.media import is_picture_beside
from sitegen.extract.notes import label_of
from sitegen.extract.scores import BIAS, BIAS_AGAIN, BITS, POINTS, POINTS_AGAIN
from sitegen.extract.segments import KINDS, PROSE_MIN, Box, Segment, around, kinds_of
from sitegen.extract.series import entries
from sitegen.extract.slides import without_slides
from sitegen.extract.source import Row, refuse_too_much

_CELLS: Final = frozenset({"td", "th", "tr", "br"})
_STRUCTURE: Final = frozenset({*_CELLS, "hr"})
"""Elements that mean something without words."""
PLAIN_BONUS: Final = 3.0
"""Points: the fit weighs words, so that a heading, an item or a cell counts next to nothing in it. Cross-validated, the
bonus gains on five sets of six (up to .005) and loses .002 on one."""
SLOT_MALUS: Final = 3.0
"""Points: a box that is named as room for advertisements, and not as an article, holds none of it."""
RELATED_MALUS: Final = 3.0
"""Points: what stands behind a heading that is named for other articles, in the box of that heading. Of 25 pages with
such a heading two have words of their article behind it. Ids do not count: they are made of a heading's words."""
FORM_MAX: Final = 160
"""Weight of the other words in a box for subscribers."""
_SUBSCRIBE: Final = 1 << KINDS.index("subscribe")
ENTRY_POINTS: Final = (0.0, 3.0, -15.0)
"""Points by `entries`: the prose of a first one that nothing stands above is what the page begins with, later ones are
no part of it, however much they look like articles. On 35 pages of all sets a hundred words of others stand in later
entries for each of an article."""
_COMMENT: Final = 1 << KINDS.index("comment")
_RELATED: Final = 1 << KINDS.index("related")
_SLOT: Final = 1 << KINDS.index("ad")
_NO_SLOT: Final = sum(1 << KINDS.index(kind) for kind in ("good", "fair", "articlebody"))
_HEADINGS: Final = frozenset({"h1", "h2"})
_RANKS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
KEPT_MIN: Final = 12
"""Weight: if less is found than a sentence, all that is no link is taken, so that no page with words is refused."""
_GAIN_MAX: Final = sum(max(POINTS[place]) - min(POINTS[place][:2]) for place in CUES)
"""Points: what cues can speak for a segment at most."""
_SET_RIGHT: Final = re.compile(r"text-align\s*:\s*right")
_FIGURE: Final = 1 << KINDS.index("figure")
_LABEL_MAX: Final = 8
"""Weight of the label of a note that stands alone beside its words."""
_NOTE_LEVELS: Final = 3
"""Boxes in which the words of a note lie, at most."""
_WRAPPERS: Final = frozenset({"body", "div", "main", "article", "section", "center"})
_PICTURES: Final = frozenset({"figure", "img", "picture"})
_PICTURES_MAX: Final = 30
"""Of one gallery."""


BEFORE_MAX: Final = 60
"""Lines above the article in which headline and dateline are looked for."""
AFTER_MAX: Final = 30


@dataclass(frozen=True, slots=True)
class Selection:
    """What was left of a page, and the lines of what was not."""

    article: Element
    """Holds all that was left."""

    before: tuple[Row, ...] = ()
    """The last `BEFORE_MAX` lines."""

    within: tuple[tuple[Element, Row], ...] = ()
    """Lines between the first and the last of the article, each with the next element that has words of it."""

    after: tuple[Row, ...] = ()
    """The first `AFTER_MAX` lines."""


def select(root: Element, segments: Sequence[Segment], page: PageWords) -> Selection:
    """Take out of *root* what is not the article of the page; return what was. *segments* are the words of *root*."""
    refuse_too_much([segment.text for segment in segments])
    kept = _kept(segments, page)
    chosen = [i for i, keep in enumerate(kept) if keep]
    if not chosen:
        return Selection(root)
    first, last = chosen[0], chosen[-1]
    captions = set_captions(segments, kept)
    kept = [keep and i not in captions for i, keep in enumerate(kept)]
    _thin(root, segments, kept, captions)
    others = [i for i in range(max(0, first - BEFORE_MAX), first) if i not in captions]
    inner = [i for i in range(first, last + 1) if i not in captions]
    return Selection(
        _innermost(root),
        tuple(_row(segments[i]) for i in others),
        tuple(_within([segments[i] for i in inner], [kept[i] for i in inner])),
        tuple(_row(s) for s in segments[last + 1 : last + 1 + AFTER_MAX]),
    )


def _innermost(root: Element) -> Element:
    """Return the element in *root* that has more than one child or words of its own."""
    at = root
    while (
        len(at) == 1 and not (at.text or "").strip() and not (at[0].tail or "").strip() and tag_of(at[0]) in _WRAPPERS
    ):
        at = at[0]
    return at


def points(segments: Sequence[Segment], page: PageWords) -> list[float]:
    """Return how much speaks for each segment: positive for the article's.

    What is surely none of it, and in no company of what is in doubt, is not asked for the cues of its words, which cost
    most to find out: it has the points that it would have without any.
    """
    rows = describe(segments, page)
    more = bonus(segments)
    found = [_worth(row) + p for row, p in zip(rows, more, strict=True)]

    def ask(places: Iterable[int]) -> None:
        for i in places:
            found[i] = _worth(complete(rows[i], segments[i])) + more[i]

    unsure = {i for i, p in enumerate(found) if p > -DOUBT - _GAIN_MAX}
    ask(unsure)
    ask(beside_doubt(segments, found) - unsure)
    return found


def _is_form(segment: Segment) -> bool:
    """Say whether *segment* stands in a small box with a form, that is named for who wants to subscribe."""
    if not (segment.box.own | segment.box.near) & _SUBSCRIBE:
        return False
    near = zip(around(segment.box), range(_NOTE_LEVELS), strict=False)
    return any(
        at.own & _SUBSCRIBE and at.total <= segment.weight + FORM_MAX and at.element.find(".//form") is not None
        for at, _ in near
    )


def _worth(row: tuple[int, ...]) -> float:
    return _of_boxes(*row[OWN:]) + sum(map(getitem, POINTS, row)) + PLAIN_BONUS * row[PLAIN]


def bonus(segments: Sequence[Segment]) -> list[float]:
    """Return how much speaks for each of *segments* by the company in which it stands."""
    return [
        (ENTRY_POINTS[entry] if entry != 1 or segment.is_prose else 0.0) - RELATED_MALUS * (behind or _is_form(segment))
        for segment, entry, behind in zip(segments, entries(segments), behind_related(segments), strict=True)
    ]


def behind_related(segments: Sequence[Segment]) -> Iterator[bool]:
    """Say of each of *segments* whether it stands behind a heading for other articles or comments, in the same box.

    Those for comments count only behind prose, above which stands how many there are, and in a box named for them.
    """
    boxes: set[Box] = set()
    has_prose = False
    for segment in segments:
        box = segment.box
        yield bool(boxes) and any(at in boxes for at in around(box))
        has_prose = has_prose or segment.is_prose
        if (
            box.tag in _RANKS
            and segment.weight < PROSE_MIN
            and box.parent is not None
            and (
                (box.own & _RELATED and kinds_of(box.element.get("class") or "") & _RELATED)
                or ((has_prose or box.parent.own & _COMMENT) and _is_for_comments(segment))
            )
        ):
            boxes.add(box.parent)


def _is_for_comments(heading: Segment) -> bool:
    """Say whether *heading* announces, by its class or its words, what readers write."""
    named = heading.box.own & _COMMENT and kinds_of(heading.box.element.get("class") or "") & _COMMENT
    return bool(named) or (
        len(heading.text) <= boilerplate.LINE_MAX and boilerplate.furniture(heading.text) == "comments"
    )


@lru_cache(8192)
def _of_boxes(*kinds: int) -> float:
    """Return how much the kinds of its boxes speak for a segment."""
    total = BIAS + sum(
        worth for table, mask in zip(BITS, kinds, strict=True) for bit, worth in enumerate(table) if mask >> bit & 1
    )
    return total - SLOT_MALUS if kinds[0] & _SLOT and not kinds[0] & _NO_SLOT else total


def points_again(segments: Sequence[Segment], found: Sequence[float]) -> list[float]:
    """Return *found*, the points of *segments*, and for what is in doubt more or fewer by its company."""
    rows = describe_again(companies(segments), found)
    return [
        p if row is None else p + BIAS_AGAIN + sum(map(getitem, POINTS_AGAIN, row))
        for p, row in zip(found, rows, strict=True)
    ]


def _kept(segments: Sequence[Segment], page: PageWords) -> list[bool]:
    """Say of each of *segments* whether it is the article's.

    What announces other articles is kept only if it speaks for itself: what stands behind it is left out with it.
    """
    first = points(segments, page)
    found = points_again(segments, first)
    kept = [
        (p > 0 and (p1 > 0 or not boilerplate.is_related_heading(s.text))) or (p1 > 0 and _stays(s))
        for s, p1, p in zip(segments, first, found, strict=True)
    ]
    if sum(s.weight for s, keep in zip(segments, kept, strict=True) if keep and s.box.tag not in _HEADINGS) > KEPT_MIN:
        whole = _with_notes(segments, completed(segments, kept, first))
        return without_copies(segments, without_slides(segments, whole), found)
    loose = [s.linked <= LINKS_MAX for s in segments]
    return loose if any(loose) else [True] * len(segments)


def _with_notes(segments: Sequence[Segment], kept: list[bool]) -> list[bool]:
    """Return *kept* with the notes to which marks in what is kept lead: short labels that are links within the page."""
    wanted = {
        href[1:]
        for segment, keep in zip(segments, kept, strict=True)
        if keep
        for element in segment.texts
        if (href := _href(element)).startswith("#") and label_of(element.text or "")
    }
    if not wanted:
        return kept
    labelled = {
        s.box
        for s in segments
        if s.weight <= _LABEL_MAX and label_of(s.text) and any(e.get("id") in wanted for e in s.texts)
    }
    return [
        keep
        or any(
            at.element.get("id") in wanted or at in labelled
            for at, _ in zip(around(s.box), range(_NOTE_LEVELS), strict=False)
        )
        for s, keep in zip(segments, kept, strict=True)
    ]


def _href(element: Element) -> str:
    """Return where the link leads that *element* is or lies in, if it is one."""
    if tag_of(element) != "a" and (parent := element.getparent()) is not None:
        element = parent
    return element.get("href") or "" if tag_of(element) == "a" else ""


def _stays(segment: Segment) -> bool:
    """Say whether *segment* is kept once and for all: a paragraph, a signature, a note that leads back to its mark."""
    if _is_set_right(segment.box.element):
        return True
    noted = (*segment.texts, *segment.tails)
    return segment.is_prose or any((element.get("href") or "").startswith("#") for element in noted)


def _is_set_right(element: Element) -> bool:
    """Say whether the words of *element* are set to the right, as those are that sign a letter."""
    style = element.get("style")
    return (element.get("align") or "").lower() == "right" or bool(style and _SET_RIGHT.search(style.lower()))


def _within(segments: Sequence[Segment], kept: Sequence[bool]) -> Iterator[tuple[Element, Row]]:
    waiting: list[Segment] = []
    for segment, keep in zip(segments, kept, strict=True):
        if not keep:
            if not _in_figure(segment.box):
                waiting.append(segment)
            continue
        yield from ((segment.box.element, _row(gone)) for gone in waiting)
        waiting.clear()


def _row(segment: Segment) -> Row:
    return Row(segment.text, line_of(segment.box.element), None, segment.linked)


def _thin(root: Element, segments: Sequence[Segment], kept: Sequence[bool], captions: AbstractSet[int]) -> None:
    """Empty the dropped segments but *captions*, and take out the elements in which nothing is left but such."""
    held = _Held(set(), [])
    for i, (segment, keep) in enumerate(zip(segments, kept, strict=True)):
        if i in captions:
            continue
        if keep:
            _hold(segment, held.kept)
            continue
        held.gone.append(segment)
        for element in segment.tails:
            element.tail = None
        if not _in_figure(segment.box):
            for element in segment.texts:
                element.text = None
    _prune(root, held, (False, False))


@dataclass(frozen=True)
class _Held:
    """Elements in which there are segments."""

    kept: set[Element]
    gone: list[Segment]

    @cached_property
    def dropped(self) -> AbstractSet[Element]:
        """Those with segments that are gone: few pages have pictures for which they are looked for."""
        found: set[Element] = set()
        for segment in self.gone:
            _hold(segment, found)
        return found


def _hold(segment: Segment, holding: set[Element]) -> None:
    """Add to *holding* the elements in which words of *segment* lie."""
    for innermost in (*segment.texts, *(element.getparent() for element in segment.tails)):
        at = innermost
        while at is not None and at not in holding:
            holding.add(at)
            at = at.getparent()


def _prune(element: Element, holding: _Held, around: tuple[bool, bool]) -> None:
    """Take out of *element* what holds no words of the article, unless it is a picture of it.

    *around* tells whether words of the article stand before and behind *element*.
    """
    children = list(element)
    held = [i for i, child in enumerate(children) if child in holding.kept]
    speaks = bool((element.text or "").strip()) or any((child.tail or "").strip() for child in children)
    for i, child in enumerate(children):
        within = all(around) or speaks or (len(held) > 1 and (child.tag in _PICTURES or held[0] < i < held[-1]))
        before = within or around[0] or (bool(held) and held[0] < i)
        behind = within or around[1] or (bool(held) and i < held[-1])
        if child in holding.kept:
            _prune(child, holding, (before, behind))
        elif within:
            if not (child.tag in _STRUCTURE or _is_pictures(child)):
                drop(child)
        elif not (
            child.tag in _CELLS
            or (before and behind and _is_pictures(child) and _stands_beside(i, children, held, holding))
            or _is_beside(i, children, held, holding)
        ):
            drop(child)


def _stands_beside(i: int, children: Sequence[Element], held: Sequence[int], holding: _Held) -> bool:
    """Say whether nothing that was taken out stands between the child at *i* and the next of those *held*."""
    if not held:
        return False
    between = children[i : held[0]] if i < held[0] else children[held[-1] + 1 : i + 1]
    own = () if children[i].tag in _PICTURES else (children[i],)
    return holding.dropped.isdisjoint((*(child for child in between if child is not children[i]), *own))


def _is_beside(i: int, children: Sequence[Element], held: Sequence[int], holding: _Held) -> bool:
    """Say whether the child at *i* is a picture above or below those *held*.

    Nothing that was taken out may stand between, or below it: a code to follow the house by stands with words for it.
    """
    if len(held) < 2:  # noqa: PLR2004 - one alone is no text that a picture would go with
        return False
    if not is_picture_beside(children[i], [children[k] for k in held], leads=i < held[0]):
        return False
    between = children[i : held[0]] if i < held[0] else children[held[-1] + 1 :]
    return holding.dropped.isdisjoint((children[i], *between))


def _is_pictures(element: Element) -> bool:
    """Say whether *element* holds pictures, and no more links than such: a list of teasers has more."""
    pictures = sum(1 for _ in element.iter("img"))
    return 0 < pictures <= _PICTURES_MAX and sum(1 for _ in element.iter("a")) <= pictures


def _in_figure(box: Box) -> bool:
    if not (box.own | box.near | box.far) & _FIGURE:
        return False
    figure = next(at for at in around(box) if at.own & _FIGURE)
    return figure.element.find(".//img") is not None
