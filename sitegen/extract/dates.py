"""Find dates as people and machines write them, and give them in ISO 8601, as precise as they are.

`PATTERNS` is ordered: a form that says more comes before one that says less.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from sitegen.extract.fold import fold
from sitegen.moment import Moment

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
_REPUBLIC: Final = 1911
"""The year before the first of the 民國 calendar."""

_HALF: Final = r"上午|下午|晚上|晚间|傍晚|凌晨|清晨|早上|早晨|中午|午后|晚|[AaPp]\.?[Mm]\.?"
_CLOCK: Final = (
    r"(?:[T\s日,]{0,3}(?:at\s)?[(\s\[]{0,2}(?:周|星期|礼拜)?[一二三四五六日天]?[)\]]?[\s|]{0,3}"
    rf"(?P<half>{_HALF})?\s{{0,2}}"
    r"(?P<hour>[01]?\d|2[0-3])\s?[:时点]\s?(?P<minute>[0-5]\d)(?:\s?[:分]\s?(?P<second>[0-5]\d)(?:[.,]\d+)?|分)?"
    rf"(?:\s?(?P<late>{_HALF})(?![a-z]))?(?:\s?(?:GMT|UTC)?(?P<offset>Z|[+-][01]\d:?[0-5]\d)(?!\d))?)?"
)
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH: Final = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_NUMERAL: Final[Mapping[str, str]] = MappingProxyType(
    {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
)

PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19"
        r"|20)\d\d)\s{0,2}[-/.年]\s{0,2}(?P<month>\d{1,2})\s{0,2}[-/.月]\s{0,2}(?P<day>\d{1,2})(?!\d)\s?日?" + _CLOCK,
        r"(?:中华)?民国\s?(?P<republic>\d{2,3}"
        r"|[〇○零一二三四五六七八九十百]{1,5})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日" + _CLOCK,
        r"(?P<han>[〇○零一二三四五六七八九]{4})\s?年\s?(?P<han_month>十?[一二三四五六七八九十]"
        r"|十[一二]?)\s?月\s?(?P<han_day>[二三]?十?[一二三四五六七八九十])\s?日" + _CLOCK,
        rf"\b{_MONTH}\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>(?:19|20)\d\d)(?!\d)" + _CLOCK,
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}(?P<year>(?:19"
        rf"|20)\d\d)(?!\d)" + _CLOCK,
        r"(?<![\d.-])(?P<day>1[3-9]|2\d|3[01])(?P<mark>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<year>(?:19"
        r"|20)\d\d)(?!\d)" + _CLOCK,
        r"(?<![\d/])(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])/(?P<year>(?:19|20)\d\d)(?!\d)" + _CLOCK,
        r"(?<![\d.-])(?P<day>0?[1-9]|[12]\d|3[01])(?P<mark>[-.])(?P<month>0?[1-9]"
        r"|1[0-2])(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)" + _CLOCK,
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
    )
)  # fmt: skip
REPUBLICAN: Final = re.compile(
    r"(?<![\d./-])(?P<republic>\d{2,3})\s?(?P<mark>[-/.年])\s?(?P<month>0?[1-9]|1[0-2])\s?[-/.月]\s?"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?![\d./-])\s?日?" + _CLOCK,
    re.ASCII,
)
"""A year of the 民國 calendar without its name: `110-11-29`. It is one only where Taiwan speaks."""
_FIRST_REPUBLICAN: Final = 40
_NOW: Final = re.compile(
    r"(?P<count>\d{1,3}|半|一|两)\s?(?P<unit>秒|分钟|个?小时|天|周|个星期|个?月)(?:之)?前|(?P<word>刚刚|今天"
    r"|今日|昨天|昨日|前天)"
    r"|(?:上?周|星期|礼拜)(?P<weekday>[一二三四五六日天])|(?<!\d)(?P<month>1[0-2]|0?[1-9])[-/月.](?P<day>3[01]"
    r"|[12]\d|0?[1-9])日?(?![\d.])",
)
_TIME: Final = re.compile(rf"\s{{0,3}}(?P<half>{_HALF})?\s?(?P<hour>[01]?\d|2[0-3])[:时点](?P<minute>[0-5]\d)")
_UNITS: Final[Mapping[str, int]] = MappingProxyType(
    {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400, "周": 604800, "星期": 604800, "月": 2592000}
)
"""Seconds; a month has thirty days."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date within a text."""

    iso: str
    start: int
    end: int

    @property
    def precise(self) -> bool:
        """Whether a time of day is known."""
        return "T" in self.iso


def find_date(text: str, zone: tzinfo) -> Found | None:
    """Return the first date in *text*, in the most telling form that occurs; None without one.

    >>> from datetime import UTC
    >>> find_date("发布时间：2021年11月29日09:33　来源：某报", UTC).iso
    '2021-11-29T09:33+00:00'
    >>> find_date("中華民國110年11月29日", UTC).iso
    '2021-11-29'
    """
    folded = fold(text)
    for pattern in PATTERNS:
        for match in pattern.finditer(folded):
            if iso := _iso(match.groupdict(), zone):
                return Found(iso, match.start(), match.end())
    return None


def _iso(parts: Mapping[str, str | None], zone: tzinfo) -> str | None:
    year, month, day = _year(parts), _month(parts), _day(parts)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    clock = ""
    if parts.get("hour"):
        hour = int(parts["hour"] or 0)
        half = (parts.get("half") or parts.get("late") or "").lower()
        hour = _hour(hour, half)
        second = f":{parts['second']}" if parts.get("second") else ""
        clock = f"T{hour:02}:{parts['minute']}{second}{(parts.get('offset') or '').upper()}"
    try:
        datetime(year, month, day, tzinfo=zone)
        return Moment.parse(f"{year}-{month:02}-{day:02}{clock}", zone).iso
    except ValueError:
        return None


def find_relative_date(text: str, zone: tzinfo, retrieved: str) -> Found | None:
    """Return the date in *text* that only means something on the day *retrieved*: hours ago, yesterday, a weekday.

    >>> from datetime import UTC
    >>> find_relative_date("3小时前", UTC, "2021-11-29T09:33:00+00:00").iso
    '2021-11-29T06:33+00:00'
    >>> find_relative_date("昨天 12:30", UTC, "2021-11-29").iso, find_relative_date("周五", UTC, "2021-11-29").iso
    ('2021-11-28T12:30+00:00', '2021-11-26')
    """
    match = _NOW.search(folded := fold(text))
    try:
        now = datetime.fromisoformat(retrieved)
    except ValueError:
        return None
    if match is None:
        return None
    now = now if now.tzinfo else now.replace(tzinfo=zone)
    now = now.astimezone(zone)
    exact = False
    if match["unit"]:
        unit = match["unit"].removeprefix("个")
        count = {"半": 0.5, "一": 1, "两": 2}.get(match["count"]) or float(match["count"])
        now -= timedelta(seconds=count * _UNITS[unit])
        exact = len(retrieved) > len("2021-11-29") and _UNITS[unit] < _UNITS["天"]
    elif match["word"]:
        now -= timedelta(days={"昨": 1, "前": 2}.get(match["word"][0], 0))
    elif match["weekday"]:
        weekday = "一二三四五六日".find(match["weekday"].replace("天", "日"))
        now -= timedelta(days=(now.weekday() - weekday) % 7 or 7)
    else:
        stated = datetime(now.year, int(match["month"]), min(int(match["day"]), 28), tzinfo=zone)
        year = now.year - (stated.date() > now.date())
        now = now.replace(
            year=year, month=int(match["month"]), day=min(int(match["day"]), monthrange(year, int(match["month"]))[1])
        )
    iso, end = now.strftime("%Y-%m-%d"), match.end()
    if exact:
        iso = now.strftime("%Y-%m-%dT%H:%M")
    elif clock := _TIME.match(folded, end):
        iso += f"T{_hour(int(clock['hour']), clock['half'] or ''):02}:{clock['minute']}"
        end = clock.end()
    return Found(Moment.parse(iso, zone).iso, match.start(), end)


def find_republican_date(text: str, zone: tzinfo) -> Found | None:
    """Return the first date in *text* that counts its years from 1912, without saying so.

    >>> from datetime import UTC
    >>> find_republican_date("110-11-29", UTC).iso
    '2021-11-29'
    """
    for match in REPUBLICAN.finditer(fold(text)):
        if int(match["republic"]) >= _FIRST_REPUBLICAN and (iso := _iso(match.groupdict(), zone)):
            return Found(iso, match.start(), match.end())
    return None


def _hour(hour: int, half: str) -> int:
    """Return *hour* of the whole day; *half* is what stands beside it: `下午`, `PM`.

    >>> _hour(12, "am"), _hour(9, "晚上"), _hour(12, "下午"), _hour(0, "中午")
    (0, 21, 12, 0)
    """
    half = half.lower()[:1]
    if half == "a" and hour == 12:  # noqa: PLR2004 - hours of half a day
        return 0
    return hour + 12 if half in ("p", "下", "晚", "傍", "午") and 0 < hour < 12 else hour  # noqa: PLR2004


def _year(parts: Mapping[str, str | None]) -> int:
    if republic := parts.get("republic"):
        return _REPUBLIC + (int(republic) if republic.isdigit() and republic.isascii() else _number(republic))
    if han := parts.get("han"):
        return int("".join(_NUMERAL[c] for c in han))
    return int(parts.get("year") or 0)


def _month(parts: Mapping[str, str | None]) -> int:
    if name := parts.get("name"):
        return _MONTHS.index(name.lower()[:3]) + 1
    return _number(parts["han_month"] or "") if parts.get("han_month") else int(parts.get("month") or 0)


def _day(parts: Mapping[str, str | None]) -> int:
    return _number(parts["han_day"] or "") if parts.get("han_day") else int(parts.get("day") or 0)


def _number(han: str) -> int:
    """Read a number below 1,000 in Chinese numerals: 一百一十, 二十九, 一〇."""
    total = digit = 0
    for char in han:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + int(_NUMERAL[char])
    return total + digit
