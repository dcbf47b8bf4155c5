"""Say where the article of a document ends, and what stands between its headline and its first paragraph.

What is not prose belongs to the article only if it is built like a part of it: a list, a heading with a number, verse,
a line with terms of the article. That is asked in documents that show dirt; a clean one keeps every line.
"""

import re
from collections.abc import Sequence
from typing import Final

from sitegen.extract import boilerplate
from sitegen.extract.blocks import Heading, Listing, Paragraph
from sitegen.extract.bylines import TRAILING_BYLINE, read_byline
from sitegen.extract.cohesion import Cohesion
from sitegen.extract.fold import fold, folding_to
from sitegen.extract.ledger import Ledger
from sitegen.extract.prose import STANDALONE, is_byline
from sitegen.extract.shape import ends_full_stop
from sitegen.extract.signature import Byline
from sitegen.extract.source import Row

STRONG_END: Final = frozenset(
    "neighbour copyright disclaimer comments licence-number support friend-links end-mark forum tag-line byline".split()
)
"""Furniture behind which an article hardly goes on."""
_CLOSING: Final = folding_to(")]")
_REST_MAX: Final = 0.34
"""Of the words before a strong end, which may stand behind it and are still no article."""
_NUMBERED: Final = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}\s?[、.．]|第[一二三四五六七八九十百\d]{1,4}[章节節条條部回]|\d{1,2}\s?[、.．]|[①-⑳])"
)
_SIGNATURE: Final = re.compile(
    r".{0,12}(?:[〇○零一二三四五六七八九\d]{4}\s?年.{1,12}[日月]|[审審]判[长長员員].{0,12}|[书書][记記][员員].{0,12}"
    r"|(?:代理|人民|陪)*[审審]判?[员員長长].{0,12}|注[:：].{2,}|\[\d+\].+|[①-⑳*※].+)"
)
_NOTE: Final = re.compile(r"[（(][^（()）]{4,60}[)）]")
_COHESIVE: Final = 0.3
"""Share of terms of a short line that is called cohesive: it has few of them."""
_VERSE_MIN: Final = 3
_VERSE_MAX: Final = 24
_HAN_MIN: Final = 4


def end_of_article(ledger: Ledger, prose: Sequence[int], cohesion: Cohesion) -> int:
    """Return the first row that is behind the article: that of an end which no more of it follows."""
    rows = ledger.rows
    if not prose:
        return len(rows)
    for i in range(prose[0] + 1, len(rows)):
        closed = i and _is_closed(rows[i - 1].text)
        if not closed and (i in prose or not rows[i].text or _is_caption(rows[i])):
            continue
        rule = "byline" if closed else ledger.taken.get(i) or _end_rule(rows[i])
        if rule is None:
            continue
        before = sum(len(rows[j].text) for j in prose if j < i)
        rest = [j for j in prose if j >= i]
        after = sum(len(rows[j].text) for j in rest if cohesion.is_cohesive(rows[j].text, inside=True))
        if not rest or (rule in STRONG_END and after <= _REST_MAX * before and not _goes_on(rows, rest, cohesion)):
            return i
    return len(rows)


def _is_closed(text: str) -> bool:
    """Say whether *text* ends with a byline in brackets."""
    return text.rstrip()[-1:] in _CLOSING and TRAILING_BYLINE.search(fold(text)) is not None


def _is_caption(row: Row) -> bool:
    """Say whether *row* was left out between paragraphs, and claims a right: such lines stand below pictures."""
    return row.block is None and boilerplate.furniture(row.text) == "copyright"


def _end_rule(row: Row) -> str | None:
    if boilerplate.is_related_heading(row.text):
        return "related"
    folded = fold(row.text)
    if STANDALONE.fullmatch(folded) and read_byline(row.text) != Byline():
        return "byline" if re.search("编辑|责编|编审|校对|审核", folded) else "credit"
    return boilerplate.furniture(row.text)


def _goes_on(rows: Sequence[Row], rest: Sequence[int], cohesion: Cohesion) -> bool:
    """Say whether much of what stands behind an end surely speaks of the same."""
    own = [
        j for j in rest if (share := cohesion.share(rows[j].text, inside=True)) is not None and share >= _COHESIVE / 2
    ]
    return sum(len(rows[j].text) for j in own) > 200 and len(own) > 1  # noqa: PLR2004 - as for related articles


def take_tail(ledger: Ledger, last: int, end: int, cohesion: Cohesion, *, dirty: bool) -> None:
    """Take what stands behind the article; the lines between its last paragraph and its end if they are strangers."""
    rows = ledger.rows
    for i in ledger.free(end):
        ledger.take(i, boilerplate.furniture(rows[i].text) or "after-end")
    for i in ledger.free(last + 1, end):
        text = rows[i].text
        if rule := boilerplate.furniture(text):
            ledger.take(i, rule)
        elif dirty and isinstance(rows[i].block, Paragraph) and not _may_close(rows, i, last, cohesion):
            ledger.take(i, "after-end")


def _may_close(rows: Sequence[Row], i: int, last: int, cohesion: Cohesion) -> bool:
    """Say whether the line *i* may be the article's last words: they end a sentence, sign it, or speak of it."""
    text = rows[i].text
    if is_byline(text):
        return False
    if ends_full_stop(text) or _NOTE.fullmatch(text) or _SIGNATURE.match(text) or _NUMBERED.match(text):
        return True
    if rows[last].text.rstrip()[-1:] in ":：" or cohesion.raw_share(text) >= _COHESIVE:
        return True
    return _is_verse(rows, i)


def take_head(ledger: Ledger, start: int, after: int, first: int, cohesion: Cohesion) -> None:
    """Take the lines between the headline, the row *start*, and the row *first* that are not built like the article's.

    Before *after*, the last row that says who published when, nothing is the article's.
    """
    rows = ledger.rows
    kept = first
    for i in range(first - 1, after, -1):
        if i in ledger.taken:
            continue
        if not _may_open(rows, i, cohesion):
            break
        kept = i
    for i in ledger.free(start + 1, kept):
        if rows[i].block is not None:
            ledger.take(i, "before-body")


def _may_open(rows: Sequence[Row], i: int, cohesion: Cohesion) -> bool:
    text = rows[i].text
    if isinstance(rows[i].block, Heading | Listing) or rows[i].rank or not isinstance(rows[i].block, Paragraph):
        return True
    if _NUMBERED.match(text) or ends_full_stop(text) or cohesion.raw_share(text) >= _COHESIVE:
        return True
    return _is_verse(rows, i)


def _is_verse(rows: Sequence[Row], i: int) -> bool:
    """Say whether the row *i* is one of several short lines of like length, with the marks of verse."""
    near = [rows[j].text.strip() for j in range(max(0, i - 3), min(len(rows), i + 4))]
    lines = [line for line in near if _HAN_MIN <= len(line) <= _VERSE_MAX]
    marked = [line for line in lines if line[-1:] in "，,。；;！？!?"]
    return len(lines) >= _VERSE_MIN and len(marked) * 2 >= len(lines)
