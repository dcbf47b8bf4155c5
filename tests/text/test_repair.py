"""Every repair, with its cases as data in tests/cases/repair, and the laws that hold for all of them."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.text.repair import REPAIRS, repair, replay
from tests.soak import examples

_CASES: Final = Path(__file__).parents[1] / "cases" / "repair"


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['label']}")
        for path in sorted(_CASES.glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    repaired = repair(case["original"])
    assert repaired.text == case["expected"]
    assert [step.rule for step in repaired.steps if not step.applied] == case.get("marked", [])
    assert replay(case["original"], repaired.steps) == case["expected"]


_HEALTHY: Final = tuple(sorted((_CASES / "healthy").glob("*.txt")))
_LINES: Final = [
    pytest.param(line, id=f"{path.stem} {number}")
    for path in _HEALTHY
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
]


@pytest.mark.parametrize("line", _LINES)
def test_a_healthy_line_stays_letter_for_letter(line: str) -> None:
    assert repair(line).text == line


@pytest.mark.parametrize("path", _HEALTHY, ids=lambda path: path.stem)
def test_many_healthy_lines_stay_together(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert repair(text).text == text


def test_there_are_many_healthy_lines() -> None:
    assert len(_LINES) >= 300


# Pieces of every kind of damage: what is generated from letters alone would never meet a rule.
_PIECES: Final = (
    *(
        "春",
        "天",
        "開",
        "個",
        "(kāi)",
        "(gè)",
        ",",
        ":",
        "?",
        "!",
        "，",
        "。",
        "“",
        "”",
        "a",
        "1",
        " ",
        "\n",
        "http://x/?",
    ),
    *("&", "amp;", "#38;", "&lt;", "&#8203;", "nbsp;", "\u200b", "\ufeff", "\u00ad"),
    *("?!薄爸灰\ue013?", "ç®€ä½“", "Ã¦", "Å“", "Â¬", "\ufffd", "锟斤拷"),
)
_TEXTS: Final = st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=60).map("".join)


@pytest.mark.law
@given(_TEXTS)
@example("開(kāi)(kāi)ç®€ä½“")
@settings(max_examples=examples(300), deadline=None)
def test_a_repaired_text_is_a_fixed_point_and_its_steps_replay(text: str) -> None:
    repaired = repair(text)
    again = repair(repaired.text)
    assert again.text == repaired.text
    assert all(not step.applied for step in again.steps)
    assert replay(text, repaired.steps) == repaired.text


@pytest.mark.law
@given(_TEXTS)
@settings(max_examples=examples(150), deadline=None)
def test_edits_come_in_order_and_do_not_overlap(text: str) -> None:
    for row in REPAIRS:
        done = 0
        for edit in row.find(text):
            assert done <= edit.start < edit.end <= len(text), row.name
            done = edit.end


def test_equal_changes_are_one_step_with_a_count() -> None:
    (step,) = repair("甲&nbsp;乙&nbsp;丙").steps
    assert (step.rule, step.before, step.count, step.position) == ("unescape-entities", "&nbsp;", 2, None)


def test_a_single_change_keeps_its_place() -> None:
    (step,) = repair("圖書館開(kāi)放").steps
    assert (step.before, step.position, step.applied) == ("(kāi)", 4, True)


def test_leaving_a_step_out_of_the_replay_leaves_its_damage_in() -> None:
    text = "甲&nbsp;開(kāi)"
    kept = [step for step in repair(text).steps if step.rule != "pinyin-gloss"]
    assert replay(text, kept) == "甲\xa0開(kāi)"


def test_a_likely_reading_is_made_and_the_others_are_kept() -> None:
    (step,) = repair("“不辦?!薄爸灰\ue013?2345的人").steps
    assert (step.applied, step.before, step.after[:5]) == (True, "?!薄爸灰\ue013?", "。”“只要")
    assert step.confidence < 0.9
    assert step.alternatives


def test_the_table_has_one_row_a_rule() -> None:
    names = [row.name for row in REPAIRS]
    assert len(set(names)) == len(names)


def test_a_hostile_text_takes_no_time() -> None:
    assert repair("&#38;" + "#38;" * 20_000).text == "&"
    for piece in ("?!", "“?!薄", "?!薄爸灰\ue013?", "開(kāi)", "&amp;", "Ã©", "甲,", "\ue013春"):
        repair(piece * 5_000)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("石阶上刻着一行字：å¾å½å¥½ã镇里打算把塔改成陈列室。", ["å¾å½å¥½ã"]),
        ("网页上的“å¾å½å¥½”就是这样来的，读的人只好去猜。", []),
        ("他在越南语里叫 Nguyễn Văn ä»，在冰岛叫 Æsir。", []),
    ],
)
def test_characters_of_which_bytes_are_missing_are_marked(text: str, marked: list[str]) -> None:
    repaired = repair(text)
    assert (repaired.text, [step.before for step in repaired.steps]) == (text, marked)
