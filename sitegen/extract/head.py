"""Read what stands before the body: breadcrumb, headline with its copies, credits; and whose page it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sitegen.extract import boilerplate, headline
from sitegen.extract.blocks import Listing
from sitegen.extract.breadcrumbs import (
    begins_at_home,
    breadcrumb,
    credits_behind,
    is_certain,
    is_home,
    is_parted,
    last_part,
    path_by_names,
    stacked,
)
from sitegen.extract.bylines import read_signature
from sitegen.extract.credits import Calendar, CreditLine, dateline, read_bare, read_lines
from sitegen.extract.fold import fold, key
from sitegen.extract.house import House, house_of
from sitegen.extract.labels import Kind, fields_of
from sitegen.extract.masthead import masthead_of
from sitegen.extract.names import is_forum
from sitegen.extract.prose import STANDALONE, is_prose
from sitegen.extract.section_names import is_section_name
from sitegen.extract.signature import Signature
from sitegen.extract.signing import is_signature
from sitegen.extract.source import Facts, Row
from sitegen.model import Evidence

HEAD_ROWS: Final = 12
"""A headline that is followed by more rows than this before the first paragraph has no dateline of its own."""
ABOVE_HEADLINE: Final = 3
"""Rows: some sites set the date above the headline."""
EDGE_ROWS: Final = 60
"""Rows before and after the body that are looked at: more are menus."""
_TITLE_LABEL: Final = re.compile(r"标题|题目|主题|名称")
_DATED: Final = re.compile(r"(?:19|20)\d\d\s?[年/.-]\s?\d")
"""A breadcrumb that also tells when the article was published."""
_DAY_LENGTH: Final = 10
_PLACED_MAX: Final = 2
"""Sections: a menu has more entries."""
_BOARD_MIN: Final = 3
"""Characters: a shorter name of a forum is a section of any site."""
_MENU_LINKS: Final = 0.5
"""Share of a row that is linked: links with nothing between them are a menu."""
_FIRST_PART: Final = re.compile(r"\s*(?:::|[>＞»›→》⟩/|｜])\s*|\s+[·•‧—–-]\s+")
_MOST: Final = 0.7
"""Share of the letters of a headline that a line must have to be it, without the number of its page."""
_BODY_SAMPLE: Final = 3000
"""Characters of the body that tell what it is about."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the body, and which rows say so."""

    title: Evidence | None
    sections: tuple[str, ...]
    sections_from: str
    """What named them: a breadcrumb, or the page's title."""

    lines: Mapping[int, CreditLine]
    """Credits by their first row."""

    house: House
    start: int
    """The first row that is the headline; -1 if none is."""

    dateline: int | None
    """The row that tells when the article was published."""

    taken: Mapping[int, str]
    """Rows that belong to the head, each with the rule that knew it."""


@dataclass(frozen=True, slots=True)
class _Trail:
    """A breadcrumb: on one row, or with one part a row."""

    rows: tuple[int, ...]
    text: str


def site_of(rows: Sequence[Row], facts: Facts, prose: Sequence[int]) -> str:
    """Return the masthead of a document, whose paragraphs are the rows *prose*; empty if it shows none."""
    first, last = _edges(rows, prose)
    short = 2 * headline.HEADLINE_MAX
    top = [row.text for row in rows[max(0, first - EDGE_ROWS) : first] if len(row.text) <= short]
    body = _sample(rows, prose)
    below = [row.text for row in rows[last + 1 :][-EDGE_ROWS:] if len(row.text) <= short]
    return masthead_of([*filter(None, [facts.page_title]), *top], below, body, facts.title.text if facts.title else "")


def read_head(
    rows: Sequence[Row], free: Sequence[int], prose: Sequence[int], facts: Facts, calendar: Calendar, site: str = ""
) -> Head:
    """Return the head of a document; *free* are the rows that may belong to it, *prose* those that are paragraphs.

    *site* is its masthead.
    """
    first, last = _edges(rows, prose)
    copies = tuple(r.text for r in rows[: first + 1] if _is_long(r.text))
    trails = list(_trails(rows, [i for i in free if first - EDGE_ROWS <= i <= first], copies, site))
    crumbs = {i for trail in trails for i in trail.rows}
    found = facts.title
    title = found.text if found else ""
    near = _near_headline(rows, title, first) if title else first - EDGE_ROWS
    waiting = [i for i in free if near <= i < first + 2 and (i not in crumbs or _DATED.search(rows[i].text))]
    visible = [replace(row, text=credits_behind(row.text)) if i in crumbs else row for i, row in enumerate(rows)]
    lines = read_lines(visible, waiting, calendar)
    house = _house(rows, facts, trails, (first, last), site)
    own = frozenset() if house.diary else _site_keys(facts) - {key(title)}
    lines = {i: _as_site(line, own) for i, line in lines.items()}
    if found is None or found.source == "title":
        usable = [i for i in free if i < (first if prose else min(len(rows), HEAD_ROWS)) and i not in crumbs]
        body = _sample(rows, prose)
        shown = _title_of_dump(rows, usable, lines, trails, headline.Surroundings(house=house, body=body))
        paths = (Evidence("title", "breadcrumb", t) for trail in trails if _is_long(t := last_part(trail.text)))
        above = [text for i in usable if key(text := rows[i].text) in key(facts.page_title)]
        found = _as_shown(found, above, shown, body) if found else shown or next(paths, None)
        title = found.text if found else ""
    wanted = key(title)
    headlines = [
        i for i in free if i <= first and i not in crumbs and _is_headline(rows[i].text, title, wanted, i < first)
    ]
    start = headlines[0] if headlines else -1
    between = [i for i in free if start < i < first and i not in crumbs and i not in headlines]
    lines |= read_bare(rows, between, lines, headlines, _site_keys(facts))
    if not prose and not lines and _is_poet(rows, start + 1):
        lines[start + 1] = CreditLine(Signature(people=(rows[start + 1].text,)))
    taken = dict.fromkeys(crumbs, "breadcrumb") | dict.fromkeys(headlines, "headline")
    for i, line in lines.items():
        taken |= dict.fromkeys(range(i, i + line.height), "dateline" if line.date else "byline")
    if not trails:
        below = range(last + 1, min(len(rows), last + EDGE_ROWS))
        trails = [t for t in _trails(rows, below, copies, site) if last_part(t.text)]
    sections = facts.sections or _without_site(_sections(trails, (title, *copies)), house)
    sections = tuple(section for section in sections if key(section) != key(title))
    titled = () if sections or facts.section else _sections_of_title(rows[:first], facts, title, house)
    told = "title" if titled else facts.sections_from if facts.sections else "breadcrumb"
    return Head(found, sections or titled, told, lines, house, start, dateline(lines, first), taken)


def _sample(rows: Sequence[Row], prose: Sequence[int]) -> str:
    """Return the first letters of the paragraphs *prose* among *rows*."""
    found = ""
    for i in prose:
        if len(found) >= _BODY_SAMPLE:
            break
        found += key(rows[i].text)
    return found[:_BODY_SAMPLE]


def _trails(rows: Sequence[Row], free: Sequence[int], copies: Sequence[str], site: str) -> Iterator[_Trail]:
    """Yield the breadcrumbs; outside the main content a menu looks the same but for its arrows."""
    skip = -1
    for i in free:
        if i <= skip or is_prose(rows[i]):
            continue
        listed = isinstance(rows[i].block, Listing)
        if is_home(rows[i].text) and (height := stacked([row.text for row in rows[i : i + HEAD_ROWS]], listed=listed)):
            parts = [text for j in range(i, i + height) if any(map(str.isalnum, text := rows[j].text))]
            if listed and len(parts) == height and not _is_spoken_of(parts[1:], range(i, i + height), rows, copies):
                continue
            skip = i + height - 1
            yield _Trail(tuple(range(i, i + height)), (" " if listed else " > ").join(parts))
        elif (named := path_by_names(rows[i].text, site, copies)) and (
            (site and key(rows[i].text).startswith(key(site))) or _is_beside(rows, i, copies)
        ):
            yield _Trail((i,), " > ".join(("首页", *named)))
        elif (found := breadcrumb(rows[i].text, copies)) and (
            is_certain(rows[i].text)
            or _is_placed(rows, i, found, copies)
            or (rows[i].block is not None and _is_spoken_of(found[1:] or found, (i,), rows, copies))
        ):
            yield _Trail((i,), rows[i].text)


def _is_beside(rows: Sequence[Row], at: int, copies: Sequence[str]) -> bool:
    """Say whether the row *at* is next to what may be the headline."""
    behind = next((row for row in rows[at + 1 : at + 1 + ABOVE_HEADLINE] if row.text), None)
    if behind is not None and behind.text in copies:
        return not boilerplate.furniture(behind.text) and not is_prose(behind)
    return at > 0 and rows[at - 1].text in copies and not boilerplate.furniture(rows[at - 1].text)


def _is_placed(rows: Sequence[Row], at: int, sections: Sequence[str], copies: Sequence[str]) -> bool:
    """Say whether the row *at* is short and stands where breadcrumbs do.

    From the way home it is next above the headline, any other between headline and date.
    """
    if at + 1 >= len(rows):
        return False
    behind = rows[at + 1].text
    if len(sections) > _PLACED_MAX:
        return False
    if begins_at_home(rows[at].text):
        if rows[at].links > _MENU_LINKS and not is_parted(rows[at].text):
            return False
        return behind in copies and not boilerplate.furniture(behind) and not is_prose(rows[at + 1])
    dated = len(behind) <= 2 * headline.LABEL_MAX + _DAY_LENGTH and _DATED.search(behind)
    return bool(dated) and at > 0 and (at == 1 or rows[at - 1].text in copies)


def _is_spoken_of(sections: Sequence[str], at: Sequence[int], rows: Sequence[Row], copies: Sequence[str]) -> bool:
    """Say whether the document speaks of one of *sections*, the rows *at*; of the entries of a menu it hardly does."""
    path = key(rows[at[-1]].text)
    if any(key(copy) != path and path.endswith(key(copy)) for copy in copies):
        return True
    others = [key(row.text) for i, row in enumerate(rows) if i not in at]
    return any(key(section) in other for other in others for section in sections)


def _sections(trails: Sequence[_Trail], headlines: Sequence[str]) -> tuple[str, ...]:
    """Return the sections of the breadcrumb; one with arrows is believed before one that might be a menu."""
    found = [(not is_certain(t.text), breadcrumb(t.text, headlines) or ()) for t in trails]
    return next((sections for _, sections in sorted(found, key=lambda f: f[0]) if sections), ())


def _without_site(sections: tuple[str, ...], house: House) -> tuple[str, ...]:
    """Return *sections* without the first, if that is the site itself, and what a forum calls its home behind that."""
    if len(sections) < 2:  # noqa: PLR2004 - the site and a section
        return sections
    is_board = is_forum(sections[0]) and len(sections[0]) > _BOARD_MIN
    if not is_board and not house.owns(sections[0]):
        return sections
    return sections[1 + (is_board and fold(sections[1]) == "论坛") :]


def _sections_of_title(top: Sequence[Row], facts: Facts, title: str, house: House) -> tuple[str, ...]:
    """Return the sections between headline and site in a page's title, the wider first."""
    for text in (facts.page_title, *(row.text for row in top if len(row.text) <= 2 * headline.HEADLINE_MAX)):
        parts = headline.page_title_parts(text)
        if len(parts) > 2 and key(parts[0]) == key(title):  # noqa: PLR2004 - headline, section, site
            return tuple(p for p in parts[:0:-1] if is_section_name(p) and not house.owns(p))
    return ()


def _is_poet(rows: Sequence[Row], at: int) -> bool:
    """Say whether the row *at*, next to the headline of verse, is a name that blank lines set apart like stanzas."""
    if not 0 < at < len(rows) - 1 or not is_signature(rows[at].text):
        return False
    gaps = [b.line - a.line for a, b in pairwise(rows[at - 1 :])]
    apart = gaps[0] > 1 and gaps[1] > 1 and 1 in gaps[2:]
    return apart and not any(rows[at].text in row.text for row in (*rows[:at], *rows[at + 1 :]))


def _site_keys(facts: Facts) -> frozenset[str]:
    """Return by what names the page calls its site: the end of its title, and what it states."""
    parts = headline.page_title_parts(facts.page_title)
    return frozenset(filter(None, map(key, (*parts[1:][-1:], *(e.text for e in facts.publishers)))))


def _as_site(line: CreditLine, site: frozenset[str]) -> CreditLine:
    """Return *line* with the *site*'s name, which may be built like a person's, as that of a medium."""
    signature = line.signature
    if not signature.people or any(key(name) not in site for name in signature.people):
        return line
    return replace(line, signature=replace(signature, people=(), media=(*signature.media, *signature.people)))


def _near_headline(rows: Sequence[Row], title: str, first: int) -> int:
    """Return the first row that may be the dateline: a little above the headline that is nearest to the body."""
    at = next(
        (i for i in range(min(first, len(rows) - 1), -1, -1) if headline.is_copy(rows[i].text, title)),
        first - HEAD_ROWS,
    )
    return max(0, at - ABOVE_HEADLINE)


def _edges(rows: Sequence[Row], prose: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last row of the body."""
    if prose:
        return prose[0], prose[-1]
    return next((i for i, row in enumerate(rows) if row.block is not None), 0), len(rows) - 1


def _house(rows: Sequence[Row], facts: Facts, trails: Sequence[_Trail], body: tuple[int, int], masthead: str) -> House:
    first, last = body
    top = [row.text for row in rows[:first] if len(row.text) <= 2 * headline.HEADLINE_MAX]
    titles = [facts.page_title, *top] if facts.page_title else top
    keys = {key(text) for text in (*top, *facts.headings)}
    behind = [
        part
        for title in titles
        if len(parts := headline.page_title_parts(title)) > 1 and (title == facts.page_title or key(parts[0]) in keys)
        for part in parts[1:]
    ]
    above = [
        *top[:ABOVE_HEADLINE],
        *(_FIRST_PART.split(text, maxsplit=1)[0] for text in (*top[:1], *(t.text for t in trails))),
    ]
    outside = [*top[-EDGE_ROWS:], *(row.text for row in rows[last + 1 :][-EDGE_ROWS:])]
    tails = [part for title in top for part in headline.page_title_parts(title)[1:]]
    return house_of(outside, behind, tails, [text.strip() for text in above], masthead)


def _as_shown(stated: Evidence, lines: Sequence[str], shown: Evidence | None, body: str) -> Evidence:
    """Return the headline of a page that has no heading, *stated* by its title, as it stands above the body.

    Of *lines*, which are parts of the title, one that has *stated* or is most of it goes before that; what other lines
    have *shown* as a headline does if the body speaks clearly more of it.
    """
    wanted = key(stated.text)
    for line in reversed(lines):
        found = key(line)
        if found == wanted:
            return stated
        if found.endswith(wanted) or (wanted.startswith(found) and len(found) > _MOST * len(wanted)):
            return Evidence("title", "first-lines", line)
    spoken = headline.share_said(stated.text, body) + headline.CLEARLY
    return shown if shown and headline.share_said(shown.text, body) > spoken else stated


def _title_of_dump(
    rows: Sequence[Row],
    usable: Sequence[int],
    lines: Mapping[int, CreditLine],
    trails: Sequence[_Trail],
    around: headline.Surroundings,
) -> Evidence | None:
    usable = usable[-EDGE_ROWS:]
    told = dateline(lines, usable[-1] + 1 if usable else 0)
    covered = {i + n for i, line in lines.items() for n in range(line.height)}
    candidates = [
        i for i in usable if i not in covered and len(rows[i].text) <= headline.HEADLINE_MAX and _may_be(rows[i].text)
    ]
    before = [i for i in candidates if told is None or i < told]
    # Above the breadcrumb stands the site's name, below it who wrote the article, too.
    below = [i for i in before if trails and i > trails[-1].rows[-1] and not is_signature(rows[i].text)]
    trail = " ".join(t.text for t in trails)
    texts = [rows[i].text for i in candidates]
    titles = tuple(t for row in rows[: max(usable, default=-1) + 1] if len(t := row.text) <= 2 * headline.HEADLINE_MAX)
    sections = tuple(s for t in trails for s in breadcrumb(t.text, list(filter(_is_long, texts))) or ())
    return headline.from_rows(
        texts,
        [rows[i].text for i in below or before],
        replace(around, trail=trail, sections=sections, page_titles=titles),
    )


def _may_be(text: str) -> bool:
    """Say whether *text* may be the headline: it is no furniture, no byline, no list of fields, no sentence."""
    folded = fold(text)
    if boilerplate.furniture(text) is not None or text.endswith("。"):
        return False
    if STANDALONE.fullmatch(folded) and read_signature(text).names_someone:
        return False
    fields = fields_of(folded)
    labelled = bool(fields) and fields[0].start == 0 and fields[0].colon and fields[0].known
    return not (
        labelled and not _TITLE_LABEL.search(fields[0].label) and (fields[0].kind is not Kind.OTHER or len(fields) > 1)
    )


def _is_long(text: str) -> bool:
    """Say whether *text* is too long for the name of a section, and not for a headline."""
    return len(text) <= 2 * headline.HEADLINE_MAX and len(key(text)) > headline.LABEL_MAX


def _is_headline(text: str, title: str, wanted: str, above: bool) -> bool:
    if wanted in key(text) and (
        headline.is_copy(text, title) or (above and headline.is_copy(headline.bare(text), title))
    ):
        return True
    return above and headline.is_damaged_copy(text, title)
