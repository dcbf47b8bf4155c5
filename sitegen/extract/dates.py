"""Find dates as people and machines write them, and give them in ISO 8601, as precise as they are.

`PATTERNS` is ordered: a form that says more comes before one that says less. All of them see the folded text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from string import ascii_letters
from types import MappingProxyType
from typing import Final

from sitegen.extract.fold import fold
from sitegen.extract.shape import HAN
from sitegen.moment import Moment

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
_REPUBLIC: Final = 1911
"""The year before the first of the 民國 calendar."""
_NOON: Final = 12

_WEEKDAY: Final = (
    r"(?:\(\s?(?:周|星期|礼拜)?[一二三四五六日天]\s?\)|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|\(?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?\)?)"
)
_HALF: Final = r"上午|下午|晚上|晚间|傍晚|夜间|深夜|凌晨|清晨|早晨|早上|早|晚|中午|午夜|[AaPp]\.?[Mm]\.?"
_OFFSET: Final = (
    r"Z(?![a-z])|[+-][01]\d:?[0-5]\d(?!\d)|(?:GMT|UTC)\s?[+-]\s?\d{1,2}(?::?\d\d)?(?!\d)|(?:GMT|UTC|[ECMP][SD]T"
    r"|HKT|SGT|MYT"
    r"|JST|KST|BST|CES?T|AE[SD]T)(?![a-z])"
)
CLOCK: Final = (
    rf"(?:[T\s,|·日-]{{0,4}}(?:{_WEEKDAY})?[\s,|·-]{{0,3}}(?:at\s{{1,2}}|@\s?|于\s?)?(?P<half>{_HALF})?\s{{0,2}}"
    r"(?P<hour>[01]?\d|2[0-3])"
    r"(?:\s?[:时点]\s?(?P<minute>[0-5]\d(?!\d)"
    r"|\d(?=\s?分))(?:\s?[:分]\s?(?P<second>[0-5]\d(?!\d))(?:\.\d{1,9})?\s?秒?|\s?分)?"
    r"|\.(?P<dotted>[0-5]\d)(?=\s?[ap]\.?m)|(?=\s?[ap]\.?m))"
    rf"(?:\s?(?P<late>[ap]\.?m\.?)(?![a-z]))?(?:\s?\(?(?P<offset>{_OFFSET}))?)?"
)
"""A time of day behind a date, with what may stand between them: weekday, half of the day; and the offset behind it."""
_CLOCK_BEFORE: Final = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?\s?(?P<late>[ap]\.?m\.?)?"
    r"[\s,|]{1,3}$",
    re.IGNORECASE,
)
_MONTHS: Final = tuple(
    names.split()
    for names in (
        "jan ene gen", "feb fév fev", "mar mär", "apr avr abr", "may mai mag", "jun jui giu", "jul juil lug",
        "aug aoû ago", "sep set", "oct okt out ott", "nov", "dec déc dez dic",
    )
)  # fmt: skip
"""How the months begin in English, German, French, Spanish, Portuguese and Italian."""
_MONTH_NAMES: Final = {begin: number for number, names in enumerate(_MONTHS, 1) for begin in names}
_MONTH: Final = rf"(?P<name>{'|'.join(sorted(_MONTH_NAMES, key=len, reverse=True))})[a-z]{{0,6}}\.?"
_NUMERAL: Final[Mapping[str, str]] = MappingProxyType(
    {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "O": "0"}
)
_OFFSETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "GMT": "+00:00", "UTC": "+00:00", "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00",
        "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00",
        "PDT": "-07:00", "HKT": "+08:00", "SGT": "+08:00", "MYT": "+08:00", "JST": "+09:00", "KST": "+09:00",
        "AEST": "+10:00", "AEDT": "+11:00",
    }
)  # fmt: skip
"""What the letters of a zone mean; CST is left out, for it is written for China as well as for Chicago."""

_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_DAY: Final = r"(?P<day>\d{1,2}(?!\d)|(?:0[1-9]|[12]\d|3[01])(?=[012]?\d:\d\d))"
"""The time may follow without a gap."""
_DAY_SIGN: Final = rf"{_DAY}(?:\s?日)?"
PATTERNS: Final = tuple(
    (frozenset(needs), re.compile(pattern, re.IGNORECASE | re.ASCII))
    for needs, pattern in (
        ("-/.年", rf"(?<![\d.]){_YEAR}\s{{0,2}}[-/.年]\s{{0,2}}(?P<month>\d{{1,2}})"
         rf"\s{{0,2}}[-/.月]\s{{0,2}}{_DAY_SIGN}" + CLOCK),
        ("民", r"(?:中[华華])?(?:民国|民國)\s?(?P<republic>\d{2,3}"
         rf"|[〇○零一二三四五六七八九十百]{{1,5}})\s?[年./-]\s?(?P<month>\d{{1,2}})\s?[月./-]\s?{_DAY_SIGN}" + CLOCK),
        ("年", rf"(?<![\d第])(?P<republic>1[0-4]\d)\s?年\s?(?P<month>\d{{1,2}})\s?月\s?{_DAY}\s?日" + CLOCK),
        ("民", r"(?:中[华華])?(?:民国|民國)\s?(?P<republic>[〇○零一二三四五六七八九十百]{1,5})\s?年"
         r"\s?(?P<han_month>十?[一二三四五六七八九十]"
         r"|十[一二]?)\s?月\s?(?P<han_day>[二三]?十?[一二三四五六七八九十])\s?日" + CLOCK),
        ("年", r"(?P<han>[〇○零O一二三四五六七八九]{4})\s?年\s?(?P<han_month>十?[一二三四五六七八九十]"
         r"|十[一二]?)\s?月\s?(?P<han_day>[二三]?十?[一二三四五六七八九十])\s?日" + CLOCK),
        (ascii_letters, rf"\b{_MONTH}\s{{0,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}{_YEAR}(?!\d)" + CLOCK),
        (ascii_letters, rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]{{1,3}}(?:d[ei] )?{_MONTH}(?: de)?"
         rf",?[\s-]{{1,3}}{_YEAR}(?!\d)" + CLOCK),
        (ascii_letters, rf"(?<!\d){_YEAR}-{_MONTH}-{_DAY}" + CLOCK),
        (ascii_letters, (rf"\b(?:mon|tue|wed|thu|fri|sat|sun)\s{{1,2}}{_MONTH}\s{{1,2}}(?P<day>\d{{1,2}})\s{{1,2}}"
         r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)"
         rf"(?:\s(?:(?P<offset>GMT|UTC)|[A-Z]{{3,4}}))?\s{_YEAR}(?!\d)")),
        ("月", r"(?<!\d)(?:(?P<month>\d{1,2})|(?P<han_month>十?[一二三四五六七八九十]|十[一二]?))\s?月"
         rf"\s{{1,2}}(?P<day>\d{{1,2}}),\s?{_YEAR}(?!\d)" + CLOCK),
        ("/.-", rf"(?<![\d./-])(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<other>\d{{1,2}})"
         rf"(?P=mark){_YEAR}(?![./-]?\d)" + CLOCK),
        ("12", rf"(?<![\d./-]){_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d./-])"),
    )
)  # fmt: skip
"""Each with the characters of which one is in all that it matches."""
REPUBLIC: Final = re.compile(
    rf"(?<![\d./-])(?P<republic>1[0-4]\d)[-/.](?P<month>\d{{1,2}})[-/.]{_DAY}(?![\d./-]\d)" + CLOCK,
    re.IGNORECASE | re.ASCII,
)
"""A year of the 民國 calendar that only the place of publication tells from any other number."""
_MAY_HOLD: Final = re.compile(r"\d[\d\s,./年月-]{1,12}\d|[〇○零一二三四五六七八九]{3}")


_WORDS: Final = re.compile(rf"[{HAN}]{{3}}")
_WORD_END: Final = re.compile(rf"[{HAN}]$")


@dataclass(frozen=True, slots=True)
class Found:
    """A date within a text."""

    iso: str
    start: int
    end: int
    counted: bool = False
    """Whether it was counted from the day of retrieval: any that is stated is better."""

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
    if not _MAY_HOLD.search(folded):
        return None
    for pattern in _patterns(folded):
        for match in pattern.finditer(folded):
            if found := _found(match, folded, zone):
                return found
    return None


def find_dates(text: str, zone: tzinfo, *, republic: bool = False) -> tuple[Found, ...]:
    """Return all dates in *text* in reading order; with *republic*, `110-11-29` is one, too.

    >>> from datetime import UTC
    >>> [f.iso for f in find_dates("11/29/2021 8:05 PM，更新 30 Nov 2021", UTC)]
    ['2021-11-29T20:05+00:00', '2021-11-30']
    >>> find_dates("110-11-29", UTC), find_dates("110-11-29", UTC, republic=True)[0].iso
    ((), '2021-11-29')
    """
    folded = fold(text)
    if not _MAY_HOLD.search(folded):
        return ()
    dates: list[Found] = []
    for pattern in _patterns(folded, republic=republic):
        for match in pattern.finditer(folded):
            found = _found(match, folded, zone)
            if found and all(found.end <= other.start or found.start >= other.end for other in dates):
                dates.append(found)
    return tuple(sorted(dates, key=lambda found: found.start))


def runs_on(folded: str, date: Found) -> bool:
    """Say whether *date* is part of a sentence in *folded*: words follow it at once, or on both sides without a gap.

    >>> text = "殁于2021年11月29日(农历十月)家中寓所"
    >>> runs_on(text, Found("2021-11-29", 2, 13)), runs_on("江边 2021年11月29日", Found("2021-11-29", 3, 14))
    (True, False)
    """
    before, behind = folded[: date.start], folded[date.end :]
    return bool(_WORDS.match(behind) or (_WORD_END.search(before) and _WORDS.search(behind)))


def _patterns(folded: str, *, republic: bool = False) -> Iterator[re.Pattern[str]]:
    """Yield in their order the patterns that may match in *folded*."""
    for needs, pattern in PATTERNS:
        if not needs.isdisjoint(folded):
            yield pattern
    if republic:
        yield REPUBLIC


def clock_of(parts: Mapping[str, str | None]) -> str:
    """Return the time of day of a match of `CLOCK` as ISO 8601 writes it behind the day; empty without one."""
    if not parts.get("hour"):
        return ""
    hour = int(parts["hour"] or 0)
    half = (parts.get("late") or parts.get("half") or "").lower()
    if half[:1] in ("p", "下", "傍") or half in ("晚上", "晚间", "夜间", "深夜", "晚"):
        late = half[:1] in ("p", "下", "傍") or hour != _NOON
        hour = hour + _NOON if hour < _NOON and late else hour if late else 0
    elif half[:1] == "中" and hour < _NOON - 2:
        hour += _NOON
    elif half and hour == _NOON and half != "中午":
        hour = 0
    second = f":{parts['second']}" if parts.get("second") else ""
    minute = int(parts.get("minute") or parts.get("dotted") or 0)
    return f"T{hour:02}:{minute:02}{second}{_offset(parts.get('offset') or '')}"


def _offset(text: str) -> str:
    """Return the offset that *text* names as ISO 8601 writes it: `GMT+8` → `+08:00`."""
    bare = text.upper().replace(" ", "")
    if bare in _OFFSETS:
        return _OFFSETS[bare]
    if match := re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d\d)?", bare):
        return f"{match[1]}{int(match[2]):02}:{match[3] or '00'}"
    return bare


def _found(match: re.Match[str], folded: str, zone: tzinfo) -> Found | None:
    parts = match.groupdict()
    start = match.start()
    if not parts.get("hour") and (before := _CLOCK_BEFORE.search(folded[max(0, start - 16) : start])):
        parts |= before.groupdict()
        start -= len(before[0])
    iso = _iso(parts, zone)
    return Found(iso, start, match.end()) if iso else None


def _iso(parts: Mapping[str, str | None], zone: tzinfo) -> str | None:
    year = _year(parts)
    month, day = _numeric(parts) if parts.get("first") else (_month(parts), _day(parts))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        datetime(year, month, day, tzinfo=zone)
        return Moment.parse(f"{year}-{month:02}-{day:02}{clock_of(parts)}", zone).iso
    except ValueError:
        return None


def _numeric(parts: Mapping[str, str | None]) -> tuple[int, int]:
    """Return month and day of a date whose year stands last: with slashes the month goes first where both can be it."""
    first, second = int(parts["first"] or 0), int(parts["other"] or 0)
    if first > _NOON or (second <= _NOON and parts["mark"] != "/"):
        return second, first
    return first, second


def _year(parts: Mapping[str, str | None]) -> int:
    if republic := parts.get("republic"):
        return _REPUBLIC + (int(republic) if republic.isdigit() and republic.isascii() else _number(republic))
    if han := parts.get("han"):
        return int("".join(_NUMERAL[c.upper()] for c in han))
    return int(parts.get("year") or 0)


def _month(parts: Mapping[str, str | None]) -> int:
    if name := parts.get("name"):
        return _MONTH_NAMES[name.lower()]
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
