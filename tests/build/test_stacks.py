"""Whole articles lie where the cache says, or the cache is known for damaged."""

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sitegen.build import stacks as module
from sitegen.build.cache import ArticleRow, Cache
from sitegen.build.pool import Pool
from sitegen.build.stacks import MisplacedError, Place, Stacks, WholeArticle
from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.model import Html
from tests.project import Project

A, B = Digest("a" * 32), Digest("b" * 32)
SPRING = WholeArticle('["春"]', {"zh-Hans": Html("<p>头\n发</p>"), "zh-Hant": Html("")})
AUTUMN = WholeArticle("[]", {})


def shelved(stacks: Stacks, numbers: Sequence[int]) -> Sequence[Place]:
    return [stacks.put(A, WholeArticle(str(number), {"zh-Hans": Html("秋" * number)})) for number in numbers]


def test_what_was_put_there_is_there(tmp_path: Path) -> None:
    for stacks in (Stacks(tmp_path), Stacks(None)):
        places = [stacks.put(A, SPRING), stacks.put(B, AUTUMN)]
        copy = pickle.loads(pickle.dumps(stacks))  # noqa: S301 (ours)
        for found in (stacks, copy, Stacks(tmp_path)):
            assert [found.get(place) for place in reversed(places)] == [AUTUMN, SPRING]
        stacks.sync()


def test_each_process_has_a_file_of_its_own(tmp_path: Path) -> None:
    stacks = Stacks(tmp_path)
    with Pool(stacks, 2) as pool:
        places = list(pool.map(shelved, list(range(400))))
    assert [stacks.get(place).details for place in places] == [str(number) for number in range(400)]
    names = {str(place.at).split(" ")[0] for place in places}
    assert names <= {"0", "1", "2"}
    assert "0" in names
    assert len(names) > 1


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def other(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(A.encode(), B.encode()))


def noise(path: Path) -> None:
    path.write_bytes(b"\xff" * 1000)


@pytest.mark.parametrize("damage", [cut, other, noise, Path.unlink])
def test_what_lies_elsewhere_is_damage(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    place = Stacks(tmp_path).put(A, SPRING)
    damage(tmp_path / "0.stack")
    with pytest.raises(MisplacedError):
        Stacks(tmp_path).get(place)


def test_a_build_that_finds_damage_makes_everything_anew(project: Project) -> None:
    project.article("a.md")
    project.article("b.md")
    project.build()
    before = project.tree()
    (stack,) = project.root.glob(".sitegen/*.stack")
    stack.write_bytes(b"")
    project.write("templates/article.html", '{% extends "theme/article.html" %}\n')
    project.build()
    project.remove("templates")
    project.build()
    assert project.tree() == before


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be written") as caught:
        Stacks(tmp_path / "none").put(A, SPRING)
    assert caught.value.hint


def test_what_is_not_used_any_more_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WASTE", 100)
    sizes = []
    for turn in range(20):
        with Cache.open(tmp_path / "cache.sqlite") as cache, cache.transaction():
            kept = WholeArticle("kept", {})
            if not turn:
                cache.put_articles([ArticleRow("a.md", "", cache.stacks.put(A, kept))])
            cache.put_articles([ArticleRow("b.md", "", cache.stacks.put(B, WholeArticle(str(turn) * 50, {})))])
            cache.tidy()
        with Cache.open(tmp_path / "cache.sqlite") as cache:
            places = cache.places(["a.md", "b.md"])
            assert cache.stacks.get(places["a.md"]) == kept
            assert cache.stacks.get(places["b.md"]).details == str(turn) * 50
        sizes.append(sum(path.stat().st_size for path in tmp_path.glob("*.stack")))
    assert max(sizes) < 1000


def test_a_new_cache_forgets_what_lay_there(project: Project) -> None:
    project.article("a.md")
    project.build()
    (stack,) = project.root.glob(".sitegen/*.stack")
    size = stack.stat().st_size
    (project.root / ".sitegen/cache.sqlite").unlink()
    project.build()
    assert stack.stat().st_size == size
