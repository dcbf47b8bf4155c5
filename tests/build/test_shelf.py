"""Summaries that lie packed, and the library that is put together from what a build noted."""

import pickle
from collections.abc import Sequence
from datetime import date
from typing import Final

import pytest

from sitegen.build import shelf as shelves
from sitegen.build.cache import ArticleRow, Cache, Damaged
from sitegen.build.codec import encode
from sitegen.build.pool import Pool
from sitegen.build.shelf import Shelf, unpacked
from sitegen.build.stacks import Place
from sitegen.build.stored import note_library, noted_library
from sitegen.digest import Digest
from sitegen.site.library import Library, collect
from tests.site.pieces import NOW, TAGS, described

_MONTHS: Final = {"a": "01", "b": "02", "c": "03", "d": "04"}
_FOUND: Final = (
    *(
        described(
            f"{name}.md", "## 节\n\n[见](b.md)", title=f"题 {name}", date=f"2021-{month}-01", tags=f"[{name}, 公用]"
        )
        for name, month in _MONTHS.items()
    ),
    described("pages/p.md", title="页"),
)
_SUMMARIES: Final = [found.summary for found in _FOUND]
_TEXTS: Final = [(summary.path, encode(summary)) for summary in _SUMMARIES]


def test_what_lies_on_a_shelf_comes_back() -> None:
    shelf = Shelf(_TEXTS, {})
    assert [shelf[number] for number in range(len(shelf))] == _SUMMARIES


def test_what_is_known_is_not_unpacked_again() -> None:
    shelf = Shelf(_TEXTS, {"b.md": _SUMMARIES[1]})
    assert [shelf[number] for number in range(len(shelf))] == _SUMMARIES
    assert shelf[1] is _SUMMARIES[1]


def test_a_shelf_travels_packed() -> None:
    shelf = Shelf(_TEXTS, {})
    assert shelf[0] == _SUMMARIES[0]
    copy = pickle.loads(pickle.dumps(shelf))  # noqa: S301 (ours)
    assert [copy[number] for number in range(len(copy))] == _SUMMARIES


def test_few_are_kept_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "UNPACKED", 2)
    shelf = Shelf(_TEXTS, {})
    assert [shelf[number] for number in (0, 1, 2, 0, 1)] == [_SUMMARIES[number] for number in (0, 1, 2, 0, 1)]
    assert len(shelf._unpacked) <= 2
    assert shelf[1] is shelf[1]


@pytest.mark.parametrize("text", ["", "[]", "{}", "[1, 2", '["a"]'])
def test_what_is_no_summary_is_damage(text: str) -> None:
    with pytest.raises(Damaged):
        unpacked(text)


@pytest.fixture
def library() -> Library:
    found, faults = collect(Shelf(_TEXTS, {}), TAGS, now=NOW, drafts=False)
    assert faults == ()
    return found


def echo(_: object, items: Sequence[Library]) -> Sequence[Library]:
    return items


def stored(cache: Cache) -> None:
    for path, text in _TEXTS:
        cache.put_articles([ArticleRow(path, text, Place(Digest("k"), 0, ""))])


def test_a_library_that_was_noted_says_the_same(library: Library) -> None:
    with Cache.open(None) as cache, cache.transaction():
        assert noted_library(cache) is None
        stored(cache)
        note_library(library, cache)
        noted = noted_library(cache)
        assert noted is not None
        everywhere = range(len(library.paths))
        assert [noted.at(place) for place in everywhere] == [library.at(place) for place in everywhere]
        for tag in TAGS:
            for one, other in ((noted.titles, library.titles), (noted.cards, library.cards)):
                assert [one[tag][place] for place in everywhere] == [other[tag][place] for place in everywhere]
        for name in ("digests", "modified", "related"):
            assert [getattr(noted, name)[place] for place in library.articles] == [
                getattr(library, name)[place] for place in library.articles
            ]
        for name in ("paths", "slugs", "articles", "pages", "dated", "by_path", "by_slug", "span"):
            assert getattr(noted, name) == getattr(library, name)
        assert [(tag.key, tuple(tag.places)) for tag in noted.tags] == [(t.key, t.places) for t in library.tags]
        assert [(month.year, month.number, tuple(month.places)) for month in noted.months] == [
            (month.year, month.number, month.places) for month in library.months
        ]
        assert set(library.leading) <= set(noted.leading)


def test_only_what_was_asked_for_travels_with_a_noted_library(library: Library) -> None:
    with Cache.open(None) as cache, cache.transaction():
        stored(cache)
        note_library(library, cache)
        noted = noted_library(cache)
        assert noted is not None
        assert noted.titles["zh-Hans"][1] == library.titles["zh-Hans"][1]
        with Pool(None, 2) as pool:
            _, copy = pool.map(echo, [noted, noted])
    assert copy.titles["zh-Hans"][1] == library.titles["zh-Hans"][1]
    assert copy.at(1) == library.at(1)


def test_a_library_is_published_from_its_newest_day_to_the_next(library: Library) -> None:
    assert library.span == ("2021-04-01", date.max.isoformat())
    later, _ = collect(Shelf(_TEXTS, {}), TAGS, now=date(2021, 2, 15), drafts=False)
    assert (later.span, later.slugs) == (("2021-02-01", "2021-03-01"), ["b", "a", "p"])
    none, _ = collect(Shelf([], {}), TAGS, now=NOW, drafts=False)
    assert none.span == (date.min.isoformat(), date.max.isoformat())


def test_an_article_that_the_cache_has_lost_is_damage(library: Library) -> None:
    with Cache.open(None) as cache, cache.transaction():
        stored(cache)
        note_library(library, cache)
        cache.forget_articles(["b.md"])
        noted = noted_library(cache)
        assert noted is not None
        with pytest.raises(Damaged):
            noted.at(library.by_path["b.md"])
