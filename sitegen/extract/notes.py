"""Footnotes: which links of an article lead to a note below, and which elements are those notes.

A note is known by structure: a short label that links down to an element of the page, and that element leads back, or
begins with the same label, or has its place in a numbered list. Where that is not so, words stay words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from bs4.element import NavigableString, Tag

from sitegen.extract.blocks import (
    Block,
    Break,
    Code,
    Inline,
    Note,
    NoteMark,
    Paragraph,  # noqa: F401 - in an example
    Text,
    inline_groups,
    map_inlines,
)
from sitegen.extract.inlines import join_adjacent
from sitegen.extract.soup import Soup

_LABEL: Final = re.compile(
    r"[\[(（［〔【〈]?\s*((?:[注註]|note)?\s*(?:\d{1,3}|[a-z]|[*†‡§※]{1,3}))\s*[\])）］〕】〉]?", re.IGNORECASE
)
_HOLDERS: Final = frozenset({"li", "p", "div", "aside"})
_LONGEST: Final = 3000
"""Characters: what is longer is a chapter, and its links a table of contents."""
_RETURN: Final = re.compile(r"^\s*[\^↑⇧]\s*|\s*[↩↵⏎]\N{VARIATION SELECTOR-15}?\s*$")
_BACK: Final = re.compile(r"[\^↑⇧↩↵⏎]|\d{1,3}\.\d{1,3}|[a-z]")
"""The words of links that lead back, also to marks that were left out."""
_RANK: Final = re.compile("h[1-6]")
_BEHIND_LABEL: Final = re.compile(r"[\s.．、:：]*")


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes of a tree, by the identity of its elements."""

    marks: Mapping[int, int] = field(default_factory=dict)
    """Links that are marks → the number of their note, from 1 in the order of the first marks."""

    holders: Mapping[int, int] = field(default_factory=dict)
    """Elements that are notes → their number."""


def find_notes(soup: Soup) -> Notes:
    """Return the footnotes of *soup*, from which their labels and links back are taken out."""
    links = [tag for tag in soup.tags if tag.name == "a" and _target(tag)]
    if not links:
        return Notes()
    root = soup.root
    places: dict[int, int] = {}
    named: dict[str, Tag] = {}
    for place, tag in enumerate(soup.tags):
        places[id(tag)] = place
        for name in (tag.get("id"), tag.get("name")):
            if isinstance(name, str) and name:
                named.setdefault(name, tag)
    found: dict[int, tuple[Tag, list[tuple[Tag, str]]]] = {}
    for link in links:
        label, target = label_of(link.get_text()), named.get(_target(link))
        holder = _holder(target, root) if label and target is not None else None
        if holder is not None and places[id(holder)] > places[id(link)] and holder not in link.parents:
            found.setdefault(id(holder), (holder, []))[1].append((link, label))
    marks: dict[int, int] = {}
    holders: dict[int, int] = {}
    for holder, pairs in found.values():
        if any(id(inner) in found for inner in holder.find_all(_HOLDERS)):
            continue
        labels = {label for _, label in pairs}
        returning = [a for a in holder.find_all("a", href=True) if _leads_to(a, [link for link, _ in pairs], named)]
        begins = _label_before(holder.get_text(), labels)
        if len(labels) > 1 or not (returning or begins or _number_in_list(holder) in labels):
            continue
        number = len(holders) + 1
        holders[id(holder)] = number
        marks |= {id(link): number for link, _ in pairs}
        back = [a for a in holder.find_all("a", href=True) if _target(a) and _BACK.fullmatch(a.get_text().strip())]
        _take_label(holder, labels, [*returning, *(a for a in back if a not in returning)])
    _take_headings([holder for holder, _ in found.values() if id(holder) in holders], holders)
    return Notes(marks, holders)


def _take_headings(notes: Sequence[Tag], holders: Mapping[int, int]) -> None:
    """Take out the headings below which nothing stands but *notes*: these get one where they are shown."""
    for note in notes:
        box = note.parent if note.name == "li" and note.parent is not None else note
        inner = [child for child in box.children if isinstance(child, Tag)]
        if box is not note and any(id(child) not in holders for child in inner):
            continue
        heading = _rank(box.find_previous_sibling(True))
        behind = box.find_next_sibling(lambda tag: id(tag) not in holders)
        below = _rank(behind)
        if heading is not None and (behind is None or (below is not None and below.name <= heading.name)):
            heading.extract()


def _rank(tag: object) -> Tag | None:
    """Return *tag* if it is a heading of words."""
    return tag if isinstance(tag, Tag) and _RANK.fullmatch(tag.name) and tag.find("img") is None else None


def _target(link: Tag) -> str:
    href = link.get("href")
    return unquote(href[1:]) if isinstance(href, str) and href.startswith("#") else ""


def label_of(text: str) -> str:
    """Return what *text* is as the label of a note, without brackets; empty if it is none."""
    match = _LABEL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return re.sub(r"\s|[注註]|note", "", match[1], flags=re.IGNORECASE) if match else ""


def _label_before(text: str, labels: set[str]) -> bool:
    match = _LABEL.match(unicodedata.normalize("NFKC", text[:40]).lstrip())
    return match is not None and label_of(match[0]) in labels


def _holder(target: Tag, root: Tag) -> Tag | None:
    """Return the block that *target* is or begins; None if it is too much for a note."""
    at: Tag | None = target
    while at is not None and at.name not in _HOLDERS:
        at = at.parent if at is not root else None
    return at if at is not None and at is not root and 0 < len(at.get_text()) <= _LONGEST else None


def _leads_to(link: Tag, marks: Sequence[Tag], named: Mapping[str, Tag]) -> bool:
    goal = named.get(_target(link))
    return goal is not None and any(
        goal is mark or goal in list(mark.parents)[:2] or mark in goal.parents or goal.find_next("a") is mark
        for mark in marks
    )


def _number_in_list(holder: Tag) -> str:
    parent = holder.parent
    if holder.name != "li" or parent is None or parent.name != "ol":
        return ""
    start = parent.get("start")
    first = int(start) if isinstance(start, str) and start.isdecimal() else 1
    return str(first + sum(1 for before in holder.previous_siblings if isinstance(before, Tag) and before.name == "li"))


def _take_label(holder: Tag, labels: set[str], returning: Iterable[Tag]) -> None:
    for link in returning:
        link.extract()
    for text in [text for text in holder.find_all(string=True) if text.strip()][:1]:
        kept = _RETURN.sub("", str(text), count=1)
        match = _LABEL.match(kept.lstrip())
        if match and label_of(match[0]) in labels and (match[0] != match[1] or _BEHIND_LABEL.match(kept, match.end())):
            kept = kept.lstrip()[match.end() :]
            kept = kept[_BEHIND_LABEL.match(kept).end() :]  # type: ignore[union-attr]
        text.replace_with(NavigableString(kept))
    for text in [text for text in holder.find_all(string=True) if text.strip()][-1:]:
        text.replace_with(NavigableString(_RETURN.sub("", str(text))))


def settle_notes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return *blocks* in which each mark has its note and each note a mark; the others become plain words.

    >>> settle_notes([Paragraph((Text("渡口"), NoteMark(1, "[1]")))])
    (Paragraph(children=(Text(text='渡口[1]'),), line=0),)
    """
    noted = {block.number for block in blocks if isinstance(block, Note)}
    marked = {mark.number for block in blocks for group in inline_groups(block) for mark in _marks(group)}
    if not noted and not marked:
        return tuple(blocks)
    kept: list[Block] = []
    for block in blocks:
        inner = block.children if isinstance(block, Note) and block.number not in marked else (block,)
        kept += (map_inlines(child, lambda children: _settled(children, noted)) for child in inner)
    return tuple(kept)


def renumbered(block: Block, by: int) -> Block:
    """Return *block* with the numbers of its footnotes, and of marks of such, raised *by* so many."""
    moved = map_inlines(block, lambda children: _raised(children, by))
    return replace(moved, number=moved.number + by) if isinstance(moved, Note) else moved


def _raised(children: Iterable[Inline], by: int) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for child in children:
        match child:
            case NoteMark(number, text):
                found.append(NoteMark(number + by, text))
            case Text() | Code() | Break():
                found.append(child)
            case _:
                found.append(replace(child, children=_raised(child.children, by)))
    return tuple(found)


def _marks(children: Iterable[Inline]) -> Iterator[NoteMark]:
    for child in children:
        match child:
            case NoteMark():
                yield child
            case Text() | Code() | Break():
                continue
            case _:
                yield from _marks(child.children)


def _settled(children: Iterable[Inline], noted: AbstractSet[int]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for child in children:
        match child:
            case NoteMark(number, text):
                found.append(child if number in noted else Text(text))
            case Text() | Code() | Break():
                found.append(child)
            case _:
                found.append(replace(child, children=_settled(child.children, noted)))
    return join_adjacent(found)
