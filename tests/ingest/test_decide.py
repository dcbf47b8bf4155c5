"""Decisions on repairs and removals: they change their places and nothing else, and hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.errors import ConfigError
from sitegen.extract.extractor import extract
from sitegen.ingest.articles import read_article
from sitegen.ingest.decisions import Decision, Verdict
from sitegen.ingest.importer import Outcome
from sitegen.ingest.receipts import RECEIPTS
from sitegen.ingest.record import RECORD_NAME, read_record
from sitegen.ingest.review import State
from sitegen.model import Extraction, RawDocument, Removal, RepairStep
from tests.ingest.damaged import ACCEPT, REJECT, RESTORE, Damaged

READ: Final = "。”问话的人笑了"
FIRST_READ: Final = "。”说完他就不再开口"


@pytest.fixture
def damaged(tmp_path: Path) -> Damaged:
    return Damaged(tmp_path)


def second_doubt(damaged: Damaged) -> tuple[str, RepairStep]:
    id_ = damaged.id("byte-shift", nth=1)
    return id_, damaged.review().receipt.steps[id_]


def test_an_accepted_repair_stays_and_is_no_doubt(damaged: Damaged) -> None:
    id_, _ = second_doubt(damaged)
    before = read_article(damaged.file())
    (done,) = damaged.decide(ACCEPT, id_)
    assert (done.id, done.fault) == (id_, None)
    after = read_article(damaged.file())
    assert after == {**before, "doubts": [before["doubts"][0], before["doubts"][2]], "reviewed": {"accepted": 1}}
    assert damaged.review().states[id_] is State.ACCEPTED


def test_a_rejected_repair_shows_what_stood_there(damaged: Damaged) -> None:
    id_, step = second_doubt(damaged)
    before = damaged.text()
    damaged.decide(REJECT, id_)
    after = damaged.text()
    body = before[before.index("\n\n") :]
    assert body.replace(READ, step.before) in after
    assert read_article(damaged.file())["reviewed"] == {"rejected": 1}
    assert damaged.review().site(id_).now == step.before


def test_another_reading_is_chosen(damaged: Damaged) -> None:
    id_, step = second_doubt(damaged)
    damaged.decide(Decision(Verdict.CHOOSE, step.readings[1]), id_)
    assert (READ in damaged.text(), step.readings[1] in damaged.text()) == (False, True)
    assert damaged.review().states[id_] is State.CHOSEN
    assert len(read_article(damaged.file())["doubts"]) == 2


def test_what_was_removed_comes_back_where_it_stood(damaged: Damaged) -> None:
    ids = [damaged.id(rule) for rule in ("keyword-spam", "breadcrumb", "dateline", "back-to-top")]
    damaged.decide(RESTORE, *ids)
    paragraphs = read_article(damaged.file())["body"].split("\n\n")
    assert paragraphs[:2] == ["首页 > 地方 > 正文", "2023-04-01 09:10 来源：渡口日报"]
    assert paragraphs[-2:] == ["返回顶部", r"澳门在线娱乐平台\_真人棋牌免费试玩\_彩票走势图下载"]
    assert read_article(damaged.file())["reviewed"] == {"restored": 4}


def test_damage_that_was_left_is_settled_without_a_change(damaged: Damaged) -> None:
    id_, body = damaged.id("lost-text"), read_article(damaged.file())["body"]
    damaged.decide(REJECT, id_)
    assert read_article(damaged.file())["body"] == body
    assert id_ not in damaged.review().doubts


def test_a_repair_of_many_places_is_taken_back_in_all(damaged: Damaged) -> None:
    id_ = damaged.id("full-width-punctuation", "bai-du", nth=2)
    step = damaged.review("bai-du").receipt.steps[id_]
    assert (step.before, step.count > 5) == (",", True)
    damaged.decide(REJECT, id_)
    body = read_article(damaged.file("bai-du"))["body"]
    assert (body.count("，"), body.count(",")) == (0, step.count)


# ── laws ────────────────────────────────────────────────────────────────────────────────────────


def test_with_all_accepted_the_article_is_the_import_without_doubts(damaged: Damaged) -> None:
    before = read_article(damaged.file())
    damaged.decide(ACCEPT, *damaged.review().doubts)
    after = read_article(damaged.file())
    assert {name: value for name, value in after.items() if name != "reviewed"} == {
        name: value for name, value in before.items() if name != "doubts"
    }
    assert not damaged.review().doubts


def test_with_all_rejected_every_place_shows_its_before(damaged: Damaged) -> None:
    for review in damaged.reviews().articles:
        damaged.decide(REJECT, *review.receipt.steps)
    raw = (damaged.raw / "bridge.txt").read_text("utf-8").split("\n")
    assert read_article(damaged.file())["body"].split("\n\n") == raw[3:8]
    raw = (damaged.raw / "ferry.txt").read_text("utf-8").split("\n")
    assert read_article(damaged.file("bai-du"))["body"].split("\n\n") == raw[2:5]


def test_with_all_restored_nothing_is_missing(damaged: Damaged) -> None:
    for review in damaged.reviews().articles:
        damaged.decide(REJECT, *review.receipt.steps)
        damaged.decide(RESTORE, *review.receipt.removed)
    raw = (damaged.raw / "bridge.txt").read_text("utf-8").split("\n")
    assert read_article(damaged.file())["body"].replace("\\", "").split("\n\n") == raw


@pytest.mark.parametrize("update", [False, True])
def test_what_was_decided_holds_when_the_page_is_imported_again(damaged: Damaged, update: bool) -> None:
    id_, step = second_doubt(damaged)
    damaged.decide(REJECT, damaged.id("byte-shift"))
    damaged.decide(Decision(Verdict.CHOOSE, step.readings[0]), id_)
    damaged.decide(RESTORE, damaged.id("keyword-spam"))
    damaged.decide(ACCEPT, damaged.id("lost-text"))
    before = damaged.tree()
    report = damaged.run(update=update)
    assert {done.outcome for done in report.documents} == {Outcome.UNCHANGED}
    assert damaged.tree() == before
    damaged.decide(None, *damaged.review().row.decisions)
    assert damaged.run(update=update).counts == {Outcome.UNCHANGED: 2}


def test_what_was_decided_holds_when_a_deleted_article_comes_back(damaged: Damaged) -> None:
    damaged.decide(REJECT, second_doubt(damaged)[0])
    before = damaged.tree()
    damaged.file().unlink()
    assert damaged.run(restore=True).counts == {Outcome.RESTORED: 1, Outcome.UNCHANGED: 1}
    assert damaged.tree() == before


# ── a later version of import ───────────────────────────────────────────────────────────────────


def improve(monkeypatch: pytest.MonkeyPatch, **fields: Any) -> None:
    def found(raw: RawDocument, *, zone: tzinfo, more: Sequence[RawDocument], bytes_max: int) -> Extraction:
        return replace(extract(raw, zone=zone, more=more, bytes_max=bytes_max), **fields)

    monkeypatch.setattr("sitegen.ingest.importer.extract", found)


def test_decisions_hold_when_the_extraction_changes_elsewhere(
    damaged: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, step = second_doubt(damaged)
    damaged.decide(REJECT, id_)
    improve(monkeypatch, editor="江帆")
    path = damaged.raw / "bridge.txt"
    assert path.exists()
    assert damaged.run(update=True).counts[Outcome.UPDATED] == 2
    assert read_article(damaged.file())["editor"] == "江帆"
    assert step.before in damaged.text()


def test_a_decision_whose_step_is_gone_is_kept_and_told_once(damaged: Damaged, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = damaged.id("keyword-spam")
    damaged.decide(RESTORE, id_)
    improve(monkeypatch, removed=(Removal("x", "y"),), spots=(), marked={})
    report = damaged.run(update=True)
    lost = [fault for fault in report.diagnostics if fault.code == "lost-decision"]
    assert [id_ in fault.message for fault in lost] == [True]
    assert all(fault.code != "lost-decision" for fault in damaged.run(update=True).diagnostics)
    assert damaged.review().row.decisions[id_] == Decision(Verdict.RESTORE, is_lost=True)
    monkeypatch.undo()
    damaged.run(update=True)
    assert r"澳门在线娱乐平台\_" in damaged.text()
    assert damaged.review().row.decisions[id_] == RESTORE


# ── what a person edited ────────────────────────────────────────────────────────────────────────


def test_a_place_that_a_person_edited_is_named_and_left_alone(damaged: Damaged) -> None:
    id_, _ = second_doubt(damaged)
    damaged.edit(f"“坐船{READ}", "“坐船。”问的人笑了")
    before = damaged.tree()
    (done,) = damaged.decide(REJECT, id_)
    assert done.fault is not None
    line = next(n for n, text in enumerate(damaged.text().split("\n"), 1) if "问的人笑了" in text)
    assert (done.fault.path, done.fault.line) == (damaged.review().path, line)
    assert "edited here" in done.fault.message
    assert damaged.tree() == before
    (done,) = damaged.decide(ACCEPT, id_)
    assert (done.fault, "问的人笑了" in damaged.text()) == (None, True)


def test_other_edits_stay_as_they_are(damaged: Damaged) -> None:
    id_, step = second_doubt(damaged)
    damaged.edit("title: 老桥要拆了\n", "title:   老桥 # my own\nsummary: 我写的\n")
    damaged.edit("裂缝有三指宽", "裂缝有四指宽")
    damaged.edit("谁都知道渡船三年前就停了", "渡船三年前就停了")
    damaged.decide(REJECT, id_)
    text = damaged.text()
    assert "title:   老桥 # my own\nsummary: 我写的\n" in text
    assert ("裂缝有四指宽" in text, step.before in text, f"{step.before},答话的人也笑了,渡船" in text) == (True,) * 3
    damaged.decide(None, id_)
    assert READ in damaged.text()
    assert damaged.run(update=True).counts == {Outcome.KEPT: 1, Outcome.UNCHANGED: 1}


def test_an_edit_right_beside_a_place_does_not_stand_in_its_way(damaged: Damaged) -> None:
    id_, step = second_doubt(damaged)
    damaged.edit(f"{READ},答话的人也笑了", f"{READ}；另一个人也笑了")
    damaged.decide(REJECT, id_)
    assert f"“坐船{step.before}；另一个人" in damaged.text()


def test_a_paragraph_comes_back_beside_one_that_was_edited(damaged: Damaged) -> None:
    damaged.edit("桥头的老人说", "桥头的老人讲")
    damaged.edit("愿每一个人都走得稳。", "愿人人都走得稳。")
    damaged.decide(RESTORE, damaged.id("back-to-top"))
    (done,) = damaged.decide(RESTORE, damaged.id("breadcrumb"))
    assert damaged.text().rstrip().endswith("愿人人都走得稳。") or "返回顶部" in damaged.text()
    assert (done.fault is None) == ("首页 > 地方" in damaged.text())


def test_windows_line_ends_stay(damaged: Damaged) -> None:
    id_, step = second_doubt(damaged)
    file = damaged.file()
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    damaged.decide(REJECT, id_)
    data = file.read_bytes()
    assert (data.count(b"\n"), step.before.encode() in data) == (data.count(b"\r\n"), True)


def test_a_doubt_that_was_taken_out_by_hand_is_none(damaged: Damaged) -> None:
    id_, step = second_doubt(damaged)
    line = next(line for line in damaged.text().split("\n") if step.before in line)
    damaged.edit(f"{line}\n", "")
    assert damaged.review().states[id_] is State.EDITED
    damaged.decide(ACCEPT, damaged.id("byte-shift"))
    assert [row["rule"] for row in read_article(damaged.file())["doubts"]] == ["lost-text"]


def test_a_repair_of_many_places_is_taken_back_everywhere_or_nowhere(damaged: Damaged) -> None:
    id_ = damaged.id("full-width-punctuation", "bai-du", nth=2)
    damaged.edit("他说，", "他说", "bai-du")
    before = damaged.tree()
    (done,) = damaged.decide(REJECT, id_)
    assert (done.fault is None, damaged.tree()) == (False, before)


def test_of_several_decisions_each_is_carried_out_or_told(damaged: Damaged) -> None:
    damaged.edit(f"“坐船{READ}", "“坐船。”他问")
    done = damaged.decide(REJECT, *damaged.review().receipt.steps)
    assert [one.id for one in done if one.fault] == [second_doubt(damaged)[0]]
    assert FIRST_READ not in damaged.text()


@pytest.mark.parametrize("state", ["deleted", "broken"])
def test_an_article_that_is_gone_or_broken_is_told(damaged: Damaged, state: str) -> None:
    file, id_ = damaged.file(), second_doubt(damaged)[0]
    if state == "deleted":
        file.unlink()
    else:
        file.write_text("---\ntitle: [\n---\n", "utf-8")
    before = damaged.tree()
    (done,) = damaged.decide(REJECT, id_)
    assert done.fault is not None
    assert ("was deleted" in done.fault.message) == (state == "deleted")
    assert damaged.tree() == before
    assert damaged.review().is_deleted == (state == "deleted")


# ── rules ───────────────────────────────────────────────────────────────────────────────────────


def test_a_project_may_refuse_a_rule(tmp_path: Path) -> None:
    damaged = Damaged(tmp_path)
    rules = ("full-width-punctuation", "keyword-spam")
    damaged.run(update=True, reject=rules)
    assert "，" not in read_article(damaged.file("bai-du"))["body"]
    assert r"澳门在线娱乐平台\_" in damaged.text()
    id_ = damaged.id("keyword-spam")
    assert damaged.review(rules=rules).states[id_] is State.BY_RULE
    damaged.decide(ACCEPT, damaged.id("byte-shift"), rules=rules)
    assert r"澳门在线娱乐平台\_" in damaged.text()
    damaged.run(update=True)
    assert r"澳门在线娱乐平台\_" not in damaged.text()


NAIVE: Final = tuple(
    "".join(f"第{day}天，餐廳(tīng)后面的干部在公里外面發現了頭發，他說什么也不肯干活，只喝面湯。" for day in days)
    for days in ("一二三四", "五六七八", "九十百千")
)


@pytest.fixture
def naive(damaged: Damaged) -> Damaged:
    page = "\n".join(("皇后的頭發\n2023-04-01 來源：渡口日報 作者：張發財", *NAIVE, "返回頂部"))
    (damaged.raw / "naive.txt").write_text(page, "utf-8")
    damaged.run()
    return damaged


def test_the_conversion_of_a_whole_page_is_taken_back_in_all_its_fields(naive: Damaged) -> None:
    id_, before = naive.id("naive-traditional", "huang-hou"), read_article(naive.file("huang-hou"))
    naive.decide(RESTORE, naive.id("back-to-top", "huang-hou"))
    assert read_article(naive.file("huang-hou"))["body"].endswith("返回顶部")
    (done,) = naive.decide(REJECT, id_)
    assert done.fault is None
    after = read_article(naive.file("huang-hou"))
    assert [after[name] for name in ("title", "publisher", "authors", "lang")] == [
        "皇后的頭發", "渡口日報", ["張發財"], "zh-Hant"
    ]  # fmt: skip
    assert after["body"].split("\n\n") == [text.replace("(tīng)", "") for text in (*NAIVE, "返回頂部")]
    decided = naive.tree()
    naive.run(update=True)
    assert naive.tree() == decided
    naive.decide(None, id_, naive.id("back-to-top", "huang-hou"))
    assert read_article(naive.file("huang-hou")) == before


def test_a_repair_within_a_converted_page_is_taken_back_in_either_script(naive: Damaged) -> None:
    whole, gloss = (naive.id(rule, "huang-hou") for rule in ("naive-traditional", "pinyin-gloss"))
    naive.decide(REJECT, gloss)
    assert "餐厅(tīng)后面的干部在" in naive.text("huang-hou")
    naive.decide(REJECT, whole)
    assert "餐廳(tīng)后面的干部在" in naive.text("huang-hou")
    naive.decide(None, gloss)
    assert "餐廳后面的干部在" in naive.text("huang-hou")


def test_an_edit_in_one_paragraph_does_not_stop_repairs_in_others(naive: Damaged) -> None:
    naive.file("huang-hou").write_text(
        naive.text("huang-hou").replace("只喝面汤。\n\n第九天", "只喝白水。\n\n第九天"), "utf-8"
    )
    (done,) = naive.decide(REJECT, naive.id("naive-traditional", "huang-hou"))
    assert "edited here" in str(done.fault)
    assert naive.decide(REJECT, naive.id("pinyin-gloss", "huang-hou"))[0].fault is None


# ── fields ──────────────────────────────────────────────────────────────────────────────────────


def test_a_repair_of_a_title_and_of_a_name_has_its_place_there(tmp_path: Path) -> None:
    lines = (
        "舊碼頭要開(kāi)放了",
        "2023-04-01 來源：渡口日報 作者：陳開(kāi)來",
        "舊碼頭從今天起可以隨便走動，岸邊的木板換了新的，夜裡也點著燈，有人帶著孩子來看船。",
        "管理的人說，以後每個週末都有表演，想唱歌的人只要在門口登記，不收錢，也不排隊。",
        "昨天下了一場雨，碼頭上的人都躲到屋簷下，只有一條小船還停在那裡，等著渡河的人。",
    )
    damaged = Damaged(tmp_path, {"a.txt": "\n".join(lines)})
    before = read_article(damaged.file(""))
    assert (before["title"], before["authors"]) == ("舊碼頭要開放了", ["陳開來"])
    id_ = damaged.id("pinyin-gloss", "")
    assert damaged.review("").receipt.steps[id_].count == 2
    damaged.decide(REJECT, id_)
    after = read_article(damaged.file(""))
    assert (after["title"], after["authors"]) == ("舊碼頭要開(kāi)放了", ["陳開(kāi)來"])
    damaged.run(update=True)
    assert read_article(damaged.file("")) == after
    damaged.decide(None, id_)
    assert read_article(damaged.file("")) == before


# ── names ───────────────────────────────────────────────────────────────────────────────────────


def test_ids_are_found_by_their_beginning(damaged: Damaged) -> None:
    found = damaged.reviews()
    prefixes = found.prefixes()
    assert all(found.find(prefix)[1] == id_ for id_, prefix in prefixes.items())
    assert min(map(len, prefixes.values())) == 5
    with pytest.raises(ConfigError, match="begins several ids"):
        found.find("")
    with pytest.raises(ConfigError) as caught:
        found.find(next(iter(prefixes.values()))[:4] + "x")
    assert "did you mean" in caught.value.hint


@pytest.mark.parametrize(
    "form", ["{path}", "content/{path}", "./content/{path}", "{stem}", "/somewhere/content/{path}"]
)
def test_articles_are_found_by_path_and_name(damaged: Damaged, form: str) -> None:
    path = damaged.review().path
    found = damaged.reviews().named(form.format(path=path, stem=path.removesuffix(".md")))
    assert found is not None
    assert found.path == path


def test_a_record_without_decisions_says_nothing_of_them(damaged: Damaged) -> None:
    assert "decisions" not in (damaged.content / RECORD_NAME).read_text("utf-8")
    assert all(not row.decisions for row in read_record(damaged.content).values())
    assert all((damaged.content / RECEIPTS).iterdir())
