"""Read the lines that say when, where and by whom an article was published: its credits.

A line is one if its fields explain it: nothing but a few words may be left when labels, dates and names are taken
away. So a sentence that begins with `来源：` stays a sentence.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Final

from sitegen.extract import boilerplate
from sitegen.extract.bylines import read_signature
from sitegen.extract.dates import Found, find_dates, runs_on
from sitegen.extract.fold import fold, key
from sitegen.extract.labels import Field, Kind, fields_of, lone_label
from sitegen.extract.names import NOBODY, PLACES, is_medium, is_office, is_section
from sitegen.extract.notices import control_share
from sitegen.extract.prose import is_prose
from sitegen.extract.relative import find_relative_date
from sitegen.extract.shape import HAN
from sitegen.extract.signature import Signature
from sitegen.extract.signing import SIGNS, may_sign
from sitegen.extract.source import Row
from sitegen.model import Evidence

DATELINE_MAX: Final = 160
"""Characters of a line of credits."""
UNEXPLAINED_MAX: Final = 12
"""Characters of a line that its fields may leave unexplained, if it names somebody."""
DATED_REST_MAX: Final = 60
"""Characters beside a date that has a time of day or a label."""
_HEADLINE_MIN: Final = 9
"""Letters."""
_VALUE_MAX: Final = 40
_BARE_MAX: Final = 24
_POSTER_MAX: Final = 12
_MARKS_MAX: Final = 3
"""Characters between a label and its date."""
_NAME_MIN, _NAME_MAX = 2, 20
_MAY_BE_REPUBLIC: Final = re.compile(r"1(?<!\d1)[0-4]\d[-/.]\d")
_TRADITIONAL: Final = re.compile("[們這國學說會對時後從為來個開關過還與東車長門問間現實點區經發無動種應樣機]")
_NOT_PUBLISHED_ON: Final = frozenset({"today", "forum", "copyright", "licence-number", "neighbour", "browser"})
_ORIGINAL: Final = re.compile(r"^\W{0,2}原[创創]\s?[:：]?\s*(?=\S)(?<=[\s:：])")
_POSTED: Final = re.compile(r"(?:发表|发布|发佈|张贴|posted)\s?(?:于|on)\s*$|^(?:post(?:ed)?)\b", re.IGNORECASE)
_PLACED: Final = re.compile(rf"[{HAN}]{{2,4}}\s?[/／]\s?[{HAN}]{{2,4}}")
"""A reporter and the place of the report."""
_SIGN: Final = re.compile(rf"\s*[{SIGNS}]\s*(?=\S)")
_IN_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_DISPATCH: Final = re.compile(r"(?:讯|电)\W{0,2}$")
_REPORT: Final = re.compile(r"(?:报导|报道|编译|整理|撰文)$")
"""What somebody did, and no medium."""
_CLAUSE: Final = re.compile(r"[，。！？]")
_SHORT_YEAR: Final = re.compile(
    r"(?P<label>(?:时间|時間|日期)\s?[:：]\s?)(?P<day>[0-3]\d[-/.](?:0?[1-9]|1[0-2])[-/.][0-3]?\d)(?![\d-])"
)
_CLOSING: Final = re.compile(r"^[\W_]*(?:[据據](?=\W))?[\W_]*|(?:(?<=[报報刊])社)?(?:出品|供稿|來稿|来稿)?[\W_]*$")
"""What stands about a name below the body."""
_UPDATED_BEHIND: Final = re.compile(r"\s{0,2}(?:更新|修改|编辑)")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the dates of one document are to be read."""

    zone: tzinfo
    retrieved: str = ""
    """When it was fetched, in ISO 8601; empty where nobody knows."""

    republic: bool = False
    """Years may be counted from 1912 without saying so, as in Taiwan."""

    @classmethod
    def of(cls, rows: Sequence[Row], zone: tzinfo, retrieved: str | None) -> "Calendar":
        """Return the calendar of a document: only where Traditional Chinese is written, 110 may be a year."""
        suspect = _MAY_BE_REPUBLIC.search("\n".join([row.text for row in rows if len(row.text) <= DATELINE_MAX]))
        republic = suspect is not None and sum(len(_TRADITIONAL.findall(row.text)) for row in rows) > len(rows)
        return cls(zone, retrieved or "", republic)


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One line of credits, or a label and its value on two."""

    signature: Signature
    date: Found | None = None
    updated: bool = False
    """The date is that of a later change."""

    changed: Found | None = None
    """The date of a later change."""

    posted: bool = False
    """The date follows `发表于` without a name: its author stands above it, as in forums."""

    account: str = ""
    """Whose channel it is, where a line begins with `原创`."""

    loose: str = ""
    """The only word beside a date: a publisher, if nothing better is named."""

    height: int = 1
    """Rows that it takes from the body; none if it is the signature of a notice."""

    @property
    def is_bare_day(self) -> bool:
        """Whether it is a day and nothing else, as at the foot of a notice."""
        return self.date is not None and not self.date.precise and self.signature == Signature()

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """What makes one date better than another; less is better."""
        return (self.date is not None and self.date.counted, self.updated, self.date is None or not self.date.precise)


def read_line(text: str, calendar: Calendar) -> CreditLine | None:
    """Return what *text* says if it is a line of credits.

    >>> from datetime import UTC
    >>> line = read_line("2021-11-29 09:33　江边日报　张三", Calendar(UTC))
    >>> line.date.iso, line.signature.media, line.signature.people
    ('2021-11-29T09:33+00:00', ('江边日报',), ('张三',))
    >>> read_line("来源：可靠的人士告诉他，桥要修了", Calendar(UTC)) is None
    True
    """
    if not text or len(text) > DATELINE_MAX:
        return None
    text = text if text.isascii() else _SHORT_YEAR.sub(r"\g<label>20\g<day>", text)
    folded = fold(text)
    dates = find_dates(text, calendar.zone, republic=calendar.republic)
    if not dates and calendar.retrieved and len(text) < DATED_REST_MAX:
        relative = find_relative_date(text, calendar.zone, calendar.retrieved)
        dates = (relative,) if relative else ()
    # Whom no label names is known by the build of a Chinese name.
    if not dates and (
        len(text) > DATED_REST_MAX + UNEXPLAINED_MAX or not (fields_of(folded) if text.isascii() else may_sign(folded))
    ):
        return None
    signature = read_signature(text, [(found.start, found.end) for found in dates])
    unexplained = sum(map(len, signature.rest))
    if not dates:
        signed = bool(signature.people and not signature.rest) and (
            _SIGN.match(text) is not None or bool(signature.media and _IN_BRACKETS.fullmatch(folded))
        )
        dispatch = bool(signature.media and not signature.rest and _DISPATCH.search(folded))
        if signed:
            signature = replace(signature, authors=signature.people)
        told = (signature.names_someone or bool(signature.staff) or dispatch) and not (
            unexplained and _CLAUSE.search(text)
        )
        return CreditLine(signature) if told and unexplained <= UNEXPLAINED_MAX else None
    fields = fields_of(folded)
    date, changed = _chosen(dates, fields, folded)
    is_update = changed is not None and changed.start == date.start
    label = _label_of(date, fields)
    is_bare = not (date.precise or signature.labels)
    if is_bare and signature.rest and (date.counted or runs_on(folded, date)):
        return None  # a headline that begins with a day, or speaks of yesterday
    if not _tells(text, date, labelled=label is not None, unexplained=unexplained, known=signature.labels):
        return None
    posted = bool(_POSTED.search(folded[: date.start])) and not signature.authors and not signature.media
    loose = signature.rest[0] if len(signature.rest) == 1 and not posted else ""
    line = CreditLine(signature, date, is_update, changed, posted, loose=loose if _may_publish(loose) else "")
    return _with_account(line, text[: date.start]) if _ORIGINAL.match(text) else line


def read_lines(rows: Sequence[Row], indexes: Iterable[int], calendar: Calendar) -> dict[int, CreditLine]:
    """Return which of the rows *indexes* are credits, by their first row."""
    found: dict[int, CreditLine] = {}
    wanted = list(indexes)
    allowed = set(wanted)
    skip = -1
    days: list[int] = []
    for i in wanted:
        if i == skip or is_prose(rows[i]):
            continue
        rule = boilerplate.furniture(rows[i].text)
        if rule in _NOT_PUBLISHED_ON and not _is_issue(rows[i].text):
            days += [i] if rule == "today" else []
            continue
        text, height = rows[i].text, 1
        if i + 1 in allowed and lone_label(fold(text).strip()) and _is_value(rows[i + 1]):
            text, height = f"{text.rstrip(' :：')}：{rows[i + 1].text}", 2
        line = read_line(text, calendar)
        if height == 2 and (line is None or (line.date is None and _wants_date(text))):  # noqa: PLR2004 - label, value
            continue
        if line is not None:
            found[i] = line if line.height == height else replace(line, height=height)
            skip = i + 1 if height > 1 else -1
    if not any(line.date for line in found.values()):  # a day of the week makes a clock of it only where another tells
        below = next((i for i in days if _is_below_headline(rows, i, found)), None)
        if below is not None and (line := read_line(rows[below].text, calendar)):
            found[below] = line
    return found


def _is_below_headline(rows: Sequence[Row], i: int, lines: Mapping[int, CreditLine]) -> bool:
    """Say whether the row *i* stands below what may be a headline, or below the line that says who wrote it."""
    above = i - 1 if i - 1 not in lines else i - 2
    return above >= 0 and len(key(rows[above].text)) >= _HEADLINE_MIN and not boilerplate.furniture(rows[above].text)


def _wants_date(text: str) -> bool:
    return fields_of(fold(text))[0].kind in (Kind.PUBLISHED, Kind.UPDATED)


def _is_issue(text: str) -> bool:
    """Say whether *text* is the head of a newspaper's issue, no clock of a page: its name stands beside the day."""
    undated = re.sub(r"[\d年月日.-]{6,}", " ", text)
    return len(text) <= DATED_REST_MAX and bool(read_signature(undated).media)


def dateline(lines: Mapping[int, CreditLine], body: int = 0) -> int | None:
    """Return which of *lines* tells when the article was published: with a time of day rather than without.

    Of equals the one that is nearest to *body*, its first row: above the headline stands the date of the whole issue.
    """
    dated = [i for i, line in lines.items() if line.date]
    return min(dated, key=lambda i: (*lines[i].rank, abs(body - i), i), default=None)


def read_bare(
    rows: Sequence[Row],
    free: Sequence[int],
    lines: Mapping[int, CreditLine],
    headlines: Sequence[int],
    site: frozenset[str] = frozenset(),
) -> dict[int, CreditLine]:
    """Return which of the rows *free*, between headline and body, are a name and nothing else.

    A name is believed beside credits, and alone between *headlines* and the body; a medium's anywhere between headline
    and date, that of the page's own *site* (by `key`) beside credits of any form, and any between headline and credits
    that name nobody, where a subtitle would stand otherwise.
    """
    found: dict[int, CreditLine] = {}
    covered = {i + n for i, line in lines.items() for n in range(line.height)}
    told = dateline(lines)
    posted = next((i for i, line in lines.items() if line.posted), None)
    signatures = [line.signature for line in lines.values()]
    is_named = posted is not None or any(s.publisher or s.media or s.authors for s in signatures)
    for i in (*free, *reversed(free)):  # a name may stand above or below what makes it one
        text = rows[i].text.strip()
        if i in covered or i in found or len(text) > _BARE_MAX or boilerplate.furniture(text):
            continue
        near = {i - 1, i + 1} & (covered | found.keys())
        under = not near and i - 1 in headlines and i + 1 not in free and not covered & set(free)
        above_date = told is not None and headlines and i < told
        if not (near or under or above_date or (posted is not None and i < posted)):
            continue
        signature = read_signature(text)
        placed = len(signature.people) == 1 and len(signature.rest) == 1 and _PLACED.fullmatch(text) is not None
        alone = (not signature.rest or placed) and not signature.labels
        known_medium = bool(signature.media) or any(lines[j].signature.media for j in near if j in lines)
        full = len(text) > 2  # noqa: PLR2004 - two characters may be a word
        between = near if is_named else {*near, *headlines}
        if alone and (
            (under and full and signature.people)
            or (near and (signature.media or (signature.people and (full or known_medium))))
            or (signature.media and not signature.people and above_date)
        ):
            found[i] = CreditLine(signature)
        elif near and _is_outlet(text, signature) and (between >= {i - 1, i + 1} or key(text) in site):
            found[i] = CreditLine(Signature(media=(text,)))
        elif posted is not None and i < posted and len(text) <= _POSTER_MAX and " " not in text and not found:
            found[i] = CreditLine(Signature(people=(text,)))
    return found


def read_closing(rows: Sequence[Row], free: Sequence[int], lines: Mapping[int, CreditLine]) -> dict[int, CreditLine]:
    """Return which of the rows *free*, those next behind the body, are the name of who published it and nothing else.

    A medium's is believed by its build, an institution's above the day with which it signs, one of *lines*.
    """
    found: dict[int, CreditLine] = {}
    for i in free:
        name = _CLOSING.sub("", rows[i].text)
        signs = i + 1 in lines and lines[i + 1].is_bare_day and is_office(name)
        if i not in lines and (signs or (is_medium(name) and not control_share(name))):
            found[i] = CreditLine(Signature(media=(name,)), height=int(not signs))
    return found


@dataclass(slots=True)
class Credits:
    """Collects what head, body and tail say, each in the order in which it is to be believed."""

    _publishers: list[tuple[int, str, str]] = field(default_factory=list)
    _authors: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    _editors: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)

    def add(self, line: CreditLine, source: str, *, tail: bool = False) -> None:
        """Take in one line of the head, or of the *tail*."""
        signature = line.signature
        self._publishers += [(int(tail), source, signature.publisher), (2, source, line.account)]
        self._publishers += [(4 if tail else 3, source, name) for name in signature.media[:1]]
        self._publishers.append((6, source, line.loose))
        self._authors.append((int(tail), source, signature.authors))
        if not tail:
            self._authors.append((2, source, signature.people))
        self._authors.append((5, source, signature.helpers))
        for rank, names in enumerate((signature.responsible, signature.editors, signature.chiefs)):
            self._editors.append((rank, source, names))

    def add_signed(self, signature: Signature, source: str) -> None:
        """Take in what a paragraph of the body is signed with."""
        self._publishers += [(1, source, signature.publisher), *((5, source, name) for name in signature.media[:1])]
        self._authors += [(3, source, signature.authors), (4, source, signature.people)]
        self._editors.append((1, source, signature.responsible or signature.editors))

    @property
    def publisher(self) -> Evidence | None:
        """The publisher that is named most plainly."""
        named = sorted((p for p in self._publishers if p[2]), key=lambda p: p[0])
        if not named:
            return None
        name = named[0][2]
        return Evidence("publisher", next(source for _, source, text in self._publishers if text == name), name)

    @property
    def editor(self) -> Evidence | None:
        """The editor; of equals the one named last, at the end of the article. Names are joined by `、`."""
        named = sorted((e for e in reversed(self._editors) if e[2]), key=lambda e: e[0])
        return Evidence("editor", named[0][1], "、".join(named[0][2])) if named else None

    @property
    def authors(self) -> Evidence | None:
        """The authors, of the head all that are labelled. Names are joined by `、`."""
        named = sorted((a for a in self._authors if a[2]), key=lambda a: a[0])
        if not named:
            return None
        equals = [a for a in named if a[0] == named[0][0]]
        names = dict.fromkeys(name for _, _, group in (equals if named[0][0] == 0 else equals[:1]) for name in group)
        return Evidence("authors", named[0][1], "、".join(names))


def _is_value(row: Row) -> bool:
    text = row.text
    return (
        len(text) <= _VALUE_MAX
        and "。" not in text
        and not lone_label(fold(text).strip())
        and not fields_of(fold(text))
    )


def _chosen(dates: Sequence[Found], fields: Sequence[Field], folded: str) -> tuple[Found, Found | None]:
    """Return the date of publication among *dates*, and that of the last change: the same if no other is told."""

    def is_update(found: Found) -> bool:
        label = _label_of(found, fields)
        return (label is not None and label.kind is Kind.UPDATED) or (
            label is None and bool(_UPDATED_BEHIND.match(folded, found.end))
        )

    date = min(dates, key=lambda found: (is_update(found), not found.precise, found.start))
    return date, max(filter(is_update, dates), key=lambda found: found.iso, default=None)


def _label_of(found: Found, fields: Sequence[Field]) -> Field | None:
    """Return the label in front of the date *found*."""
    return next(
        (f for f in fields if f.kind in (Kind.PUBLISHED, Kind.UPDATED) and 0 <= found.start - f.value <= _MARKS_MAX),
        None,
    )


def _tells(text: str, date: Found, *, labelled: bool, unexplained: int, known: int) -> bool:
    """Say whether *date* is what the line tells, not an aside in a headline or a longer line."""
    if date.precise or labelled or known:
        return unexplained <= DATED_REST_MAX
    return len(text) - (date.end - date.start) < DATED_REST_MAX and unexplained <= 2 * UNEXPLAINED_MAX


def _is_outlet(text: str, signature: Signature) -> bool:
    return not signature.labels and _may_publish(text) and " " not in text


def _may_publish(word: str) -> bool:
    return (
        _NAME_MIN <= len(word) <= _NAME_MAX
        and word not in PLACES
        and not is_section(word)
        and not NOBODY.match(fold(word))
        and not _REPORT.search(fold(word))
        and not boilerplate.furniture(word)
        and not any(c in "。！？!?，,：:" for c in word)
    )


def _with_account(line: CreditLine, head: str) -> CreditLine:
    """Read `原创 张三 江边人 `: the author, if another than the channel, then the channel."""
    words = _ORIGINAL.sub("", head).split()
    if not words or line.signature.names_someone:
        return line
    author = (words[0],) if len(words) > 1 and words[0] != words[-1] else ()
    return replace(
        line, account=words[-1], loose="", signature=replace(line.signature, people=author, media=(), rest=())
    )
