"""`review` on the command line: what it shows, what it does, and what it says of wrong use."""

import json
from pathlib import Path
from typing import Any

import pytest

from sitegen.cli.review_text import visible
from sitegen.ingest.articles import read_article
from sitegen.ingest.receipts import receipt_path
from sitegen.ingest.record import RECORD_NAME
from tests.cli.program import sitegen
from tests.ingest.damaged import Damaged

ARTICLE = "2023-04-01-lao-qiao-yao-chai-le"


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Damaged:
    (tmp_path / "sitegen.toml").write_text('[site]\ntitle = "示例"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    return Damaged(tmp_path)


def short(damaged: Damaged, rule: str, nth: int = 0) -> str:
    return damaged.reviews().prefixes()[damaged.id(rule, nth=nth)]


def rows(*args: str) -> list[dict[str, Any]]:
    result = sitegen("review", *args, "--json")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


# ── show ────────────────────────────────────────────────────────────────────────────────────────


def test_open_doubts_are_shown_with_their_place_their_readings_and_their_id(damaged: Damaged) -> None:
    result = sitegen("review")
    assert (result.exit_code, "2 imported articles, 1 with doubts (3 open)" in result.stderr) == (0, True)
    id_ = short(damaged, "byte-shift", 1)
    lines = result.stdout.splitlines()
    assert lines[0] == "    2 open  byte-shift"
    at = next(n for n, line in enumerate(lines) if line.startswith(f"  {id_}  open  byte-shift  "))
    line = next(n for n, text in enumerate(damaged.text().split("\n"), 1) if text.startswith("“拆了以后"))
    assert lines[at].endswith(f"content/{ARTICLE}.md:{line}")
    assert lines[at + 1].startswith("      - “拆了以后怎么过河?”“坐船[?!")
    assert lines[at + 2].startswith("      + “拆了以后怎么过河?”“坐船[。”问话的人笑了],答话的人也笑了")
    assert lines[at + 3].startswith("      1  。”问话的人笑")
    assert "bai-du-ren" not in result.stdout
    assert "\x1b" not in result.stdout


def test_an_article_is_shown_with_all_that_was_done(damaged: Damaged) -> None:
    shown = sitegen("review", ARTICLE).stdout
    assert f"{short(damaged, 'keyword-spam')}  removed  keyword-spam  raw line 11" in shown
    assert "澳门在线娱乐平台_真人棋牌免费试玩_彩票走势图下载" in shown
    assert "  encoding: utf-8  (strict: all bytes are valid in it)\n  title: 老桥要拆了  (first-lines: above " in shown
    assert "publisher: 渡口日报  (dateline)" in shown
    by_rule = sitegen("review", "--all", "--rule", "full-width-punctuation").stdout
    assert ("bai-du-ren" in by_rule, ARTICLE in by_rule) == (True, False)
    alone = sitegen("review", short(damaged, "breadcrumb")).stdout
    assert ("首页 > 地方 > 正文" in alone, "keyword-spam" in alone) == (True, False)


def test_json_tells_all_for_programs(damaged: Damaged) -> None:
    first, second = rows()
    assert (first["path"], second["path"]) == (f"{ARTICLE}.md", "2023-05-02-bai-du-ren.md")
    doubt = first["doubts"][1]
    assert doubt in first["repairs"]
    assert (doubt["id"], doubt["state"]) == (damaged.id("byte-shift", nth=1), "open")
    assert (doubt["field"], doubt["left"][-2:], doubt["now"]) == ("body", "坐船", "。”问话的人笑了")
    assert {gone["rule"] for gone in first["removed"]} >= {"keyword-spam", "byline"}
    (only,) = rows(doubt["id"][:8])
    assert [len(only[name]) for name in ("doubts", "repairs", "removed")] == [1, 1, 0]


def test_what_commands_a_terminal_is_shown_by_number() -> None:
    assert visible("\x1b]0;x\x07\u202e春\x9b") == "<U+001B>]0;x<U+0007><U+202E>春<U+009B>"
    assert visible("春" * 500, 3) == "春春春…"


# ── decide ──────────────────────────────────────────────────────────────────────────────────────


def test_one_repair_after_another(damaged: Damaged) -> None:
    first, second = short(damaged, "byte-shift"), short(damaged, "byte-shift", 1)
    assert "1 accepted in 1 article" in sitegen("review", "--accept", first).stderr
    assert "1 chosen in 1 article" in sitegen("review", "--choose", "2", second).stderr
    assert "1 restored in 1 article" in sitegen("review", short(damaged, "back-to-top"), "--restore").stderr
    reading = rows(second)[0]["repairs"][0]["readings"][1]
    assert reading in damaged.text()
    assert read_article(damaged.file())["reviewed"] == {"accepted": 1, "chosen": 1, "restored": 1}
    assert f"2* {reading}" in sitegen("review", second).stdout
    assert "2 open again in 1 article" in sitegen("review", "--reopen", first, second).stderr
    assert read_article(damaged.file())["reviewed"] == {"restored": 1}


def test_an_article_means_its_doubts_and_a_rule_all_that_it_did(damaged: Damaged) -> None:
    assert "3 accepted in 1 article" in sitegen("review", "--accept", f"content/{ARTICLE}.md").stderr
    assert "2 rejected in 1 article" in sitegen("review", "--reject", "--rule", "byte-shift").stderr
    assert "nothing to decide" in sitegen("review", "--accept", "--all").stderr
    restored = sitegen("review", "--restore", "--rule", "byline", "--rule", "headline").stderr
    assert "4 restored in 2 articles" in restored
    assert "7 open again in 2 articles" in sitegen("review", "--reopen", "--all").stderr
    assert damaged.run(update=True).counts == {"unchanged": 2}


def test_decisions_as_json(damaged: Damaged) -> None:
    (row,) = rows("--reject", short(damaged, "byte-shift"))
    assert row == {
        "path": f"content/{ARTICLE}.md",
        "id": damaged.id("byte-shift"),
        "verdict": "reject",
        "text": "",
        "done": True,
        "message": "",
    }


def test_an_edited_place_is_named_and_the_others_are_decided(damaged: Damaged) -> None:
    damaged.edit("“坐船。”问话的人笑了", "“坐船。”他问")
    result = sitegen("review", "--reject", ARTICLE)
    line = next(n for n, text in enumerate(damaged.text().split("\n"), 1) if "他问" in text)
    assert result.exit_code == 1
    assert f"error: content/{ARTICLE}.md:{line}: " in result.stderr
    assert "1 not carried out, 2 rejected in 1 article" in result.stderr


def test_a_deleted_article_is_told(damaged: Damaged) -> None:
    id_ = short(damaged, "byte-shift")
    damaged.file().unlink()
    assert "(deleted)" in sitegen("review", ARTICLE).stdout
    result = sitegen("review", "--reject", id_)
    assert (result.exit_code, "was deleted" in result.stderr, "--restore" in result.stderr) == (1, True, True)


# ── ask ─────────────────────────────────────────────────────────────────────────────────────────


def test_doubts_are_asked_one_by_one(damaged: Damaged) -> None:
    result = sitegen("review", "--ask", given="x1sa")
    assert (result.exit_code, "2 of 3 doubts settled" in result.stderr) == (0, True), result.stderr
    assert "(1 of 3) [a]ccept, [r]eject, 1-3 choose, [s]kip, [q]uit?" in result.stderr
    assert read_article(damaged.file())["reviewed"] == {"accepted": 1, "chosen": 1}
    result = sitegen("review", "--ask", given="r")
    assert "1 of 1 doubts settled" in result.stderr
    assert "0 of 0 doubts settled" in sitegen("review", "--ask").stderr


@pytest.mark.parametrize("given", ["q", "", "aq"])
def test_asking_ends_when_it_is_told_to(damaged: Damaged, given: str) -> None:
    result = sitegen("review", "--ask", "--rule", "byte-shift", given=given)
    assert (result.exit_code, f"{given.count('a')} of 2 doubts settled" in result.stderr) == (0, True)
    assert damaged.review().doubts


# ── wrong use ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["none"], 'neither an imported article nor the id of a step or removal: "none"'),
        ([f"{ARTICLE}x"], f'did you mean "{ARTICLE}"?'),
        (["--accept"], "--accept what?"),
        (["--choose", "1", "--rule", "byte-shift"], "name their ids"),
        (["--choose", "1", ARTICLE], "name their ids"),
        (["--choose", "0", ARTICLE], "--choose"),
        (["--accept", "--reject", ARTICLE], "--accept and --reject exclude one another"),
        (["--accept", "--ask"], "exclude one another"),
        (["--html", "a.html", "--restore", ARTICLE], "exclude one another"),
        (["--ask", "--json"], "exclude one another"),
        (["--rule", "byteshift"], 'did you mean "byte-shift"?'),
        (["--html", "sitegen.toml/a.html"], "cannot be written"),
    ],
)
def test_wrong_use_is_refused(damaged: Damaged, args: list[str], told: str) -> None:
    before = damaged.tree()
    result = sitegen("review", *args)
    assert (result.exit_code, told in result.stderr) == (2, True), result.stderr
    assert damaged.tree() == before


def test_a_verb_for_another_kind_of_thing_is_refused(damaged: Damaged) -> None:
    spam, step = short(damaged, "keyword-spam"), short(damaged, "byte-shift")
    for args, told in (
        (["--reject", spam], "--restore puts it back"),
        (["--restore", step], "--reject takes it back"),
        (["--choose", "99", step], "has 3 other readings"),
        (["--choose", "1", short(damaged, "lost-text")], "has no other reading"),
    ):
        result = sitegen("review", *args)
        assert (result.exit_code, told in result.stderr) == (2, True), result.stderr


def test_before_the_first_import(damaged: Damaged) -> None:
    (damaged.content / RECORD_NAME).unlink()
    assert (sitegen("review").exit_code, sitegen("review", "--accept", "abcde").exit_code) == (0, 2)
    assert "nothing to decide" in sitegen("review", "--accept", "--all").stderr
    assert "nothing was imported yet" in sitegen("review", "--rule", "x").stderr


def test_a_broken_record_or_receipt_is_named(damaged: Damaged) -> None:
    id_ = short(damaged, "byte-shift")
    receipt_path(damaged.content, "2023-05-02-bai-du-ren.md").write_text("{", "utf-8")
    result = sitegen("review", "--accept", id_)
    assert (result.exit_code, "is no receipt of ours" in result.stderr) == (1, True)
    assert read_article(damaged.file())["reviewed"] == {"accepted": 1}
    (damaged.content / RECORD_NAME).write_text("{\n", "utf-8")
    result = sitegen("review")
    assert (result.exit_code, f"{RECORD_NAME}:1: " in result.stderr) == (1, True)


# ── the page, and the site ──────────────────────────────────────────────────────────────────────


def test_a_page_for_reading(damaged: Damaged) -> None:
    result = sitegen("review", "--html", "out/review.html")
    page = Path("out/review.html").read_text("utf-8")
    assert (result.exit_code, "wrote" in result.stderr) == (0, True)
    assert f"sitegen review --choose 2 {short(damaged, 'byte-shift')}" in page
    assert "摆渡人" not in page
    assert sitegen("review", "--all", "--html", "out/review.html").exit_code == 0
    assert "摆渡人" in Path("out/review.html").read_text("utf-8")


def test_the_site_tells_what_was_settled(damaged: Damaged) -> None:
    assert sitegen("build").exit_code == 0
    page = Path(f"public/zh-hans/{ARTICLE}/index.html")
    assert "存疑之处 3" in page.read_text("utf-8")
    sitegen("review", "--accept", ARTICLE)
    sitegen("review", "--restore", short(damaged, "back-to-top"))
    assert sitegen("build").exit_code == 0
    text = page.read_text("utf-8")
    assert ("存疑之处" in text, "认可修订 3，恢复删文 1" in text) == (False, True)
    assert "認可修訂 3，恢復刪文 1" in Path(f"public/zh-hant/{ARTICLE}/index.html").read_text("utf-8")
    sitegen("review", "--reopen", "--all")
    assert sitegen("build").exit_code == 0
    assert "存疑之处 3" in page.read_text("utf-8")
    assert sitegen("check").exit_code == 0
    assert damaged.run().counts == {"unchanged": 2}
