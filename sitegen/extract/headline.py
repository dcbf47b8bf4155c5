"""Tell the headline of a document from its copies, and of a dump choose it among the first rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final

from sitegen.extract.fold import fold, key
from sitegen.extract.house import House
from sitegen.extract.names import is_forum, is_medium
from sitegen.extract.section_names import is_section_name
from sitegen.extract.signing import is_signature
from sitegen.model import Evidence

HEADLINE_MAX: Final = 120
_KEY_MIN: Final = 4
"""Letters: what two short strings share is chance."""
_SITE_SEPARATOR: Final = re.compile(
    r"\s*(?:[_|｜丨¦»«›‹]|::+|--+|—{1,2})\s*|\s+[-–·:/~•]\s+|(?<=[\u3400-\u9fff）”》])\s*-\s*(?=[\u3400-\u9fff])"
)
_SEPARATING: Final = re.compile("[_|｜丨¦»«›‹:—–·/~•-]")
"""One of these is in all that parts a title."""
_DAMAGE: Final = re.compile("[\ue000-\uf8ff\ufffd?？](?:(?<![?？])|[!！]|\\S[\u3400-\u9fff][·,])")
SIMILAR: Final = 0.6
"""Share of letters that a damaged and a healthy copy of one headline have in common, at least."""
_LABEL_SHARE: Final = 2
"""A line that is shorter than the one above it by this factor is a label below a headline."""
LABEL_MAX: Final = 8
"""Letters: the name of a column is not longer."""
_PARTS_MAX: Final = 6
_COLUMN_MAX: Final = 3
"""Letters of a column before the headline, parted from it by a bar."""
_LEAD: Final = 200
"""Letters at the head of a body: spam that was put into it stands further down."""
_SPEAKS: Final = 0.6
"""Of the share of letters that the best candidate has in common with the body: what has less is not its headline."""
CLEARLY: Final = 0.2
"""Share of letters by which the body must speak more of one part than of another."""
_LABEL: Final = re.compile(
    r"^\s*(?:转载?|轉載?|原创|原創|图文|圖文|组图|組圖|首发|首發|独家|獨家)\s?[:：|｜丨]\s*(?=\S)|^\s*(?:文章|新闻|信息)?(?:标题|標題|题目|題目|主题|主題|名称|名稱)\s?[:：]\s*(?=\S)"
)
_OUTLET: Final = re.compile(r"([^:：|｜\s]{2,16})[:：|｜]\s*(?=\S)")
_CONTROL: Final = re.compile(
    r"\s*[\[【](?:复制链接|複製連結|複製鏈接|只看楼主|收藏|打印|分享|转载|轉載|图文|組圖|组图|图)[\]】]\s*$|^#{1,6}\s+"
    r"|\s*[(（](?:[浏瀏][览覽]|[阅閱][读讀]|[点點][击擊阅閱]|人[气氣]|[评評][论論]|回[复覆])[^()（）]{0,6}\d[\d,，.万萬]*[^()（）\d]{0,4}[)）]\s*$"
)
_CATEGORY: Final = re.compile(r"^\s*[\[［【〔](?P<word>[^\]］】〕]{1,6})[\]］】〕]\s*(?=\S)")
_KIND: Final = re.compile(
    r"(?:组|多|图|图文|组图|高清|视频|影片|转载?|原创|快讯|独家|直播|专题|号外|置顶|热门|精华|新闻|社会|生活"
    r"|文化|体育|财经|国际|国内|本地|要闻|时政|教育|健康|娱乐|科技|交通|评论"
    r"|投稿|资讯|通知|公告|头条|推荐|分享|讨论|求助|游记)"
)
"""Categories that a headline bears in brackets on any site."""


_NAMED: Final = re.compile("《[^《》]{1,40}》")
"""What bears a title in its marks, beside the names of site and section."""
_SET_APART: Final = re.compile(r"\s*【[^【】]*】\s*|.*[:：]\s*", re.DOTALL)
"""A line all in heavy brackets, and one that greets or introduces what follows: beside others no headline."""


@lru_cache(512)
def page_title_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a page title: headline, channel, site.

    >>> page_title_parts("春天来了_要闻_江边网")
    ('春天来了', '要闻', '江边网')
    """
    parts, start = [], 0
    folded = fold(text)
    for match in _SITE_SEPARATOR.finditer(folded) if _SEPARATING.search(folded) else ():
        parts.append(text[start : match.start()])
        start = match.end()
    return tuple(part.strip() for part in (*parts, text[start:]) if part.strip())


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
    if not found.startswith(wanted):
        return False
    return _SITE_SEPARATOR.match(fold(text), _positionbehind(text, len(wanted))) is not None


def behind(text: str, letters: int) -> str:
    """Return what follows the first *letters* letters and digits of *text*, and the marks that close them."""
    return text[_positionbehind(text, letters) :]


def _positionbehind(text: str, letters: int) -> int:
    for position, char in enumerate(text):
        if not letters:
            return position + len(text) - position - len(text[position:].lstrip("\"'”’」』》)）!！?？"))
        letters -= len(key(char))
    return len(text)


def is_damaged_copy(text: str, headline: str) -> bool:
    """Say whether one of two headlines is the other, damaged."""
    if not (_DAMAGE.search(text) or _DAMAGE.search(headline)):
        return False
    a, b = key("".join(page_title_parts(text)[:1])), key(headline)
    if not a or not b:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SIMILAR


def is_damaged(text: str) -> bool:
    """Say whether *text* shows the traces of a wrong decoding."""
    return bool(_DAMAGE.search(text))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What tells a headline from the lines about it."""

    trail: str = ""
    """The breadcrumb as it stands."""

    sections: tuple[str, ...] = ()
    house: House = field(default_factory=House)
    page_titles: tuple[str, ...] = ()
    """Lines above the body that are built like a page's title, also such as were taken for spam."""

    body: str = ""
    """Words of the article: a headline speaks of them, a keyword before it does not."""


def from_rows(candidates: Sequence[str], before_dateline: Sequence[str], around: Surroundings) -> Evidence | None:
    """Return the headline among *candidates*, the first rows of a dump that may be one; None without any.

    Evidence, in this order: the `breadcrumb` ends with it; it is `repeated`, also with a site's name or a category; it
    is one of the `first-lines`, before the dateline. Of two copies the healthy one is taken.

    >>> trail = Surroundings("首页 要闻 春天来了 花开了")
    >>> from_rows(["江边网", "春天来了 花开了", "花开了"], ["江边网", "春天来了 花开了"], trail)
    Evidence(field='title', source='breadcrumb', text='春天来了 花开了')
    """
    sections = {key(section) for section in around.sections}
    named = [c for c in candidates if key(c) not in sections and not around.house.owns(c)] or list(candidates)
    usable = [c for c in named if not is_signature(c)] or named
    before = [c for c in before_dateline if c in usable]
    if not usable:
        return None
    source, chosen = "breadcrumb", _at_end_of(around.trail, usable, before)
    if not chosen:
        source, chosen = "repeated", _supported(usable)
    if not chosen:
        source, chosen = "first-lines", _nearest(before or usable[:2], around)
    if is_damaged(chosen):
        healthy = ("".join(page_title_parts(c)[:1]) for c in candidates if is_damaged_copy(c, chosen))
        chosen = next((h for h in healthy if not is_damaged(h)), chosen)
    else:
        chosen = _bare(_without_site(chosen, usable, around), around)
    return Evidence("title", source, chosen) if chosen else None


def is_page_title(text: str, others: Sequence[str]) -> bool:
    """Say whether *text* is the headline of a page with its channel and site, and one of *others* is the headline.

    >>> is_page_title("春天来了，花开了 - 要闻 - 江边网", ["[要闻] 春天来了，花开了"])
    True
    """
    parts = page_title_parts(text)
    if len(parts) < 2 or len(key(parts[0])) < _KEY_MIN or "。" in text:  # noqa: PLR2004 - headline, site
        return False
    return any(key(bare(other)) == key(parts[0]) for other in others)


def main_part(title: str) -> str:
    """Return the part of a page's title that is the headline.

    One in marks for titles, or the first, unless another is more than twice as long.
    """
    parts = page_title_parts(title)
    if not parts:
        return title.strip()
    named = [part for part in parts if _NAMED.fullmatch(part)]
    if len(named) == 1 and len(parts) > 1:
        return named[0].strip("《》")
    longest = max(parts, key=lambda part: len(key(part)))
    return parts[0] if len(key(parts[0])) * 2 >= len(key(longest)) else longest


def _at_end_of(trail: str, candidates: Sequence[str], before: Sequence[str]) -> str:
    whole = key(trail)
    ends = [c for c in candidates if len(key(c)) >= _KEY_MIN and whole.endswith(key(c))]
    chosen = max(ends, key=len, default="")
    if chosen and len(key(chosen)) <= LABEL_MAX and before and before[-1] != chosen:
        return ""  # the name of a column, below which the headline stands
    return chosen


def _supported(candidates: Sequence[str]) -> str:
    """Return what most of *candidates* say: alone, as a part of a page title, behind a category or a label."""
    support: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for candidate in candidates:
        inner = bare(candidate)
        words = dict.fromkeys((key(candidate), key(inner), *map(key, page_title_parts(candidate)[:_PARTS_MAX])))
        outlet = _OUTLET.match(candidate)
        words |= {key(candidate[outlet.end() :]): None} if outlet and is_medium(outlet[1].rstrip("讯訊")) else {}
        words |= dict.fromkeys(key(other) for other in candidates if is_copy(candidate, other))
        for word in words:
            if len(word) >= _KEY_MIN:
                support[word] += 1
        for text in (candidate, inner):
            shown[key(text)] = min(shown.get(key(text), text), text, key=len)
    twice = [word for word, count in support.items() if count > 1 and word in shown]
    best = max(twice, key=lambda word: (support[word], len(word)), default="")
    return shown[best] if best else ""


def _nearest(candidates: Sequence[str], around: Surroundings) -> str:
    """Return which of *candidates*, the lines above the dateline, is the headline and no label or column."""
    long = [c for c in candidates if len(key(c)) >= _KEY_MIN and not c.startswith(("—", "-", "(", "（"))]
    long = [c for c in long if not _SET_APART.fullmatch(c)] or long or list(candidates)
    if len(long) == 1:
        return long[0]
    joined = {a + b for a, b in pairwise(map(key, long))}  # a headline broken in two, and whole
    if whole := next((c for c in long if key(c) in joined), ""):
        return whole
    shares = [share_said(c, around.body) for c in long]
    most = max(shares)
    if not most:
        return long[-1]
    spoken = [c for c, share in zip(long, shares, strict=True) if share >= _SPEAKS * most] if most else long
    longest = max(len(key(c)) for c in spoken)
    return next(c for c in spoken if len(key(c)) * _LABEL_SHARE >= longest)


def share_said(text: str, body: str) -> float:
    """Return the share of the pairs of letters in *text* that *body* has, too."""
    letters = key(text)
    pairs = [letters[i : i + 2] for i in range(len(letters) - 1)]
    return sum(pair in body for pair in pairs) / len(pairs) if pairs else 0.0


def _without_site(chosen: str, candidates: Sequence[str], around: Surroundings) -> str:
    """Cut from *chosen* what belongs to the site: its name, its channels, a keyword before the headline."""
    parts = page_title_parts(chosen)
    wanted = key(chosen)
    alone = sum(key(c) == wanted for c in candidates) == 1 and not key(around.trail).endswith(wanted)
    if len(parts) > 1 and alone:
        if len(key(parts[0])) <= _COLUMN_MAX < len(key(parts[1])) and not share_said(parts[0], around.body):
            parts = parts[1:]
        if any(map(around.house.owns, parts)):
            return _between_sites(chosen, parts, around)
        known = {key(part) for part in parts[1:] if is_medium(part) or is_forum(part)}
        if len(parts) == 1:
            return parts[0]
        if len(parts) > 2 or known or any(key(c) == key(parts[0]) for c in candidates):  # noqa: PLR2004 - headline, channel, site
            return _spoken(parts, around)
    for title in around.page_titles:
        pieces = page_title_parts(title)
        if len(pieces) > len(("keyword", "headline")) and wanted and wanted == key("".join(pieces[:2])):
            cut = behind(chosen, len(key(pieces[0]))).strip()
            lead = around.body[:_LEAD]
            if share_said(cut, lead) > share_said(pieces[0], lead) + CLEARLY:
                return cut
    outlet = _OUTLET.match(chosen)
    if outlet and around.house.owns(outlet[1]):
        return chosen[outlet.end() :]
    return chosen


def _between_sites(chosen: str, parts: tuple[str, ...], around: Surroundings) -> str:
    """Return what of *chosen*, a page's title with the *parts*, is neither the site's name nor a section's."""
    sections = {key(section) for section in around.sections}
    kept = [part for part in parts if not around.house.owns(part)]
    while len(kept) > 1 and (key(kept[-1]) in sections or is_section_name(kept[-1])):
        kept.pop()
    while len(kept) > 1 and (key(kept[0]) in sections or (is_section_name(kept[0]) and len(key(kept[0])) < _KEY_MIN)):
        del kept[0]
    if not kept:
        return chosen
    whole = chosen[chosen.index(kept[0]) : chosen.rindex(kept[-1]) + len(kept[-1])]
    dashes = re.sub(r"[^—–]", "", whole.removeprefix(kept[0])[:2])
    return whole if len(kept) == 2 and dashes == "——" else _spoken(kept, around)  # noqa: PLR2004 - a headline, its second half


def _spoken(parts: Sequence[str], around: Surroundings) -> str:
    """Return the part of a page title that is the headline: the first, unless the article speaks of another."""
    shares = [share_said(part, around.body) for part in parts]
    best = max(range(len(parts)), key=lambda i: shares[i])
    if shares[best] > shares[0] + CLEARLY and len(key(parts[best])) > _KEY_MIN:
        return parts[best]
    return main_part("_".join(parts)) if len(key(parts[0])) <= LABEL_MAX // 2 else parts[0]


def bare(text: str) -> str:
    """Return *text* without what may stand about a headline in its line: label, category, control.

    >>> bare("[游记] 春天来了，花开了 [复制链接]")
    '春天来了，花开了'
    """
    return _CATEGORY.sub("", _without_control(_LABEL.sub("", text)))


def _without_control(text: str) -> str:
    may_have = text.startswith("#") or text.rstrip().endswith(("]", "】", ")", "）"))
    return _CONTROL.sub("", text) if may_have else text


def _bare(text: str, around: Surroundings) -> str:
    """Return the headline *text* without a label or the name of its category before it."""
    text = _without_control(_LABEL.sub("", text))
    category = _CATEGORY.match(text)
    if category and len(key(text[category.end() :])) >= _KEY_MIN:
        word = fold(category["word"])
        if text[0] in "[［" or _KIND.fullmatch(word) or key(word) in {key(s) for s in around.sections}:
            return text[category.end() :].strip()
    return text
