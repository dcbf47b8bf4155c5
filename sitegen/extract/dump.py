"""Read a text dump: plain lines, with the tag soup and the list markers that a converter left in it.

Nothing here needs an HTML parser: tags stand in the text as text, mostly empty. Every pattern is linear, so that one
line of five million characters is read as fast as many short ones.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from sitegen.extract.blocks import Block, Listing, Paragraph, Rule, Text, lines, squeeze
from sitegen.extract.earlier import Record, step
from sitegen.extract.entities import Entity, in_lines, marked_entities, moved, unescape, unplaced
from sitegen.extract.source import Row, Source
from sitegen.model import Removal
from sitegen.text.marked import part

_TAGS: Final = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br "
    "button "
    "canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed "
    "fieldset "
    "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input "
    "ins kbd label legend li link listing main map mark marquee menu menuitem meta meter nav nobr noembed noframes "
    "noscript object ol optgroup option output p param picture plaintext pre progress q rp rt ruby s samp script "
    "section "
    "select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th "
    "thead time title tr track tt u ul var video wbr xmp"
).split()
_TAG: Final = re.compile(
    rf"<!doctype[^<>]{{0,400}}>|</?(?:{'|'.join(sorted(_TAGS, key=len, reverse=True))})(?:\s[^<>]{{0,4000}})?/?>"
    r"|<[a-z][a-z0-9]{0,15}(?:\s{1,4}[\w:-]{1,30}=(?:\"[^\"<>]{0,400}\"|'[^'<>]{0,400}')){1,20}\s{0,4}/?>|</[a-z][a-z0-9]{1,15}\s?>",
    re.IGNORECASE,
)
"""Also tags that no language has, if they have attributes or close: who hides spam makes up names."""
_HIDDEN: Final = re.compile(
    r"<(div|span|p|a|font|marquee|b|i|strong)\s[^<>]{0,400}?(?:display\s{0,3}:\s{0,3}none"
    r"|visibility\s{0,3}:\s{0,3}hidden)[^<>]{0,400}>[^<]{0,20000}</\1>",
    re.IGNORECASE,
)  # fmt: skip
_BULLET: Final = re.compile(r"\s*(?:[•●▪◦‣◆◇■□►▶※]\s*|[·*]\s+)")
_MARKED_HEADING: Final = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_NUMBER: Final = re.compile(r"\s*(\d{1,3})\.\s+")
_NUMBERED_MIN: Final = 40
_SENTENCES_MIN: Final = 2
"""Characters and full stops of a paragraph that is no item of a list."""
_ORNAMENT: Final = re.compile(r"([*＊·•—=_~★☆◆◇○●※-])(?:\s*\1){2,}")
_INDENT_MARKS: Final = re.compile(r"[?？]{2,8}(?=[^?？\s])")
_INDENT_ROW_MIN: Final = 15
"""Characters: a shorter line is no paragraph that would be indented."""
_BLOCK_WITH_TEXT: Final = re.compile(
    r"<(?:p|div|h[1-6]|td|li|article|section|center|br)\b[^<>]{0,400}>\s{0,20}[^<\s]", re.IGNORECASE
)
_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|body|head)\b", re.IGNORECASE)
_HTML_BLOCKS_MIN: Final = 2


def looks_like_html(text: str) -> bool:
    r"""Say whether *text* is marked up, rather than a dump in which tags are left over.

    In a page the tags hold the text; the tags of a dump are empty.

    >>> looks_like_html("<p>春天来了。</p>\n<p>花开了。</p>")
    True
    >>> looks_like_html('<meter id="x1"><tt id="x1"></tt></meter>\n春天来了。')
    False
    """
    if _PAGE.search(text):
        return True
    return (
        sum(1 for _, _ in zip(range(_HTML_BLOCKS_MIN), _BLOCK_WITH_TEXT.finditer(text), strict=False))
        >= _HTML_BLOCKS_MIN
    )


def read_dump(text: str) -> Source:
    """Return the lines of *text* without tags and list markers; every line that held nothing else is in `removed`."""
    text, entities, counts = unescape(text)
    lines = text.split("\n") if entities else []
    by_line = in_lines(lines, entities)
    for name in ("script", "style", "noscript", "textarea", "template"):
        text = _cut(text, f"<{name}", f"</{name}")
    text = _cut(text, "<!--", "-->")
    rows: list[Row] = []
    removed: list[Removal] = []
    record = Record(unplaced(counts))
    for number, raw in enumerate(text.split("\n"), 1):
        found = by_line.get(number - 1, ())
        # What was cut from a line moved the others; such a line has more that is wrong.
        row, gone = _row(raw, number, found if not found or lines[number - 1] == raw else (), record)
        removed.extend(gone)
        if row:
            rows.append(row)
    kept = _without_indent_marks(rows, record)
    return Source(tuple(kept), removed=tuple(removed), steps=tuple(record.steps), places=tuple(record.places))


def merge_lists(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Join items that follow one another into lists; a marker that stands alone is a converter's leftover.

    A lone number goes from a paragraph only if nothing else is numbered; it is returned as removed.

    >>> one, two = Listing(((Paragraph((Text("一"),)),),)), Paragraph((Text("二"),))
    >>> [type(block).__name__ for block in merge_lists([one, two])[0]]
    ['Paragraph', 'Paragraph']
    """
    merged: list[Block] = []
    removed: list[Removal] = []
    numbered = sum(_list_kind(block) == "ordered" for block in blocks)
    for kind, group in groupby(blocks, key=_list_kind):
        members = list(group)
        lists = [member for member in members if isinstance(member, Listing)]
        if kind == "" or not lists:
            merged.extend(members)
        elif numbered == len(lists) == 1 and kind == "ordered" and _is_paragraph(lists[0]):
            merged.append(_unlisted(replace(lists[0], start=None)))
            removed.append(Removal("list-marker", f"{lists[0].start}.", lists[0].line))
        elif len(lists) == 1 or (kind == "ordered" and not _counts_up([x.start or 0 for x in lists])):
            merged.extend(_unlisted(x) for x in lists)
        else:
            items = tuple(item for x in lists for item in x.items)
            merged.append(Listing(items, lists[0].start, lists[0].line))
    return tuple(merged), tuple(removed)


def _is_paragraph(block: Listing) -> bool:
    """Say whether the item of *block* is a paragraph of several sentences, and it is the first."""
    text = "\n".join(lines(block))
    return block.start == 1 and len(text) >= _NUMBERED_MIN and text.count("。") >= _SENTENCES_MIN


def _list_kind(block: Block) -> str:
    if not isinstance(block, Listing):
        return ""
    return "bullets" if block.start is None else "ordered"


def _counts_up(numbers: list[int]) -> bool:
    return all(b == a + 1 for a, b in pairwise(numbers))


def _unlisted(block: Listing) -> Block:
    text = "\n".join(lines(block))
    return Paragraph((Text(text if block.start is None else f"{block.start}. {text}"),), block.line)


def _row(raw: str, number: int, entities: Sequence[Entity], record: Record) -> tuple[Row | None, list[Removal]]:
    removed = [Removal("hidden", match[0], number) for match in _HIDDEN.finditer(raw)] if "<" in raw else []
    line = _HIDDEN.sub(" ", raw) if removed else raw
    bare = _TAG.sub(" ", line) if "<" in line else line
    had_tags = bare != line
    if entities and bare != raw:
        entities = moved(entities, [match.span() for match in _HIDDEN.finditer(raw)])
        entities = moved(entities, [match.span() for match in _TAG.finditer(line)])
    text, start = bare, None
    if match := _MARKED_HEADING.match(bare):
        text = bare[match.end() :]
    elif match := _BULLET.match(bare):
        text, start = bare[match.end() :], 0
    elif match := _NUMBER.match(bare):
        text, start = bare[match.end() :], int(match[1])
    marked = marked_entities(text, entities, len(bare) - len(text), record) if entities else ""
    text = squeeze(text)
    if not text:
        if raw.strip() and not removed:
            removed.append(Removal("tag-soup" if had_tags else "list-marker", squeeze(raw), number))
        return None, removed
    if _ORNAMENT.fullmatch(text):
        return Row(text, number, Rule(number)), removed
    paragraph = Paragraph((Text(text),), number)
    block: Block = paragraph if start is None else Listing(((paragraph,),), start or None, number)
    return Row(text, number, block, indent=_indent(bare), marked=marked), removed


def _indent(line: str) -> int:
    """Return how many columns *line* leaves blank at its head."""
    blank = line[: len(line) - len(line.lstrip(" 　\t\u00a0"))]
    return len(blank) + blank.count("　")


def _cut(text: str, opening: str, closing: str) -> str:
    """Remove all from *opening* to *closing*, but its line ends; an opening that is never closed stays."""
    lower = text.lower()
    if opening not in lower or len(lower) != len(text):
        return text
    kept, position = [], 0
    while (start := lower.find(opening, position)) >= 0:
        end = lower.find(closing, start)
        if end < 0:
            break
        kept.append(text[position:start])
        kept.append("\n" * text.count("\n", start, end))
        close = text.find(">", end)
        position = close + 1 if close >= 0 else len(text)
    return "".join(kept) + text[position:]


def _without_indent_marks(rows: list[Row], record: Record) -> list[Row]:
    """Take `??` from the head of paragraphs where most begin so: the indent of a page, lost in its encoding."""
    long = [row for row in rows if len(row.text) >= _INDENT_ROW_MIN and "。" in row.text]
    marked = [row for row in long if _INDENT_MARKS.match(row.text)]
    if len(marked) * 3 < len(long) or (len(marked) < 2 and len(marked) < len(long) / 2):  # noqa: PLR2004 - one alone may be meant
        return rows
    kept = []
    for row in rows:
        if match := _INDENT_MARKS.match(row.text):
            text = row.text[match.end() :]
            rest = part(row.marked, match.end(), len(row.text)) if row.marked else text
            mended = record.mark(step("indent-marks", match[0], ""), match[0], "") + rest
            kept.append(replace(row, text=text, block=Paragraph((Text(text),), row.line), marked=mended))
        else:
            kept.append(row)
    return kept
