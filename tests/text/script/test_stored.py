"""Compiled tables in the user's folder: found again, made anew when damaged, done without where nothing can be kept."""

from pathlib import Path

import pytest

from sitegen.text.script import stored
from sitegen.text.script.compiling import compile_tables
from sitegen.text.script.descriptions import OPERATORS, description_length
from sitegen.text.script.tables import tables
from tests.text.script.reference import _description

_PROFILE = "t2tw"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITEGEN_CACHE", str(tmp_path))
    return tmp_path


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "script").iterdir())


def test_tables_are_read_as_they_were_compiled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = stored.compiled_tables(_PROFILE, rare_glyphs=False)
    assert first == compile_tables(tables(_PROFILE))
    monkeypatch.setattr(stored, "compile_tables", None)
    assert stored.compiled_tables(_PROFILE, rare_glyphs=False) == first
    assert [path.name.split(".")[0] for path in _files(folder)] == [_PROFILE]


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff\xfe\n\x00", b"0" * 64 + b"\n" + b"\x1e" * 20])
def test_a_damaged_file_is_made_anew(folder: Path, damage: bytes) -> None:
    first = stored.compiled_tables(_PROFILE, rare_glyphs=False)
    (path,) = _files(folder)
    good = path.read_bytes()
    for data in (damage, good[:-1], good.replace(b"\x1e", b"\x1f", 1)):
        path.write_bytes(data)
        assert stored.compiled_tables(_PROFILE, rare_glyphs=False) == first
        assert path.read_bytes() == good


def test_nothing_is_lost_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    monkeypatch.setenv("SITEGEN_CACHE", str(blocked))
    assert stored.compiled_tables(_PROFILE, rare_glyphs=False) == compile_tables(tables(_PROFILE))
    monkeypatch.setattr(stored, "cache_folder", lambda: None)
    assert stored.compiled_tables(_PROFILE, rare_glyphs=False) == compile_tables(tables(_PROFILE))


def test_old_versions_go(folder: Path) -> None:
    (folder / "script").mkdir()
    for number in range(9):
        (folder / "script" / f"{_PROFILE}.{number}.bin").write_bytes(b"")
    (folder / "script" / "t2twp.1.bin").write_bytes(b"")
    stored.compiled_tables(_PROFILE, rare_glyphs=False)
    assert len(_files(folder)) == stored._KEPT + 1


def test_the_folder_is_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITEGEN_CACHE")
    found = stored.cache_folder()
    assert found is None or "sitegen" in found.parts


@pytest.mark.parametrize(
    "text",
    ["⿰发展", "⿰发", "⿱⿰abc", "⿳ab", "⿾a", "⿰" * 15 + "a" * 16, "⿰" * 80, "⿲" * 10 + "a" * 60],
)  # fmt: skip
def test_descriptions_as_the_reference(text: str) -> None:
    assert len(OPERATORS) == 16
    for start in range(len(text)):
        assert description_length(text, start) == _description(text, start)
