"""Write blocks as Markdown that says the same again when it is rendered.

The words of a line are written by `write_inlines`; here a line is kept from being read as a block of another kind.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sitegen.extract.blocks import (
    Block,
    Break,
    Definitions,
    Figure,
    Heading,
    Inline,
    Listing,
    Note,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
    Verbatim,
    squeeze,
)
from sitegen.extract.write_inlines import address, escape, inlines_to_markdown, longest_run, quoted

TOP_LEVEL: Final = 2
"""The title of the page is its only `h1`."""
_LOWEST_LEVEL: Final = 6
_LINE_START: Final = re.compile(
    r"^(?:(#{1,6})(?=\s|$)|([-+:])(?=\s|$)|(>)|(\d{1,9})([.)])(?=\s|$)|(=+|-{2,})\s*$|(:{3,})|(\+{3})|(\|)"
    r"|([ :|-]*-[ :|-]*)$)"
)
_EDGE_BREAKS: Final = re.compile(r"^(?:\\\n)+|(?:\\\n)+$")
_SPACES: Final = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_RULE: Final = "---"
_RULE_IN_ITEM: Final = "***"
"""`- ---` would be a rule by itself."""


def to_markdown(blocks: Sequence[Block]) -> str:
    r"""Return *blocks* as Markdown with one blank line between them and a line end at the end; empty for none.

    Heading levels are made to start at 2 and to go down by one step at a time.

    >>> to_markdown([Heading(4, (Text("一、春"),)), Paragraph((Text("她说 *好*"),))])
    '## 一、春\n\n她说 \\*好\\*\n'
    """
    return in_one(each_to_markdown(blocks))


def in_one(written: Iterable[str]) -> str:
    """Return the Markdown of blocks that follow one another, each *written* by `each_to_markdown`, as one text."""
    body = "\n\n".join(filter(None, written))
    return f"{body}\n" if body else ""


def each_to_markdown(blocks: Sequence[Block]) -> list[str]:
    """Return the Markdown of each of *blocks*, as it stands among them; empty for one that shows nothing."""
    return _Writer(blocks).siblings(blocks)


class _Writer:
    """Writes blocks; knows the levels of all headings among them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._levels = _levels(blocks)

    def siblings(self, blocks: Sequence[Block]) -> list[str]:
        """Return the Markdown of blocks that follow one another.

        A list behind a list of its kind has the other marker, or the two would be one.
        """
        found: list[str] = []
        previous: Listing | None = None
        is_other = False
        for block in blocks:
            if isinstance(block, Listing):
                is_other = previous is not None and (previous.start is None) == (block.start is None) and not is_other
                text = self._listing(block, is_other=is_other)
            else:
                text = self._block(block)
            found.append(text)
            if text:
                previous = block if isinstance(block, Listing) else None
        return found

    def _joined(self, blocks: Sequence[Block]) -> str:
        return "\n\n".join(filter(None, self.siblings(blocks)))

    def _block(self, block: Block) -> str:
        match block:
            case Heading(_, children):
                line = _one_line(children)
                text = f"{'#' * self._levels[id(block)]} {_closing_safe(line)}" if line else ""
            case Quote(children):
                inner = self._joined(children)
                text = "\n".join(f"> {line}".rstrip(" ") for line in inner.split("\n")) if inner else ""
            case Listing():
                text = self._listing(block, is_other=False)
            case Definitions(entries):
                text = "\n\n".join(filter(None, (self._entry(*entry) for entry in entries)))
            case Note(number, children):
                text = f"[^{number}]: {_indented(self._joined(children), '    ')}"
            case _:
                text = _leaf(block)
        return text

    def _listing(self, block: Listing, *, is_other: bool) -> str:
        items = [written for item in block.items if (written := self._item(item))]
        gap = "\n\n" if any(not is_tight for _, is_tight in items) else "\n"
        lines: list[str] = []
        for i, (texts, _) in enumerate(items):
            bullet = "*" if is_other else "-"
            marker = bullet if block.start is None else f"{block.start + i}{')' if is_other else '.'}"
            if texts[0] == _RULE and not is_other:  # behind a star it would be part of the rule
                texts[0] = _RULE_IN_ITEM
            lines.append(f"{marker} {_indented(gap.join(texts), ' ' * (len(marker) + 1))}")
        return gap.join(lines)

    def _item(self, item: Sequence[Block]) -> tuple[list[str], bool] | None:
        """Return the blocks of an item, and whether they can follow one another without a blank line."""
        written = [(text, block) for text, block in zip(self.siblings(item), item, strict=True) if text]
        match [block for _, block in written]:
            case []:
                return None
            # A list that begins with another number would be read as words of the paragraph.
            case [_] | [Paragraph(), Listing(_, None | 1)]:
                is_tight = True
            case _:
                is_tight = False
        return [text for text, _ in written], is_tight

    def _entry(self, term: Sequence[Inline], details: Sequence[Sequence[Block]]) -> str:
        texts = filter(None, map(self._joined, details))
        return "\n".join((start_safe(_one_line(term)), *(f": {_indented(text, '  ')}" for text in texts)))


def _levels(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the level of each heading, by its identity."""
    headings = list(_headings(blocks))
    ranks = {level: TOP_LEVEL + i for i, level in enumerate(sorted({heading.level for heading in headings}))}
    levels: dict[int, int] = {}
    above = TOP_LEVEL - 1
    for heading in headings:
        above = min(ranks[heading.level], above + 1, _LOWEST_LEVEL)
        levels[id(heading)] = above
    return levels


def _headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    for block in blocks:
        match block:
            case Heading():
                yield block
            case Quote(children) | Note(_, children):
                yield from _headings(children)
            case Listing(items):
                yield from (heading for item in items for heading in _headings(item))
            case Definitions(entries):
                yield from (h for _, details in entries for detail in details for h in _headings(detail))


def _leaf(block: Paragraph | Table | Verbatim | Figure | Rule) -> str:
    match block:
        case Paragraph(children):
            text = start_safe(_line(children))
        case Table(rows):
            text = _table(rows)
        case Verbatim(code, language):
            fence = "`" * max(3, longest_run(code, "`") + 1)
            text = f"{fence}{language}\n{code}\n{fence}"
        case Figure(src, alt, caption):
            title = f" {quoted(caption)}" if squeeze(caption) else ""
            text = f"![{escape(squeeze(alt))}]({address(src)}{title})"
        case Rule():
            text = _RULE
    return text


def _indented(text: str, indent: str) -> str:
    """Return *text* with *indent* before each of its lines but the first and the blank ones."""
    return "\n".join(indent + line if line else "" for line in text.split("\n"))[len(indent) :]


def _table(rows: tuple[tuple[tuple[Inline, ...], ...], ...]) -> str:
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    written = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    written.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in written)


def _cell(cell: Sequence[Inline]) -> str:
    return cell_safe(_line(cell).replace("\\\n", "<br>"))


def cell_safe(text: str) -> str:
    r"""Return Markdown *text* so that no bar in it ends a cell; a table takes off the backslash before it reads on.

    >>> cell_safe("四|五")
    '四\\|五'
    """
    return text.replace("|", r"\|")


def _one_line(children: Sequence[Inline]) -> str:
    unbroken = tuple(Text(" ") if isinstance(child, Break) else child for child in children)
    return _SPACES.sub(" ", _line(unbroken).replace("\\\n", " "))


def _line(children: Sequence[Inline]) -> str:
    text = inlines_to_markdown(children)
    if "\n" not in text:
        return text.strip(" \t\u3000")
    text = "\\\n".join(part.strip(" \t\u3000") for part in text.split("\\\n"))
    return _EDGE_BREAKS.sub("", text)


def start_safe(text: str) -> str:
    r"""Return *text* with an escape before what would make a block of another kind of a line of a paragraph.

    >>> start_safe("1. 春")
    '1\\. 春'
    """
    return "\n".join(map(_line_safe, text.split("\n")))


def _line_safe(line: str) -> str:
    match = _LINE_START.match(line)
    return line if match is None else _escape_start(match) + line[match.end() :]


def _escape_start(match: re.Match[str]) -> str:
    if match[4]:
        return f"{match[4]}\\{match[5]}"
    return "\\" + match[0]


def _closing_safe(text: str) -> str:
    return re.sub(r"(#+)$", r"\\\1", text)
