"""Find the element that holds the article, and prune what is not the article's within it.

One pass from the leaves up: the words of each paragraph that are no links count for its ancestors, less with each
level; the sum is weighed by the share of links and by what class and id say. Class and id are the strongest cue.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml.etree import _Element as Element

from sitegen.extract.blocks import squeeze
from sitegen.extract.dom import INLINE, drop, line_of, tag_of, words
from sitegen.model import Removal

DECAY: Final = 0.6
"""What a paragraph counts for each further ancestor, as a share of what it counted for the one below."""
LINK_PENALTY: Final = 2
"""Power to which the share of words outside links is raised: a wrapper with a sidebar loses against its article."""
PARAGRAPH_MIN: Final = 24
"""Weight: about twelve Chinese characters, or four English words; less is a label."""
SIBLING_MIN: Final = 80
LINK_SHARE_MAX: Final = 0.5
ARTICLE_MIN: Final = 300
WHOLE_MIN: Final = 0.25
"""Share of the page's words: a container of less weight than `ARTICLE_MIN` that holds less is no main content, and the
page is taken as a whole."""

_GOOD: Final = re.compile(
    r"articlebody|article[-_]?(?:content|text|body|main|detail)|artibody|artical|story[-_]?(?:body|content|text)"
    r"|post[-_]?(?:content|body|entry|text)"
    r"|entry[-_]?content|main[-_]?content|content[-_]?(?:body|article|text|main)|news[-_]?(?:content|text|body|con"
    r"|detail)|text[-_]?(?:content|con|body)"
    r"|trs_editor|trs_preappend|ue_table|zoom|rich_media_content|detail[-_]?(?:content|con|text|body)"
    r"|body[-_]?(?:content|text)|js_content|the_content|正文|vsb_content|conTxt|txt_con",
    re.IGNORECASE,
)  # fmt: skip
_FAIR: Final = re.compile(
    r"article|content|body|text|main|post|entry|detail|story|news|artical|editor|blog|markdown|prose|page",
    re.IGNORECASE,
)
_BAD: Final = re.compile(
    r"comment|disqus|reply|foot|(?:^|[-_ ])nav|menu|side(?!.{0,3}content)|aside|share|social|relat|recommend"
    r"|rec[-_]|hot|rank|(?:^|[-_ ])ads?(?:$|[-_ \d])|advert|banner|sponsor|promo"
    r"|copyright|toolbar|bread|crumb|login|regist|widget|(?:^|[-_ ])tags?(?:$|[-_ ])|pagination|pager|paging"
    r"|subscri|newsletter|popup|modal|cookie|outbrain|taboola|hidden|skip|sitemap|friend|qrcode|"
    r"(?:^|[-_ ])more|next|prev|author[-_]?(?:bio|info|card|box)|about[-_]author|byline|masthead|topbar|search"
    r"|statement|disclaimer|correlat|guess|tuijian|xiangguan|fenxiang|pinglun|daohang|gallery|slide(?:show|r)"
    r"|carousel|caption|photo-?credit|inline-?ad|signup|paywall|trending|popular|most-?read",
    re.IGNORECASE,
)  # fmt: skip
_TALK: Final = re.compile(r"comments?(?:$|[-_ ])|repl(?:y|ies)|pinglun|disqus", re.IGNORECASE)
_CAPTION: Final = re.compile(r"caption|credit|copyright|photo-?by", re.IGNORECASE)
_GOOD_WEIGHT: Final = 2.0
_FAIR_WEIGHT: Final = 1.3
_BAD_WEIGHT: Final = 0.25
_TAG_WEIGHT: Final[Mapping[str, float]] = MappingProxyType(
    {
        "article": 1.6, "main": 1.3, "aside": 0.2, "nav": 0.1, "footer": 0.15, "header": 0.4, "form": 0.7,
        "li": 0.5, "ul": 0.6, "ol": 0.7, "dl": 0.7, "p": 0.6, "a": 0.1, "blockquote": 0.6,
        "figure": 0.2, "figcaption": 0.2, "address": 0.3, "th": 0.5, "h1": 0.2, "h2": 0.2, "h3": 0.2,
        "body": 0.8, "html": 0.5,
    }
)  # fmt: skip
_BLOCK_PARENTS: Final = frozenset(
    "p pre td blockquote li dd div section article main center font span h2 h3 h4 h5 figure".split()
)
_KEPT_WHEN_NAMED_BAD: Final = 0.35
"""Share of the container's words: an element that holds more is the article, whatever its class says."""


@dataclass(slots=True)
class _Weight:
    """What one element holds, in weight of characters."""

    total: int = 0
    linked: int = 0
    own: int = 0
    """Words outside links that stand in the element itself or its inline children."""

    score: float = 0.0


_GONE: Final = _Weight()
"""Stands for what lies in an element that was dropped."""


def main_elements(root: Element) -> list[Element]:
    """Return the elements that hold the article, in document order: mostly one, with such neighbours as continue it."""
    weights = _weigh(root)
    best = max(weights, key=lambda e: _final(e, weights[e]), default=None)
    if best is None or not weights[best].score:
        return [root]
    chosen = _with_neighbours(best, weights)
    held = sum(weights[e].total - weights[e].linked for e in chosen)
    body = root.find("body")
    if body is None or held >= ARTICLE_MIN or held >= WHOLE_MIN * (weights[body].total - weights[body].linked):
        return chosen
    return [body]


def prune(container: Element) -> list[Removal]:
    """Take lists of links and what class or id call furniture out of *container*; return what held words."""
    removed: list[Removal] = []
    weights = _weigh(container)
    whole = max(1, weights[container].total)
    for element in list(container.iterdescendants()):
        weight = weights.get(element)
        name = tag_of(element)
        if weight is None or weight is _GONE or name in INLINE or name in ("br", "hr", "img"):
            continue
        if weight.total > _KEPT_WHEN_NAMED_BAD * whole and not _is_talk(element, whole - weight.total):
            continue
        rule = "named-furniture" if _is_bad(element) else "link-list" if _is_link_list(name, weight) else ""
        if rule and element.getparent() is not None:
            if text := words(element):
                removed.append(Removal(rule, text, line_of(element)))
            drop(element)
            weights.update(dict.fromkeys(element.iter(), _GONE))
    return removed


def _is_bad(element: Element) -> bool:
    name = tag_of(element)
    if name in ("nav", "aside", "footer"):
        return True
    if name in ("p", "figcaption") and _CAPTION.search(_names(element)):
        return True
    if name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "table", "tbody", "tr", "td", "pre", "blockquote"):
        return False
    names = _names(element)
    return bool(names) and bool(_BAD.search(names)) and not _GOOD.search(names)


def _is_talk(element: Element, rest: int) -> bool:
    """Say whether *element* holds the readers' comments, which may be longer than the article."""
    return rest >= ARTICLE_MIN // 2 and bool(_TALK.search(_names(element)))


def _is_link_list(name: str, weight: _Weight) -> bool:
    if not weight.total or weight.linked <= LINK_SHARE_MAX * weight.total:
        return False
    if name in ("p", "li", "td", "h1", "h2", "h3", "h4", "dd"):
        return weight.linked >= 0.9 * weight.total and name in ("li", "dd") and weight.total > PARAGRAPH_MIN
    return weight.linked > PARAGRAPH_MIN


def _weigh(root: Element) -> dict[Element, _Weight]:
    """Weigh every element below *root*: backwards in document order each comes before its ancestors."""
    weights: dict[Element, _Weight] = {}
    elements = list(root.iter())
    for element in reversed(elements):
        name = tag_of(element)
        if not name or name == "head":
            continue
        weight = _Weight()
        direct = _measure(element.text)
        inline = 0
        for child in element:
            tail = _measure(child.tail)
            direct += tail
            inner = weights.get(child)
            if inner is not None:
                weight.total += inner.total
                weight.linked += inner.linked
                if tag_of(child) in INLINE:
                    inline += inner.own
        weight.total += direct
        if name == "a":
            weight.linked = weight.total
        else:
            weight.own = direct + inline
        weights[element] = weight
    _spread(elements, weights)
    return weights


def _spread(elements: list[Element], weights: dict[Element, _Weight]) -> None:
    trust: dict[Element, float] = {}
    for element in elements:
        if element not in weights:
            continue
        parent = element.getparent()
        above = trust.get(parent, 1.0) if parent is not None else 1.0
        name = tag_of(element)
        own = _TAG_WEIGHT.get(name, 1.0) if name in ("aside", "nav", "footer") else 1.0
        if (
            name not in ("html", "body")
            and (names := _names(element))
            and _BAD.search(names)
            and not _GOOD.search(names)
        ):
            own *= _BAD_WEIGHT
        trust[element] = max(above * own, 0.02)
        weight = weights[element]
        if name in INLINE or weight.own < PARAGRAPH_MIN or name not in _BLOCK_PARENTS:
            continue
        share = weight.own * trust[element]
        target = element if name not in ("p", "li", "pre", "blockquote", "h2", "h3", "h4", "h5", "dd") else parent
        while target is not None and target in weights:
            weights[target].score += share
            share *= DECAY
            target = target.getparent()


def _final(element: Element, weight: _Weight) -> float:
    if not weight.total or tag_of(element) in INLINE:
        return 0.0
    return weight.score * (1 - weight.linked / weight.total) ** LINK_PENALTY * _prior(element)


def _prior(element: Element) -> float:
    prior = _TAG_WEIGHT.get(tag_of(element), 1.0)
    names = _names(element)
    if (element.get("itemprop") or "").lower() == "articlebody":
        prior *= _GOOD_WEIGHT
    if not names or tag_of(element) == "body":
        return prior
    if _GOOD.search(names):
        prior *= _GOOD_WEIGHT
    elif _BAD.search(names):
        prior *= _BAD_WEIGHT
    elif _FAIR.search(names):
        prior *= _FAIR_WEIGHT
    return prior


def _with_neighbours(best: Element, weights: dict[Element, _Weight]) -> list[Element]:
    parent = best.getparent()
    if parent is None:
        return [best]
    chosen = []
    for sibling in parent:
        weight = weights.get(sibling)
        if sibling is best or (weight is not None and _continues(sibling, weight, best, weights[best])):
            chosen.append(sibling)
    return chosen


def _continues(sibling: Element, weight: _Weight, best: Element, best_weight: _Weight) -> bool:
    if weight.total < SIBLING_MIN or weight.linked > 0.3 * weight.total or _is_bad(sibling):
        return False
    name = tag_of(sibling)
    if name in ("p", "blockquote", "pre"):
        return True
    same = (
        name == tag_of(best) and (sibling.get("class") or "") == (best.get("class") or "") and bool(best.get("class"))
    )
    return weight.score * _prior(sibling) >= (0.1 if same else 0.25) * best_weight.score


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}".strip()


def _measure(text: str | None) -> int:
    """Return the weight of *text*: a Chinese character says as much as two letters."""
    if not text or not text.strip():
        return 0
    flat = squeeze(text)
    return len(flat) if flat.isascii() else len(flat) + sum("\u3000" <= c <= "\uffef" for c in flat)
