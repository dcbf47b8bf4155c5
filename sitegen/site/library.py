"""All articles, indexed: by date, by tag, by month, by file and by slug."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest
from itertools import chain
from operator import attrgetter
from sys import intern
from typing import Final, NamedTuple

from sitegen.digest import Digest
from sitegen.model import ArticleSummary, Diagnostic, Severity, Slug
from sitegen.site.routes import RESERVED_SLUGS, tag_name
from sitegen.site.rows import Row, Texts

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

    places: Sequence[int]
    """Of its articles, the newest first."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month and its articles."""

    year: int
    number: int
    places: Sequence[int]
    """Of its articles, the newest first."""


@dataclass(frozen=True, slots=True)
class Library:
    """All that is published, in order.

    Everything has a place: the newest article has 0, those without a date come after the others, plain pages last. What
    stands at a place is taken from the shelf when it is needed: all summaries at once are more than fits in memory.
    """

    shelf: Row[ArticleSummary] = field(compare=False, repr=False)
    numbers: Sequence[int] = field(compare=False, repr=False)
    """Where on the shelf each place is."""

    paths: Sequence[str]
    """The content file of each place."""

    slugs: Sequence[Slug]
    titles: Mapping[str, Row[str]] = field(compare=False, repr=False)
    """By variant tag."""

    cards: Mapping[str, Row[Digest]] = field(compare=False, repr=False)
    """By variant tag: the digests of what lists show."""

    digests: Row[Digest] = field(compare=False, repr=False)
    """Of all that each article shows."""

    modified: Row[str | None]
    """When each was last changed, as ISO 8601, as far as that is known; None for what is another site's."""

    articles: range
    """The places of articles."""

    pages: range
    dated: int
    """How many articles have a date."""

    tags: Sequence[Tag]
    """The most used first."""

    months: Sequence[Month]
    """Newest first."""

    leading: Collection[int]
    """The places of all that may lead elsewhere: by links, by its picture, or from an address that it had before."""

    related: Sequence[Sequence[int]]
    """For each article the places of those nearest to it in tags and words of the title."""

    span: tuple[str, str]
    """The days on which just this is published: the first, and the first behind; ISO 8601."""

    by_path: Mapping[str, int]
    by_slug: Mapping[str, int]

    def at(self, place: int) -> ArticleSummary:
        """Return what stands at *place*."""
        return self.shelf[self.numbers[place]]

    def beside(self, place: int) -> tuple[int | None, int | None]:
        """Return the places of the next newer and the next older article."""
        return place - 1 if place else None, place + 1 if place + 1 in self.articles else None

    def tag_title(self, tag: Tag, variant: str) -> str:
        """Return the name of *tag* in a variant, as its newest article writes it."""
        newest = self.at(tag.places[0])
        names = [tag_name(key) for key in newest.tag_keys]
        return newest.texts[variant].tags[names.index(tag_name(tag.key))]


Relate = Callable[[Sequence[tuple[str, Sequence[str]]]], Sequence[Sequence[int]]]
"""Finds for each of some articles, of which title and tags are given, the places of those nearest to it."""


def relate(articles: Sequence[tuple[str, Sequence[str]]]) -> list[list[int]]:
    """Return for each article the places of those that share most with it, the newer first among equals.

    It goes by their tags and the titles as they were written alone.
    """
    marks = [_marks(title, keys) for title, keys in articles]
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


class _Entry(NamedTuple):
    """What the order of the library hangs on."""

    number: int
    path: str
    slug: Slug
    is_article: bool
    day: date | None
    rank: tuple[bool, float, str]
    tag_keys: tuple[str, ...]
    titles: tuple[str, ...]
    cards: tuple[Digest, ...]
    digest: Digest
    modified: str | None
    is_leading: bool


def collect(
    shelf: Row[ArticleSummary], variants: Sequence[str], *, now: date, drafts: bool, relate: Relate = relate
) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Index what is published in *variants* (tags) at *now*: no drafts, unless asked for, and nothing dated later.

    Two articles with one slug are an error that names both files; neither is published. *relate* is called once; it may
    be one that remembers.
    """
    due: list[_Entry] = []
    come, to_come = date.min, date.max
    for number in range(len(shelf)):
        summary = shelf[number]
        day = summary.date.day if summary.date else date.min
        if day > now:
            to_come = min(day, to_come)
            continue
        come = max(day, come)
        if drafts or not summary.draft:
            due.append(_entry(number, summary, variants))
    unique, faults = _by_slug(due)
    articles = sorted((entry for entry in unique if entry.is_article), key=attrgetter("rank"))
    found = [*articles, *sorted((entry for entry in unique if not entry.is_article), key=attrgetter("slug"))]
    tagged: dict[str, list[int]] = defaultdict(list)
    dated: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, article in enumerate(articles):
        for name in dict.fromkeys(map(tag_name, article.tag_keys)):
            tagged[name].append(place)
        if article.day:
            dated[article.day.year, article.day.month].append(place)
    tags = [Tag(_key(name, articles[places[0]].tag_keys), tuple(places)) for name, places in tagged.items()]
    library = Library(
        shelf=shelf,
        numbers=[entry.number for entry in found],
        paths=[entry.path for entry in found],
        slugs=[entry.slug for entry in found],
        titles={tag: Texts(entry.titles[nth] for entry in found) for nth, tag in enumerate(variants)},
        cards={tag: Texts(entry.cards[nth] for entry in found) for nth, tag in enumerate(variants)},
        digests=Texts(entry.digest for entry in found),
        modified=[entry.modified for entry in found],
        articles=range(len(articles)),
        pages=range(len(articles), len(found)),
        dated=sum(article.day is not None for article in articles),
        tags=tuple(sorted(tags, key=lambda tag: (-len(tag.places), tag.key))),
        months=tuple(Month(*month, tuple(places)) for month, places in sorted(dated.items(), reverse=True)),
        leading=frozenset([place for place, entry in enumerate(found) if entry.is_leading]),
        related=relate([(article.titles[0], article.tag_keys) for article in articles]),
        span=(come.isoformat(), to_come.isoformat()),
        by_path={entry.path: place for place, entry in enumerate(found)},
        by_slug={entry.slug: place for place, entry in enumerate(found)},
    )
    return library, tuple(faults)


def _entry(number: int, summary: ArticleSummary, variants: Sequence[str]) -> _Entry:
    moment, texts = summary.date, [summary.texts[tag] for tag in variants]
    return _Entry(
        number,
        summary.path,
        summary.slug,
        summary.kind == "article",
        moment.day if moment else None,
        (moment is None, -moment.instant.timestamp() if moment else 0.0, summary.slug),
        tuple(map(intern, summary.tag_keys)),
        tuple([text.title for text in texts]),
        tuple([text.digest for text in texts]),
        summary.digest,
        modified(summary),
        bool(summary.links or summary.image or summary.aliases),
    )


def modified(summary: ArticleSummary) -> str | None:
    """Return when an article was last changed, as `Library.modified` has it."""
    moment = summary.updated or summary.date
    return None if summary.canonical else moment.iso if moment else ""


def _key(name: str, keys: Sequence[str]) -> str:
    return next(key for key in keys if tag_name(key) == name)


def _by_slug(entries: Iterable[_Entry]) -> tuple[list[_Entry], list[Diagnostic]]:
    owners: dict[str, list[_Entry]] = defaultdict(list)
    for entry in sorted(entries, key=attrgetter("path")):
        owners[entry.slug.casefold()].append(entry)
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
    return [found[0] for slug, found in owners.items() if len(found) == 1 and slug not in RESERVED_SLUGS], faults


_TAG: Final = "#"
"""Before a tag among the marks; no word begins so."""


def _weight(mark: str) -> int:
    return _TAG_WEIGHT if mark.startswith(_TAG) else 1


def _marks(title: str, keys: Sequence[str]) -> Iterable[str]:
    small = title.lower()
    words = (*_HAN_PAIR.findall(small), *_LATIN_WORD.findall(small))
    return dict.fromkeys([*(_TAG + tag_name(key) for key in keys), *words])
