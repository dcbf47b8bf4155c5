"""Say what each row of a document is: headline, dateline, body, byline, or furniture.

The shape is the same in dumps and pages: furniture and headline, a line with date and source, paragraphs, a line with
the editor, furniture. Rows that are prose mark the body; what stands around them is judged by `boilerplate`, `bylines`
and `spam`, and whatever is left out is recorded with the rule that said so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Final

from sitegen.extract import boilerplate, headline
from sitegen.extract.blocks import Paragraph, Text
from sitegen.extract.bylines import TRAILING_BYLINE, Byline, read_byline, reporters
from sitegen.extract.dateline import DATELINE_MAX, find_dateline, read_dateline
from sitegen.extract.fold import fold, key
from sitegen.extract.prose import ENDS_SENTENCE, STANDALONE, is_prose, prose_rows
from sitegen.extract.source import Row, Source
from sitegen.extract.spam import keyword_line, spam_rows
from sitegen.extract.words import written_in
from sitegen.model import Evidence, Removal

HEAD_ROWS: Final = 12
"""A headline that is followed by more rows than this before the first paragraph has no dateline of its own."""
ABOVE_HEADLINE: Final = 3
"""Rows: some sites set the date above the headline."""
_MIDDLE: Final = frozenset({"back-to-top", "controls", "share", "counter", "browser", "licence-number", "comments"})
"""Furniture that is left out between paragraphs, too; other rules need the head or the tail to be sure."""
_SUBTITLE_DASH: Final = re.compile(r"^[—–-]{1,3}\s*(?=\S)")
_SUBTITLE_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document."""

    title: str
    subtitle: str = ""
    date: Evidence | None = None
    """Its text is ISO 8601."""

    publisher: Evidence | None = None
    editor: Evidence | None = None
    """Its text is the names, joined by `、`."""

    authors: Evidence | None = None
    sections: tuple[str, ...] = ()
    body: tuple[Row, ...] = ()
    removed: tuple[Removal, ...] = ()


@dataclass(slots=True)
class _Ledger:
    """Which rows are taken, and why."""

    rows: tuple[Row, ...]
    taken: dict[int, str] = field(default_factory=dict)

    def take(self, index: int, rule: str) -> None:
        self.taken.setdefault(index, rule)

    def free(self, start: int = 0, end: int | None = None) -> list[int]:
        return [i for i in range(start, len(self.rows) if end is None else end) if i not in self.taken]


def outline(source: Source, zone: tzinfo) -> Outline:
    """Return the parts of *source*; the title is empty if nothing looks like one."""
    rows = source.rows
    if not rows:
        return Outline(headline.from_facts(source.facts))
    ledger = _Ledger(rows)
    prose = prose_rows(rows)
    _cut_related(ledger, prose)
    prose = [i for i in prose if i not in ledger.taken]
    first = prose[0] if prose else _first_block(rows)
    last = prose[-1] if prose else len(rows) - 1
    _take_spam(ledger, first if prose else len(rows), last if prose else len(rows))
    crumbs = [i for i in ledger.free(0, first + 1) if _is_breadcrumb(rows[i])]
    title = headline.from_facts(source.facts)
    near = _near_headline(rows, title, first) if title else 0
    waiting = ((i, rows[i]) for i in ledger.free(near, min(len(rows), first + 2)) if i not in crumbs)
    dateline, found = find_dateline(waiting, zone) or (None, None)
    title = title or _title_of_dump(ledger, crumbs, dateline, first, bool(prose))
    copies = tuple(r.text for r in rows[: first + 1] if r.text and len(r.text) <= 2 * headline.HEADLINE_MAX)
    sections = source.facts.sections
    for i in crumbs:
        trail = boilerplate.breadcrumb(rows[i].text, (title, *copies)) or ()
        sections = sections or trail
        ledger.take(i, "breadcrumb")
    start = _take_headlines(ledger, title, first)
    head = Byline()
    if dateline is not None and found is not None:
        head = read_dateline(rows[dateline].text, found)
        ledger.take(dateline, "dateline")
    subtitle = source.facts.subtitle.text if source.facts.subtitle else ""
    subtitle = _take_head(ledger, title, subtitle, max(start, dateline if dateline is not None else -1), first, last)
    bylines = [("dateline", head), *_take_bylines(ledger, max(0, start), first, last)]
    _take_tail(ledger, last)
    _take_middle(ledger, first, last)
    body = [i for i in ledger.free() if rows[i].block is not None and (i >= start or not prose)]
    signed = _signed([rows[i] for i in body])
    kept, tail = _without_trailing_byline([rows[i] for i in body])
    bylines += [("body", read_byline(tail.text))] if tail else []
    removed = [
        Removal(rule, rows[i].text, rows[i].line)
        for i, rule in sorted(ledger.taken.items())
        if rows[i].block or rule in ("dateline", "byline")
    ]
    removed += [tail] if tail else []
    removed += [
        Removal("before-headline", rows[i].text, rows[i].line) for i in ledger.free(0, max(0, start)) if rows[i].block
    ]
    return Outline(
        title=title,
        subtitle=subtitle,
        date=Evidence("date", "dateline", found.iso) if found else None,
        publisher=_first_named("publisher", [(s, b.publisher) for s, b in bylines]),
        editor=_first_named("editor", [(s, "、".join(b.editors)) for s, b in reversed(bylines)]),
        authors=_first_named(
            "authors", [*((s, "、".join(b.authors)) for s, b in bylines), ("body", "、".join(signed))]
        ),
        sections=sections,
        body=tuple(kept),
        removed=tuple(removed),
    )


def _is_breadcrumb(row: Row) -> bool:
    """Say whether *row* is a breadcrumb; outside the main content a menu looks the same but for its separators."""
    if is_prose(row) or boilerplate.breadcrumb(row.text) is None:
        return False
    return row.block is not None or bool(re.search(r"[>»›]|位置", fold(row.text)))


def _near_headline(rows: Sequence[Row], title: str, first: int) -> int:
    """Return the first row that may be the dateline: a little above the headline that is nearest to the body."""
    at = next(
        (i for i in range(min(first, len(rows) - 1), -1, -1) if headline.is_copy(rows[i].text, title)),
        first - HEAD_ROWS,
    )
    return max(0, at - ABOVE_HEADLINE)


def _first_block(rows: Sequence[Row]) -> int:
    return next((i for i, row in enumerate(rows) if row.block is not None), 0)


def _cut_related(ledger: _Ledger, prose: list[int]) -> None:
    """Take the lists of other articles: to the end of the document, or to where paragraphs go on."""
    rows = ledger.rows
    for i in range((prose[0] if prose else 0) + 1, len(rows)):
        if i in ledger.taken or rows[i].block is None or not boilerplate.is_related_heading(rows[i].text):
            continue
        later = [j for j in prose if j > i]
        if prose and prose[0] < i and len(later) * 2 <= len(prose) - len(later) and not _resumes(rows, later):
            end = len(rows)
        else:
            end = next((j for j in range(i + 1, len(rows)) if rows[j].links <= 0.5 and j in prose), len(rows))  # noqa: PLR2004
        for j in range(i, end):
            ledger.take(j, "related")


def _resumes(rows: Sequence[Row], later: list[int]) -> bool:
    return sum(len(rows[j].text) for j in later) > 200 and sum("。" in rows[j].text for j in later) > 1  # noqa: PLR2004


def _take_spam(ledger: _Ledger, first: int, last: int) -> None:
    rows = ledger.rows
    suspects = [i for i in ledger.free() if rows[i].block is not None and keyword_line(rows[i].text)]
    if not suspects:
        return
    script = written_in("".join(row.text for i, row in enumerate(rows) if i not in suspects and row.block is not None))
    heads = [rows[i].text for i in range(min(first + 1, len(rows))) if i not in suspects]
    genuine = {
        i
        for i in suspects
        if boilerplate.breadcrumb(rows[i].text) is not None or any(headline.is_copy(rows[i].text, h) for h in heads)
    }
    texts = ["" if i in genuine else rows[i].text for i in suspects]
    lone = [
        i
        for i in range(min(first, len(rows)))
        if i not in suspects and rows[i].text and not boilerplate.furniture(rows[i].text)
    ]
    sides = [1 if i > last else -1 if i < first and lone else 0 for i in suspects]
    other = [script not in ("", (own := written_in(rows[i].text))) and own != "" for i in suspects]
    for position, rule in spam_rows(texts, sides, other).items():
        ledger.take(suspects[position], rule)


def _title_of_dump(ledger: _Ledger, crumbs: list[int], dateline: int | None, first: int, has_prose: bool) -> str:
    rows = ledger.rows
    usable = [
        i
        for i in ledger.free(0, first if has_prose else min(len(rows), HEAD_ROWS))
        if i not in crumbs
        and i != dateline
        and len(rows[i].text) <= headline.HEADLINE_MAX
        and _may_be_headline(rows[i].text)
    ]
    before = [i for i in usable if dateline is None or i < dateline]
    below = [i for i in before if crumbs and i > crumbs[-1]]  # what stands above the breadcrumb is the site's name
    trail = " ".join(rows[i].text for i in crumbs)
    return headline.from_rows([rows[i].text for i in usable], [rows[i].text for i in below or before], trail)


def _may_be_headline(text: str) -> bool:
    folded = fold(text)
    return (
        boilerplate.furniture(text) is None
        and not (STANDALONE.fullmatch(folded) and read_byline(text) != Byline())
        and not text.endswith("。")
    )


def _take_headlines(ledger: _Ledger, title: str, first: int) -> int:
    """Take the copies of the headline before the body; return the row of the first, -1 if none is there."""
    start = -1
    for i in ledger.free(0, first + 1):
        text = ledger.rows[i].text
        if headline.is_copy(text, title) or (i < first and headline.is_damaged_copy(text, title)):
            ledger.take(i, "headline")
            start = i if start < 0 else start
    return start


def _take_head(ledger: _Ledger, title: str, subtitle: str, after: int, first: int, last: int) -> str:
    """Take subtitle and furniture between headline and body; return the subtitle."""
    rows = ledger.rows
    lone = _lone_line(ledger, after, first, last)
    for i in ledger.free(0, first):
        text = rows[i].text
        if rule := boilerplate.furniture(text):
            ledger.take(i, rule)
        elif subtitle and key(text) == key(subtitle):
            ledger.take(i, "subtitle")
        elif (
            not subtitle
            and i <= max(after, 0) + 2
            and (i == lone or _is_subtitle(text, title))
            and rows[i].block is not None
        ):
            subtitle = _SUBTITLE_DASH.sub("", text)
            ledger.take(i, "subtitle")
    return subtitle


def _lone_line(ledger: _Ledger, after: int, first: int, last: int) -> int:
    """Return the row between dateline and body that is the only one without a sentence: a second headline.

    Where the body has short lines, too, it is a heading like them. -1 if there is none, or no dateline.
    """
    rows = ledger.rows
    short = [i for i in ledger.free(after + 1, last) if rows[i].block is not None and _may_be_subtitle(rows[i].text)]
    return (
        short[0]
        if after >= 0 and len(short) == 1 and short[0] < first and isinstance(rows[short[0]].block, Paragraph)
        else -1
    )


def _may_be_subtitle(text: str) -> bool:
    return 0 < len(text) <= _SUBTITLE_MAX and not ENDS_SENTENCE.search(text) and boilerplate.furniture(text) is None


def _is_subtitle(text: str, title: str) -> bool:
    if len(text) > _SUBTITLE_MAX or text.endswith("。"):
        return False
    if _SUBTITLE_DASH.match(text) and len(text) > 4:  # noqa: PLR2004 - a rule drawn with dashes
        return True
    own = key(text)
    return len(own) >= 4 and own != key(title) and own in key(title)  # noqa: PLR2004 - letters


def _take_bylines(ledger: _Ledger, start: int, first: int, last: int) -> list[tuple[str, Byline]]:
    """Take the lines that only name people or the source; return what they say, head first."""
    found: list[tuple[str, Byline]] = []
    for i in ledger.free(start):
        text = ledger.rows[i].text
        near = i <= first + 1 or i >= last - 1
        if not near or len(text) > DATELINE_MAX or "。" in text:
            continue
        if ledger.rows[i].block is not None and not STANDALONE.fullmatch(fold(text)):
            continue
        byline = read_byline(text)
        if byline != Byline():
            found.append(("byline", byline))
            ledger.take(i, "byline")
    return found


def _take_tail(ledger: _Ledger, last: int) -> None:
    """Take the furniture behind the last paragraph; behind a byline or furniture nothing is the article's."""
    ended = False
    for i in range(last + 1, len(ledger.rows)):
        text = ledger.rows[i].text
        if i in ledger.taken:
            ended = ended or ledger.taken[i] in ("byline", "related")
        elif rule := boilerplate.furniture(text):
            ledger.take(i, rule)
            ended = ended or rule != "ornament"
        elif ended and ledger.rows[i].block is not None:
            ledger.take(i, "after-end")


def _take_middle(ledger: _Ledger, first: int, last: int) -> None:
    for i in ledger.free(first, last + 1):
        rule = boilerplate.furniture(ledger.rows[i].text)
        if rule in _MIDDLE:
            ledger.take(i, rule)


def _without_trailing_byline(body: Sequence[Row]) -> tuple[list[Row], Removal | None]:
    """Cut the byline in brackets from the end of the last paragraph; return the rows and what was cut."""
    rows = list(body)
    if not rows or not isinstance(block := rows[-1].block, Paragraph) or not block.children:
        return rows, None
    end = block.children[-1]
    match = TRAILING_BYLINE.search(fold(end.text)) if isinstance(end, Text) else None
    if match is None or not isinstance(end, Text) or match.start() == 0:
        return rows, None
    cut = Removal("byline", end.text[match.start() :].strip(), rows[-1].line)
    shorter = replace(block, children=(*block.children[:-1], Text(end.text[: match.start()])))
    rows[-1] = Row.of(shorter)
    return rows, cut


def _signed(body: Sequence[Row]) -> tuple[str, ...]:
    """Return the reporters that the first and the last paragraph name."""
    for row in (*body[:2], *body[-2:]):
        if names := reporters(row.text):
            return names
    return ()


def _first_named(name: str, candidates: Sequence[tuple[str, str]]) -> Evidence | None:
    return next((Evidence(name, source, text) for source, text in candidates if text), None)
