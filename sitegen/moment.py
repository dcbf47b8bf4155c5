"""Dates as precise as they are known."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final, Self

_ISO: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A date as precise as it is known: a day, a minute or a second; ordered by instant."""

    instant: datetime
    """Aware; the start of the day where only the day is known."""

    iso: str
    """ISO 8601 with just the known parts, and the offset if a time is known."""

    @classmethod
    def parse(cls, text: str, zone: tzinfo) -> Self:
        """Read ISO 8601 (a blank may stand for `T`); a time without an offset is taken to be in *zone*.

        `ValueError` for anything else, and for days that do not exist.

        >>> Moment.parse("2021-11-29 09:33Z", UTC).iso
        '2021-11-29T09:33+00:00'
        >>> Moment.parse("2021-11-29", UTC).iso
        '2021-11-29'
        """
        match = _ISO.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not an ISO 8601 date: {text!r}")
        year, month, day, hour, minute, second, offset = match.groups()
        if hour is None:
            start = _whole_minutes(datetime(int(year), int(month), int(day), tzinfo=zone))
            return cls(start, start.date().isoformat())
        moment = datetime.fromisoformat(
            f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{(offset or '').replace('Z', '+00:00')}"
        )
        aware = moment if moment.tzinfo else _whole_minutes(moment.replace(tzinfo=zone))
        return cls(aware, aware.isoformat(timespec="seconds" if second else "minutes"))

    @property
    def day(self) -> date:
        """The calendar day where it was written."""
        return date.fromisoformat(self.iso[:10])

    @property
    def rfc3339(self) -> str:
        """The instant in full, as feeds want it."""
        return self.instant.isoformat(timespec="seconds")


def _whole_minutes(moment: datetime) -> datetime:
    """Return *moment* with an offset of whole minutes: before there were time zones, clocks differed by seconds."""
    offset = moment.utcoffset() or timedelta()
    return moment.replace(tzinfo=timezone(timedelta(minutes=round(offset / timedelta(minutes=1)))))


EPOCH: Final = Moment(datetime(1970, 1, 1, tzinfo=UTC), "1970-01-01")
"""Stands in where a format demands a date and none is known."""
