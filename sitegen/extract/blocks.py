"""The body of an article as frozen blocks and inlines: what readers make and `to_markdown` writes.

Between the two stands `replace_texts`: repair and script conversion see the words alone, never addresses or code.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, TypeAlias

SPACES: Final = " \t\n\r\f\v\u00a0\u3000"
_SPACE: Final = re.compile(f"[{SPACES[1:]}][{SPACES}]*| [{SPACES}]+")
"""What is squeezed to one blank, and is none already."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words without markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words to be shown letter for letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Important words."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a full web address."""

    url: str
    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Deleted:
    """Words that are crossed out."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Lowered:
    """Words below the line, as the 2 in H₂O."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Raised:
    """Words above the line, as the 2 in m²."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Break:
    """A line end that the author set."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where a footnote belongs."""

    number: int
    """Of the footnote, from 1."""

    text: str
    """As the page shows it, such as `[1]`."""


Wrapper: TypeAlias = Strong | Emphasis | Deleted | Lowered | Raised | Link
Inline: TypeAlias = Text | Code | Break | NoteMark | Wrapper


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words."""

    children: tuple[Inline, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the body."""

    level: int
    """1 to 6, as found; `to_markdown` brings the levels in order."""

    children: tuple[Inline, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: "tuple[tuple[Block, ...], ...]"
    start: int | None = None
    """The number of the first item; None for bullets."""

    line: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation that stands for itself."""

    children: "tuple[Block, ...]"
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row is the head."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines to be shown letter for letter."""

    text: str
    language: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, standing alone."""

    src: str
    alt: str = ""
    caption: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""

    line: int = 0


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms, each with what explains it, once or more."""

    entries: "tuple[tuple[tuple[Inline, ...], tuple[tuple[Block, ...], ...]], ...]"
    line: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, whose first block is a paragraph."""

    number: int
    children: "tuple[Block, ...]"
    line: int = 0


Block: TypeAlias = Paragraph | Heading | Listing | Quote | Table | Verbatim | Figure | Rule | Definitions | Note


def squeeze(text: str) -> str:
    r"""Return *text* on one line, without space at its ends; an ideographic space between words is an ordinary one.

    >>> squeeze("　　春　天 \n到了 ")
    '春 天 到了'
    """
    inner = text.strip(SPACES)
    if inner.isprintable():  # its only kind of space is the ordinary one
        return " ".join(inner.split()) if "  " in inner else inner
    if text.isascii():
        return " ".join(inner.split())
    return _SPACE.sub(" ", inner)


def inline_text(children: Iterable[Inline]) -> str:
    """Return the words of *children*; a break counts as a space."""
    parts: list[str] = []
    for child in children:
        if type(child) is Text:
            parts.append(child.text)
            continue
        match child:
            case Text(text) | Code(text) | NoteMark(_, text):
                parts.append(text)
            case Break():
                parts.append(" ")
            case _:
                parts.append(inline_text(child.children))
    return "".join(parts)


def numbered_lines(block: Block) -> tuple[str, ...]:
    """Return the same as `lines`, with the numbers of an ordered list, as a text without markup has them.

    >>> numbered_lines(Listing(((Paragraph((Text("一"),)),), (Paragraph((Text("二"),)),)), start=1))
    ('1. 一', '2. 二')
    """
    if not isinstance(block, Listing) or block.start is None:
        return lines(block)
    items = (tuple(line for inner in item for line in lines(inner)) for item in block.items)
    return tuple(
        f"{number}. {line}" if line is item[0] else line
        for number, item in enumerate(items, block.start)
        for line in item
    )


def lines(block: Block) -> tuple[str, ...]:
    """Return the words of *block* as plain lines, one for each block within it; pictures have none.

    >>> lines(Listing(((Paragraph((Text("一"),)),), (Paragraph((Text("二"),)),))))
    ('一', '二')
    """
    match block:
        case Paragraph(children) | Heading(_, children):
            text = squeeze(inline_text(children))
            return (text,) if text.strip() else ()
        case Quote(blocks) | Note(_, blocks):
            return tuple(line for inner in blocks for line in lines(inner))
        case Definitions(entries):
            return tuple(line for entry in entries for line in _definition_lines(*entry))
        case Listing(items):
            return tuple(line for item in items for inner in item for line in lines(inner))
        case Table(rows):
            cells = ((squeeze(inline_text(cell)) for cell in row) for row in rows)
            found = tuple(" ".join(filter(None, row)) for row in cells)
        case Verbatim(text):
            found = tuple(text.splitlines())
        case _:
            return ()
    return tuple(line for line in found if line.strip())


def _definition_lines(term: tuple[Inline, ...], details: Iterable[Iterable[Block]]) -> Iterator[str]:
    yield squeeze(inline_text(term))
    yield from (line for detail in details for block in detail for line in lines(block))


def text_of(block: Block) -> str:
    """Return the words of *block*, in several lines for a list or a table."""
    return "\n".join(lines(block))


def link_share(block: Block) -> float:
    """Return which share of the words of *block* are links, 0 to 1."""
    match block:
        case Paragraph((Text(),)) | Heading(_, (Text(),)):
            return 0.0
    total = linked = 0
    for group in inline_groups(block):
        for text, in_link in _words(group):
            total += len(text)
            linked += len(text) * in_link
    return linked / total if total else 0.0


def texts(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return every run of words in *blocks* that `replace_texts` would replace, in order."""
    return tuple(text for block in blocks for leaf in _leaves(block) for text in _runs(leaf))


def replace_texts(blocks: Sequence[Block], new: Sequence[str]) -> tuple[Block, ...]:
    """Return *blocks* with their runs of words replaced by *new*, which has as many as `texts(blocks)`."""
    waiting = iter(new)
    return tuple(_map_words(block, lambda _: next(waiting)) for block in blocks)


def map_inlines(block: Block, change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> Block:
    """Return *block* with the inlines of each paragraph, cell and term within it changed."""
    return _map_block(block, change, lambda text: text)


def inline_groups(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Yield the inlines of *block*, paragraph by paragraph and cell by cell."""
    return (leaf for leaf in _leaves(block) if not isinstance(leaf, Figure))


def _leaves(block: Block) -> Iterator[tuple[Inline, ...] | Figure]:
    """Yield the inlines of *block*, paragraph by paragraph and cell by cell, and its pictures, in their order."""
    match block:
        case Paragraph(children) | Heading(_, children):
            yield children
        case Quote(blocks) | Note(_, blocks):
            yield from chain.from_iterable(map(_leaves, blocks))
        case Listing(items):
            yield from chain.from_iterable(map(_leaves, chain.from_iterable(items)))
        case Definitions(entries):
            for term, details in entries:
                yield term
                yield from chain.from_iterable(map(_leaves, chain.from_iterable(details)))
        case Table(rows):
            yield from (cell for row in rows for cell in row)
        case Figure():
            yield block
        case _:
            return


def _runs(leaf: Iterable[Inline] | Figure) -> Iterator[str]:
    """Yield what `_map_words` would change in *leaf*."""
    if isinstance(leaf, Figure):
        yield leaf.alt
        yield leaf.caption
        return
    for child in leaf:
        match child:
            case Text(text):
                yield text
            case Code() | Break() | NoteMark():
                continue
            case _:
                yield from _runs(child.children)


def _words(children: Iterable[Inline], *, in_link: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the runs of words in *children*, and whether they are linked."""
    for child in children:
        match child:
            case Text(text) | Code(text) | NoteMark(_, text):
                yield text, in_link
            case Break():
                continue
            case _:
                yield from _words(child.children, in_link=in_link or isinstance(child, Link))


def _map_words(block: Block, change: Callable[[str], str]) -> Block:
    return _map_block(block, lambda children: tuple(_map_inline(child, change) for child in children), change)


def _map_inline(child: Inline, change: Callable[[str], str]) -> Inline:
    match child:
        case Text(text):
            return Text(change(text))
        case Code() | Break() | NoteMark():
            return child
        case _:
            return replace(child, children=tuple(_map_inline(inner, change) for inner in child.children))


def _map_block(
    block: Block, inlines: Callable[[tuple[Inline, ...]], tuple[Inline, ...]], words: Callable[[str], str]
) -> Block:
    def each(blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(_map_block(inner, inlines, words) for inner in blocks)

    made: Block = block
    match block:
        case Paragraph(children) | Heading(_, children):
            made = replace(block, children=inlines(children))
        case Quote(blocks) | Note(_, blocks):
            made = replace(block, children=each(blocks))
        case Listing(items):
            made = replace(block, items=tuple(map(each, items)))
        case Definitions(entries):
            made = replace(block, entries=tuple((inlines(term), tuple(map(each, about))) for term, about in entries))
        case Table(rows):
            made = replace(block, rows=tuple(tuple(map(inlines, row)) for row in rows))
        case Figure(_, alt, caption):
            made = replace(block, alt=words(alt), caption=words(caption))
    return made
