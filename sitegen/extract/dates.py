"""Find dates as people and machines write them, and give them in ISO 8601, as precise as they are.

`PATTERNS` is ordered: a form that says more comes before one that says less.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Final

from sitegen.extract.fold import fold
from sitegen.model import Moment

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
_REPUBLIC: Final = 1911
"""The year before the first of the 民國 calendar."""

_CLOCK: Final = (
    r"(?:[T\s日]{0,3}[(\s]{0,2}(?:周|星期|礼拜)?[一二三四五六日天]?\)?\s{0,3}(?P<half>上午|下午|晚上|凌晨|中午"
    r"|[AaPp]\.?[Mm]\.?)?\s{0,2}"
    r"(?P<hour>[01]?\d|2[0-3])\s?[:时点]\s?(?P<minute>[0-5]\d)(?:\s?[:分]\s?(?P<second>[0-5]\d)(?:\.\d+)?|分)?"
    r"(?:\s?(?P<late>[AaPp]\.?[Mm]\.?))?(?:\s?(?P<offset>Z|[+-][01]\d:?[0-5]\d)(?!\d))?)?"
)  # fmt: skip
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
        r"(?:民国|民國)\s?(?P<republic>\d{2,3}"
        r"|[〇○零一二三四五六七八九十百]{1,5})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日" + _CLOCK,
        r"(?P<han>[〇○零一二三四五六七八九]{4})\s?年\s?(?P<han_month>十?[一二三四五六七八九十]"
        r"|十[一二]?)\s?月\s?(?P<han_day>[二三]?十?[一二三四五六七八九十])\s?日" + _CLOCK,
        rf"\b{_MONTH}\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s{{1,3}}{_MONTH},?\s{{1,3}}(?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
    )
)  # fmt: skip


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
        hour += 12 if half[:1] in ("p", "下", "晚") and hour < 12 else 0  # noqa: PLR2004 - hours of half a day
        second = f":{parts['second']}" if parts.get("second") else ""
        clock = f"T{hour:02}:{parts['minute']}{second}{(parts.get('offset') or '').upper()}"
    try:
        datetime(year, month, day, tzinfo=zone)
        return Moment.parse(f"{year}-{month:02}-{day:02}{clock}", zone).iso
    except ValueError:
        return None


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
