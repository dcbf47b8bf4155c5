"""Choose the headline: of a dump from its first rows, of a page from what it states about itself."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from sitegen.extract.fold import fold, key
from sitegen.extract.source import Facts

HEADLINE_MAX: Final = 120
_KEY_MIN: Final = 4
"""Letters: what two short strings share is chance."""
_SITE_SEPARATOR: Final = re.compile(
    r"\s*(?:[_|｜丨¦»«›‹]|--+|—{1,2})\s*|\s+[-–·:]\s+|(?<=[\u3400-\u9fff）”》])\s*-\s*(?=[\u3400-\u9fff])"
)
_LABELLED: Final = re.compile(
    r"\W{0,2}(?:标\s?题|標\s?題|主\s?题|主\s?題|题\s?目|題\s?目|title)\s?[:：]\s*(\S.*)", re.IGNORECASE
)
_DAMAGE: Final = re.compile("[\ue000-\uf8ff\ufffd]|[?？][!！]|[?？]\\S[\u3400-\u9fff][·,]")
SIMILAR: Final = 0.6
"""Share of letters that a damaged and a healthy copy of one headline have in common, at least."""
_LABEL_SHARE: Final = 2
"""A line that is shorter than the one above it by this factor is a label below a headline."""
_SHARED_MIN: Final = 0.5


def page_title_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a page title: headline, channel, site.

    >>> page_title_parts("春天来了_要闻_江边网")
    ('春天来了', '要闻', '江边网')
    """
    parts, start = [], 0
    for match in _SITE_SEPARATOR.finditer(fold(text)):
        parts.append(text[start : match.start()])
        start = match.end()
    return tuple(part.strip() for part in (*parts, text[start:]) if part.strip())


def without_label(text: str) -> str:
    """Return *text* without `标题：` before it.

    >>> without_label("标题：春天来了"), without_label("春天来了")
    ('春天来了', '春天来了')
    """
    match = _LABELLED.fullmatch(text)
    return match[1].strip() if match else text


def is_copy(text: str, headline: str) -> bool:
    """Say whether *text* repeats *headline*, alone or as the first part of a page title.

    >>> is_copy("春天来了，花开了_江边网", "春天来了,花开了"), is_copy("春天来了", "春天来了花开了")
    (True, False)
    """
    wanted = key(headline)
    if not wanted:
        return False
    found = key(text)
    if found == wanted:
        return True
    return found.startswith(wanted) and bool(_SITE_SEPARATOR.match(fold(_behind(text, len(wanted)))))


def _behind(text: str, letters: int) -> str:
    """Return what follows the first *letters* letters and digits of *text*."""
    for position, char in enumerate(text):
        if not letters:
            return text[position:].lstrip("\"'”’」』》)）!！?？")
        letters -= len(key(char))
    return ""


def is_damaged_copy(text: str, headline: str) -> bool:
    """Say whether one of two headlines is the other, damaged."""
    a, b = key("".join(page_title_parts(text)[:1])), key(headline)
    if not a or not b or not (_DAMAGE.search(text) or _DAMAGE.search(headline)):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SIMILAR


def is_damaged(text: str) -> bool:
    """Say whether *text* shows the traces of a wrong decoding."""
    return bool(_DAMAGE.search(text))


def from_rows(candidates: Sequence[str], before_dateline: Sequence[str], trail: str) -> str:
    """Return the headline among *candidates*, the first rows of a dump that may be one; empty without any.

    Evidence, in this order: *trail*, the breadcrumb, ends with it; it stands twice; a page title begins with it; it
    stands before the dateline. Of two copies the healthy one is taken.

    >>> from_rows(["江边网", "春天来了 花开了", "花开了"], ["江边网", "春天来了 花开了"], "首页 要闻 春天来了 花开了")
    '春天来了 花开了'
    """
    if not candidates:
        return ""
    if stated := next(filter(None, map(_LABELLED.fullmatch, candidates)), None):
        return stated[1].strip()
    chosen = (
        _at_end_of(trail, candidates)
        or _repeated(candidates)
        or _begins_page_title(candidates)
        or _first(before_dateline or candidates[:1])
    )
    if is_damaged(chosen):
        healthy = ("".join(page_title_parts(c)[:1]) for c in candidates if is_damaged_copy(c, chosen))
        chosen = next((h for h in healthy if not is_damaged(h)), chosen)
    elif len(parts := page_title_parts(chosen)) > 1 and any(key(c) == key(parts[0]) for c in candidates):
        chosen = parts[0]
    return chosen


def from_facts(facts: Facts) -> str:
    """Return the headline of a page: what `<title>` and a heading have in common; empty if nothing is stated.

    >>> from_facts(Facts(page_title="春天来了,花开了_江边网", headings=("江边网", "春天来了,花开了")))
    '春天来了,花开了'
    """
    stated = [title for title in (facts.page_title, *facts.titles) if title]
    for heading in facts.headings:
        if len(heading) <= 2 * HEADLINE_MAX and any(_shares(heading, title) for title in stated):
            return heading
    for title in stated:
        for heading in facts.headings:
            common = longest_common(title, heading)
            if len(key(common)) >= max(2 * _KEY_MIN, _SHARED_MIN * len(key(heading))) and common.strip():
                return common.strip(" _|-–—·:：")
    if facts.titles and (title := facts.titles[0]):
        return _main_part(title)
    if facts.page_title:
        return _main_part(facts.page_title)
    return facts.headings[0] if facts.headings else ""


def longest_common(a: str, b: str) -> str:
    """Return the longest string that stands in both *a* and *b*, as written in *a*."""
    match = SequenceMatcher(None, fold(a), fold(b), autojunk=False).find_longest_match()
    return a[match.a : match.a + match.size]


def _shares(heading: str, title: str) -> bool:
    wanted, whole = key(heading), key(title)
    if len(wanted) < _KEY_MIN or wanted not in whole:
        return False
    return whole.startswith(wanted) or len(wanted) >= _SHARED_MIN * len(whole)


def _main_part(title: str) -> str:
    parts = page_title_parts(title)
    if not parts:
        return title.strip()
    longest = max(parts, key=lambda part: len(key(part)))
    return parts[0] if len(key(parts[0])) * 2 >= len(key(longest)) else longest


def _at_end_of(trail: str, candidates: Sequence[str]) -> str:
    whole = key(trail)
    ends = [c for c in candidates if len(key(c)) >= _KEY_MIN and whole.endswith(key(c))]
    return max(ends, key=len, default="")


def _repeated(candidates: Sequence[str]) -> str:
    counts = Counter(key(c) for c in candidates)
    return next((c for c in candidates if counts[key(c)] > 1 and len(key(c)) >= _KEY_MIN), "")


def _begins_page_title(candidates: Sequence[str]) -> str:
    for candidate in candidates:
        if any(
            other is not candidate and key(other) != key(candidate) and is_copy(other, candidate)
            for other in candidates
        ):
            return candidate
    return ""


def _first(candidates: Sequence[str]) -> str:
    """Return the one of *candidates* that is nearest to the dateline, unless it is a label below a headline."""
    long = [c for c in candidates if len(key(c)) >= _KEY_MIN and not c.startswith(("—", "-", "(", "（"))] or list(
        candidates
    )
    chosen = long[-1]
    if len(long) > 1 and len(key(chosen)) * _LABEL_SHARE < len(key(long[-2])):
        chosen = long[-2]
    return _main_part(chosen) if len(page_title_parts(chosen)) > 2 else chosen  # noqa: PLR2004 - headline, channel, site
