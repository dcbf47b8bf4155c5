"""Lists as they are meant, where a page writes them otherwise: in pieces, one in another's place, or as paragraphs."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from bs4.element import NavigableString, PageElement, Tag

from sitegen.extract.read_figures import number_of, string_of
from sitegen.extract.soup import Soup, children, inner

_LISTS: Final = ("ul", "ol")
_WORD_LEVEL: Final = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)\b", re.IGNORECASE)
_WORD_LABEL: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[（(]?\s*(\d{1,4})\s*[.．、)）]?")
_LEVELS_MAX: Final = 9
"""Of lists that a word processor has."""


def settle_lists(soup: Soup) -> Soup:
    """Make lists of *soup* what they mean: pieces one list, levels nested, paragraphs of a word processor items."""
    root = soup.root
    marked = [tag for tag in soup.tags if tag.name == "p" and _WORD_LEVEL.search(string_of(tag.get("style")))]
    if marked:
        _write_lists(root.new_tag, marked)
    elif not any(tag.name in _LISTS for tag in soup.tags):
        return soup
    for wrap in [node for node in inner(root, *_LISTS) if _only_list(node) is not None]:
        before = _beside(wrap.previous_siblings)
        items = _items(before) if before is not None and before.name in _LISTS else []
        if items:
            items[-1].append(wrap.extract())
        wrap.unwrap()
    for node in list(inner(root, *_LISTS)):
        if node.parent is None:
            continue
        while (behind := _beside(node.next_siblings)) is not None and _goes_on(node, behind):
            for item in _items(behind):
                node.append(item.extract())
            behind.extract()
    return soup._replace(tags=[node for node in root.descendants if isinstance(node, Tag)])


def _only_list(node: Tag) -> Tag | None:
    """Return the list that is all that *node* holds."""
    held = list(_filled(node.children))
    return held[0] if len(held) == 1 and isinstance(held[0], Tag) and held[0].name in _LISTS else None


def _items(node: Tag) -> list[Tag]:
    return [child for child in children(node) if child.name == "li"]


def _goes_on(node: Tag, behind: Tag) -> bool:
    """Say whether *behind* is the next piece of the list *node*: it counts on, or each of them has one item."""
    if behind.name != node.name or behind.get("class") != node.get("class"):
        return False
    own, more = len(_items(node)), len(_items(behind))
    if not own or not more or any(True for part in _filled(behind.children) if getattr(part, "name", "") != "li"):
        return False
    if node.name == "ol":
        return number_of(behind.get("start"), 1) == number_of(node.get("start"), 1) + own
    return more == 1 and bool(node.get("class"))


def _beside(siblings: Iterator[PageElement]) -> Tag | None:
    first = next(_filled(siblings), None)
    return first if isinstance(first, Tag) else None


def _filled(nodes: Iterator[PageElement]) -> Iterator[PageElement]:
    return (node for node in nodes if not isinstance(node, NavigableString) or node.strip())


def _write_lists(new_tag: Callable[..., Tag], marked: list[Tag]) -> None:
    """Make lists of the paragraphs *marked* as items, each run of siblings one."""
    open_lists: list[Tag] = []
    last: Tag | None = None
    for paragraph in marked:
        match = _WORD_LEVEL.search(string_of(paragraph.get("style")))
        level = min(int(match[1]) if match else 1, _LEVELS_MAX)
        label = next((s for s in paragraph.find_all("span") if _WORD_LABEL.search(string_of(s.get("style")))), None)
        number = _NUMBER.fullmatch(label.get_text().strip()) if label is not None else None
        if label is not None:
            label.extract()
        top = open_lists[0] if open_lists else None
        if top is None or _beside(paragraph.previous_siblings) is not top:
            open_lists = []
        del open_lists[level:]
        kind = "ol" if number else "ul"
        if open_lists and len(open_lists) >= level and open_lists[-1].name != kind:
            open_lists.pop()
        if not open_lists:
            made = new_tag(kind)
            paragraph.insert_before(made)
            open_lists = [made]
        elif len(open_lists) < level and last is not None:
            made = new_tag(kind)
            last.append(made)
            open_lists.append(made)
        if number and not open_lists[-1].find("li") and number[1] != "1":
            open_lists[-1]["start"] = number[1]
        paragraph.name = "li"
        del paragraph["style"]
        open_lists[-1].append(paragraph.extract())
        last = paragraph
