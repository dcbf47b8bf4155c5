"""Find dates that only mean something on the day a page was fetched: `3小时前`, `昨天 12:30`, `周五`, `11-29`."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from sitegen.extract.dates import CLOCK, Found, clock_of
from sitegen.extract.fold import fold
from sitegen.moment import Moment

_STATED: Final = re.compile(
    r"(?P<count>\d{1,3}|半|一|两)\s?(?P<unit>秒钟?|分钟|个?小时|天|周|个?星期|个?月)(?:之)?前|(?P<word>刚刚"
    r"|今天|今日|昨天|昨日|前天)"
    r"|(?:上?周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?![\u3400-\u9fff])"
    r"|(?<![\d年./-])(?P<month>1[0-2]|0?[1-9])[-/月.](?P<day>3[01]|[12]\d|0?[1-9])日?(?![\d./-])"
)
_CLOCK: Final = re.compile(CLOCK, re.IGNORECASE | re.ASCII)
_SECONDS: Final[Mapping[str, int]] = MappingProxyType(
    {"秒": 1, "秒钟": 1, "分钟": 60, "小时": 3600, "天": 86400, "周": 604800, "星期": 604800, "月": 2592000}
)
"""A month has thirty days here."""
_DAY: Final = 86400
_MIDDAY: Final = 12
"""The hour of a retrieval of which only the day is known."""
_COUNTS: Final[Mapping[str, float]] = MappingProxyType({"半": 0.5, "一": 1, "两": 2})


def find_relative_date(text: str, zone: tzinfo, retrieved: str) -> Found | None:
    """Return the date in *text* counted from *retrieved*, the moment it was fetched in ISO 8601; None without one.

    Hours and minutes before give a time of day only if *retrieved* has one. A day without a year is the last such day.

    >>> from datetime import UTC
    >>> find_relative_date("3小时前", UTC, "2021-11-29T09:33:00+00:00").iso
    '2021-11-29T06:33+00:00'
    >>> find_relative_date("昨天 12:30", UTC, "2021-11-29").iso, find_relative_date("周五", UTC, "2021-11-29").iso
    ('2021-11-28T12:30+00:00', '2021-11-26')
    >>> find_relative_date("12-03", UTC, "2021-11-29").iso
    '2020-12-03'
    """
    folded = fold(text)
    match = _STATED.search(folded)
    try:
        now = Moment.parse(retrieved, zone).instant.astimezone(zone)
    except ValueError:
        return None
    if match is None:
        return None
    if match["unit"]:
        seconds = (_COUNTS.get(match["count"]) or float(match["count"])) * _SECONDS[match["unit"].removeprefix("个")]
        timed = len(retrieved) > len("2021-11-29")
        moment = now + timedelta(hours=0 if timed else _MIDDAY) - timedelta(seconds=seconds)
        exact = timed and seconds < _DAY
        iso = moment.strftime("%Y-%m-%dT%H:%M" if exact else "%Y-%m-%d")
        return Found(Moment.parse(iso, zone).iso, match.start(), match.end(), counted=True)
    stated = _day(match, now)
    if stated is None:
        return None
    clock = _CLOCK.match(folded, match.end())
    parts = clock.groupdict() if clock else {}
    end = clock.end() if clock and parts.get("hour") else match.end()
    return Found(Moment.parse(f"{stated.isoformat()}{clock_of(parts)}", zone).iso, match.start(), end, counted=True)


def _day(match: re.Match[str], now: datetime) -> date | None:
    today = now.date()
    if match["word"]:
        return today - timedelta(days={"昨": 1, "前": 2}.get(match["word"][0], 0))
    if match["weekday"]:
        weekday = "一二三四五六日".find(match["weekday"].replace("天", "日"))
        return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    for year in (today.year, today.year - 1):
        try:
            stated = date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        if stated <= today:
            return stated
    return None
