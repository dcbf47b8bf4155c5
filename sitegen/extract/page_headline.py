"""Choose the headline of a page among what it shows as headings and what it states elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from sitegen.extract.fold import fold, key
from sitegen.extract.headings import Heading
from sitegen.extract.headline import HEADLINE_MAX, LABEL_MAX, behind, is_copy, main_part, page_title_parts, share_said
from sitegen.extract.source import Facts
from sitegen.model import Evidence

_KEY_MIN: Final = 4
"""Letters: what two short strings share is chance."""
_SHORTEST: Final = 2
_SHARED_MIN: Final = 0.5
_NEAR: Final = 3
"""Lines between a headline and the first paragraph below it: date, names, a sentence that leads in."""
_MARKS: Final = " _|-–—·:："
_PAGE_TITLE: Final = "title"


def page_headline(facts: Facts, headings: Sequence[Heading] = (), body: str = "") -> Evidence | None:
    """Return the headline of a page with its source; None if nothing is stated.

    *headings* are those above the article, *body* are the words of its paragraphs. In this order: a heading that says
    what the page is shared as; one that a stated title holds; the only `h1`; what a title and a heading have in common;
    what all titles begin with, or the longest part of a title, unless the paragraphs speak more of the heading next
    above them. JSON-LD goes before a heading if `<title>` or `og:title` repeat it, and not the heading. Words that are
    set over a headline are no part of it, unless everything stated has them, too.

    >>> page_headline(Facts(page_title="春天来了,花开了_江边网"), [Heading("春天来了,花开了", "h1")])
    Evidence(field='title', source='h1', text='春天来了,花开了')
    """
    page_title = Evidence("title", _PAGE_TITLE, facts.page_title)
    stated = [title for title in (page_title, *facts.titles) if title.text]
    found = _from_headings(facts, stated, headings, body)
    if found is None:
        return None
    linked, shared = _of(facts.titles, "json-ld"), _of(facts.titles, "meta:og:title")
    said = {key(t) for title in (facts.page_title, shared.text) for t in (title, main_part(title))}
    # A heading that nothing else of the page repeats goes before the data only if they, too, stand alone.
    if linked.text and key(linked.text) in said and key(found.text) not in said:
        found = linked
    return _without_kicker(_as_shared(found, shared, headings), headings, stated)


def _of(titles: Sequence[Evidence], source: str) -> Evidence:
    return next((title for title in titles if title.source == source), Evidence("title", source, ""))


def _as_shared(found: Evidence, shared: Evidence, headings: Sequence[Heading]) -> Evidence:
    """Return the heading that says what `og:title` says, or else *found*, without the site's name behind it.

    Of pages with two headlines such a heading is the right one eight times out of nine. A heading in which a colon
    stands before what the page is shared as is kept whole.
    """
    wanted = key(shared.text)
    if len(wanted) < 2 * _KEY_MIN or wanted == key(found.text):
        return found
    for heading in headings:
        if key(heading.text) == wanted:
            rest = behind(found.text, len(key(found.text)) - len(wanted)).lstrip()
            is_heading = any(heading.text == found.text for heading in headings)
            is_kicker = is_heading and key(found.text).endswith(wanted) and rest.startswith((":", "："))
            return found if is_kicker else _titled(heading)
    return shared if is_copy(found.text, shared.text) else found


def _without_kicker(found: Evidence, headings: Sequence[Heading], stated: Sequence[Evidence]) -> Evidence:
    """Return *found*, a heading, without what is set over the headline in it.

    It is so if a statement has the headline alone, or if none begins with both.
    """
    core = next((heading.core for heading in headings if key(heading.text) == key(found.text)), "")
    if len(key(core)) < 2 * _KEY_MIN:
        return found
    alone = any(is_copy(title.text, core) for title in stated if title.source != _PAGE_TITLE)
    both = any(key(title.text).startswith(key(found.text)) for title in stated)
    return replace(found, text=core) if alone or not both else found


def _from_headings(facts: Facts, stated: Sequence[Evidence], headings: Sequence[Heading], body: str) -> Evidence | None:
    parts = [key(part) for part in page_title_parts(facts.page_title)]
    ends = set(parts[1:])
    shared = [
        heading
        for heading in headings
        if len(heading.text) <= 2 * HEADLINE_MAX
        and not _is_cut(heading, headings)
        and (_begins(heading.text, parts) or any(_shares(heading.text, title.text) for title in stated))
    ]
    if shared:
        if behind_site := _behind_site(shared, parts, key(facts.page_title)):
            return _titled(behind_site)
        # The site's own name is a heading, too, on its own pages.
        return _titled(next((heading for heading in shared if key(heading.text) not in ends), shared[0]))
    lone = next((heading for heading in headings if heading.is_lone), None)
    if lone and len(key(lone.text)) > LABEL_MAX and key(lone.text) not in {*ends, key(facts.site)}:
        return _titled(lone)
    for title in stated:
        for heading in headings:
            common = longest_common(title.text, heading.text)
            if len(key(common)) >= max(2 * _KEY_MIN, _SHARED_MIN * len(key(heading.text))) and common.strip():
                return replace(title, text=common.strip(_MARKS))
    found = _from_titles(facts, stated)
    near = next((heading for heading in headings if _is_near(heading)), None)
    if near and (found is None or share_said(found.text, key(body)) < share_said(near.text, key(body))):
        return _titled(near)
    return found or (_titled(headings[0]) if headings else None)


def _behind_site(shared: Sequence[Heading], parts: Sequence[str], whole: str) -> Heading | None:
    """Return the heading next to the paragraphs, if the first of *shared* is a link and says another part of the title.

    So a site is named at the head of each of its pages, with the way home. *whole* is the title without its marks.
    """
    named = [h for h in shared if key(h.text) in parts]
    if not named and shared and shared[0].is_link:
        named = [shared[0], *(h for h in shared[1:] if key(shared[0].text) + key(h.text) == whole)]
    if not named or not named[0].is_link:
        return None
    nearest = min(named, key=lambda heading: heading.lines)
    is_another = key(nearest.text) != key(named[0].text) and nearest.lines < named[0].lines
    return nearest if is_another and len(key(nearest.text)) >= 2 * _KEY_MIN else None


def _from_titles(facts: Facts, stated: Sequence[Evidence]) -> Evidence | None:
    if not stated:
        return None
    if not facts.titles:
        return replace(stated[0], text=main_part(facts.page_title))
    first = min(stated, key=lambda title: len(title.text))
    begins = key(first.text)
    if len(begins) >= 2 * _KEY_MIN and all(key(other.text).startswith(begins) for other in stated):
        return first
    return replace(facts.titles[0], text=main_part(facts.titles[0].text))


def _titled(heading: Heading) -> Evidence:
    return Evidence("title", heading.source, heading.text)


def _is_near(heading: Heading) -> bool:
    return heading.lines <= _NEAR and not heading.is_link and len(key(heading.text)) >= 2 * _KEY_MIN


def _is_cut(heading: Heading, others: Sequence[Heading]) -> bool:
    """Say whether *heading* is the beginning of one of *others*, with dots for the rest: so lists of articles do it."""
    if not heading.text.endswith(("…", "...")):
        return False
    begins = key(heading.text)
    return any(key(other.text).startswith(begins) and key(other.text) != begins for other in others)


@lru_cache(256)
def longest_common(a: str, b: str) -> str:
    """Return the longest string that stands in both *a* and *b*, as written in *a*."""
    match = SequenceMatcher(None, fold(a), fold(b), autojunk=False).find_longest_match()
    return a[match.a : match.a + match.size]


def _begins(heading: str, parts: Sequence[str]) -> bool:
    """Say whether *heading* is what the page's title says first: then it may be short."""
    return len(parts) > 1 and len(key(heading)) >= _SHORTEST and key(heading) == parts[0]


def _shares(heading: str, title: str) -> bool:
    wanted, whole = key(heading), key(title)
    if len(wanted) < _KEY_MIN or wanted not in whole:
        return False
    return whole.startswith(wanted) or len(wanted) >= _SHARED_MIN * len(whole)
