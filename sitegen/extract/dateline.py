"""Read the line that says when and where an article was published."""

import re
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import Final

from sitegen.extract import boilerplate
from sitegen.extract.bylines import BYLINE_MAX, Byline, read_byline
from sitegen.extract.dates import Found, find_date, find_relative_date, find_republican_date
from sitegen.extract.fold import fold
from sitegen.extract.names import is_house, is_person
from sitegen.extract.prose import is_prose
from sitegen.extract.source import Row

DATELINE_MAX: Final = 160
_DATE_LABEL: Final = re.compile(
    r"(?:发布|发表|更新|发稿|刊发|刊登|出版|创建|录入|上传|成文|印发|编辑|首次发布|最后更新|修改)?(?:时间|日期"
    r"|于)?\s?[:|/]?\s{0,3}$"
    r"|(?:published|updated|posted)(?: on)?:?\s{0,3}$",
    re.IGNORECASE,
)
_LATER: Final = re.compile(r"(?:更新|修改|updated|modified|编辑于)(?:时间|日期|于)?\s?[:|/]?\s{0,3}$", re.IGNORECASE)
_FIRST: Final = re.compile(r"发布|发表|刊|出版|时间|日期|来源|作者|记者|published|posted|原创", re.IGNORECASE)
_NO_DATELINE: Final = frozenset({"today", "forum", "copyright", "licence-number", "neighbour", "browser"})
_NOTHING_BEHIND: Final = re.compile(r"\W*(?:第\s?[\w:]{1,8}\s?版\W*)?")
"""What stands behind the date of a newspaper, if the publisher stands before it: brackets, the number of the page."""
_NOISE: Final = re.compile(
    r"\[[^\]]{0,8}\]|【[^】]{0,8}】|[《》]|^\s*原[创創](?=\s)|(?:星期|周|週|禮拜"
    r"|礼拜)[一二三四五六日天](?![\u3400-\u9fff])"
    r"|(?:于|於)(?=\s{2})|已[编編][辑輯]"
)
_POSTED: Final = re.compile(
    r"(?:^|[\s|·])(?:由\s?|by\s)?(?P<name>[^\s|:,()\[\]。]{2,16})\s{0,2}(?:发表于|发布于|发表在|发布在|写于|于"
    r"|posted on|on)\s?$",
    re.IGNORECASE,
)
"""What stands before a date in forums and blogs."""
_OTHER_FIELD: Final = re.compile(
    r"\s(?:\S{0,6}(?:记者|作者|编辑|责编|责任编辑|阅读|浏览|点击|字号|评论|人气|查看|来自|发布于|更新|只看|热度"
    r"|访问)\S*\s?[:]?)"
)
_HAN: Final = re.compile("[\u3400-\u9fff]")
_PAIR: Final = re.compile(r"(?<![^\s|·,，(（])[^\s|:：]{2,8}\s?[:：]\s{0,2}[^\s|:：]{1,20}")
"""Another field, with its label."""
_TOKEN_MAX: Final = 20
_TOKENS_MAX: Final = 4


def find_dateline(
    rows: Iterable[tuple[int, Row]], zone: tzinfo, *, republican: bool = False, retrieved: str = ""
) -> tuple[int, Found] | None:
    """Return the index of the one of *rows* that is the dateline, and its date.

    A line with labels goes before one without, a time of day before a day alone, then the first. *republican* tells
    that years may be counted from 1912; *retrieved* is the day from which `昨天` is counted.
    """
    best: tuple[int, Found] | None = None
    worth = -1
    for i, row in rows:
        if len(row.text) > DATELINE_MAX or is_prose(row):
            continue
        found = find_date(row.text, zone)
        if found is None and republican:
            found = find_republican_date(row.text, zone)
        if found is None and retrieved and len(row.text) < BYLINE_MAX:
            found = find_relative_date(row.text, zone, retrieved)
        if found is None or not _is_told(row.text, found) or boilerplate.furniture(row.text) in _NO_DATELINE:
            continue
        folded = fold(row.text)
        own = 2 * found.precise + bool(_FIRST.search(folded)) - 2 * bool(_LATER.search(folded[: found.start]))
        if own > worth or best is None:
            best, worth = (i, found), own
    return best


def _is_told(text: str, found: Found) -> bool:
    """Say whether the date is what *text* tells, not an aside in a longer line."""
    if found.precise or _DATE_LABEL.search(fold(text)[: found.start]):
        return True
    return len(text) - (found.end - found.start) < BYLINE_MAX


def read_dateline(text: str, found: Found) -> Byline:
    """Read the dateline *text*; what stands beside the date without a label is told by its build.

    >>> from datetime import UTC
    >>> line = "原创 赵一鸣 江边旧事 2021-11-29 09:33"
    >>> read_dateline(line, find_date(line, UTC))
    Byline(publisher='江边旧事', editors=(), authors=('赵一鸣',))
    """
    byline = read_byline(text[: found.start] + "  " + text[found.end :])
    posted = _POSTED.search(fold(text)[: found.start])
    if (
        posted
        and not byline.authors
        and not re.fullmatch(r"[\d:]+|published|updated|posted|发布|发表|时间|编辑", posted["name"], re.IGNORECASE)
    ):
        name = text[posted.start("name") : posted.end("name")].removeprefix("由")
        byline = Byline(byline.publisher, byline.editors, (name,))
        text = text[: posted.start()] + " " * (found.start - posted.start()) + text[found.start :]
    if byline.publisher:
        return byline
    before, behind = text[: found.start], text[found.end :]
    sides = (behind, before) if not _NOTHING_BEHIND.fullmatch(fold(behind)) else (before,)
    for side in sides:
        tokens = _tokens(side, labelled=bool(byline.authors or byline.editors))
        people = tuple(token for token in tokens if is_person(token))
        houses = [token for token in tokens if token not in people]
        if len(tokens) <= _TOKENS_MAX and (people or houses):
            authors = byline.authors or (people if houses or len(people) > 1 else ())
            lone = houses[0] if len(houses) == 1 and len(_HAN.findall(houses[0])) > 1 else ""
            publisher = next(filter(is_house, houses), lone)
            if not publisher and not byline.authors and people:
                authors = people
            if publisher or authors:
                return Byline(publisher, byline.editors, authors)
    return byline


def _tokens(text: str, *, labelled: bool) -> Sequence[str]:
    """Return the words beside a date that no label explains; none if there is more than words."""
    rest = _NOISE.sub(lambda match: " " * len(match[0]), text)
    rest = _PAIR.sub(lambda match: " " * len(match[0]), rest)
    folded = fold(rest)
    if labelled or re.search(r"\S\s{0,3}[:]", folded):
        label = _OTHER_FIELD.search(folded)
        rest = rest[: label.start()] if label else ""
    tokens = []
    for token in re.split(r"[\s|·,，()（）\[\]【】/／丨｜＞>_—–]+", rest):
        bare = token.strip(" -:：。、#●•")
        if not bare:
            continue
        folded = fold(bare)
        if (
            not any(map(str.isalpha, bare))
            or boilerplate.furniture(bare)
            or _DATE_LABEL.fullmatch(folded)
            or re.match("来自|第.{1,3}[版期]|.{0,3}更新", folded)
        ):
            continue
        if len(bare) < 2 or len(bare) > _TOKEN_MAX or re.search(r"[。!?]", folded):  # noqa: PLR2004 - one character is a weekday
            return ()
        tokens.append(bare)
    return tokens
