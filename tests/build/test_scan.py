"""Which files are read again."""

import os
from pathlib import Path
from typing import Final

import pytest

from sitegen.build.cache import FileRow
from sitegen.build.scan import Scanned, scan
from sitegen.digest import Digest, digest_bytes

_SECOND: Final = 1_000_000_000
_WRITTEN: Final = 1_700_000_000 * _SECOND
LATER: Final = _WRITTEN + 60 * _SECOND
STALE: Final = Digest("0" * 32)


def put(path: Path, text: str, mtime_ns: int = _WRITTEN) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, ns=(mtime_ns, mtime_ns))


def digests(found: Scanned) -> dict[str, Digest]:
    return {file.name: file.digest for file in found.files}


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    assert scan(tmp_path / "nowhere", {}, LATER) == Scanned((), {}, ())


def test_visible_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a.md", ".hidden", ".git/config", "a/.sg-1"):
        put(tmp_path / name, name)
    assert digests(scan(tmp_path, {}, LATER)) == {
        name: digest_bytes(name.encode()) for name in ("a.md", "a/z.md", "b.md")
    }
    assert list(digests(scan(tmp_path, {}, LATER))) == ["a.md", "a/z.md", "b.md"]


def test_a_file_as_it_was_is_not_read_again(tmp_path: Path) -> None:
    put(tmp_path / "a.md", "12345")
    known = {(tmp_path / "a.md").as_posix(): FileRow(5, _WRITTEN, STALE)}
    found = scan(tmp_path, known, LATER)
    assert digests(found) == {"a.md": STALE}
    assert found.rows == known


@pytest.mark.parametrize("row", [FileRow(4, _WRITTEN, STALE), FileRow(5, _WRITTEN - 1, STALE)], ids=["size", "time"])
def test_a_file_that_looks_different_is_read(tmp_path: Path, row: FileRow) -> None:
    put(tmp_path / "a.md", "12345")
    key = (tmp_path / "a.md").as_posix()
    found = scan(tmp_path, {key: row}, LATER)
    assert found.rows == {key: FileRow(5, _WRITTEN, digest_bytes(b"12345"))}


@pytest.mark.parametrize(("age", "trusted"), [(0, False), (2, False), (3, True), (-3600, False)])
def test_a_young_file_is_not_trusted_next_time(tmp_path: Path, age: int, trusted: bool) -> None:
    put(tmp_path / "a.md", "12345", LATER - age * _SECOND)
    assert bool(scan(tmp_path, {}, LATER).rows) is trusted


def test_a_new_time_with_the_same_bytes_is_the_same_digest(tmp_path: Path) -> None:
    put(tmp_path / "a.md", "12345")
    before = scan(tmp_path, {}, LATER)
    put(tmp_path / "a.md", "12345", _WRITTEN + 7)
    after = scan(tmp_path, before.rows, LATER)
    assert digests(after) == digests(before)
    assert after.rows != before.rows


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "a.md", "a")
    put(tmp_path / "b.md", "b")

    def contents(path: str) -> bytes:
        if path.endswith("/a.md"):
            raise PermissionError(13, "Permission denied")
        return Path(path).read_bytes()

    monkeypatch.setattr("sitegen.build.scan._contents", contents)
    found = scan(tmp_path, {}, LATER)
    assert list(digests(found)) == ["b.md"]
    assert [str(fault) for fault in found.diagnostics] == ["a.md: cannot be read: Permission denied"]
