"""Bodies of the usual kind, rendered without a parser: most articles are nothing but such blocks.

A block stands between empty lines and is a paragraph, a heading, a quotation, a flat list, a picture, a table or a
rule, with words, bold words and links in it, each written in its plainest form. A body with anything else in it is left
to the parser as a whole. That both ways give the same is a law in the tests.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from sitegen.markdown.cjk import joins
from sitegen.markdown.published import Addresses, anchor
from sitegen.markdown.tags import divided
from sitegen.model import Heading, Html, LinkUse
from sitegen.text.flanking import flanking

SPECIAL: Final = r"\n\\`*_~\[\]<>&{\t"
"""What may mean something to the parser of inlines, or be written otherwise in HTML; the inside of a class."""
# The first character is a letter, or a mark that begins no block; a number and a dot would begin a list.
_FIRST: Final = r"(?:[A-Za-z(\"]|[0-9]{1,9}(?![0-9.)])|[^\x00-\x7f\s])"
_SPECIAL: Final = f"[{SPECIAL}]"
_WORDS: Final = rf"[^{SPECIAL}]*[^{SPECIAL}\s]"
_LINE: Final = rf"{_FIRST}(?:{_WORDS})?"
_PARAGRAPH: Final = rf"{_LINE}(?:\n{_LINE})*"
_EMPHASIS: Final = rf"(\*\*?)([^{SPECIAL}\s](?:[^{SPECIAL}]*[^{SPECIAL}\s])?)\1"
# Beside them asterisks open and close whatever stands on the other side.
_LETTERS: Final = r"[0-9A-Za-z\u4e00-\u9fff](?:.*[0-9A-Za-z\u4e00-\u9fff])?"
_PATH: Final = r"(?:[A-Za-z0-9./?=+,@$~_-]|%[0-9A-Fa-f]{2}|&(?=[A-Za-z0-9]))*"
_FRAGMENT: Final = r"(?:#[A-Za-z0-9-]+)?"
_FULL_ADDRESS: Final = rf"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/{_PATH})?{_FRAGMENT}"
_ADDRESS: Final = rf"(?:{_FULL_ADDRESS}|/?[A-Za-z0-9.](?:[A-Za-z0-9./_-]*)?{_FRAGMENT}|#[A-Za-z0-9-]+)"
_LINK: Final = rf"(?<!!)\[([^{SPECIAL}\s!](?:[^{SPECIAL}!]*[^{SPECIAL}\s!])?)\]\(({_ADDRESS})\)"
_MARKED: Final = f"{_EMPHASIS}|{_LINK}"
_BEGINNING: Final = f"{_FIRST}|{_MARKED}"
_SAID: Final = rf"[^{SPECIAL}\s!\"'](?:[^{SPECIAL}!\"']*[^{SPECIAL}\s!\"'])?"
_PICTURE: Final = rf"!\[({_SAID})\]\(({_ADDRESS})(?: \"({_SAID})\")?\)"
_HEADING: Final = rf"(#{{1,6}}) ({_FIRST}(?:[^{SPECIAL}#]*[^{SPECIAL}#\s])?)"
_CELL: Final = rf" [^{SPECIAL}|\s](?:[^{SPECIAL}|]*[^{SPECIAL}|\s])? \|"
_RULE_CELL: Final = r" (:?)-{3,}(:?) \|"
_ALIGNED: Final = MappingProxyType(
    {("", ""): "", (":", ""): "align-left", ("", ":"): "align-right", (":", ":"): "align-center"}
)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)  # at its first use


@dataclass(frozen=True, slots=True)
class SimpleBody:
    """A body as HTML, and what is read from it."""

    html: Html
    pieces: tuple[str, ...]
    """Its texts and the tags between them in turn."""

    runs: tuple[tuple[int, ...], ...]
    """The numbers of texts that are one sentence or more, block by block; empty if there are others, in pictures."""

    headings: tuple[Heading, ...]
    links: tuple[LinkUse, ...]
    paragraphs: tuple[str, ...]
    """The words of the first paragraphs."""


def render_simple(body: str, first_line: int, words: int) -> SimpleBody | None:
    """Return *body*, whose first line is *first_line* of its file, as HTML; None if there is more in it than is known.

    The first paragraphs are given until there are more than so many *words* of them.
    """
    if "<" in body or "{" in body:
        return None
    lines: dict[str, int] = {}
    page = _Page(Addresses(lines), words, lines, first_line)
    try:
        for block in _blocks(body):
            if not block.startswith("\n"):
                page.add(block)
            page.line += block.count("\n")
    except _TooMuchError:
        return None
    return page.finished()


class _TooMuchError(Exception):
    """There is something in a body that is not known here."""


def _blocks(body: str) -> Iterator[str]:
    """Yield the blocks of *body* and the line ends between them."""
    return filter(None, _pattern(r"(\n(?:\n+|(?<=\A\n)|\Z))").split(body))


@dataclass(slots=True)
class _Page:
    """A body as it is made."""

    addresses: Addresses
    words: int
    lines: dict[str, int]
    line: int
    pieces: list[str] = field(default_factory=lambda: [""])
    """Texts and tags in turn; what is added begins with a tag and ends with a text."""

    runs: list[tuple[int, ...]] = field(default_factory=list)
    has_pictures: bool = False
    headings: list[tuple[int, int, str]] = field(default_factory=list)
    """Of each its place among the pieces, its level and its title."""

    paragraphs: list[str] = field(default_factory=list)
    is_after_list: bool = False

    def add(self, block: str) -> None:
        was_list, self.is_after_list = self.is_after_list, False
        if kind := _KINDS.get(block[0]):
            kind(self, block)
        elif block[0].isdecimal() and _pattern(r"[0-9]+[.)]").match(block):
            _numbered(self, block)
        else:
            _paragraph(self, block)
        if was_list and self.is_after_list:
            raise _TooMuchError  # they may be one, and its items stand apart then

    def say(self, text: str) -> None:
        """Note the words of a paragraph, if more of them are wanted."""
        if self.words >= 0:
            self.paragraphs.append(text)
            self.words -= len(text)

    def write(self, name: str, *texts: str) -> None:
        """Add an element with a sentence in it: *texts*, and the tags between them, in turn."""
        number = len(self.pieces) // 2 + 1
        self.runs.append(tuple([number + place // 2 for place in range(0, len(texts), 2) if texts[place]]))
        self.pieces += (f"<{name}>", *texts, f"</{name.partition(' ')[0]}>", "\n")

    def inline(self, text: str, number: int = 0) -> list[str]:
        """Return what stands in a line of the block, the first of which has *number* 0, as `write` takes it.

        Its words are noted.
        """
        if _pattern(_SPECIAL).search(text) is None:
            self.say(text)
            return [_escaped(text)]
        made: list[str] = []
        said: list[str] = []
        at = 0
        while special := _pattern(_SPECIAL).search(text, at):
            match = _pattern(_MARKED).match(text, special.start())
            if match is None:
                raise _TooMuchError
            start, end = match.span()
            run, stressed, label, address = match.groups()
            made.append(_escaped(text[at:start]))
            said += (text[at:start], stressed or label)
            at = end
            if not run:
                self.lines.setdefault(address, self.line + number)
                made += (self.addresses.link({"href": address}), _escaped(label), "</a>")
            elif _stands_out(text[start - 1 : start], stressed, text[end : end + 1]):
                name = "strong" if len(run) > 1 else "em"
                made += (f"<{name}>", _escaped(stressed), f"</{name}>")
            else:
                raise _TooMuchError
        made.append(_escaped(text[at:]))
        said.append(text[at:])
        self.say("".join(said))
        return made

    def finished(self) -> SimpleBody:
        shift = int(any(level == 1 for _, level, _ in self.headings))
        taken: set[str] = set()
        found: list[Heading] = []
        for place, written, title in self.headings:
            level, name = min(6, written + shift), anchor(title, taken)
            taken.add(name)
            found.append(Heading(level, name, title))
            self.pieces[place], self.pieces[place + 2] = f'<h{level} id="{name}">', f"</h{level}>"
        return SimpleBody(
            Html("".join(self.pieces)),
            tuple(self.pieces),
            () if self.has_pictures else tuple(self.runs),
            tuple(found),
            tuple(self.addresses.links),
            tuple(self.paragraphs),
        )


def _stands_out(before: str, stressed: str, after: str) -> bool:
    """Say whether asterisks around *stressed* open and close between these characters."""
    if "*" in (before, after):
        return False  # another run begins where one ends
    if _pattern(_LETTERS).fullmatch(stressed):
        return True
    return flanking(before, stressed[0])[0] and flanking(stressed[-1], after)[1]


def _escaped(text: str) -> str:
    return text.replace('"', "&quot;")


def _paragraph(page: _Page, block: str) -> None:
    if "\n" not in block:
        page.write("p", *page.inline(_line(block)))
    elif _pattern(_PARAGRAPH).fullmatch(block):
        page.write("p", _escaped(_joined(block, "\n")))
        page.say(_joined(block, " "))
    else:
        raise _TooMuchError


def _line(text: str) -> str:
    """Return *text* if it is one line, and begins like a line of words."""
    if "\n" in text or text[-1:].isspace() or not _pattern(_BEGINNING).match(text):
        raise _TooMuchError
    return text


def _joined(text: str, gap: str) -> str:
    """Return the lines of a paragraph as one, with *gap* between those that are not both Chinese."""
    first, *lines = text.split("\n")
    parts = [first]
    before = first
    for line in lines:
        parts += (("" if joins(before, line) else gap), line)
        before = line
    return "".join(parts)


def _heading(page: _Page, block: str) -> None:
    match = _pattern(_HEADING).fullmatch(block)
    if match is None:
        raise _TooMuchError
    page.headings.append((len(page.pieces), len(match[1]), match[2]))
    page.write("", _escaped(match[2]))


def _quotation(page: _Page, block: str) -> None:
    if not block.startswith("> "):
        raise _TooMuchError
    page.pieces += ("<blockquote>", "\n")
    page.write("p", *page.inline(_line(block[2:])))
    page.pieces += ("</blockquote>", "\n")


def _dashed(page: _Page, block: str) -> None:
    if block == "---":
        page.pieces += ("<hr />", "\n")
        return
    page.is_after_list = True
    page.pieces += ("<ul>", "\n")
    for number, line in enumerate(block.split("\n")):
        if not line.startswith("- "):
            raise _TooMuchError
        page.write("li", *page.inline(_line(line[2:]), number))
    page.pieces += ("</ul>", "\n")


def _numbered(page: _Page, block: str) -> None:
    page.is_after_list = True
    for number, line in enumerate(block.split("\n")):
        match = _pattern(r"([0-9]{1,9})\. ").match(line)
        if match is None:
            raise _TooMuchError
        if not number:
            first = int(match[1])
            page.pieces += ("<ol>" if first == 1 else f'<ol start="{first}">', "\n")
        page.write("li", *page.inline(_line(line[match.end() :]), number))
    page.pieces += ("</ol>", "\n")


def _pictured(page: _Page, block: str) -> None:
    match = _pattern(_PICTURE).fullmatch(block)
    if match is None:
        raise _TooMuchError
    page.lines.setdefault(match[2], page.line)
    picture = page.addresses.picture({"src": match[2], "alt": match[1]}, [], in_link=False)
    caption = ("<figcaption>", match[3], "</figcaption>", "") if match[3] else ()
    page.pieces += ("<figure>", *divided(picture), *caption, "</figure>", "\n")
    page.has_pictures = True


def _table(page: _Page, block: str) -> None:
    head, rule, *rows = (*block.split("\n"), "", "")
    rows = rows[:-2]
    if not rows or not _pattern(rf"\|(?:{_RULE_CELL})+").fullmatch(rule):
        raise _TooMuchError
    classes = [_ALIGNED[found] for found in _pattern(_RULE_CELL).findall(rule)]
    page.pieces += ("<table>", "\n", "<thead>", "\n")
    _row(page, head, "th", classes)
    page.pieces += ("</thead>", "\n", "<tbody>", "\n")
    for row in rows:
        _row(page, row, "td", classes)
    page.pieces += ("</tbody>", "\n", "</table>", "\n")


def _row(page: _Page, line: str, name: str, classes: list[str]) -> None:
    cells = line[2:-2].split(" | ")
    if len(cells) != len(classes) or not _pattern(rf"\|(?:{_CELL})+").fullmatch(line):
        raise _TooMuchError
    page.pieces += ("<tr>", "\n")
    for cell, kind in zip(cells, classes, strict=True):
        page.write(f'{name} class="{kind}"' if kind else name, _escaped(cell))
    page.pieces += ("</tr>", "\n")


_KINDS: Final[Mapping[str, Callable[[_Page, str], None]]] = MappingProxyType(
    {"#": _heading, ">": _quotation, "-": _dashed, "!": _pictured, "|": _table}
)
"""By the first character of a block."""
