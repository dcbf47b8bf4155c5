"""Take the rows that do not belong: leftovers of markup, spam, paragraphs that speak of the page."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, islice
from typing import Final, TypedDict, Unpack

from sitegen.extract import boilerplate, headline, notices, shape
from sitegen.extract.belonging import NEAR, Line, is_stranger, may_be_stranger, points
from sitegen.extract.blocks import Code, Heading, Inline, Listing, Paragraph, Text, inline_text
from sitegen.extract.breadcrumbs import breadcrumb
from sitegen.extract.bylines import BYLINE_MAX, read_byline
from sitegen.extract.cohesion import COHESIVE_MIN, Cohesion
from sitegen.extract.earlier import cuts_of
from sitegen.extract.fold import fold, key
from sitegen.extract.fragments import without_fragments
from sitegen.extract.inserted import is_marked_up, without_insertions
from sitegen.extract.ledger import Ledger
from sitegen.extract.masthead import bears
from sitegen.extract.prose import STANDALONE, is_byline
from sitegen.extract.shape import FULL_STOP, ends_full_stop, ends_sentence
from sitegen.extract.signature import Byline
from sitegen.extract.source import Row
from sitegen.extract.spam import BARE_LONG, Suspect, keyword_line, repeated_segments, spam
from sitegen.extract.words import written_in
from sitegen.model import Removal, Script
from sitegen.text.han import han_count
from sitegen.text.script.detect import is_in_other

HEADS_MAX: Final = 60
"""Rows above the body among which a headline is looked for."""
CODE_RUN_MIN: Final = 3
"""Rows of code that follow one another within an article are its own."""
_STAYS_MIN: Final = 30
"""Characters of a paragraph without what was put into it."""
NOTICE_MAX: Final = 240
STACK_MIN: Final = 4
"""Keywords one below the other."""
KEYWORD_MIN, KEYWORD_MAX = 3, 18
"""Characters."""
KEYWORD_MEAN: Final = 4
"""Characters on average: names are shorter."""
_MARKS: Final = re.compile(r"[。，,！？!?：:；;“”「」《》（）()、\d]")
"""What entries of lists, talk and verse have."""
_KNOWN_MAX: Final = 0.25
"""Of these keywords, which may have a term of the article by chance."""
_AT_HEAD: Final = frozenset({"keyword-spam", "link-farm", "foreign-spam", "disguised-spam", "contact-spam"})
"""Rules that may take a line before the first paragraph, where headlines and datelines share little with the text."""
_DATED: Final = re.compile(r"\d{2,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,4}|\d:\d\d")
NOTICE_WORDS: Final = 3
"""Words about the page that tell a notice outside the article, whatever else it says; one more in a short document."""
_SPEAKS: Final = 0.3
"""Of the terms of a headline, which its article has at least."""
_LATIN: Final = re.compile(r"[A-Za-z ]{3,}")
_STRAYS_MAX: Final = 2
"""Lines in one foreign language beside another one, within the article."""
_LONE_LANGUAGE_MAX: Final = 0.2
"""Of the characters: what is more is a text in two languages."""


def take_leftovers(ledger: Ledger, prose: Sequence[int]) -> None:
    """Take rows of script, style and markup, but not code that an article shows."""
    rows = ledger.rows
    found = {
        i: rule
        for i in ledger.free()
        if isinstance(block := rows[i].block, Paragraph | Listing)
        and not (isinstance(block, Paragraph) and block.children and isinstance(block.children[0], Code))
        and (rule := shape.leftover(rows[i].text))
    }
    if prose and all(i in found for i in prose):
        return  # nothing else is in the document
    inside = [i for i in found if prose and prose[0] < i < prose[-1]]
    shown = {i for i in inside if found[i] == "code" and sum(j in inside for j in range(i - 2, i + 3)) >= CODE_RUN_MIN}
    for i, rule in found.items():
        if i not in shown:
            ledger.take(i, rule)


class Place(TypedDict, total=False):
    """Where a line stands, as `Suspect` has it."""

    side: int
    repeated: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Article:
    """What the rest of a document is measured by."""

    cohesion: Cohesion
    script: Script | None
    languages: Counter[str]
    """How many characters stand in rows of another alphabet, by alphabet."""

    size: int
    """Characters of all rows."""

    chinese: bool
    """Whether most of it is: weak signs are weighed as they occur in Chinese."""

    @classmethod
    def of(cls, rows: Sequence[Row], prose: Sequence[int]) -> "Article":
        """Return what *prose*, the paragraphs among *rows*, show."""
        texts = [rows[i].text for i in prose]
        shown = [row for row in rows if row.block is not None]
        whole = "".join(texts)
        chinese = 2 * han_count(whole) > len(whole)
        size = sum(len(row.text) for row in shown)
        return cls(Cohesion.of(texts), written_in(whole), _languages(shown), size, chinese)

    def suspect(self, text: str, *, inside: bool = False, **known: Unpack[Place]) -> Suspect:
        """Return what is known of *text*; *inside* tells that it is one of the paragraphs, *known* where it stands."""
        measure = self.cohesion.measure(text, inside=inside)
        return Suspect(
            text,
            other_script=self.script is not None and is_in_other(text, self.script),
            share=measure.share,
            strange=measure.strange,
            lone_language=max(self.languages[shape.foreign(text)], len(text))
            <= max(min(len(text), self.size / 2), self.size * _LONE_LANGUAGE_MAX),
            **known,
        )

    def is_stranger(self, rows: Sequence[Row], i: int) -> bool:
        """Say whether the row *i* of *rows* surely does not belong to the article, by itself and those about it."""
        return self.chinese and may_be_stranger(rows[i].text) and is_stranger(self.line(rows, i))

    def line(self, rows: Sequence[Row], i: int) -> Line:
        """Return the row *i* of *rows* with those about it."""
        near = [row.text for row in rows[max(0, i - NEAR) : i + NEAR + 1]]
        return Line.at(self.suspect(rows[i].text, inside=True), near, min(i, NEAR))


def _languages(rows: Sequence[Row]) -> Counter[str]:
    """Return how many characters of *rows* are written in which alphabet.

    A few lines of which none ends a sentence or a verse are no text in that language.
    """
    counts: Counter[str] = Counter()
    for alphabet, group in groupby(rows, key=lambda row: shape.foreign(row.text)):
        lines = list(group)
        if len(lines) > _STRAYS_MAX + 1 or any(map(_ends, lines)):
            counts[alphabet] += sum(len(row.text) for row in lines)
    return counts


def take_paragraphs(ledger: Ledger, prose: list[int], article: Article) -> list[int]:
    """Take the paragraphs that offer something or speak of the page; return the others."""
    rows = ledger.rows
    measures = {i: article.cohesion.measure(rows[i].text, inside=True) for i in prose}
    core = [i for i, measure in measures.items() if measure.cohesive and notices.appeals(rows[i].text) < 2]  # noqa: PLR2004
    first, last = (core[0], core[-1]) if core else (prose[0], prose[-1]) if prose else (0, 0)
    kept = []
    for i in prose:
        text, measure = rows[i].text, measures[i]
        suspected = measure.apart or measure.strange or not _holds_sentences(text)
        if not (suspected or notices.appeals(text) or (article.chinese and may_be_stranger(text))):
            kept.append(i)
            continue
        side = -1 if i < first else 1 if i > last else 0
        line = article.suspect(text, inside=True, side=side, alone=True)
        if (
            suspected
            and (rule := spam(line))
            and (rule != "bare-spam" or _is_unlikely(article.line(rows, i)))
            and not _stays_without(rows[i], article)
        ):
            ledger.take(i, rule)
        elif _is_notice(line):
            ledger.take(i, "notice")
        elif article.is_stranger(rows, i):
            ledger.take(i, "stranger")
        else:
            kept.append(i)
    return kept


def _stays_without(row: Row, article: Article) -> bool:
    """Say whether *row* is a paragraph into which spam was put: without that it is sentences, and none of them spam."""
    if not isinstance(row.block, Paragraph):
        return False
    children, cut = _cut(row.block, row.text, article)
    rest = inline_text(children)
    return (
        bool(cut) and len(rest) >= _STAYS_MIN and ends_full_stop(rest) and not spam(article.suspect(rest, inside=True))
    )


def _is_unlikely(line: Line) -> bool:
    """Say whether weak signs agree that a paragraph does not belong; a number to call may be the news of a long one."""
    return len(line.text) <= BARE_LONG or points(line) < 0


def _holds_sentences(text: str) -> bool:
    """Say whether *text* holds a sentence and something behind it: one may be the article's if the other is not."""
    end = FULL_STOP.search(text)
    return end is not None and end.end() < len(text.rstrip())


def _is_notice(line: Suspect) -> bool:
    """Say whether a paragraph speaks of the page: the less it shares with the article, the fewer words tell."""
    count = notices.appeals(line.text)
    if len(line.text) > NOTICE_MAX or not count:
        return False
    foreign = line.share is not None and line.share < COHESIVE_MIN
    if line.outside:
        return line.apart or count >= NOTICE_WORDS + (line.share is None) or (foreign and count > 1)
    return line.apart and count > 1 and len(line.text) <= NOTICE_MAX / 2


def take_spam(ledger: Ledger, edges: tuple[int, int], prose: Collection[int], article: Article, site: str = "") -> None:
    """Take the lines that `spam` knows; what the document itself names as breadcrumb or headline is none.

    *edges* are the first and the last row of the body, *site* is the masthead: a line above the body that bears it is
    a path or a page's title.
    """
    rows = ledger.rows
    first, last = edges
    waiting = [
        i for i in ledger.free() if i not in prose and rows[i].text and isinstance(rows[i].block, Paragraph | Listing)
    ]
    lone = (i for i in range(min(first, len(rows))) if rows[i].text and not keyword_line(rows[i].text))
    others = set(islice((i for i in lone if not boilerplate.furniture(rows[i].text)), 2))
    sides = {i: 1 if i > last else -1 if i < first and others - {i} else 0 for i in waiting}
    twice = repeated_segments([rows[i].text for i in waiting], [sides[i] for i in waiting])
    top = first if first < len(rows) else min(HEADS_MAX, len(rows) - 1)
    heads = {i: rows[i].text for i in range(max(0, top - HEADS_MAX), top + 1) if not keyword_line(rows[i].text)}
    shown = tuple(heads.values())
    keys = {i: found for i, text in heads.items() if (found := key(text))}
    beginnings = tuple(keys.values())
    for place, i in enumerate(waiting):
        text = rows[i].text
        if _is_byline(text):
            continue
        if i <= first and (breadcrumb(text, shown) is not None or _DATED.search(text)):
            continue
        own = key(text)
        if own.startswith(beginnings) and any(
            j != i and own.startswith(head) and headline.is_copy(text, heads[j]) for j, head in keys.items()
        ):
            continue
        if i < first and (_is_page_title(text, article.cohesion) or bears(text, site)):
            continue
        line = article.suspect(text, side=sides[i], repeated=place in twice, alone=_is_alone(ledger, i, prose))
        if (rule := spam(line)) and (i > first or rule in _AT_HEAD):
            ledger.take(i, rule)
        elif i > first and _is_demand(line):
            ledger.take(i, "notice")
        elif prose and i > first and article.is_stranger(rows, i):
            ledger.take(i, "stranger")


def _is_byline(text: str) -> bool:
    begun = STANDALONE.fullmatch(fold(text)) is not None or is_byline(text)
    return begun and len(text) <= BYLINE_MAX and read_byline(text) != Byline()


def _is_demand(line: Suspect) -> bool:
    """Say whether a line that is no sentence tells the reader what to do with the page, and nothing of the article."""
    far = line.share is None or line.share < COHESIVE_MIN
    return far and line.loose and len(line.text) <= NOTICE_MAX / 2 and notices.appeals(line.text) > NOTICE_WORDS


def take_stacks(ledger: Ledger, prose: Sequence[int], article: Article) -> None:
    """Take keywords that stand one below the other between paragraphs, where nothing introduces them.

    None of them joins words or has marks, and hardly one has a term of the article: lists, verse and names do.
    """
    rows = ledger.rows
    inside = ledger.free(prose[0] + 1, prose[-1]) if prose and article.chinese else ()
    waiting = [i for i in inside if rows[i].block is not None]
    for _, group in groupby(waiting, key=lambda i: (_is_keyword(rows[i].text), i in prose)):
        stack = list(group)
        before = next((rows[j].text for j in range(stack[0] - 1, -1, -1) if rows[j].text), "")
        if (
            len(stack) >= STACK_MIN
            and sum(len(rows[i].text) for i in stack) >= KEYWORD_MEAN * len(stack)
            and _is_keyword(rows[stack[0]].text)
            and ends_full_stop(before)
            and sum(article.cohesion.raw_share(rows[i].text) > 0 for i in stack) <= len(stack) * _KNOWN_MAX
        ):
            for i in stack:
                ledger.take(i, "keyword-stack")


def _is_keyword(text: str) -> bool:
    return KEYWORD_MIN <= len(text) <= KEYWORD_MAX and not _MARKS.search(text) and shape.joins_nothing(text)


def _is_page_title(text: str, cohesion: Cohesion) -> bool:
    """Say whether *text* is a headline that speaks of the article, with a channel or a site behind it."""
    parts = headline.page_title_parts(text)
    longest = max((len(_LATIN.sub("", part)) for part in parts[1:]), default=0)
    return 0 < longest * 2 <= len(parts[0]) and cohesion.raw_share(parts[0]) >= _SPEAKS


def _is_alone(ledger: Ledger, i: int, prose: Collection[int]) -> bool:
    """Say whether the row *i* stands between paragraphs, or before a heading, and is not introduced.

    What is taken, and furniture, is looked through, and so is a line or two in the same foreign language: a stanza is
    introduced, or it has more.
    """
    if not prose:
        return False
    before = _neighbour(ledger, range(i - 1, -1, -1))
    behind = _neighbour(ledger, range(i + 1, len(ledger.rows)))
    for _ in range(_STRAYS_MAX):
        if before is not None and _are_strays(ledger.rows, i, before):
            before = _neighbour(ledger, range(before - 1, -1, -1))
        elif behind is not None and _are_strays(ledger.rows, i, behind):
            behind = _neighbour(ledger, range(behind + 1, len(ledger.rows)))
    if before is not None and (before not in prose or not ends_full_stop(ledger.rows[before].text)):
        return False
    return behind is None or behind in prose or isinstance(ledger.rows[behind].block, Heading)


def _are_strays(rows: Sequence[Row], i: int, j: int) -> bool:
    """Say whether the rows *i* and *j* are in one foreign language, and neither ends a sentence or a verse."""
    alphabet = shape.foreign(rows[i].text)
    return alphabet != "" and alphabet == shape.foreign(rows[j].text) and not any(map(_ends, (rows[i], rows[j])))


def _ends(row: Row) -> bool:
    return ends_sentence(row.text) or row.text.rstrip()[-1:] in {",", "—", "-", "，"}


def _neighbour(ledger: Ledger, places: Iterable[int]) -> int | None:
    rows = ledger.rows
    return next(
        (j for j in places if rows[j].text and j not in ledger.taken and not boilerplate.furniture(rows[j].text)), None
    )


def cut_fragments(ledger: Ledger, body: Sequence[int], article: Article) -> None:
    """Cut what was put into the paragraphs that stay; their blocks hold the words as found, not yet mended."""
    rows = ledger.rows
    for i in body:
        block = rows[i].block
        if not isinstance(block, Paragraph):
            continue
        children, cut = _cut(block, rows[i].text, article)
        if not cut:
            continue
        removals = [Removal(rule, piece, rows[i].line, i) for rule, piece in cut]
        ledger.cuttings.extend(removals)
        if children:
            shorter = replace(block, children=children)
            ledger.replace(i, replace(Row.of(shorter), cuts=cuts_of(block, shorter, removals)))
        else:
            ledger.take(i, "escaped-tag")


def _cut(block: Paragraph, text: str, article: Article) -> tuple[tuple[Inline, ...], Sequence[tuple[str, str]]]:
    """Return the inlines of *block* without what was put into them, and each piece with its rule.

    *text* is what it says, mended.
    """
    judge = partial(article.suspect, inside=True)
    children, cut = without_insertions(block.children, judge) if is_marked_up(block) else (block.children, ())
    if len(children) == 1 and isinstance(words := children[0], Text):
        rest, pieces = without_fragments(words.text, text, judge)
        return ((Text(rest),) if rest else children), (*cut, *(pieces if rest else ()))
    return children, cut
