"""Join the lines of a dump that were broken at a fixed width, as terminals and old converters do.

A text is known to be wrapped by its widths alone: many lines end just below one limit, hardly one is longer, and most
of those end within a sentence. Paragraphs have all lengths, and end with one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final
from unicodedata import east_asian_width

from sitegen.extract.blocks import Listing, Paragraph, Text
from sitegen.extract.breadcrumbs import breadcrumb
from sitegen.extract.earlier import Record, step
from sitegen.extract.fold import fold
from sitegen.extract.labels import fields_of
from sitegen.extract.shape import ends_full_stop, ends_sentence, foreign
from sitegen.extract.source import Row, Source
from sitegen.extract.words import Words
from sitegen.text.marked import can_mark, part

_WIDTH_MIN: Final = 30
"""Columns, of which a Chinese character has two: shorter lines are headings, verse, entries of lists."""
_SLACK: Final = 5
"""Columns by which a full line may miss the limit: no mark stands at the head of a line."""
_FULL_MIN: Final = 4
"""Lines; one less where none of them ends with any mark."""
_LONG_SHARE: Final = 0.6
"""Of the limit, above which a line has some length."""
_FULL_SHARE: Final = 0.45
"""Of the lines of some length, which are full in a wrapped text."""
_MARKED_MIN: Final = 3
"""Paragraphs."""
_LONGER_SHARE: Final = 0.1
"""Of these lines, which may be longer than the limit."""
_OPEN_SHARE: Final = 0.4
"""Of the full lines, which end within a sentence."""
_SHOWN: Final = 6
"""Characters on each side of a broken line by which its step is known."""
_BEGINS_BLOCK: Final = re.compile(r"[!-/:-@\[-`{-~]+|\d{1,9}[.)]")
_WORD: Final = re.compile(r"[A-Za-z0-9][\w.,:%/+-]*", re.ASCII)
_DATED: Final = re.compile(r"\s*\d{2,4}\s?[-/.年]\s?\d")
_ITEM: Final = re.compile(
    r"\s*(?:[•●▪◦◆◇■□►▶※·*—–-]|[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.、．]|\d{4}\s?[年/.-]\s?\d)"
)
"""What begins a line of its own: an entry of a list, a date."""


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How a text is wrapped."""

    limit: int
    """Columns."""

    gap: int
    """Lines from one line of a paragraph to its next: 2 where blank lines stand between all."""

    indent: int
    """Columns before a line that is not the first of its paragraph."""

    full: int
    """Lines that end at the limit."""

    marked: range
    """Rows among which paragraphs begin with a greater indent, or behind a blank line; empty where none does."""


def unwrap(source: Source, words: Words) -> tuple[Source, Words]:
    """Return *source* and *words*, its rows repaired, with broken paragraphs joined, and the record of it."""
    rows, texts = source.rows, words.texts
    wrap = _wrap(rows, texts)
    if wrap is None:
        return source, words
    joined: list[list[int]] = []
    for i in range(len(rows)):
        if joined and joined[-1][-1] == i - 1 and _goes_on(rows, texts, i - 1, wrap):
            joined[-1].append(i)
        else:
            joined.append([i])
    record = Record(list(source.steps), list(source.places))
    kept = tuple(_joined([rows[i] for i in group], record) for group in joined)
    return (
        replace(source, rows=kept, steps=tuple(record.steps), places=tuple(record.places)),
        replace(
            words,
            texts=tuple(_glued([texts[i] for i in group]) for group in joined),
            marked=tuple(
                _glued([texts[i] for i in group], [words.marked[i] for i in group])
                for group in (joined if words.marked else ())
            ),
        ),
    )


def columns(text: str) -> int:
    """Return how wide *text* is where a Chinese character has two columns, and every other one.

    >>> columns("春天 3")
    6
    """
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def _wrap(rows: Sequence[Row], texts: Sequence[str]) -> _Wrap | None:
    widths = [_widths(row, text) if _is_line(row) else (0, 0) for row, text in zip(rows, texts, strict=True)]
    found = [wrap for variant in zip(*widths, strict=True) if (wrap := _wrap_by(rows, texts, variant))]
    return max(found, key=lambda wrap: wrap.full, default=None)


def _widths(row: Row, text: str) -> tuple[int, int]:
    """Return the columns of a line as it was found and as it is mended: it may have been damaged before or behind."""
    return row.indent + columns(text), row.indent + columns(row.text)


def _wrap_by(rows: Sequence[Row], texts: Sequence[str], widths: Sequence[int]) -> _Wrap | None:
    long = sorted(width for width in widths if width >= _WIDTH_MIN)
    if len(long) < _FULL_MIN - 1:
        return None
    limits = long[-1 - int(_LONGER_SHARE * len(long)) :]
    limit = max(limits, key=lambda w: (sum(w - _SLACK < other <= w for other in long), w))
    full = [i for i, width in enumerate(widths) if limit - _SLACK < width <= limit]
    opened = [i for i in full if not ends_sentence(texts[i])]
    long = [width for width in long if width > _LONG_SHARE * limit]
    if len(full) < max(_FULL_MIN - all(texts[i][-1:].isalnum() for i in full), _FULL_SHARE * len(long)) or len(
        opened
    ) < _OPEN_SHARE * len(full):
        return None
    gaps = Counter(b.line - a.line for i, (a, b) in enumerate(pairwise(rows)) if i in opened)
    indents = Counter(b.indent for i, b in enumerate(rows[1:]) if i in opened)
    if not gaps:
        return None
    indent = indents.most_common(1)[0][0]
    first, last = full[0], full[-1]
    gap = gaps.most_common(1)[0][0]
    indented = sum(row.indent > indent for row in rows[first : last + 1])
    parted = sum(b.line - a.line > gap for a, b in pairwise(rows[max(first - 1, 0) : last + 1]))
    marked = max(indented, parted) >= _MARKED_MIN
    return _Wrap(limit, gap, indent, len(full), range(first, last + 1) if marked else range(0))


def _is_line(row: Row) -> bool:
    return isinstance(row.block, Paragraph | Listing)


def _goes_on(rows: Sequence[Row], texts: Sequence[str], i: int, wrap: _Wrap) -> bool:
    """Say whether the paragraph of the row *i* goes on in the next row."""
    behind = rows[i + 1]
    if not (_is_line(rows[i]) and isinstance(behind.block, Paragraph)):
        return False
    if behind.line - rows[i].line > wrap.gap or behind.indent > wrap.indent or _ITEM.match(texts[i + 1]):
        return False
    if _stands_alone(texts[i], texts[i + 1]):
        return False
    widths = _widths(rows[i], texts[i])
    if any(wrap.limit - _SLACK < width <= wrap.limit for width in widths):
        return True
    if i in wrap.marked and not ends_full_stop(texts[i]) and max(widths) > _LONG_SHARE * wrap.limit:
        return foreign(texts[i]) == foreign(texts[i + 1])
    width = widths[0]
    word = _WORD.match(texts[i + 1])  # what cannot be broken went to the next line whole
    return word is not None and width < wrap.limit < width + len(word[0]) + 1 and not ends_sentence(texts[i])


def _stands_alone(text: str, behind: str) -> bool:
    """Say whether *text* is a dateline, which may be as wide, or *behind* begins with a label or is a trail."""
    if _DATED.match(text) and any(entry.known for entry in fields_of(fold(text))):
        return True
    return any(entry.known and entry.start == 0 for entry in fields_of(fold(behind))) or bool(breadcrumb(behind))


def _joined(rows: Sequence[Row], record: Record) -> Row:
    first = rows[0]
    if len(rows) == 1 or first.block is None:
        return first
    text = _glued([row.text for row in rows])
    marked = _marked(rows, record) if can_mark(text) else ""
    paragraph = Paragraph((Text(text),), first.line)
    block = Listing(((paragraph,),), first.block.start, first.line) if isinstance(first.block, Listing) else paragraph
    return Row(text, first.line, block, indent=first.indent, marked=marked)


def _marked(rows: Sequence[Row], record: Record) -> str:
    """Return the words of *rows* as one text with the places marked in which lines were broken, and those within."""
    glued = rows[0].marked or rows[0].text
    for before, row in pairwise(rows):
        gap = _gap(before.text, row.text)
        around = before.text[-_SHOWN:], row.text[:_SHOWN]
        made = step("wrapped-lines", "\n".join(around), gap.join(around))
        # What begins a block of another kind belongs to the place: at the head of a line it is written otherwise.
        begins = _BEGINS_BLOCK.match(row.text)
        head = begins[0] if begins else ""
        rest = part(row.marked, len(head), len(row.text)) if row.marked else row.text[len(head) :]
        glued += record.mark(made, f"\n{head}", f"{gap}{head}") + rest
    return glued


def _glued(texts: Sequence[str], shown: Sequence[str] = ()) -> str:
    """Return *texts* as one, with blanks between words of other scripts; or *shown* instead, which says the same.

    >>> _glued(["春天", "来了 in", "April"])
    '春天来了 in April'
    """
    shown = shown or texts
    gaps = (_gap(before, behind) for before, behind in pairwise(texts))
    return shown[0] + "".join(f"{gap}{text}" for gap, text in zip(gaps, shown[1:], strict=True))


def _gap(before: str, behind: str) -> str:
    """Return the blank that belongs between two lines; empty between Chinese characters."""
    apart = before[-1:].isascii() and behind[:1].isascii() and (before[-1:].isalnum() or before[-1:] in ",.;:)")
    return " " if apart else ""
