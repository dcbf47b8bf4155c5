"""A site that is built beside the one that stands, and takes its place at once."""

import errno
import os
from pathlib import Path

import pytest

from sitegen.build import beside as module
from sitegen.build.beside import beside, put_right
from sitegen.errors import ContentError


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


@pytest.mark.parametrize("can_link", [True, False])
def test_what_others_do_meanwhile_comes_along(site: Path, can_link: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not can_link:
        monkeypatch.setattr(os, "link", refuse)
    (site / "cut.txt").write_text("一二三", "utf-8")
    with beside(site) as copy:
        replace(copy / "a/b/index.html", "新")
        (copy / "a/b/new.html").write_text("新", "utf-8")
        replace(site / "mine.txt", "我的，已改")
        (site / "cut.txt").write_text("一", "utf-8")
        (site / ".well-known/acme").mkdir(parents=True)
        (site / ".well-known/acme/token").write_text("t", "utf-8")
        (site / "elsewhere").symlink_to(site / "a")
    assert (site / "elsewhere").is_symlink()
    (site / "elsewhere").unlink()
    assert files(site) == {
        "a/b/index.html": "新",
        "a/b/new.html": "新",
        "mine.txt": "我的，已改",
        "cut.txt": "一",
        ".well-known/acme/token": "t",
    }


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "no links here")


def test_what_the_build_makes_of_a_file_goes_before_what_others_make_of_it(site: Path) -> None:
    with beside(site) as copy:
        (copy / "a/b/index.html").unlink()
        replace(copy / "mine.txt", "新")
        replace(site / "a/b/index.html", "他人")
        replace(site / "mine.txt", "他人")
    assert files(site) == {"mine.txt": "新"}


def test_a_link_to_the_site_stays_one(site: Path, tmp_path: Path) -> None:
    link = tmp_path / "project" / "public"
    link.parent.mkdir()
    link.symlink_to(site)
    with beside(link) as copy:
        replace(copy / "a/b/index.html", "新")
    assert link.is_symlink()
    assert files(site)["a/b/index.html"] == "新"
    assert [path.name for path in link.parent.iterdir()] == ["public"]
    assert sorted(path.name for path in site.parent.iterdir()) == ["project", "public"]


@pytest.mark.parametrize("renamed", [1, 2])
def test_a_switch_that_was_cut_off_loses_nothing(site: Path, renamed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three renames where folders cannot be exchanged, the process dies before this one."""
    whole, done = Path.rename, 0

    def rename(path: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done > renamed:
            raise KeyboardInterrupt
        return whole(path, target)

    monkeypatch.setattr(module, "_exchange", lambda *_: False)
    monkeypatch.setattr(module, "_remove", lambda *_: None)  # nor does it tidy up
    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(KeyboardInterrupt), beside(site) as copy:
        replace(copy / "a/b/index.html", "新")
    monkeypatch.undo()
    put_right(site)
    assert files(site) == {"a/b/index.html": "旧" if renamed == 1 else "新", "mine.txt": "我的"}
    assert [path.name for path in site.parent.iterdir()] == ["public"]


def test_a_file_system_of_its_own_is_refused_before_any_work(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda path: path == site)
    with pytest.raises(ContentError, match="a file system of its own") as caught, beside(site):
        pytest.fail("no work is done")
    assert "build without it" in caught.value.hint


def test_what_hinders_is_told_with_a_hint(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ContentError, match=r"public: nothing can be built beside it: .*no links here") as caught:
        beside(site).__enter__()
    assert "build without it" in caught.value.hint


def test_what_a_killed_build_left_is_swept_away(site: Path) -> None:
    left = site.with_name(".public-next")
    left.mkdir()
    (left / "half").write_text("半", "utf-8")
    with beside(site) as copy:
        assert "half" not in files(copy)
