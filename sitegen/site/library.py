"""All articles, indexed: by date, by tag, by month, by file and by slug."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import chain
from types import MappingProxyType
from typing import Final

from sitegen.model import ArticleSummary, Diagnostic, Severity
from sitegen.site.routes import RESERVED_SLUGS, tag_name

_RELATED: Final = 4
_TAG_WEIGHT: Final = 3
"""A shared tag says as much as three shared pairs of characters in the titles."""
_COMMON: Final = 60
"""A tag or a pair of characters that more articles share says nothing of how near two of them are."""
_HAN_PAIR: Final = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_LATIN_WORD: Final = re.compile(r"[a-z0-9]{3,}")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and its articles."""

    key: str
    """Its name in Simplified script."""

    articles: tuple[ArticleSummary, ...]
    """Newest first."""

    def title(self, variant: str) -> str:
        """Return its name in a variant, as its newest article writes it."""
        newest = self.articles[0]
        names = [tag_name(key) for key in newest.tag_keys]
        return newest.texts[variant].tags[names.index(tag_name(self.key))]


@dataclass(frozen=True, slots=True)
class Month:
    """A month and its articles, newest first."""

    year: int
    number: int
    articles: tuple[ArticleSummary, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """All that is published, in order."""

    articles: tuple[ArticleSummary, ...]
    """Newest first; those without a date last."""

    pages: tuple[ArticleSummary, ...]
    tags: tuple[Tag, ...]
    """The most used first."""

    months: tuple[Month, ...]
    """Newest first."""

    by_path: Mapping[str, ArticleSummary]
    by_slug: Mapping[str, ArticleSummary]
    related: Mapping[str, tuple[ArticleSummary, ...]]
    """By path: the articles nearest in tags and words of the title."""


Relate = Callable[[Sequence[ArticleSummary]], Sequence[Sequence[int]]]
"""Finds for each of some articles the places of those nearest to it."""


def relate(articles: Sequence[ArticleSummary]) -> list[list[int]]:
    """Return for each article the places of those that share most with it, the newer first among equals.

    It goes by their tags and the titles as they were written alone.
    """
    marks = [_marks(article) for article in articles]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(marks):
        for mark in found:
            holders[mark].append(number)
    count = len(articles)
    telling = {mark: held for mark, held in holders.items() if 1 < len(held) <= _COMMON}
    related = []
    for number, found in enumerate(marks):
        shared = [held for mark in found if (held := telling.get(mark)) for _ in range(_weight(mark))]
        score = Counter(chain.from_iterable(shared))
        del score[number]
        # One number for both: the higher score first, then the lower place.
        best = nlargest(_RELATED, [times * count + count - 1 - other for other, times in score.items()])
        related.append([count - 1 - rank % count for rank in best])
    return related


def collect(
    summaries: Iterable[ArticleSummary], *, now: date, drafts: bool, relate: Relate = relate
) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Index what is published at *now*: no drafts, unless asked for, and nothing dated later.

    Two articles with one slug are an error that names both files; neither is published. *relate* is called once; it may
    be one that remembers.
    """
    due = [s for s in summaries if (drafts or not s.draft) and (s.date is None or s.date.day <= now)]
    unique, faults = _by_slug(due)
    articles = tuple(sorted((s for s in unique.values() if s.kind == "article"), key=_newest_first))
    pages = tuple(sorted((s for s in unique.values() if s.kind == "page"), key=lambda s: s.slug))
    tagged: dict[str, list[ArticleSummary]] = defaultdict(list)
    dated: dict[tuple[int, int], list[ArticleSummary]] = defaultdict(list)
    for article in articles:
        for name in dict.fromkeys(map(tag_name, article.tag_keys)):
            tagged[name].append(article)
        if article.date:
            dated[article.date.day.year, article.date.day.month].append(article)
    tags = sorted(
        (Tag(_key(name, found[0]), tuple(found)) for name, found in tagged.items()),
        key=lambda tag: (-len(tag.articles), tag.key),
    )
    months = (Month(*month, tuple(found)) for month, found in sorted(dated.items(), reverse=True))
    library = Library(
        articles=articles,
        pages=pages,
        tags=tuple(tags),
        months=tuple(months),
        by_path=MappingProxyType({s.path: s for s in unique.values()}),
        by_slug=MappingProxyType(unique),
        related=MappingProxyType(
            {
                article.path: tuple(articles[place] for place in places)
                for article, places in zip(articles, relate(articles), strict=True)
            }
        ),
    )
    return library, tuple(faults)


def _key(name: str, newest: ArticleSummary) -> str:
    return next(key for key in newest.tag_keys if tag_name(key) == name)


def _newest_first(summary: ArticleSummary) -> tuple[bool, float, str]:
    return summary.date is None, -summary.date.instant.timestamp() if summary.date else 0.0, summary.slug


def _by_slug(summaries: list[ArticleSummary]) -> tuple[dict[str, ArticleSummary], list[Diagnostic]]:
    owners: dict[str, list[ArticleSummary]] = defaultdict(list)
    for summary in sorted(summaries, key=lambda s: s.path):
        owners[summary.slug.casefold()].append(summary)
    faults = []
    for slug, found in owners.items():
        if slug in RESERVED_SLUGS:
            message = f'the slug "{slug}" is the name of a list of the site'
            hint = "give the article another `slug:`"
            faults += [Diagnostic(s.path, 0, message, Severity.ERROR, "reserved-slug", hint) for s in found]
        elif len(found) > 1:
            names = " and ".join(s.path for s in found)
            hint = "give one of them another `slug:`"
            message = f'the slug "{slug}" is claimed by {names}'
            faults += [Diagnostic(s.path, 0, message, Severity.ERROR, "slug-collision", hint) for s in found]
    unique: dict[str, ArticleSummary] = {
        found[0].slug: found[0] for slug, found in owners.items() if len(found) == 1 and slug not in RESERVED_SLUGS
    }
    return unique, faults


_TAG: Final = "#"
"""Before a tag among the marks; no word begins so."""


def _weight(mark: str) -> int:
    return _TAG_WEIGHT if mark.startswith(_TAG) else 1


def _marks(article: ArticleSummary) -> Iterable[str]:
    title = next(iter(article.texts.values())).title.lower()
    words = (*_HAN_PAIR.findall(title), *_LATIN_WORD.findall(title))
    return dict.fromkeys([*(_TAG + tag_name(key) for key in article.tag_keys), *words])
