"""Leave out the answers below the first post of a thread: each begins with a line that is built as that post's own."""

import re
from collections.abc import Sequence
from typing import Final

from sitegen.extract.fold import fold
from sitegen.extract.ledger import Ledger
from sitegen.extract.shape import ends_sentence

_LINE_MAX: Final = 80
"""Characters of a line that says who posted when."""
_HEAD_ROWS: Final = 6
"""Before the first paragraph, among which that line is looked for."""
_ABOVE_MAX: Final = 3
"""Short lines above it that belong to the same post: a name, a subject."""
_SHORT: Final = 24
_DATE: Final = re.compile(r"(?:19|20)\d\d[年/.-] ?\d{1,2}[月/.-] ?\d{1,2}[\d日号时分秒: ]*")
_NUMBER: Final = re.compile(r"\d+")
_UNNAMED_MIN: Final = 2
"""Answers by which a thread is known whose lines give a date alone."""
_LABEL: Final = re.compile(r"\W*(\w{2,8}):")


def take_answers(ledger: Ledger, prose: Sequence[int]) -> None:
    """Take from *ledger* what stands from the second post of a thread on; *prose* are the paragraphs of the page."""
    rows = ledger.rows
    if not prose:
        return
    first = {
        shape: rows[i].text for i in range(max(0, prose[0] - _HEAD_ROWS), prose[0]) if (shape := _shape(rows[i].text))
    }
    if not first:
        return
    later = [i for i in range(prose[0] + 1, len(rows)) if first.get(_shape(rows[i].text), rows[i].text) != rows[i].text]
    if not later or (len(later) < _UNNAMED_MIN and not _shape(rows[later[0]].text)[-1]):
        return
    start = later[0]
    while start > later[0] - _ABOVE_MAX and start - 1 not in prose and _is_short(rows[start - 1].text):
        start -= 1
    for i in range(start, len(rows)):
        ledger.take(i, "answer")


def _shape(text: str) -> tuple[str, ...]:
    """Return what lines of the same program share: label, form of the date, what follows, and if a name is given.

    Empty for lines without label and date, and for those that have neither a name nor a time of day: people write such
    lines, too.

    >>> _shape("送交者: 绿手指 于 2003-06-02 10:00:00")
    ('送交者', '0-0-0 0:0:0', '', 'named')
    """
    if len(text) > _LINE_MAX:
        return ()
    folded = fold(text)
    date, label = _DATE.search(folded), _LABEL.match(folded)
    if date is None or label is None or label.end() > date.start():
        return ()
    named = "named" if folded[label.end() : date.start()].strip() else ""
    if not named and ":" not in date[0]:
        return ()
    return label[1], _NUMBER.sub("0", date[0].strip()), folded[date.end() :].strip(), named


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT and not ends_sentence(text)
