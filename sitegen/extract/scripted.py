"""Read from the data in a page's scripts when its article was published, where the page leaves it to a script to say.

Nothing is executed: a value counts by the name that stands before it. The lists of other articles have such values,
too, so that they count only if all of them say one day.
"""

import re
from datetime import datetime, tzinfo
from typing import Final

from sitegen.model import Evidence

_STATED: Final = re.compile(
    r"(?:(?:publish(?:ed)?|pub|creat(?:e|ed|ion)|release|post(?:ed)?)_?(?:time|date|at)|\bct)[\"']?\s{0,3}[:=]\s{0,3}"
    r"(?:\w{1,20}\()?[\"']?"
    r"(?P<value>1\d{9}(?:\d{3})?|(?:19|20)\d\d-\d\d?-\d\d?(?:[T ]\d\d:\d\d(?::\d\d)?)?)(?!\d)",
    re.IGNORECASE,
)
_SECONDS: Final = 10
"""Digits of seconds since 1970, from 2001 to 2033; with three more they are milliseconds."""
_DAY: Final = len("2021-11-29")


def scripted_date(page: str, zone: tzinfo) -> Evidence | None:
    """Return the date that the data in the scripts of *page* states; seconds since 1970 are told as of *zone*.

    >>> from datetime import UTC
    >>> scripted_date('<script>var ct = "1638178380";</script>', UTC).text
    '2021-11-29T09:33+00:00'
    >>> scripted_date('<script>[{pubDate: "2021-11-28"}, {pubDate: "2021-11-29"}]</script>', UTC)
    """
    dates = [_iso(match["value"], zone) for match in _STATED.finditer(page)]
    if len({date[:_DAY] for date in dates}) != 1:
        return None
    return Evidence("date", "data", max(dates, key=len))


def _iso(value: str, zone: tzinfo) -> str:
    if not value.isdigit():
        return value
    return datetime.fromtimestamp(int(value[:_SECONDS]), zone).isoformat(timespec="minutes")
