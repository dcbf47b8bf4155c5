"""The cache may be lost, broken or busy: the build says so and goes on where it can."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sitegen.build.cache import SCHEMA_VERSION, ArticleRow, Cache, Damaged, FileRow, Record
from sitegen.build.session import CACHE_PATH
from sitegen.build.stacks import Place, WholeArticle
from sitegen.digest import Digest
from sitegen.errors import ContentError
from tests.project import Project

A, B = Digest("a" * 32), Digest("b" * 32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "cache.sqlite"


def row(path: str, key: Digest = A, at: str = "0 0") -> ArticleRow:
    return ArticleRow(path, '["春"]', Place(key, 7, at))


def store(path: Path) -> None:
    with Cache.open(path) as cache, cache.transaction():
        cache.put_articles([row("a.md")])


def test_what_is_stored_is_there_next_time(path: Path) -> None:
    record = Record("content=v", A, "1:2")
    with Cache.open(path) as cache, cache.transaction():
        cache.set_files({"a.md": FileRow(1, 2, A)}, {})
        cache.put_articles([row("a.md")])
        cache.put_records([("index.html", record)])
        cache.put_note("n", "一")
    with Cache.open(path) as cache:
        assert cache.notice == ""
        assert cache.files() == {"a.md": FileRow(1, 2, A)}
        assert cache.articles() == {"a.md": A}
        assert list(cache.summaries()) == [("a.md", cache.summary("a.md"))] == [("a.md", '["春"]')]
        assert cache.places(["a.md"]) == {"a.md": Place(A, 7, "0 0")}
        assert list(cache.records()) == list(cache.records(["index.html", "never"])) == [("index.html", record)]
        assert cache.states() == [("index.html", "1:2")]
        assert (cache.note("n"), cache.note("m")) == ("一", "")
        with pytest.raises(Damaged):
            cache.places(["a.md", "b.md"])


def test_an_article_takes_the_place_of_what_it_was(path: Path) -> None:
    with Cache.open(path) as cache, cache.transaction():
        cache.put_articles([row("a.md")])
        cache.put_articles([row("a.md", B, "1 3")])
        assert cache.articles() == {"a.md": B}
        assert cache.places(["a.md"]) == {"a.md": Place(B, 7, "1 3")}
        cache.forget_articles(["a.md", "never.md"])
        assert (cache.articles(), list(cache.summaries())) == ({}, [])
        with pytest.raises(Damaged):
            cache.places(["a.md"])


@pytest.mark.parametrize("count", [1, 1200])
def test_articles_are_found_at_once(path: Path, count: int) -> None:
    names = [f"{number}.md" for number in range(count)]
    with Cache.open(path) as cache:
        cache.put_articles([row(name, at=name) for name in names])
        found = cache.places(names)
    assert {name: place.at for name, place in found.items()} == {name: name for name in names}


def test_only_files_that_changed_are_written(path: Path) -> None:
    before = {"a": FileRow(1, 2, A), "b": FileRow(1, 2, A)}
    after = {"a": FileRow(1, 2, A), "c": FileRow(3, 4, B)}
    with Cache.open(path) as cache, cache.transaction():
        cache.set_files(before, {})
        cache.set_files(after, before)
        assert cache.files() == after


def test_records_are_forgotten_by_name(path: Path) -> None:
    with Cache.open(path) as cache, cache.transaction():
        for name in ("x", "y"):
            cache.put_records([(name, Record("", A, ""))])
        cache.forget_records(["y", "never"])
        assert set(dict(cache.records())) == {"x"}


def test_a_transaction_that_fails_leaves_nothing(path: Path) -> None:
    store(path)

    def fail(cache: Cache) -> None:
        with cache.transaction():
            cache.put_articles([row("b.md")])
            raise KeyboardInterrupt

    with Cache.open(path) as cache:
        with pytest.raises(KeyboardInterrupt):
            fail(cache)
        assert set(cache.articles()) == {"a.md"}


def corrupt(path: Path) -> None:
    path.write_bytes(b"this is no database" * 500)


def of_another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"pragma user_version = {SCHEMA_VERSION + 1}")


def without_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("drop table notes")


@pytest.mark.parametrize("damage", [corrupt, of_another_version, without_tables])
def test_a_useless_file_is_made_anew_with_a_notice(path: Path, damage: Callable[[Path], None]) -> None:
    store(path)
    damage(path)
    with Cache.open(path) as cache:
        assert "is made anew" in cache.notice
        assert "\n" not in cache.notice
        assert cache.articles() == {}
    with Cache.open(path) as cache:
        assert cache.notice == ""


def test_an_empty_file_is_a_new_cache(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with Cache.open(path) as cache:
        assert (cache.notice, cache.files()) == ("", {})


def test_another_build_is_named(path: Path) -> None:
    store(path)
    with (
        Cache.open(path) as first,
        Cache.open(path) as second,
        first.transaction(),
        pytest.raises(ContentError, match="another build is at work") as caught,
        second.transaction(),
    ):
        pytest.fail("two builds at once")
    assert caught.value.hint


def test_a_full_disk_is_no_damage(path: Path) -> None:
    store(path)

    def fill(cache: Cache) -> None:
        (pages,) = cache._db.execute("pragma page_count").fetchone()
        cache._db.execute(f"pragma max_page_count = {pages}")
        with cache.transaction():
            for number in range(100):
                cache.put_note(f"{number}", "x" * 5000)

    with Cache.open(path) as cache, pytest.raises(ContentError, match="the disk is full") as caught:
        fill(cache)
    assert caught.value.hint
    with Cache.open(path) as cache:
        assert set(cache.articles()) == {"a.md"}


def test_a_file_that_may_only_be_read_is_no_damage(path: Path) -> None:
    store(path)

    def write(cache: Cache) -> None:
        cache._db.execute("pragma query_only = true")
        with cache.transaction():
            cache.put_note("a", "b")

    with Cache.open(path) as cache, pytest.raises(ContentError, match="it is read-only") as caught:
        write(cache)
    assert caught.value.hint


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    with pytest.raises(ContentError, match=r"state: cannot be made"):
        Cache.open(tmp_path / "state" / "cache.sqlite")


def test_damage_found_while_building_costs_only_time(project: Project) -> None:
    project.article("a.md")
    project.build()
    before = project.tree()
    with closing(sqlite3.connect(project.root / CACHE_PATH)) as db:
        db.execute("drop table records")
    report = project.build()
    assert (report.written, report.deleted, report.diagnostics) == ((), (), ())
    assert report.ran["page"] == report.pages
    assert project.tree() == before


def test_a_cache_that_is_held_stops_the_build_before_anything_is_written(project: Project) -> None:
    project.article("a.md")
    with (
        Cache.open(project.root / CACHE_PATH) as other,
        other.transaction(),
        pytest.raises(ContentError, match="another build is at work"),
    ):
        project.build()
    assert not project.output.exists()


def test_a_command_that_only_looks_needs_no_folder_to_write_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cache.open(path) as cache, cache.transaction():
        cache.put_note("weather", "fog")
    monkeypatch.setattr("os.access", lambda *_: False)  # as where the disk is read-only
    before = {file: file.stat().st_mtime_ns for file in path.parent.iterdir()}
    with Cache.glance(path) as cache:
        assert cache.note("weather") == "fog"
        with cache.transaction():
            cache.put_note("weather", "rain")
        assert cache.stacks.put(Digest("00" * 16), WholeArticle("", {})).size
    with Cache.glance(path) as cache:
        assert cache.note("weather") == "fog"
    assert {file: file.stat().st_mtime_ns for file in path.parent.iterdir()} == before


@pytest.mark.parametrize("stored", [None, b"", b"no database at all"])
def test_a_command_that_only_looks_needs_no_cache(
    path: Path, stored: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stored is not None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(stored)
    monkeypatch.setattr("os.access", lambda *_: False)
    with Cache.glance(path) as cache:
        assert cache.note("weather") == ""
    assert not path.exists() if stored is None else path.read_bytes() == stored
