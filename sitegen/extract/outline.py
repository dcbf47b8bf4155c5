"""Say what each row of a document is: headline, dateline, body, byline, or furniture.

The shape is the same in dumps and pages: furniture and headline, a line with date and source, paragraphs, a line with
the editor, furniture. Rows that are prose mark the body; what stands around them is judged by `boilerplate`, `bylines`
and `spam`, and whatever is left out is recorded with the rule that said so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final

from sitegen.extract import boilerplate, headline, notices
from sitegen.extract.agency import read_opening
from sitegen.extract.blocks import Paragraph, Text
from sitegen.extract.breadcrumbs import breadcrumb
from sitegen.extract.bylines import TRAILING_BYLINE, Byline, read_byline, reporters
from sitegen.extract.cohesion import CONTEXT_MIN, Cohesion
from sitegen.extract.dateline import DATELINE_MAX, find_dateline, read_dateline
from sitegen.extract.edges import end_of_article, take_head, take_tail
from sitegen.extract.fold import fold, key
from sitegen.extract.ledger import Ledger, join_labels
from sitegen.extract.names import is_house, is_person
from sitegen.extract.prose import STANDALONE, is_prose, prose_rows
from sitegen.extract.shape import ENDS_SENTENCE, FULL_STOP_AT_END
from sitegen.extract.source import Row, Source
from sitegen.extract.strangers import Article, cut_fragments, take_leftovers, take_paragraphs, take_spam
from sitegen.model import Evidence, Removal

HEAD_ROWS: Final = 12
"""A headline that is followed by more rows than this before the first paragraph has no dateline of its own."""
ABOVE_HEADLINE: Final = 3
"""Rows: some sites set the date above the headline."""
_MIDDLE: Final = frozenset(
    "back-to-top controls share counter browser licence-number comments advertisement photo-credit".split()
)
"""Furniture that is left out between paragraphs, too; other rules need the head or the tail to be sure."""
_CLEAN: Final = frozenset({"headline", "dateline", "byline", "subtitle", "ornament"})
"""What clean documents have, too."""
_LONE_NAME_MAX: Final = 14
"""Characters."""
_CONTEXT_MIN: Final = 40
"""Terms of an article by which its first and last lines can be told from strangers."""
_ARROWS: Final = re.compile("[>»›→]|位置")
_FIELD: Final = re.compile(r"[^:：\s]{2,8}\s?[:：]\s?\S")
"""A label and its value: no headline, if it shares nothing with the text and another line does."""
_TOLD_MIN: Final = 0.25
"""Share of its terms that a headline has in common with its text, if that can be told at all."""
_LONE_CONTROLS_MAX: Final = 0.8
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


def outline(source: Source, zone: tzinfo) -> Outline:
    """Return the parts of *source*; the title is empty if nothing looks like one."""
    rows = join_labels(source.rows)
    if not rows:
        return Outline(headline.from_facts(source.facts))
    ledger = Ledger(rows)
    prose, end, article = _sift(ledger)
    first = prose[0] if prose else _first_block(rows)
    last = prose[-1] if prose else len(rows) - 1
    take_spam(ledger, first if prose else len(rows), last if prose else len(rows), prose, article)
    crumbs = [i for i in ledger.free(0, first + 1) if _is_breadcrumb(rows[i])]
    title = headline.from_facts(source.facts)
    near = _near_headline(rows, title, first) if title else 0
    waiting = ((i, rows[i]) for i in ledger.free(near, min(len(rows), first + 2)) if i not in crumbs)
    dateline, found = find_dateline(waiting, zone) or (None, None)
    title = title or _title_of_dump(ledger, crumbs, dateline, first, bool(prose), article.cohesion)
    copies = tuple(r.text for r in rows[: first + 1] if r.text and len(r.text) <= 2 * headline.HEADLINE_MAX)
    sections = source.facts.sections
    for i in sorted(crumbs, key=lambda i: _ARROWS.search(fold(rows[i].text)) is None):  # a menu looks like one, too
        trail = breadcrumb(rows[i].text, (title, *copies)) or ()
        sections = sections or trail
        ledger.take(i, "breadcrumb")
    start = _take_headlines(ledger, title, first)
    head = Byline()
    if dateline is not None and found is not None:
        head = read_dateline(rows[dateline].text, found)
        ledger.take(dateline, "dateline")
    subtitle = source.facts.subtitle.text if source.facts.subtitle else ""
    after = max(start, dateline if dateline is not None else -1)
    opened = max(start, -1)
    bylines = [("dateline", head), *_take_bylines(ledger, max(0, start), first, min(last, end - 1))]
    bylines += _take_lone_names(ledger, max(0, start), first, dateline)
    subtitle = _take_head(ledger, title, subtitle, after, first, last, article.cohesion)
    dirty = bool(source.removed) or any(rule not in _CLEAN for rule in ledger.taken.values())
    pruned = any(row.block is None for row in rows)  # the lines around the main content of a page are known
    dirty = dirty and not pruned and len(article.cohesion.counts) >= _CONTEXT_MIN
    if prose and dirty:
        after = max([after, *(i for i in range(max(0, start), first) if ledger.taken.get(i) == "byline")])
        take_head(ledger, max(opened, 0), after, first, article.cohesion)
    take_tail(ledger, last, end, article.cohesion, dirty=dirty)
    _take_middle(ledger, first, last)
    body = [i for i in ledger.free() if rows[i].block is not None and (i >= start or not prose)]
    before = [Removal("before-headline", rows[i].text, rows[i].line) for i in ledger.free(0, start) if rows[i].block]
    cut_fragments(ledger, body, article)
    signed = _signed([rows[i] for i in body])
    kept, tail = _without_trailing_byline([ledger.rows[i] for i in body if i not in ledger.taken])
    bylines += [("body", read_byline(tail.text))] if tail else []
    opening = [rows[i] for i in range(max(0, start), first) if fold(rows[i].text)[:1] in "(["]
    bylines += [("opening", read_opening(row.text)) for row in (*opening, *kept[:2])]
    removed = [*ledger.removals(), *([tail] if tail else []), *before]
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


def _sift(ledger: Ledger) -> tuple[list[int], int, Article]:
    """Take what is surely no article; return its paragraphs, the row where it ends, and what it is measured by."""
    rows = ledger.rows
    take_leftovers(ledger, prose_rows(rows))
    prose = [i for i in prose_rows(rows) if i not in ledger.taken]
    prose = take_paragraphs(ledger, prose, Article.of(rows, prose))
    article = Article.of(rows, prose)
    _cut_related(ledger, prose)
    prose = [i for i in prose if i not in ledger.taken]
    end = end_of_article(ledger, prose, article.cohesion)
    return [i for i in prose if i < end], end, article


def _is_breadcrumb(row: Row) -> bool:
    """Say whether *row* is a breadcrumb; outside the main content a menu looks the same but for its separators."""
    if is_prose(row) or breadcrumb(row.text) is None:
        return False
    return row.block is not None or bool(_ARROWS.search(fold(row.text)))


def _near_headline(rows: Sequence[Row], title: str, first: int) -> int:
    """Return the first row that may be the dateline: a little above the headline that is nearest to the body."""
    at = next(
        (i for i in range(min(first, len(rows) - 1), -1, -1) if headline.is_copy(rows[i].text, title)),
        first - HEAD_ROWS,
    )
    return max(0, at - ABOVE_HEADLINE)


def _first_block(rows: Sequence[Row]) -> int:
    return next((i for i, row in enumerate(rows) if row.block is not None), 0)


def _cut_related(ledger: Ledger, prose: list[int]) -> None:
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


def _title_of_dump(
    ledger: Ledger, crumbs: list[int], dateline: int | None, first: int, has_prose: bool, cohesion: Cohesion
) -> str:
    rows = ledger.rows
    usable = [
        i
        for i in ledger.free(0, first if has_prose else min(len(rows), HEAD_ROWS))
        if i not in crumbs
        and i != dateline
        and len(rows[i].text) <= headline.HEADLINE_MAX
        and _may_be_headline(rows[i].text)
    ]
    shares = {i: cohesion.raw_share(headline.without_label(rows[i].text)) for i in usable}
    if max(shares.values(), default=0.0) >= _TOLD_MIN:
        usable = [i for i in usable if shares[i] > 0 or not _FIELD.match(rows[i].text)]
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


def _take_headlines(ledger: Ledger, title: str, first: int) -> int:
    """Take the copies of the headline before the body; return the row of the first, -1 if none is there."""
    start = -1
    for i in ledger.free(0, first + 1):
        text = ledger.rows[i].text
        if headline.is_copy(headline.without_label(text), title) or (
            i < first and headline.is_damaged_copy(text, title)
        ):
            ledger.take(i, "headline")
            start = i if start < 0 else start
    return start


def _take_head(ledger: Ledger, title: str, subtitle: str, after: int, first: int, last: int, cohesion: Cohesion) -> str:
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
            and ((i == lone and _speaks_of(text, cohesion)) or _is_subtitle(text, title))
            and rows[i].block is not None
        ):
            subtitle = _SUBTITLE_DASH.sub("", text)
            ledger.take(i, "subtitle")
    return subtitle


def _speaks_of(text: str, cohesion: Cohesion) -> bool:
    """Say whether *text* has a term in common with the article, if that is long enough to have many."""
    return len(cohesion.counts) < CONTEXT_MIN or cohesion.raw_share(text) > 0


def _lone_line(ledger: Ledger, after: int, first: int, last: int) -> int:
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


def _take_bylines(ledger: Ledger, start: int, first: int, last: int) -> list[tuple[str, Byline]]:
    """Take the lines that only name people or the source; return what they say, head first."""
    found: list[tuple[str, Byline]] = []
    for i in range(start, len(ledger.rows)):
        if ledger.taken.get(i, "related") != "related":
            continue
        text = ledger.rows[i].text
        near = i <= first + 1 or i >= last - 1
        if not near or len(text) > DATELINE_MAX or FULL_STOP_AT_END.search(text) or "。" in text:
            continue  # whoever is named there says something
        if ledger.rows[i].block is not None and not STANDALONE.fullmatch(fold(text)):
            continue
        byline = read_byline(text)
        if byline != Byline():
            found.append(("byline", byline))
            ledger.take(i, "byline")
    return found


def _take_lone_names(ledger: Ledger, start: int, first: int, dateline: int | None) -> list[tuple[str, Byline]]:
    """Take the lines beside the dateline that are a name and nothing else: of a publisher or of a person."""
    if dateline is None:
        return []
    found = []
    for i in ledger.free(max(start, dateline - 2), min(first, dateline + 3)):
        text = ledger.rows[i].text.strip()
        if len(text) > _LONE_NAME_MAX or " " in text or notices.control_share(text) > _LONE_CONTROLS_MAX:
            continue
        if is_person(text):
            found.append(("byline", Byline(authors=(text,))))
            ledger.take(i, "byline")
        elif is_house(text):
            found.append(("byline", Byline(text)))
            ledger.take(i, "byline")
    return found


def _take_middle(ledger: Ledger, first: int, last: int) -> None:
    for i in ledger.free(first, last + 1):
        rule = boilerplate.furniture(ledger.rows[i].text)
        if rule in _MIDDLE or (rule == "ornament" and isinstance(ledger.rows[i].block, Paragraph)):
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
