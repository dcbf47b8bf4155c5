"""Imports of what should never have been there, on machines that fail."""

import errno
import os
import sys
from pathlib import Path
from typing import Final

import pytest

from sitegen import files
from sitegen.errors import ContentError
from sitegen.ingest.importer import Outcome
from sitegen.ingest.lock import writing
from sitegen.ingest.readers import page
from sitegen.ingest.record import RECORD_NAME
from tests.ingest.damaged import ACCEPT, BRIDGE, FERRY, REJECT, Damaged

NEW: Final = {Outcome.NEW: 1}


def outcomes(damaged: Damaged) -> dict[str, str]:
    report = damaged.run()
    return {Path(done.source).relative_to(damaged.raw).as_posix(): done.outcome.value for done in report.documents}


@pytest.fixture
def damaged(tmp_path: Path) -> Damaged:
    return Damaged(tmp_path, {"ferry.txt": FERRY})


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_to_folders_above_and_to_themselves_are_passed_over(damaged: Damaged) -> None:
    (damaged.raw / "above").symlink_to(damaged.raw)
    (damaged.raw / "self.html").symlink_to(damaged.raw / "self.html")
    (damaged.raw / "nowhere.html").symlink_to(damaged.raw / "none")
    (damaged.raw / "again.txt").symlink_to(damaged.raw / "ferry.txt")
    (damaged.raw / "bridge.txt").write_text(BRIDGE, "utf-8")
    assert outcomes(damaged) == {"again.txt": "unchanged", "bridge.txt": "new"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_not_waited_for(damaged: Damaged) -> None:
    os.mkfifo(damaged.raw / "pipe.html")
    assert outcomes(damaged) == {"ferry.txt": "unchanged"}
    with pytest.raises(ContentError, match="is no file"):
        next(page.read(damaged.raw / "pipe.html"))


def test_what_is_too_large_is_refused_before_it_is_read(damaged: Damaged) -> None:
    with (damaged.raw / "large.html").open("wb") as file:
        file.truncate(page.SIZE_LIMIT + 1)
    report = damaged.run()
    assert report.counts == {Outcome.FAILED: 1, Outcome.UNCHANGED: 1}
    assert report.diagnostics[0].message == "is larger than 100 MB"


def test_a_folder_that_cannot_be_listed_is_named_and_the_others_go_on(
    damaged: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    (damaged.raw / "closed").mkdir()
    (damaged.raw / "bridge.txt").write_text(BRIDGE, "utf-8")
    scandir = os.scandir

    def closed(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    monkeypatch.setattr("os.scandir", closed)
    report = damaged.run()
    assert report.counts == {Outcome.FAILED: 1, Outcome.NEW: 1, Outcome.UNCHANGED: 1}
    (fault,) = [fault for fault in report.diagnostics if fault.path.endswith("closed")]
    assert fault.message.startswith("cannot be read: ")


def full_disk(monkeypatch: pytest.MonkeyPatch, after: int, only: str = "") -> None:
    """Let writes fail after so many have succeeded, and all to files named *only*."""
    write_atomic, left = files.write_atomic, after

    def write(path: Path, data: bytes, *, durable: bool = False) -> None:
        nonlocal left
        left -= 1
        if left < 0 or path.name == only:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write_atomic(path, data, durable=durable)

    monkeypatch.setattr(files, "write_atomic", write)


@pytest.mark.parametrize("after", range(5))
def test_a_full_disk_is_told_and_made_good_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    whole = Damaged(tmp_path / "a")
    damaged = Damaged(tmp_path / "b", {"ferry.txt": FERRY})
    (damaged.raw / "bridge.txt").write_text(BRIDGE, "utf-8")
    with monkeypatch.context() as patched:
        full_disk(patched, after)
        try:
            report = damaged.run()
        except ContentError as error:
            assert "the import record cannot be written" in error.message  # noqa: PT017 - only where the record is due
        else:
            assert report.counts[Outcome.FAILED] == (after < 2)
    damaged.run()
    assert damaged.tree() == whole.tree()


@pytest.mark.parametrize("after", range(3))
def test_a_decision_on_a_full_disk_is_told_and_made_good_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    whole, damaged = Damaged(tmp_path / "a"), Damaged(tmp_path / "b")
    ids = tuple(damaged.review().receipt.steps)
    whole.decide(REJECT, *ids)
    with monkeypatch.context() as patched:
        full_disk(patched, after)
        try:
            done = damaged.decide(REJECT, *ids)
        except ContentError as error:
            assert "the import record cannot be written" in error.message  # noqa: PT017
        else:
            assert [one.fault is None for one in done] == [after > 1] * len(ids)
    damaged.decide(REJECT, *ids)
    assert damaged.tree() == whole.tree()


def test_two_runs_at_once_are_refused(damaged: Damaged) -> None:
    before = damaged.tree()
    with writing(damaged.content):
        with pytest.raises(ContentError, match="another import or review is writing"):
            damaged.run()
        with pytest.raises(ContentError, match="another import or review is writing"):
            damaged.decide(ACCEPT, *damaged.review("bai-du").receipt.steps)
    assert damaged.tree() == before
    assert damaged.run().counts == {Outcome.UNCHANGED: 1}


def test_what_was_left_half_written_is_cleared_away(damaged: Damaged) -> None:
    before = damaged.tree()
    for folder in ("", ".receipts", "media"):
        (damaged.content / folder).mkdir(exist_ok=True)
        (damaged.content / folder / ".sg-x1").write_text("half", "utf-8")
    damaged.run()
    assert damaged.tree() == before


@pytest.mark.parametrize("where", ["content", ".receipts", RECORD_NAME])
def test_a_file_or_folder_in_the_way_is_told(tmp_path: Path, where: str) -> None:
    damaged = Damaged(tmp_path, {"ferry.txt": FERRY})
    for path in sorted(damaged.content.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if where == "content":
        damaged.content.rmdir()
        damaged.content.write_text("mine", "utf-8")
    elif where == ".receipts":
        (damaged.content / where).write_text("mine", "utf-8")
    else:
        (damaged.content / where).mkdir()
    try:
        assert damaged.run().counts == {Outcome.FAILED: 1}
    except ContentError as error:
        assert "cannot be read" in error.message  # noqa: PT017 - the record comes first
