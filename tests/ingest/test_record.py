"""The import record: it comes back as it was written, and a broken one is named rather than forgotten."""

import json
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.ingest.record import RECORD_NAME, ImportRow, read_record, receipt, receipt_path, write_record
from sitegen.ingest.review import reviews
from sitegen.model import Evidence, Extraction, Removal, RepairStep

_TEXTS: Final = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=8)
_ROWS: Final = st.builds(
    ImportRow,
    raw=st.text("0123456789abcdef", min_size=4, max_size=8),
    path=_TEXTS,
    written=_TEXTS.map(Digest),
    base=st.dictionaries(_TEXTS, _TEXTS.map(Digest), max_size=3),
    dismissed=st.lists(_TEXTS, max_size=2).map(tuple),
)
STEP: Final = RepairStep("byte-shift", "?!薄", "”“", 0.6349, applied=False, position=7, alternatives=("a",), count=2)
EXTRACTION: Final = Extraction(
    title="题",
    markdown="正文",
    text="正文",
    lang="zh-Hans",
    repairs=(STEP, RepairStep("entities", "&amp;", "&", 1.0)),
    removed=(Removal("spam", "广告", 3),),
    evidence=(Evidence("date", "dateline", "2021年"),),
    warnings=("小心",),
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
    assert list(reviews(tmp_path)) == []


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
        '{"raw": "a", "path": "b", "written": "c", "base": {}, "dismissed": 3}',
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


def test_a_receipt_tells_all_and_nothing_of_this_machine() -> None:
    told = receipt(EXTRACTION, raw="abc", program="sitegen 1")
    assert told == {
        "raw": "abc",
        "program": "sitegen 1",
        "title": "题",
        "lang": "zh-Hans",
        "repairs": [
            {
                "id": STEP.id,
                "rule": "byte-shift",
                "before": "?!薄",
                "after": "”“",
                "confidence": 0.635,
                "applied": False,
                "position": 7,
                "alternatives": ["a"],
                "count": 2,
            },
            {
                "id": EXTRACTION.repairs[1].id,
                "rule": "entities",
                "before": "&amp;",
                "after": "&",
                "confidence": 1.0,
                "applied": True,
            },
        ],
        "removed": [{"id": EXTRACTION.removed[0].id, "rule": "spam", "line": 3, "text": "广告"}],
        "evidence": [{"field": "date", "source": "dateline", "text": "2021年"}],
        "warnings": ["小心"],
    }


def test_reviews_are_read_back_from_receipts(tmp_path: Path) -> None:
    rows = [ImportRow(raw, path, Digest("w"), {}) for raw, path in (("1", "b.md"), ("2", "x/a.md"), ("3", "gone.md"))]
    write_record(tmp_path, {row.raw: row for row in rows})
    for row in rows[:2]:
        path = receipt_path(tmp_path, row.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(receipt(EXTRACTION, raw=row.raw, program="p")), "utf-8")
    found = list(reviews(tmp_path))
    assert [(review.path, review.title, review.warnings) for review in found] == [
        ("b.md", "题", ("小心",)),
        ("x/a.md", "题", ("小心",)),
    ]
    assert [step["rule"] for step in found[0].doubts] == ["byte-shift"]


@pytest.mark.parametrize("text", ["{", "[]", '{"title": "a"}'])
def test_a_broken_receipt_is_named(tmp_path: Path, text: str) -> None:
    write_record(tmp_path, {"1": ImportRow("1", "a.md", Digest("w"), {})})
    path = receipt_path(tmp_path, "a.md")
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        list(reviews(tmp_path))
    assert str(caught.value) == f"{path}: is no receipt of ours"
    assert "--update" in caught.value.hint
