"""Say what each row of a document is: headline, dateline, body, byline, or furniture.

The shape is the same in dumps and pages: furniture and headline, a line with date and source, paragraphs, a line with
the editor, furniture. Rows that are prose mark the body; what stands around them is judged by `boilerplate`, `bylines`
and `spam`, and whatever is left out is recorded with the rule that said so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final

from sitegen.extract import boilerplate, headline
from sitegen.extract.blocks import Figure, Heading, Note, Paragraph, Rule, Text
from sitegen.extract.bylines import TRAILING_BYLINE, read_signature, reporters
from sitegen.extract.cohesion import CONTEXT_MIN, Cohesion
from sitegen.extract.credits import Calendar, CreditLine, Credits, dateline, read_closing, read_lines
from sitegen.extract.earlier import cuts_of
from sitegen.extract.edges import end_of_article, take_head, take_tail
from sitegen.extract.fold import fold, key
from sitegen.extract.head import EDGE_ROWS, read_head, site_of
from sitegen.extract.house import is_notice
from sitegen.extract.labels import fields_of
from sitegen.extract.ledger import Ledger
from sitegen.extract.names import split_names
from sitegen.extract.notices import control_share
from sitegen.extract.posts import take_answers
from sitegen.extract.prose import is_prose, prose_rows
from sitegen.extract.shape import ends_sentence
from sitegen.extract.signature import Signature
from sitegen.extract.signing import closing_names
from sitegen.extract.source import Facts, Row, Source
from sitegen.extract.strangers import Article, cut_fragments, take_leftovers, take_paragraphs, take_spam, take_stacks
from sitegen.model import Evidence, Removal

_MIDDLE: Final = frozenset(
    "back-to-top controls share read-on counter browser licence-number comments advertisement photo-credit".split()
)
"""Furniture that is left out between paragraphs, too; other rules need the head or the tail to be sure."""
_CLEAN: Final = frozenset({"headline", "dateline", "byline", "subtitle", "ornament"})
"""What clean documents have, too."""
_TRAIL: Final = re.compile("[»›>]")
_CLOSING_ROWS: Final = 3
"""Behind the body, where whoever published it may stand without a label."""
_CONTEXT_MIN: Final = 40
"""Terms of an article by which its first and last lines can be told from strangers."""
_SUBTITLE_DASH: Final = re.compile(r"^[—–-]{1,3}\s*(?=\S)")
_SUBTITLE_MAX: Final = 60
_OFFICE_MAX: Final = 6
"""Letters beside the name of who wrote it."""
_SHOWN: Final = frozenset({"class", "rel-author"})
"""Sources of names that the page shows as those of who wrote it; in its head stand those of houses, too."""
_BUTTONS_MIN: Final = 0.6
"""Of the letters of a row of buttons, which name what can be done with the page."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document."""

    title: Evidence | None
    subtitle: Evidence | None = None
    date: Evidence | None = None
    """Its text is ISO 8601."""

    updated: Evidence | None = None
    """A later change, told as the date is."""

    publisher: Evidence | None = None
    editor: Evidence | None = None
    """Its text is the names, joined by `、`."""

    authors: Evidence | None = None
    house: Evidence | None = None
    """The publisher, where no line and no statement of the page names one: whose page it is."""

    sections: tuple[str, ...] = ()
    sections_from: str = "breadcrumb"
    body: tuple[Row, ...] = ()
    body_at: tuple[int, ...] = ()
    """Where the rows of the body stand among those of the source."""

    removed: tuple[Removal, ...] = ()


def outline(source: Source, zone: tzinfo, retrieved: str | None = None) -> Outline:
    """Return the parts of *source*; without a title if nothing looks like one.

    *retrieved* is when the document was fetched, in ISO 8601: only with it `昨天` is a date.
    """
    rows = source.rows
    if not rows:
        return Outline(source.facts.title)
    ledger = Ledger(rows)
    prose, end, article = _sift(ledger)
    first = prose[0] if prose else _first_block(rows)
    last = prose[-1] if prose else len(rows) - 1
    site = site_of(rows, source.facts, prose)
    take_spam(ledger, (first, last) if prose else (len(rows), len(rows)), prose, article, site)
    take_stacks(ledger, prose, article)
    calendar = Calendar.of(rows, zone, retrieved)
    head = read_head(rows, ledger.free(0, min(len(rows), first + 2)), prose, source.facts, calendar, site)
    for i, rule in head.taken.items():
        ledger.take(i, rule)
    title, start = head.title.text if head.title else "", head.start
    after = max(start, *head.lines, -1)
    signed = Credits()
    for i, line in head.lines.items():
        signed.add(_but_writers(line, source.facts.authors), "dateline" if i == head.dateline else "byline")
    closing = next((i for i in reversed(prose) if rows[i].block and not is_notice(rows[i].text)), last)
    below = range(max(closing - 1, first + 1, start + 1, 0), len(rows))  # who publishes may stand below other articles
    waiting = [i for i in below if ledger.taken.get(i, "related") == "related"]
    tail = read_lines(rows, waiting[: 2 * EDGE_ROWS], calendar)
    tail |= read_closing(rows, [i for i in waiting if i <= closing + _CLOSING_ROWS and not is_prose(rows[i])], tail)
    signature_day = next((line for i, line in tail.items() if i <= closing + 2 and line.is_bare_day), None)
    tail = {i: line for i, line in tail.items() if _names(line)}
    for i, line in tail.items():
        for covered in range(i, i + line.height):
            ledger.take(covered, "dateline" if line.date else "byline")
        signed.add(line, "byline", tail=True)
    second = _lone_line(ledger, after, first, last), _line_between(ledger, start, head.dateline)
    subtitle = _take_head(ledger, title, source.facts, after, first, second, article.cohesion)
    dirty = bool(source.removed) or any(rule not in _CLEAN for rule in ledger.taken.values())
    pruned = any(row.block is None for row in rows)  # the lines around the main content of a page are known
    dirty = dirty and not pruned and len(article.cohesion.known) >= _CONTEXT_MIN
    if prose and dirty:
        after = max([after, *(i for i in range(max(0, start), first) if ledger.taken.get(i) == "byline")])
        take_head(ledger, max(start, 0), after, first, article.cohesion)
    take_tail(ledger, last, end, article.cohesion, dirty=dirty)
    _take_middle(ledger, first, last)
    body = [i for i in ledger.free() if rows[i].block is not None and (i >= start or not prose)]
    before = [Removal("before-headline", rows[i].text, rows[i].line, i) for i in ledger.free(0, start) if rows[i].block]
    _take_last_headings(ledger, body, first)
    cut_fragments(ledger, body, article)
    body_at = _within_rules(rows, [i for i in body if i not in ledger.taken])
    _caption_pictures(ledger, body_at)
    kept, cut = _without_trailing_byline([ledger.rows[i] for i in body_at])
    for signature in _signed([rows[i] for i in body]):
        signed.add_signed(signature, "body")
    if cut:
        signed.add_signed(read_signature(cut.text), "body")
    told = head.lines.get(head.dateline) if head.dateline is not None else tail.get(dateline(tail, closing) or -1)
    removed = [*ledger.removals(), *([cut] if cut else []), *before]
    publisher = replace(named, text=head.house.in_full(named.text)) if (named := signed.publisher) else None
    return Outline(
        title=head.title,
        subtitle=None if subtitle and kept and key(kept[0].text) == key(subtitle.text) else subtitle,
        date=_date_of(told or signature_day),
        updated=_change_of((*head.lines.values(), *tail.values())),
        publisher=publisher,
        editor=signed.editor,
        authors=signed.authors,
        house=Evidence("publisher", "site-name", head.house.name) if head.house.name else None,
        sections_from=head.sections_from,
        sections=_without_site(head.sections, publisher.text if publisher else head.house.name),
        body=tuple(kept),
        body_at=tuple(body_at),
        removed=tuple(removed),
    )


def _take_last_headings(ledger: Ledger, body: Sequence[int], first: int) -> None:
    """Take the headings at the end of *body*, behind the row *first*: nothing stands below them."""
    for i in reversed(body):
        if i <= first or not isinstance(ledger.rows[i].block, Heading):
            return
        ledger.take(i, "after-end")


def _within_rules(rows: Sequence[Row], body: list[int]) -> list[int]:
    """Return *body* without the lines that are drawn above its first words, behind its last and before its notes."""
    said = [i for i in body if not isinstance(rows[i].block, Rule)]
    last = max((i for i in said if not isinstance(rows[i].block, Note)), default=-1)
    return [i for i in body if not isinstance(rows[i].block, Rule) or (said[:1] < [i] < [last])]


def _caption_pictures(ledger: Ledger, body: Sequence[int]) -> None:
    """Make captions of the lines that say who took the picture above them, of the pictures in the rows *body*."""
    for i in body:
        match ledger.rows[i].block, ledger.rows[i + 1 : i + 2]:
            case Figure(caption="") as figure, (Row(block=Paragraph()) as below,):
                if ledger.taken.get(i + 1) == "photo-credit":
                    ledger.replace(i, replace(ledger.rows[i], block=replace(figure, caption=below.text)))
                    del ledger.taken[i + 1]


def _without_site(sections: tuple[str, ...], publisher: str) -> tuple[str, ...]:
    """Return *sections* without the first, if that is the publisher, which stands where others say home."""
    if len(sections) > 1 and publisher and key(publisher) in (key(sections[0]), key(sections[0] + "网")):
        return sections[1:]
    return sections


def _names(line: CreditLine) -> bool:
    """Say whether *line*, behind the body, names somebody who made the article, or has a label that says so."""
    signature = line.signature
    return bool(signature.labels or signature.names_someone or (signature.media and not signature.rest))


def _date_of(line: CreditLine | None) -> Evidence | None:
    if line is None or line.date is None:
        return None
    return Evidence("date", "counted" if line.date.counted else "dateline", line.date.iso)


def _change_of(lines: Iterable[CreditLine]) -> Evidence | None:
    latest = max((line.changed.iso for line in lines if line.changed), default="")
    return Evidence("updated", "dateline", latest) if latest else None


def _sift(ledger: Ledger) -> tuple[list[int], int, Article]:
    """Take what is surely no article; return its paragraphs, the row where it ends, and what it is measured by."""
    rows = ledger.rows
    built = prose_rows(rows)
    take_leftovers(ledger, built)
    prose = [i for i in built if i not in ledger.taken]
    while prose and headline.is_page_title(rows[prose[0]].text, [r.text for r in rows[: (*prose, len(rows))[1]]]):
        prose = prose[1:]
    article = Article.of(rows, prose)
    kept = take_paragraphs(ledger, prose, article)
    if kept != prose:
        prose, article = kept, Article.of(rows, kept)
    _cut_related(ledger, prose)
    take_answers(ledger, prose)
    prose = [i for i in prose if i not in ledger.taken]
    end = end_of_article(ledger, prose, article.cohesion)
    return [i for i in prose if i < end], end, article


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


def _take_head(
    ledger: Ledger,
    title: str,
    facts: Facts,
    after: int,
    first: int,
    second: Sequence[int],
    cohesion: Cohesion,
) -> Evidence | None:
    """Take subtitle and furniture between headline and body; return the subtitle.

    *second* are the rows that stand where a second headline would.
    """
    rows, subtitle = ledger.rows, facts.subtitle
    for i in ledger.free(0, max(first, *(place + 1 for place in second))):
        text = rows[i].text
        if rule := boilerplate.furniture(text):
            ledger.take(i, rule)
        elif i > after >= 0 and len(text) <= _SUBTITLE_MAX and _is_row_of_buttons(text):
            ledger.take(i, "controls")
        elif subtitle and key(text) == key(subtitle.text):
            ledger.take(i, "subtitle")
        elif i in second and _is_signed(text, facts.authors):
            ledger.take(i, "byline")
        elif (
            not subtitle
            and i <= max(after, 0) + 2
            and not any(entry.known and entry.start == 0 for entry in fields_of(fold(text)))
            and ((i in second and _speaks_of(text, cohesion)) or (rows[i].block and _is_subtitle(text, title)))
        ):
            subtitle = Evidence("subtitle", "second-line", _SUBTITLE_DASH.sub("", text))
            ledger.take(i, "subtitle")
    return subtitle


def _speaks_of(text: str, cohesion: Cohesion) -> bool:
    """Say whether *text* has a term in common with the article, if that is long enough to have many."""
    return len(cohesion.known) < CONTEXT_MIN or cohesion.raw_share(text) > 0


def _is_signed(text: str, authors: Sequence[Evidence]) -> bool:
    """Say whether *text* is one of *authors*, as the page states them, with little else."""
    own = key(text)
    return any(
        0 < len(name := key(found.text)) <= len(own) <= len(name) + _OFFICE_MAX and name in own for found in authors
    )


def _but_writers(line: CreditLine, authors: Sequence[Evidence]) -> CreditLine:
    """Return *line*; the only word beside a date is no publisher if an element says that it is one of *authors*."""
    writers = {key(name) for found in authors if found.source in _SHOWN for name in split_names(found.text)}
    return replace(line, loose="") if line.loose and key(line.loose) in writers else line


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


def _line_between(ledger: Ledger, start: int, dateline: int | None) -> int:
    """Return the only row between headline and dateline, if it may be a second headline; -1 if there is none."""
    free = ledger.free(start + 1, dateline) if dateline is not None and start >= 0 else ()
    between = [i for i in free if ledger.rows[i].text.strip()]
    if len(between) != 1 or not isinstance(ledger.rows[between[0]].block, Paragraph | None):
        return -1
    text = ledger.rows[between[0]].text
    return between[0] if _may_be_subtitle(text) and not _TRAIL.search(text) else -1


def _may_be_subtitle(text: str) -> bool:
    if not 0 < len(text) <= _SUBTITLE_MAX or ends_sentence(text) or boilerplate.furniture(text):
        return False
    return not _is_row_of_buttons(text)


def _is_row_of_buttons(text: str) -> bool:
    return len(text.split()) > 1 and control_share(text) >= _BUTTONS_MIN


def _is_subtitle(text: str, title: str) -> bool:
    if len(text) > _SUBTITLE_MAX or text.endswith("。"):
        return False
    if _SUBTITLE_DASH.match(text) and len(text) > 4:  # noqa: PLR2004 - a rule drawn with dashes
        return True
    own = key(text)
    return len(own) >= 4 and own != key(title) and own in key(title)  # noqa: PLR2004 - letters


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
    rows[-1] = replace(Row.of(shorter), cuts=(*rows[-1].cuts, *cuts_of(block, shorter, [cut])))
    return rows, cut


def _signed(body: Sequence[Row]) -> Iterator[Signature]:
    """Yield with what the first and the last paragraphs are signed."""
    worded = [row for row in body if row.text]
    for row in (*worded[:2], *worded[-2:]):
        yield reporters(row.text)
    if worded and (names := closing_names(worded[-1].text)):
        yield Signature(people=names)
