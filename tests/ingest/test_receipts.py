"""Import receipts: they come back as they were written, ids hold on to their steps, and broken ones are named."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.ingest.draft import Place, render
from sitegen.ingest.receipts import ImportReceipt, read_receipt, receipt_json, receipt_of, receipt_path, write_receipt
from sitegen.ingest.record import ImportRow, write_record
from sitegen.ingest.review import read_reviews
from sitegen.model import Evidence, Extraction, Removal, RepairStep, Severity, Spot
from sitegen.text.marked import mark, mark_gone

STEP: Final = RepairStep("byte-shift", "?!薄", "”“", 0.635, position=2, alternatives=("a", "*"))
EXTRACTION: Final = Extraction(
    title="题",
    markdown="正文”“。\n",
    text="正文”“。",
    lang="zh-Hans",
    repairs=(STEP, RepairStep("entities", "&amp;", "&", 1.0, count=2)),
    removed=(Removal("spam", "广告", 3),),
    evidence=(Evidence("date", "dateline", "2021年"),),
    warnings=("小心",),
    spots=(Spot(0, None, "?!薄", ("a", r"\*")), Spot(None, 0, "\n\n广告")),
)
MARKED: Final = f"正文{mark(0, '”“')}。\n\n{mark_gone(1, is_last=True)}\n"


def receipt(extraction: Extraction = EXTRACTION) -> ImportReceipt:
    return receipt_of(extraction, raw="abc", program="sitegen 1", marked=MARKED)


def test_a_receipt_tells_all_that_import_did() -> None:
    told = receipt()
    assert list(told.steps.values()) == list(EXTRACTION.repairs)
    assert list(told.removed.values()) == list(EXTRACTION.removed)
    assert list(told.doubts.values()) == [STEP]
    (step, _), (gone,) = told.steps, told.removed
    assert told.draft == {
        "body": (
            "正文",
            Place(step, ("?!薄",), ("”“",), {"a": "a", "*": r"\*"}),
            "。",
            Place(gone, ("\n\n广告",), (), {}),
        )
    }
    assert render(told.draft["body"], {}) == "正文”“。"


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_receipt(tmp_path, "a.md", receipt())
    assert read_receipt(tmp_path, "a.md") == receipt()
    assert receipt_path(tmp_path, "a.md").read_text("utf-8") == receipt_json(receipt())
    assert read_receipt(tmp_path, "b.md") is None


def test_a_step_keeps_its_id_wherever_it_stands_and_equal_ones_differ() -> None:
    moved = replace(STEP, position=700, confidence=0.9, alternatives=())
    later = receipt(replace(EXTRACTION, repairs=(RepairStep("new", "x", "y", 1.0), moved, STEP)))
    assert [id_ in later.steps for id_ in receipt().steps] == [True, False]
    assert len(later.steps) == 3
    gone = Removal("another rule", "广告", 99)
    assert set(receipt().removed) < set(receipt(replace(EXTRACTION, removed=(gone, gone))).removed)


def test_ids_of_other_pages_are_others() -> None:
    assert receipt().steps.keys().isdisjoint(receipt_of(EXTRACTION, raw="abz", program="p", marked=MARKED).steps)


def test_reviews_are_read_back_and_those_with_doubts_come_first(tmp_path: Path) -> None:
    rows = [ImportRow(raw, path, Digest("w"), {}) for raw, path in (("1", "a.md"), ("2", "x/b.md"), ("3", "gone.md"))]
    write_record(tmp_path, {row.raw: row for row in rows})
    write_receipt(tmp_path, "a.md", receipt(replace(EXTRACTION, repairs=(replace(STEP, confidence=1.0),))))
    write_receipt(tmp_path, "x/b.md", receipt())
    found = read_reviews(tmp_path)
    assert [review.path for review in found.articles] == ["x/b.md", "a.md"]
    assert [step.rule for step in found.articles[0].doubts.values()] == ["byte-shift"]
    (fault,) = found.diagnostics
    assert (fault.path, fault.severity, "--update" in fault.hint) == ("gone.md", Severity.WARNING, True)


@pytest.mark.parametrize(
    "text",
    [
        *("{", "[]", '{"title": "a"}', "null", "\xff", "[" * 100_000),
        receipt_json(receipt()).replace('"pieces"', '"piece"'),
        receipt_json(receipt()).replace(
            '"before": "?!薄", "after": "”“", "others"', '"before": 3, "after": 4, "others"'
        ),
        receipt_json(receipt()).replace("0.635", '"much"'),
    ],
)
def test_a_broken_receipt_is_named_and_the_others_go_on(tmp_path: Path, text: str) -> None:
    write_record(tmp_path, {raw: ImportRow(raw, f"{raw}.md", Digest("w"), {}) for raw in ("1", "2")})
    write_receipt(tmp_path, "2.md", receipt())
    path = receipt_path(tmp_path, "1.md")
    path.write_text(text, "latin-1" if text == "\xff" else "utf-8")
    with pytest.raises(ContentError) as caught:
        read_receipt(tmp_path, "1.md")
    assert str(caught.value) == f"{path}: is no receipt of ours"
    assert "--update" in caught.value.hint
    found = read_reviews(tmp_path)
    assert ([review.path for review in found.articles], len(found.diagnostics)) == (["2.md"], 1)
