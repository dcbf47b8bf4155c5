"""Turn the pruned container of a page into blocks, with BeautifulSoup."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from sitegen.extract.blocks import (
    Block,
    Break,
    Code,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
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

LINE: Final = "data-source-line"
"""The attribute in which the line of an element is handed to this module."""
_BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 "
    "h5 h6 header hgroup hr html legend li listing main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul "
    "xmp noframes".split()
)
_STRONG: Final = frozenset({"b", "strong"})
_EMPHASIS: Final = frozenset({"em", "i"})
_CODE: Final = frozenset({"code", "kbd", "samp", "tt", "var"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SCHEMES: Final = frozenset({"http", "https", "mailto", "ftp", "tel"})
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src", "src")
_ICON_MAX: Final = 40
"""Pixels: a picture that states to be smaller is an ornament."""
_ICON_NAME: Final = re.compile(
    r"(?:blank|pixel|spacer|transparent|loading|1x1|icon|logo|qrcode|avatar|emoji)[^/]{0,20}\.(?:gif|png|svg|jpe?g"
    r"|webp)",
    re.IGNORECASE,
)
_LANGUAGE: Final = re.compile(r"(?:language|lang|highlight-source|brush:?)[-\s]?([A-Za-z0-9+#]{1,20})")


def read_blocks(markup: str, base: str | None) -> tuple[Block, ...]:
    """Return the blocks of *markup*; relative addresses are completed with *base*, if that is known.

    Addresses of other kinds than web, mail and telephone are dropped; a link to nowhere becomes its words.
    """
    soup = BeautifulSoup(markup, "lxml")
    reader = _Reader(base)
    return tuple(reader.blocks(soup.body or soup, 0))


class _Reader:
    """Walks a tree; knows where relative addresses start."""

    def __init__(self, base: str | None) -> None:
        self._base = base

    def blocks(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield the blocks of *node*'s children; words between them are paragraphs."""
        line = _line_of(node, line)
        run: list[Inline] = []
        for child in node.children:
            if isinstance(child, Tag) and (child.name in _BLOCKS or _holds_blocks(child)):
                yield from self._flush(run, line)
                run = []
                yield from self._block(child, line)
            elif isinstance(child, Tag) and child.name == "img":
                if (figure := self._figure(child, "", line)) is not None:
                    yield from self._flush(run, line)
                    run = []
                    yield figure
            elif isinstance(child, Tag) and child.find("img"):
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
        """Yield the inlines of *node* and, between them, its pictures; its own markup is given up."""
        for child in node.children:
            if isinstance(child, Tag) and child.name == "img":
                if (figure := self._figure(child, "", line)) is not None:
                    yield figure
            elif isinstance(child, Tag) and child.find("img"):
                yield from self._split_images(child, line)
            else:
                yield tuple(self._inline(child))

    def _block(self, node: Tag, line: int) -> Iterator[Block]:
        read = _BLOCK_READERS.get(node.name)
        line = _line_of(node, line)
        yield from read(self, node, line) if read else self.blocks(node, line)

    def heading(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield the pictures of a heading, then the heading, if it has words."""
        yield from (figure for img in node.find_all("img") if (figure := self._figure(img, "", line)))
        children = trimmed(self._inlines(node))
        if inline_text(children).strip():
            yield Heading(int(node.name[1]), children, line)

    def quotation(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield a quotation, if there is anything in it."""
        if inner := tuple(self.blocks(node, line)):
            yield Quote(inner, line)

    def listing(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield a list; what stands in it outside its items is an item, too."""
        items = []
        for child in node.find_all(True, recursive=False):
            item = tuple(self.blocks(child, line)) if child.name == "li" else tuple(self._block(child, line))
            if any(lines(block) or isinstance(block, Figure) for block in item):
                items.append(item)
        if not items:
            return
        start = _number(node.get("start"), 1) if node.name == "ol" else None
        yield Listing(tuple(items), start, line)

    def definitions(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield terms as stressed paragraphs, and what explains them: Markdown has no list of definitions."""
        for child in node.find_all(["dt", "dd"], recursive=False):
            inner = tuple(self.blocks(child, line))
            if child.name == "dt":
                yield from (
                    Paragraph((Strong(b.children),), b.line) if isinstance(b, Paragraph) and b.children else b
                    for b in inner
                )
            else:
                yield from inner

    def verbatim(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield code as it stands; Chinese prose in `pre` is paragraphs, as old pages were set so."""
        text = node.get_text().replace("\r", "").strip("\n")
        if not text.strip():
            return
        code = node.find("code")
        if _is_prose_in_pre(text) and code is None:
            for part in text.split("\n"):
                if part.strip():
                    yield Paragraph((Text(squeeze(part)),), line)
            return
        classes = " ".join([*_classes(node), *(_classes(code) if isinstance(code, Tag) else ())])
        match = _LANGUAGE.search(classes)
        yield Verbatim("\n".join(part.rstrip() for part in text.split("\n")), match[1].lower() if match else "", line)

    def table(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield a table of data as such; a table that only places things is a container."""
        rows = [row for row in node.find_all("tr") if row.find_parent("table") is node]
        cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
        width = max(map(len, cells), default=0)
        is_data = (
            len(rows) > 1 and width > 1 and node.find(["table", "ul", "ol", "blockquote", "pre", "h1", "h2"]) is None
        )
        if is_data and node.find("th") is None:
            filled = [cell for row in cells for cell in row if cell.get_text(strip=True)]
            longest = max((len(cell.get_text(strip=True)) for cell in filled), default=0)
            is_data = longest <= 300 and len(filled) >= 4  # noqa: PLR2004 - characters of a cell, cells of a table
        caption = node.find("caption")
        if isinstance(caption, Tag) and caption.get_text(strip=True):
            yield Paragraph(trimmed(self._inlines(caption)), line)
        if is_data:
            table = tuple(tuple(trimmed(self._inlines(cell)) for cell in row) for row in cells)
            yield Table(tuple(row for row in table if any(inline_text(cell).strip() for cell in row)), line)
            return
        for row in cells:
            for cell in row:
                yield from self.blocks(cell, line)
        if not rows:
            yield from self.blocks(node, line)

    def figures(self, node: Tag, line: int) -> Iterator[Block]:
        """Yield the pictures of a figure with its caption; without a picture the figure is a container."""
        note = node.find("figcaption")
        caption = squeeze(note.get_text(" ")) if isinstance(note, Tag) else ""
        found = [f for img in node.find_all("img") if (f := self._figure(img, caption, line))]
        if found:
            yield from found
        else:
            if isinstance(note, Tag):
                note.extract()
            yield from self.blocks(node, line)

    def _figure(self, node: Tag, caption: str, line: int) -> Figure | None:
        if any(0 < _number(node.get(side), 0) <= _ICON_MAX for side in ("width", "height")):
            return None
        for name in _SOURCES:
            value = node.get(name)
            src = self._address(value if isinstance(value, str) else "", keep_relative=True)
            if src and urlsplit(src).scheme in ("http", "https", "") and not _ICON_NAME.search(src):
                alt, title = _string(node.get("alt")), _string(node.get("title"))
                return Figure(src, squeeze(alt), caption or (squeeze(title) if title != alt else ""), line)
        return None

    def _address(self, value: str, *, keep_relative: bool = False) -> str:
        """Return the full address of *value*; empty for what a reader must not be led to."""
        address = value.strip()
        scheme = _SCHEME.match(re.sub(r"[\x00-\x20\x7f]+", "", unquote(address[:200])))
        if not address or address.startswith("#") or (scheme and scheme[1].lower() not in _SCHEMES):
            return ""
        try:
            full = urljoin(self._base, address) if self._base else address
            parts = urlsplit(full)
        except ValueError:
            return ""
        if parts.scheme:
            return full if parts.scheme.lower() in _SCHEMES and (parts.netloc or parts.path) else ""
        if full.startswith("//"):
            return f"https:{full}" if parts.netloc else ""
        return full if keep_relative else ""

    def _inlines(self, node: Tag) -> tuple[Inline, ...]:
        found: list[Inline] = []
        for child in node.children:
            found.extend(self._inline(child))
            if isinstance(child, Tag) and child.name in _BLOCKS:
                found.append(Text(" "))
        return join_adjacent(found)

    def _inline(self, node: PageElement) -> Iterable[Inline]:
        if isinstance(node, NavigableString):
            return () if isinstance(node, PreformattedString) else (Text(str(node)),)
        if not isinstance(node, Tag) or node.name in ("img", "rp"):
            return ()
        leaf = _LEAF_READERS.get(node.name)
        if leaf is not None:
            return leaf(node)
        children = self._inlines(node)
        return self._wrapped(node, children) if children else ()

    def _wrapped(self, node: Tag, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        if node.name in _STRONG:
            return (Strong(without(children, Strong)),)
        if node.name in _EMPHASIS:
            return (Emphasis(without(children, Emphasis)),)
        if node.name == "q":
            return (Text("“"), *children, Text("”"))
        if node.name == "a" and (url := self._address(_string(node.get("href")))) and inline_text(children).strip():
            return (Link(url, without(children, Link)),)
        return children

    def _flush(self, run: list[Inline], line: int) -> Iterator[Block]:
        for part in cut_paragraphs(join_adjacent(run)):
            if inline_text(part).strip():
                yield Paragraph(trimmed(part), line)


def _code(node: Tag) -> tuple[Inline, ...]:
    text = node.get_text()
    return (Code(text),) if text.strip() else ()


def _reading(node: Tag) -> tuple[Inline, ...]:
    """Return the reading of a ruby text in brackets, behind the characters it belongs to."""
    text = squeeze(node.get_text())
    return (Text(f"（{text}）"),) if text else ()


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
    {**dict.fromkeys(sorted(_CODE), _code), "rt": _reading, "br": _break}
)


def _holds_blocks(node: Tag) -> bool:
    return any(isinstance(inner, Tag) and inner.name in _BLOCKS for inner in node.descendants)


def _line_of(node: Tag, default: int) -> int:
    return _number(node.get(LINE), default)


def _number(value: object, default: int) -> int:
    text = _string(value).strip().removesuffix("px")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default  # noqa: PLR2004 - digits


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _classes(node: Tag) -> list[str]:
    found = node.get("class")
    return [found] if isinstance(found, str) else list(found or ())


def _is_prose_in_pre(text: str) -> bool:
    """Say whether preformatted *text* is Chinese prose: old pages set articles so."""
    return "。" in text and sum("\u3400" <= c <= "\u9fff" for c in text) * 2 > len(text.replace(" ", ""))
