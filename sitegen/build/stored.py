"""The library of the last build, as long as no other page can tell that some articles were edited.

It is put together from what the build noted: the order of articles, tags, months, what is related. Of the articles
themselves only those are read that somebody asks for.
"""

import json
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from sitegen.build.cache import Cache, Damaged
from sitegen.build.shelf import unpacked
from sitegen.model import ArticleSummary
from sitegen.site.library import Library, Month, Tag, modified

_NOTE: Final = "library"
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Item = TypeVar("Item")


class _Fetched(Generic[Item]):
    """Items by place, each of them fetched when it is first asked for; those alone travel to other processes."""

    def __init__(self, size: int, fetch: Callable[[int], Item]) -> None:
        self._size, self._fetch = size, fetch
        self._found: dict[int, Item] = {}

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, place: int) -> Item:
        if place not in self._found:
            self._found[place] = self._fetch(place)
        return self._found[place]

    def __getstate__(self) -> dict[str, object]:
        return {"_size": self._size, "_found": self._found}


def note_library(library: Library, cache: Cache) -> None:
    """Note the order of *library*, beside the articles that the cache has."""
    tags = [(tag.key, tag.places) for tag in library.tags]
    months = [(month.year, month.number, month.places) for month in library.months]
    order = (len(library.articles), library.dated, library.span, library.paths, library.slugs)
    told = (*order, list(library.titles), tags, months, list(library.related))
    cache.put_note(_NOTE, _encode(told))


def noted_library(cache: Cache) -> Library | None:
    """Return the library that was noted last; None if there is none."""
    try:
        count, dated, span, paths, slugs, variants, tags, months, related = json.loads(cache.note(_NOTE))
    except ValueError:
        return None

    def summary(place: int) -> ArticleSummary:
        try:
            return unpacked(cache.summary(paths[place]))
        except KeyError as error:
            raise Damaged(str(error)) from error

    shelf: _Fetched[ArticleSummary] = _Fetched(len(paths), summary)

    def texts(read: Callable[[ArticleSummary, str], Item]) -> dict[str, _Fetched[Item]]:
        def column(tag: str) -> _Fetched[Item]:
            return _Fetched(len(paths), lambda place: read(shelf[place], tag))

        return {tag: column(tag) for tag in variants}

    return Library(
        shelf=shelf,
        numbers=range(len(paths)),
        paths=paths,
        slugs=slugs,
        titles=texts(lambda summary, tag: summary.texts[tag].title),
        cards=texts(lambda summary, tag: summary.texts[tag].digest),
        digests=_Fetched(len(paths), lambda place: shelf[place].digest),
        modified=_Fetched(len(paths), lambda place: modified(shelf[place])),
        articles=range(count),
        pages=range(count, len(paths)),
        dated=dated,
        tags=[Tag(key, places) for key, places in tags],
        months=[Month(year, number, places) for year, number, places in months],
        leading=range(len(paths)),
        related=related,
        span=tuple(span),
        by_path={path: place for place, path in enumerate(paths)},
        by_slug={slug: place for place, slug in enumerate(slugs)},
    )
