import queue
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from sitegen.serve.watch import AT_MOST, QUIET, Watcher, is_source, next_change

PROJECT = Path("/p").absolute()


class Events:
    """Paths that arrive at given times, and the clock that says so; nobody waits."""

    def __init__(self, events: Iterable[tuple[float, str | None]]) -> None:
        self.now = 0.0
        self._events = list(events)

    def clock(self) -> float:
        return self.now

    def take(self, seconds: float | None) -> Path | None:
        at, name = self._events[0]
        if seconds is not None and at > self.now + seconds:
            self.now += seconds
            raise queue.Empty
        self.now = max(at, self.now)
        del self._events[0]
        return None if name is None else Path(name)


def changes(*events: tuple[float, str | None]) -> list[tuple[int, set[str]]]:
    """Return when each change was complete, in ms, and what it names."""
    source = Events([*events, (99, None)])
    found = []
    while (change := next_change(source.take, source.clock)) is not None:
        found.append((round(source.now * 1000), {str(path) for path in change}))
    return found


def test_a_change_is_complete_when_it_is_quiet() -> None:
    assert changes((1.0, "a")) == [(1040, {"a"})]


def test_steps_in_quick_succession_are_one_change() -> None:
    assert changes((1.0, "a"), (1.03, "b"), (1.06, "a")) == [(1100, {"a", "b"})]


def test_changes_apart_are_two() -> None:
    assert changes((1.0, "a"), (1.05, "b")) == [(1040, {"a"}), (1090, {"b"})]


def test_events_without_end_are_acted_upon_in_time() -> None:
    stream = [(1 + n * 0.03, f"{n}") for n in range(12)]
    (first, _), (second, _) = changes(*stream)
    assert first == 1000 + AT_MOST * 1000
    assert second == round(1000 * (stream[-1][0] + QUIET))


def test_the_end_is_told_also_in_the_middle_of_a_change() -> None:
    assert changes((1.0, "a"), (1.01, None)) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/a.md", True),
        ("content", True),
        ("content/a/b.jpg", True),
        ("sitegen.toml", True),
        ("README.md", False),
        ("content/.a.md.swp", False),
        ("content/a.md~", False),
        ("content/a.swp", False),
        ("content/4913", False),
        ("content/.#a.md", False),
        ("content/#a.md#", False),
        ("content/.git/index", False),
        ("content/out/index.html", False),
        ("public/index.html", False),
        (".sitegen/cache.sqlite", False),
    ],
)
def test_only_sources_count(path: str, *, expected: bool) -> None:
    inputs = [PROJECT / "content", PROJECT / "sitegen.toml"]
    assert is_source(PROJECT / path, inputs, [PROJECT / "content/out", PROJECT / "public"]) is expected


class Watched:
    def __init__(self, folder: Path) -> None:
        self.changes: queue.SimpleQueue[Path] = queue.SimpleQueue()
        self.watcher = Watcher(self.changes.put, [folder / "public"])

    def expect(self, path: Path) -> set[str]:
        """Wait until *path* is named, and return the names so far; `queue.Empty` if nothing comes."""
        seen = set()
        while path.name not in seen:
            seen.add(self.changes.get(timeout=10).name)
        return seen

    def drain(self) -> None:
        while not self.changes.empty():
            self.changes.get()


def test_saved_files_are_noticed_and_read_ones_are_not(tmp_path: Path) -> None:
    content, config = tmp_path / "content", tmp_path / "sitegen.toml"
    content.mkdir()
    (content / "old.md").touch()
    config.touch()
    watched = Watched(tmp_path)
    with watched.watcher as watcher:
        watcher.follow([content, config])
        (content / "old.md").read_bytes()
        (content / "a.md").write_text("a", "utf-8")
        seen = watched.expect(content / "a.md")
        # Elsewhere reads are not reported at all, but what was written just before may be.
        assert "old.md" not in seen or sys.platform != "linux"
        config.write_text("b", "utf-8")
        watched.expect(config)


def test_a_folder_that_appears_or_is_made_again_is_watched(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    watched = Watched(tmp_path)
    with watched.watcher as watcher:
        watcher.follow([templates])
        for name in ("a.html", "b.html"):
            templates.mkdir()
            watched.expect(templates)
            watcher.follow([templates])
            (templates / name).touch()
            watched.expect(templates / name)
            (templates / name).unlink()
            watched.expect(templates / name)
            watched.drain()
            templates.rmdir()
            watched.expect(templates)
            watcher.follow([templates])
