"""Turn the pruned container of a page into blocks, with BeautifulSoup."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bs4.element import NavigableString, PageElement, Tag

from sitegen.extract.blocks import (
    Block,
    Break,
    Definitions,
    Deleted,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Link,
    Listing,
    Lowered,
    Note,
    NoteMark,
    Paragraph,
    Quote,
    Raised,
    Rule,
    Strong,
    Table,
    Text,
    Verbatim,
    inline_text,
    lines,
    squeeze,
)
from sitegen.extract.inlines import cut_paragraphs, join_adjacent, trimmed, without
from sitegen.extract.lists import settle_lists
from sitegen.extract.notes import Notes, find_notes
from sitegen.extract.read_code import is_prose, language_of, read_code
from sitegen.extract.read_figures import full_address, number_of, read_figure, string_of
from sitegen.extract.read_tables import grid, is_data, is_numbering, rows_of
from sitegen.extract.soup import BLOCKS, Soup, children, inner

_WRAPPERS: Final[Mapping[str, type[Strong | Emphasis | Deleted | Lowered | Raised]]] = MappingProxyType(
    {
        **dict.fromkeys(("b", "strong"), Strong),
        **dict.fromkeys(("em", "i"), Emphasis),
        **dict.fromkeys(("del", "s", "strike"), Deleted),
        "sub": Lowered,
        "sup": Raised,
    }
)
_STYLES: Final = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), Strong),
    (re.compile(r"font-style\s*:\s*italic", re.IGNORECASE), Emphasis),
)
"""Editing tools write emphasis so."""
_BRACKETS: Final = re.compile(r"[\s\[\]()（）［］〔〕,，、]*")
"""What stands around marks of footnotes."""
_TOOL: Final = re.compile(r"\s*[\[［【].{1,20}[\]］】]\s*")
_TERM_MAX: Final = 40
"""Characters; a longer term is a paragraph."""
_CODE: Final = frozenset({"code", "kbd", "samp", "tt", "var"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def read_blocks(soup: Soup, base: str | None, stated: str | None = None) -> tuple[Block, ...]:
    """Return the blocks of *soup*; relative addresses are completed with *base*, if that is known.

    Else links are completed with *stated*, the address that the page claims; pictures are not: they may lie beside it.
    Addresses of other kinds than web, mail and telephone are dropped; a link to nowhere becomes its words. Footnotes
    come last. The line of each is the number of its element among those of *soup*.
    """
    soup = settle_lists(soup)
    reader = _Reader(soup.tags, base, base or stated, find_notes(soup))
    found = tuple(reader.blocks(soup.root, 0))
    return (*found, *reader.notes)


class _Reader:
    """Walks a tree; knows where relative addresses start, and what is a footnote."""

    def __init__(self, tags: Sequence[Tag], base: str | None, base_of_links: str | None, notes: Notes) -> None:
        self._base, self._base_of_links, self._known = base, base_of_links, notes
        self._with_pictures = _around(node for node in tags if node.name == "img")
        self._with_blocks = _around(node for node in tags if node.name in BLOCKS)
        self.notes: list[Block] = []
        """Footnotes, as they were come upon."""

    def blocks(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield the blocks of *node*'s children; words between them are paragraphs."""
        line = _line_of(node, line)
        run: list[Inline] = []
        for child in node.children:
            if isinstance(child, Tag) and (child.name in BLOCKS or id(child) in self._with_blocks):
                yield from self._flush(run, line)
                run = []
                yield from self._block(child, line)
            elif isinstance(child, Tag) and (child.name == "img" or id(child) in self._with_pictures):
                for piece in self._split_images(child, line):
                    if isinstance(piece, Figure):
                        yield from self._flush(run, line)
                        run = []
                        yield piece
                    else:
                        run.extend(piece)
            else:
                run.extend(self._inline(child))
        yield from self._flush(run, line)

    def _split_images(self, node: Tag, line: int) -> Iterator[Figure | tuple[Inline, ...]]:
        """Yield the inlines of *node* and, between them, its pictures."""
        if node.name == "img":
            if (figure := read_figure(node, "", line, self._base)) is not None:
                yield figure
            return
        for child in node.children:
            if isinstance(child, Tag) and (child.name == "img" or id(child) in self._with_pictures):
                pieces: Iterable[Figure | tuple[Inline, ...]] = self._split_images(child, line)
            else:
                pieces = (tuple(self._inline(child)),)
            for piece in pieces:
                yield piece if isinstance(piece, Figure) else self._wrapped(node, piece)

    def _block(self, node: Tag, line: int) -> Iterator[Block]:
        line = _line_of(node, line)
        number = self._known.holders.get(id(node))
        read = _BLOCK_READERS.get(node.name)
        found = read(self, node, line) if read else self.blocks(node, line)
        if number is not None:
            self._note(number, tuple(self.blocks(node, line)), line)
        elif node.name in BLOCKS:
            yield from found
        else:
            yield from self._around(node, tuple(found))

    def _around(self, node: Tag, found: tuple[Block, ...]) -> Iterator[Block]:
        """Yield what an inline element holds; if that is one paragraph, the element says something of its words."""
        match found:
            case [Paragraph(children, line)]:
                yield Paragraph(trimmed(self._wrapped(node, children)), line)
            case _:
                yield from found

    def _note(self, number: int, found: tuple[Block, ...], line: int) -> None:
        if found and not isinstance(found[0], Paragraph):
            found = (Paragraph((Text("…"),), line), *found)
        self.notes.append(Note(number, found or (Paragraph((Text("…"),), line),), line))

    def heading(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield the pictures of a heading, then the heading, if it has words, without links in brackets behind them."""
        for tool in [a.parent for a in inner(node, "a") if a.parent is not node]:
            if tool is not None and tool.next_sibling is None and _TOOL.fullmatch(tool.get_text()):
                tool.extract()
        yield from (figure for img in inner(node, "img") if (figure := read_figure(img, "", line, self._base)))
        children = trimmed(self._inlines(node))
        if inline_text(children).strip():
            yield Heading(int(node.name[1]), children, line)

    def quotation(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield a quotation, if there is anything in it."""
        if said := tuple(self.blocks(node, line)):
            yield Quote(said, line)

    def listing(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield a list; what stands in it outside its items is an item, too."""
        items: list[tuple[Block, ...]] = []
        notes = 0
        for child in children(node):
            notes += not items and id(child) in self._known.holders
            is_item = child.name == "li" and id(child) not in self._known.holders
            item = tuple(self.blocks(child, line)) if is_item else tuple(self._block(child, line))
            if child.name in ("ul", "ol") and items and item:
                items[-1] = (*items[-1], *item)  # a list beside its item, as old pages have it
            elif any(lines(block) or isinstance(block, Figure) for block in item):
                items.append(item)
        if not items:
            return
        start = number_of(node.get("start"), 1) + notes if node.name == "ol" else None
        yield Listing(tuple(items), start, line)

    def definitions(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield terms with what explains them; where that is no list, stressed paragraphs."""
        entries: list[tuple[tuple[Inline, ...], list[tuple[Block, ...]]]] = []
        loose: list[Block] = []
        is_list = True
        for child in (child for child in children(node) if child.name in ("dt", "dd")):
            said = tuple(self.blocks(child, line))
            loose += (
                Paragraph((Strong(without(b.children, Strong)),), b.line)
                if child.name == "dt" and isinstance(b, Paragraph) and b.children
                else b
                for b in said
            )
            if child.name == "dd" and entries:
                entries[-1][1].append(said)
            elif child.name == "dt" and len(said) == 1 and isinstance(said[0], Paragraph):
                entries.append((said[0].children, []))
            else:
                is_list = False
        is_list = is_list and len(entries) > 1 and all(len(inline_text(term)) <= _TERM_MAX for term, _ in entries)
        if is_list and all(about and all(about) for _, about in entries):
            yield Definitions(tuple((term, tuple(about)) for term, about in entries), line)
        else:
            yield from loose

    def verbatim(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield code as it stands; Chinese prose in `pre` is paragraphs, as old pages were set so."""
        for end in list(inner(node, "br")):
            end.replace_with("\n")
        text = node.get_text().replace("\r", "").strip("\n")
        if not text.strip():
            return
        code = next(inner(node, "code"), None)
        if is_prose(text) and code is None:
            breaks: list[Inline] = [part for row in text.split("\n") for part in (Text(row), Break())]
            yield from self._flush(breaks, line)
            return
        yield Verbatim("\n".join(part.rstrip() for part in text.split("\n")), language_of(node, code), line)

    def table(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield a table of data as such, then its pictures; a table that only places things is a container."""
        caption = next(inner(node, "caption"), None)
        if caption is not None and caption.get_text(strip=True):
            yield Paragraph(trimmed(self._inlines(caption)), line)
        rows = rows_of(node)
        if is_data(node, rows):
            figures: list[Figure] = []
            table = tuple(tuple(self._cell(cell, line, figures) for cell in row) for row in grid(rows))
            yield Table(tuple(row for row in table if any(inline_text(cell).strip() for cell in row)), line)
            yield from figures
            return
        for row in rows:
            for cell in row:
                if not (any(inner(cell, "pre")) and is_numbering(cell.get_text(" "))):
                    yield from self.blocks(cell, line)
        if not rows:
            yield from self.blocks(node, line)

    def _cell(self, cell: Tag | None, line: int, figures: list[Figure]) -> tuple[Inline, ...]:
        """Return the words of *cell*, its paragraphs as lines; its pictures go to *figures*."""
        found: list[Inline] = []
        for block in self.blocks(cell, line) if cell is not None else ():
            match block:
                case Paragraph(children) | Heading(_, children):
                    found += (Break(), *children)
                case Figure():
                    figures.append(block)
                case _:
                    found += (piece for text in lines(block) for piece in (Break(), Text(text)))
        return trimmed(join_adjacent(found))

    def figures(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield the pictures of a figure, the last with its caption; without a picture the caption is a paragraph.

        Pictures that are figures within it have captions of their own.
        """
        if not any(inner(node, "img")):
            yield from self.blocks(node, line)
            return
        note = next((note for note in inner(node, "figcaption") if note.find_parent("figure") is node), None)
        caption = squeeze(note.get_text(" ")) if note is not None else ""
        own = [f for f in inner(node, "figure") if f.find_parent("figure") is node and any(inner(f, "img"))]
        found: list[Block] = []
        for part in own:
            found += self.figures(part, line)
            part.extract()
        found += [f for img in inner(node, "img") if (f := read_figure(img, "", line, self._base))]
        if caption and found and isinstance(last := found[-1], Figure) and caption not in last.caption:
            found[-1] = replace(last, caption=f"{last.caption} {caption}" if own and last.caption else caption)
        yield from found or self.blocks(node, line)

    def _inlines(self, node: Tag) -> tuple[Inline, ...]:
        found: list[Inline] = []
        for child in node.children:
            found.extend(self._inline(child))
            if isinstance(child, Tag) and child.name in BLOCKS:
                found.append(Text(" "))
        return join_adjacent(found)

    def _inline(self, node: PageElement) -> Iterable[Inline]:
        if isinstance(node, NavigableString):
            return (Text(str(node)),)
        if not isinstance(node, Tag) or node.name in ("img", "rp"):
            return ()
        leaf = _LEAF_READERS.get(node.name)
        if leaf is not None:
            return leaf(node)
        if (number := self._known.marks.get(id(node))) is not None:
            return (NoteMark(number, squeeze(node.get_text())),)
        children = self._inlines(node)
        return self._wrapped(node, children) if children else ()

    def _wrapped(self, node: Tag, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        if not children:
            return ()
        kind = _WRAPPERS.get(node.name)
        if node.name == "sup" and (marks := tuple(child for child in children if isinstance(child, NoteMark))):
            around = inline_text(child for child in children if not isinstance(child, NoteMark))
            return marks if _BRACKETS.fullmatch(around) else children
        if kind is not None:
            return (kind(without(children, kind)),)
        if node.name == "q":
            return (Text("“"), *children, Text("”"))
        if (
            node.name == "a"
            and (url := full_address(string_of(node.get("href")), self._base_of_links))
            and inline_text(children).strip()
        ):
            return (Link(url, without(children, Link)),)
        style = string_of(node.get("style"))
        for pattern, styled in _STYLES if style and node.name not in BLOCKS else ():
            if pattern.search(style):
                children = (styled(without(children, styled)),)
        return children

    def _flush(self, run: list[Inline], line: int) -> Iterator[Block]:
        match run:
            case []:
                return
            case [Text(text)] if "\n" not in text:  # nearly all are
                if words := text.strip():
                    yield Paragraph((Text(words),), line)
                return
        if not inline_text(run).strip():
            return
        for part in cut_paragraphs(join_adjacent(run)):
            if inline_text(part).strip():
                yield Paragraph(trimmed(part), line)


def _reading(node: Tag) -> tuple[Inline, ...]:
    """Return the reading of a ruby text in brackets, behind the characters it belongs to.

    Readings that follow one another belong to all characters before them.
    """
    before, behind = _reading_beside(node.previous_siblings), _reading_beside(node.next_siblings)
    text = squeeze(node.get_text())
    return (Text(f"{'' if before else '（'}{text}{'' if behind else '）'}"),) if text or before or behind else ()


def _reading_beside(siblings: Iterable[PageElement]) -> bool:
    """Say whether the next of *siblings* that says something is a reading, too."""
    for sibling in siblings:
        if isinstance(sibling, Tag) and sibling.name == "rp":
            continue
        if isinstance(sibling, Tag) or str(sibling).strip():
            return isinstance(sibling, Tag) and sibling.name == "rt" and bool(sibling.get_text().strip())
    return False


def _break(_: Tag) -> tuple[Inline, ...]:
    return (Break(),)


_BLOCK_READERS: Final[Mapping[str, Callable[[_Reader, Tag, int], Iterator[Block]]]] = MappingProxyType(
    {
        **dict.fromkeys(sorted(_HEADINGS), _Reader.heading),
        **dict.fromkeys(("ul", "ol", "menu"), _Reader.listing),
        **dict.fromkeys(("pre", "xmp", "listing"), _Reader.verbatim),
        "dl": _Reader.definitions,
        "blockquote": _Reader.quotation,
        "table": _Reader.table,
        "figure": _Reader.figures,
        "hr": lambda _, __, line: iter((Rule(line),)),
    }
)
_LEAF_READERS: Final[Mapping[str, Callable[[Tag], tuple[Inline, ...]]]] = MappingProxyType(
    {**dict.fromkeys(sorted(_CODE), read_code), "rt": _reading, "br": _break}
)


def _around(inner: Iterable[Tag]) -> set[int]:
    """Return the identities of all elements that hold one of *inner*."""
    found: set[int] = set()
    for node in inner:
        at = node.parent
        while at is not None and id(at) not in found:
            found.add(id(at))
            at = at.parent
    return found


def _line_of(node: Tag, default: int) -> int:
    return node.sourceline or default
