"""Files on any system: all or nothing, names that every system can hold, folders in one order."""

import os
import sys
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.files import fold_path, portable_name, walk_files, write_atomic, write_if_changed

POSIX: Final = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions and links")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_is_replaced_and_nothing_left_beside_it(tmp_path: Path, durable: bool) -> None:
    path = tmp_path / "a/b/春.md"
    write_atomic(path, b"old", durable=durable)
    write_atomic(path, b"new", durable=durable)
    assert (path.read_bytes(), names(path.parent)) == (b"new", {"春.md"})


@pytest.mark.parametrize("step", ["os.replace", "os.fsync", "os.fstat"])
def test_the_old_file_stays_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(step, fail)
        with pytest.raises(OSError, match="No space"):
            write_atomic(path, b"new", durable=True)
    assert (path.read_bytes(), names(tmp_path)) == (b"old", {"a.md"})


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    with pytest.raises(OSError, match=r"."):
        write_atomic(tmp_path / "a", b"x")
    assert names(tmp_path) == {"a"}


@POSIX
def test_a_web_server_may_read_what_is_written(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a", b"x")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def test_a_name_may_use_all_bytes_that_a_system_allows(tmp_path: Path) -> None:
    write_atomic(tmp_path / ("字" * 85), b"x")
    assert len(names(tmp_path)) == 1


def test_equal_bytes_are_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert write_if_changed(path, b"x")
    os.utime(path, ns=(1, 1))
    assert not write_if_changed(path, b"x")
    assert path.stat().st_mtime_ns == 1
    assert write_if_changed(path, b"y")
    assert path.read_bytes() == b"y"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("民生服务", "民生服务"),
        ("a/b\\c", "a-b-c"),
        ('<>:"|?*', "x"),
        ("..", "x"),
        (".hidden.", "hidden"),
        (" a ", "a"),
        ("con", "con-"),
        ("Con.txt", "Con-.txt"),
        ("con .txt", "con -.txt"),
        ("COM1", "COM1-"),
        ("console", "console"),
        ("e\u0301", "é"),
        ("a\x00\u200b\u202eb", "a---b"),
        ("", "x"),
        ("字" * 100, "字" * 66),
    ],
)
def test_portable_name(text: str, name: str) -> None:
    assert portable_name(text) == name


_TEXTS: Final = (
    st.text(max_size=20)
    | st.sampled_from(["con", "NUL", "lpt9", ". .", "字" * 90, "😀" * 60, "con-", "-con"])
    | st.text("./\\ -con:", max_size=8)
)


@pytest.mark.law
@given(_TEXTS)
def test_a_portable_name_is_accepted_everywhere(text: str) -> None:
    name = portable_name(text)
    assert name
    assert len(name.encode()) <= 201
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(character)[0] == "C" for character in name)
    assert name == unicodedata.normalize("NFC", name)
    assert name[0] not in " ."
    assert name[-1] not in " ."
    device = name.split(".")[0].lower().rstrip(" ")
    assert device not in {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@pytest.mark.law
@given(_TEXTS)
def test_a_portable_name_is_one_already(text: str) -> None:
    name = portable_name(text)
    assert portable_name(name) == name


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [("a", "A", True), ("é", "e\u0301", True), ("STRASSE", "straße", True), ("春", "春天", False), ("Å", "å", True)],
)
def test_paths_that_some_system_takes_for_one(first: str, second: str, is_same: bool) -> None:
    assert (fold_path(first) == fold_path(second)) is is_same


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"")


def test_files_are_walked_in_the_order_of_their_paths(tmp_path: Path) -> None:
    put(tmp_path, "b.md", "a/z.md", "a-b.md", "a/b/c.md", "春.md", ".hidden", ".git/x", "a/.x", "B.md")
    found = [name for name, _ in walk_files(tmp_path)]
    assert found == ["B.md", "a-b.md", "a/b/c.md", "a/z.md", "b.md", "春.md"]


@POSIX
def test_links_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    put(tmp_path, "a/x.md", "other/y.md")
    (tmp_path / "a/up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a/self").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "file.md").symlink_to(tmp_path / "a/x.md")
    (tmp_path / "dangling.md").symlink_to(tmp_path / "none.md")
    found = [name for name, _ in walk_files(tmp_path)]
    assert {"a/x.md", "file.md", "other/y.md"} <= set(found)
    assert "dangling.md" not in found
    assert len(found) < 12


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(walk_files(tmp_path / "none"))
