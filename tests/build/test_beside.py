"""A site that is built beside the one that stands, and takes its place at once."""

from pathlib import Path

import pytest

from sitegen.build import beside as module
from sitegen.build.beside import beside


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    (folder / "a/b").mkdir(parents=True)
    (folder / "a/b/index.html").write_text("旧", "utf-8")
    (folder / "mine.txt").write_text("我的", "utf-8")
    return folder


def replace(path: Path, text: str) -> None:
    """Write as a build does: another file in the place of the old one."""
    scratch = path.with_name("scratch")
    scratch.write_text(text, "utf-8")
    scratch.replace(path)


@pytest.mark.parametrize("can_exchange", [True, False])
def test_readers_see_the_old_site_until_the_new_one_is_whole(
    site: Path, can_exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(module, "_exchange", lambda *_: False)
    with beside(site) as copy:
        assert files(copy) == files(site)
        replace(copy / "a/b/index.html", "新")
        (copy / "c.html").write_text("多", "utf-8")
        assert files(site) == {"a/b/index.html": "旧", "mine.txt": "我的"}
    assert files(site) == {"a/b/index.html": "新", "mine.txt": "我的", "c.html": "多"}
    assert [path.name for path in site.parent.iterdir()] == ["public"]


def test_a_build_that_fails_changes_nothing(site: Path) -> None:
    before = files(site)

    def fail(copy: Path) -> None:
        replace(copy / "a/b/index.html", "新")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), beside(site) as copy:
        fail(copy)
    assert files(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["public"]


def test_the_first_site_needs_none_before_it(tmp_path: Path) -> None:
    with beside(tmp_path / "public") as copy:
        (copy / "index.html").write_text("一", "utf-8")
    assert files(tmp_path) == {"public/index.html": "一"}


def test_what_a_killed_build_left_is_swept_away(site: Path) -> None:
    left = site.with_name(".public-next")
    left.mkdir()
    (left / "half").write_text("半", "utf-8")
    with beside(site) as copy:
        assert "half" not in files(copy)
