"""Read the line that says when and where an article was published."""

import re
from collections.abc import Iterable
from datetime import tzinfo
from typing import Final

from sitegen.extract import boilerplate
from sitegen.extract.bylines import BYLINE_MAX, Byline, read_byline
from sitegen.extract.dates import Found, find_date
from sitegen.extract.fold import fold
from sitegen.extract.prose import is_prose
from sitegen.extract.source import Row

DATELINE_MAX: Final = 160
_DATE_LABEL: Final = re.compile(
    r"(?:发布|发表|更新|发稿|刊发|创建|录入|上传|成文|印发|编辑)?(?:时间|日期|于)?\s?[:|]?\s{0,3}$|(?:published"
    r"|updated|posted)(?: on)?:?\s{0,3}$",
    re.IGNORECASE,
)
_NOTHING_BEHIND: Final = re.compile(r"\W*(?:第\s?[\w:]{1,8}\s?版\W*)?")
"""What stands behind the date of a newspaper, if the publisher stands before it: brackets, the number of the page."""
_BARE_PUBLISHER: Final = re.compile(r"[\[\]()|·,\s]*([^\s:|\[\]()<>,。!?]{2,20})[\[\]()|·,\s]*")


def find_dateline(rows: Iterable[tuple[int, Row]], zone: tzinfo) -> tuple[int, Found] | None:
    """Return the index of the first of *rows* that is a dateline, and its date; one with a time of day goes first."""
    best: tuple[int, Found] | None = None
    for i, row in rows:
        if len(row.text) > DATELINE_MAX or is_prose(row):
            continue
        found = find_date(row.text, zone)
        if found is None or not _is_told(row.text, found):
            continue
        if best is None or (found.precise and not best[1].precise):
            best = (i, found)
    return best


def _is_told(text: str, found: Found) -> bool:
    """Say whether the date is what *text* tells, not an aside in a longer line."""
    if found.precise or _DATE_LABEL.search(fold(text)[: found.start]):
        return True
    return len(text) - (found.end - found.start) < BYLINE_MAX


def read_dateline(text: str, found: Found) -> Byline:
    """Read the dateline *text*; what stands beside the date without a label is the publisher."""
    byline = read_byline(text[: found.start] + "  " + text[found.end :])
    if byline.publisher:
        return byline
    rest = text[found.end :] if not _NOTHING_BEHIND.fullmatch(fold(text)[found.end :]) else text[: found.start]
    rest = re.sub(r"\[[^\]]{0,8}\]|【[^】]{0,8}】|^\s*原[创創]\s|[《》]", " ", rest)
    folded = fold(rest)
    if byline.authors or byline.editors or re.search(r"\S\s{0,3}[:]", folded):
        label = re.search(r"\s(?:\S{0,6}(?:记者|作者|编辑|责编|责任编辑|阅读|浏览|点击|字号|评论)\S*\s?[:：]?)", folded)
        rest, folded = (rest[: label.start()], folded[: label.start()]) if label else ("", "")
    match = _BARE_PUBLISHER.fullmatch(folded)
    if (
        match
        and not match[1].isdigit()
        and not boilerplate.furniture(match[1])
        and not _DATE_LABEL.fullmatch(match[1])
        and not match[1].startswith("来自")
    ):
        return Byline(rest[match.start(1) : match.end(1)], byline.editors, byline.authors)
    return byline
