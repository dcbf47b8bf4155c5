"""The import record: it comes back as it was written, and a broken one is named rather than forgotten."""

import json
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.ingest.decisions import Decision, Verdict
from sitegen.ingest.record import RECORD_NAME, ImportRow, read_record, write_record
from sitegen.ingest.review import read_reviews

_TEXTS: Final = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=8)
_ROWS: Final = st.builds(
    ImportRow,
    raw=st.text("0123456789abcdef", min_size=4, max_size=8),
    path=st.text("春-a/", min_size=1, max_size=8).map(lambda text: f"x{text}.md"),
    written=_TEXTS.map(Digest),
    base=st.dictionaries(_TEXTS, _TEXTS.map(Digest), max_size=3),
    decisions=st.dictionaries(
        _TEXTS, st.builds(Decision, st.sampled_from(Verdict), _TEXTS, is_lost=st.booleans()), max_size=2
    ),
)


@pytest.mark.law
@settings(max_examples=20, deadline=None)  # each example waits for the disk
@given(st.lists(_ROWS, max_size=5))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[ImportRow]) -> None:
    folder = tmp_path_factory.mktemp("content")
    by_raw = {row.raw: row for row in rows}
    write_record(folder, by_raw)
    assert read_record(folder) == by_raw
    before = (folder / RECORD_NAME).read_bytes()
    write_record(folder, dict(reversed(by_raw.items())))
    assert (folder / RECORD_NAME).read_bytes() == before


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_a_row_ends_where_its_line_ends(tmp_path: Path, character: str) -> None:
    row = ImportRow("1", f"a{character}b.md", Digest("w"), {})
    write_record(tmp_path, {"1": row})
    assert read_record(tmp_path) == {"1": row}


def test_rows_stand_in_the_order_of_their_articles(tmp_path: Path) -> None:
    rows = [ImportRow(raw, path, Digest("w"), {}) for raw, path in (("3", "b.md"), ("1", "c.md"), ("2", "a.md"))]
    write_record(tmp_path, {row.raw: row for row in rows})
    lines = (tmp_path / RECORD_NAME).read_text("utf-8").splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["a.md", "b.md", "c.md"]


def test_there_is_no_record_before_the_first_import(tmp_path: Path) -> None:
    assert read_record(tmp_path) == {}
    assert read_reviews(tmp_path).articles == ()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        '{"raw": "a"}',
        '{"raw": "a", "path": "b", "written": "c", "base": 3}',
        "<<<<<<< HEAD",
        '{"raw": "a", "path": "../b", "written": "c", "base": {}}',
        '{"raw": "a", "path": "/b", "written": "c", "base": {}}',
        '{"raw": "a", "path": "b", "written": "c", "base": {}, "decisions": 3}',
        '{"raw": "a", "path": "b", "written": "c", "base": {}, "decisions": {"a": {"verdict": "burn"}}}',
        '{"raw": "a", "path": "b", "written": "c", "base": {}, "decisions": {"a": {"verdict": "choose", "text": 1}}}',
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    good = json.dumps({"raw": "a", "path": "b", "written": "c", "base": {}})
    (tmp_path / RECORD_NAME).write_text(f"{good}\n{line}\n{good}\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        read_record(tmp_path)
    assert str(caught.value) == f"{tmp_path / RECORD_NAME}:2: is no row of an import record"
    assert "version control" in caught.value.hint


def test_a_record_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / RECORD_NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError, match="cannot be read"):
        read_record(tmp_path)
