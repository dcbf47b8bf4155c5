"""The library: what is published, in which order, under which tags and months, and what is near what."""

from collections.abc import Iterable

import pytest

from sitegen.site.library import Library, collect
from tests.site.pieces import NOW, TAGS, dated, described, library, summary


def slugs(found: Library, places: Iterable[int]) -> list[str]:
    return [found.slugs[place] for place in places]


def test_the_newest_comes_first_and_what_has_no_date_last() -> None:
    found = library(
        described("b.md"),
        described("a.md"),
        described("old.md", date="2020-01-01"),
        described("new.md", date="2021-01-01"),
        described("later.md", date="2020-01-01T08:00:00+00:00"),
        described("east.md", date="2020-01-01T01:00:00+08:00"),
    )
    assert slugs(found, found.articles) == ["new", "later", "old", "east", "a", "b"]


def test_articles_of_one_moment_stand_in_the_order_of_their_slugs() -> None:
    found = library(*(described(f"{name}.md", date="2020-01-01") for name in "cab"))
    assert slugs(found, found.articles) == ["a", "b", "c"]


def test_pages_are_apart_from_articles() -> None:
    found = library(described("pages/b.md"), described("pages/a.md", tags="[x]"), described("c.md"))
    assert (slugs(found, found.pages), slugs(found, found.articles)) == (["a", "b"], ["c"])
    assert found.tags == ()


@pytest.mark.parametrize(
    ("fields", "drafts", "is_published"),
    [
        ({"draft": "true"}, False, False),
        ({"draft": "true"}, True, True),
        ({"date": "2026-01-31"}, False, True),
        ({"date": "2026-02-01"}, False, False),
        ({"date": "2026-02-01"}, True, False),
        ({"date": "2026-01-31T23:59:59+08:00"}, False, True),
    ],
)
def test_what_is_due(fields: dict[str, str], drafts: bool, is_published: bool) -> None:
    found, faults = collect([summary("a.md", **fields)], TAGS, now=NOW, drafts=drafts)
    assert (len(found.articles), len(found.by_path), len(found.by_slug), faults) == (*[int(is_published)] * 3, ())


def test_months_are_those_of_the_day_where_it_was_written() -> None:
    found = library(
        *dated("2021-11-29", "2021-11-01", "2020-01-01", "2021-12-01T00:30:00+08:00"),
        described("none.md"),
        described("pages/p.md"),
    )
    assert [(month.year, month.number, slugs(found, month.places)) for month in found.months] == [
        (2021, 12, ["a3"]),
        (2021, 11, ["a0", "a1"]),
        (2020, 1, ["a2"]),
    ]


def test_tags_of_both_scripts_are_one() -> None:
    found = library(
        described("a.md", date="2021-01-02", lang="zh-Hant", tags="[頭髮, 印刷]"),
        described("b.md", date="2021-01-01", tags="[头发]"),
    )
    assert [(tag.key, slugs(found, tag.places)) for tag in found.tags] == [("头发", ["a", "b"]), ("印刷", ["a"])]
    assert [found.tag_title(found.tags[0], variant) for variant in TAGS] == ["头发", "頭髮"]


def test_tags_that_are_used_as_often_stand_in_the_order_of_their_names() -> None:
    assert [tag.key for tag in library(described("a.md", tags="[c, a, b]")).tags] == ["a", "b", "c"]


@pytest.mark.parametrize(("first", "second"), [("chun", "chun"), ("春", "春")])
def test_two_articles_with_one_slug_are_both_named_and_neither_is_published(first: str, second: str) -> None:
    others = [summary("z.md"), summary("x/b.md", slug=second), summary("a.md", slug=first)]
    found, faults = collect(others, TAGS, now=NOW, drafts=False)
    assert [(fault.path, fault.code) for fault in faults] == [("a.md", "slug-collision"), ("x/b.md", "slug-collision")]
    assert all(f'the slug "{first}" is claimed by a.md and x/b.md' == fault.message and fault.hint for fault in faults)
    assert list(found.by_path) == ["z.md"]
    assert found.slugs == ["z"]


def test_a_page_and_an_article_may_not_share_a_slug() -> None:
    _, faults = collect([summary("about.md"), summary("pages/about.md")], TAGS, now=NOW, drafts=False)
    assert [fault.path for fault in faults] == ["about.md", "pages/about.md"]


def test_a_draft_takes_no_slug() -> None:
    found, faults = collect([summary("a.md"), summary("x/a.md", draft="true")], TAGS, now=NOW, drafts=False)
    assert (list(found.by_path), faults) == (["a.md"], ())


@pytest.mark.parametrize("slug", ["tags", "archive", "page"])
def test_a_slug_that_would_hide_a_list_is_refused(slug: str) -> None:
    found, faults = collect([summary(f"{slug}.md")], TAGS, now=NOW, drafts=False)
    assert found.slugs == []
    (fault,) = faults
    assert (fault.path, fault.code, bool(fault.hint)) == (f"{slug}.md", "reserved-slug", True)


def test_related_articles_share_tags_or_words_of_the_title() -> None:
    found = library(
        described("one.md", title="活字印刷的故事", tags="[印刷, 历史]", date="2021-01-05"),
        described("two.md", title="铅字与油墨", tags="[印刷, 历史]", date="2021-01-04"),
        described("three.md", title="铅字", tags="[印刷]", date="2021-01-03"),
        described("four.md", title="泥活字", date="2021-01-02"),
        described("none.md", title="面条", tags="[吃]", date="2021-01-01"),
    )
    assert slugs(found, found.related[found.by_path["one.md"]]) == ["two", "three", "four"]
    assert list(found.related[found.by_path["none.md"]]) == []


def test_related_articles_are_few_and_the_newer_first_among_equals() -> None:
    found = library(*(described(f"a{day}.md", title="x", tags="[t]", date=f"2021-01-0{day}") for day in range(1, 8)))
    assert slugs(found, found.related[found.by_path["a1.md"]]) == ["a7", "a6", "a5", "a4"]


def test_the_order_of_the_files_does_not_matter() -> None:
    summaries = [described(f"{name}.md", tags=f"[{name}, t]", date="2021-01-01") for name in "abcd"]
    assert library(*summaries) == library(*reversed(summaries))
