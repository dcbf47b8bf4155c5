"""Every rule by which import changes words: each of its steps can be taken back, alone, for good."""

import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.extract.earlier import RULES
from sitegen.ingest.articles import read_article
from sitegen.ingest.decisions import Decision, Verdict
from sitegen.ingest.review import State
from sitegen.model import RepairStep
from sitegen.text.repair import REPAIRS, repair
from tests.ingest.damaged import ACCEPT, REJECT, RESTORE, Damaged

_CASES: Final = Path(__file__).parents[1] / "cases" / "repair"
_HEAD: Final = "渡口的钟\n2023-04-01 09:10 来源：渡口日报 作者：秦小满\n"
_BODY: Final = (
    "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。",
    "河水比去年低了两尺，船底常常擦着沙。再低两尺，船就不走了，人从河床上走过去就行。",
    "等他老了，河也许还在，桥也许已经修好，可是总有人要在半夜过河，总要有个人应一声。",
)
_WRAPPED: Final = "\n".join(
    text[at : at + 20] for text in (f"{_BODY[0]}{_BODY[1]}", f"{_BODY[1]}{_BODY[2]}") for at in range(0, len(text), 20)
)
_NAIVE: Final = "餐廳后面的干部在公里外面發現了頭發，他說什么也不肯干活，只喝面湯。"
_OWN: Final[Mapping[str, str]] = {
    "pinyin-gloss": "圖書館從今天起全日開(kāi)放，讀(dú)者可以帶著書到院子裡去坐，看到天黑為止。\n"
    "昨天下了一場雨，院子裡的人都躲到廊下，書(shū)也收起來了，只有一張桌子還留在雨裡。",
    "full-width-punctuation": "\n".join(text.replace("，", ",") for text in _BODY),
    "private-use": "阿婆講：「我\uecd8呢度賣\uecd9三十年，佢\ue5a2成日都\ue547幫襯。」雨停了，街市口的人漸漸多起來。\n"
    "第二日佢又嚟到街市，喺舊檔口前面企咗好耐，同隔籬賣菜嘅人講返以前啲事。",
    "unescape-entities": f"{_BODY[0]}\n他在柱子上刻了 A&amp;B 两个字母，又刻了 &lt;渡口&gt;，还看得清楚。\n{_BODY[1]}",
    "indent-marks": "\n".join(f"??{text}" for text in _BODY),
    "wrapped-lines": _WRAPPED,
    "naive-traditional": "\n".join(_NAIVE * count for count in (3, 4, 5)),
}
"""Texts for rules that ask for more than a line."""


@cache
def _shown() -> Mapping[str, Sequence[str]]:
    """The cases of repair that show a rule, by its name."""
    found: dict[str, list[str]] = {}
    for path in sorted(_CASES.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            for rule in {step.rule for step in repair(case["original"]).steps}:
                found.setdefault(rule, []).append(case["original"].replace("\n", " "))
    return found


def _dump(text: str) -> str:
    return f"{_HEAD}{text.rstrip()}\n"


def _page(text: str) -> str:
    title, dateline, *rows = _dump(text).rstrip("\n").split("\n")
    body = "".join(f"<p>{html.escape(row)}</p>\n" for row in rows)
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><p>{dateline}</p>"
        f"<article>{body}</article></body></html>"
    )


_DUMPS: Final = sorted({row.name for row in REPAIRS} | set(RULES))
_PAGES: Final = sorted({row.name for row in REPAIRS} | {"naive-traditional"})
_FORMS: Final = [(rule, "txt") for rule in _DUMPS] + [(rule, "html") for rule in _PAGES]


@pytest.fixture(params=_FORMS, ids=".".join)
def showing(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Damaged]:
    rule, form = request.param
    lines = (f"{_BODY[0]}\n{text}\n{_BODY[1]}\n{_BODY[2]}" for text in _shown().get(rule, ()))
    for number, text in enumerate((_OWN[rule],) if rule in _OWN else lines):
        page = _dump(text) if form == "txt" else _page(text)
        damaged = Damaged(tmp_path / str(number), {f"a.{form}": page})
        if steps_of(rule, damaged):
            return rule, damaged
    pytest.fail(f"no page shows {rule}")


def steps_of(rule: str, damaged: Damaged) -> dict[str, RepairStep]:
    return {
        id_: step
        for review in damaged.reviews().articles
        for id_, step in review.receipt.steps.items()
        if step.rule == rule
    }


def plain(fields: Mapping[str, Any]) -> str:
    """The words of an article, without what Markdown needs."""
    written = r"\\([!-/:-@\[-`{-~])|(&(?:amp|lt|gt|nbsp);)"
    body = re.sub(written, lambda m: m[1] or html.unescape(m[2]), fields["body"])
    return "\n".join((fields["title"], *fields["authors"], body.replace("\n\n", "\n")))


def article(damaged: Damaged) -> dict[str, Any]:
    return read_article(damaged.file(""))


def test_a_step_is_taken_back_alone_and_stays_so(showing: tuple[str, Damaged]) -> None:
    rule, damaged = showing
    at_first, before = damaged.tree(), plain(article(damaged))
    for id_, step in list(steps_of(rule, damaged).items())[:3]:
        (done,) = damaged.decide(REJECT, id_)
        assert done.fault is None
        after = plain(article(damaged))
        if not step.applied:
            assert after == before
        elif rule == "naive-traditional":
            assert (_NAIVE in after, article(damaged)["lang"]) == (True, "zh-Hant")
        else:
            assert after != before
            assert step.before in after
            if after.count(step.before) == step.count and before.count(step.before) == 0:
                assert after.replace(step.before, step.after) == before
        assert damaged.reviews().articles[0].states[id_] is State.REJECTED
        decided = damaged.tree()
        damaged.run(update=True)
        assert damaged.tree() == decided
        damaged.decide(None, id_)
        assert damaged.tree() == at_first


def test_a_step_is_accepted_and_nothing_changes(showing: tuple[str, Damaged]) -> None:
    rule, damaged = showing
    before = article(damaged)
    ids = steps_of(rule, damaged)
    assert not any(done.fault for done in damaged.decide(ACCEPT, *ids))
    damaged.run(update=True)
    after = article(damaged)
    assert {name: after[name] for name in before if name != "doubts"} == {
        k: v for k, v in before.items() if k != "doubts"
    }
    assert after["reviewed"] == {"accepted": len(ids)}


def test_another_reading_stands_in_its_place(showing: tuple[str, Damaged]) -> None:
    rule, damaged = showing
    review = damaged.reviews().articles[0]
    for id_, step in steps_of(rule, damaged).items():
        for reading in step.readings[:2]:
            (done,) = damaged.decide(Decision(Verdict.CHOOSE, reading), id_)
            assert done.fault is None
            assert review.written(id_)[reading] in article(damaged)["body"]
            decided = damaged.tree()
            damaged.run(update=True)
            assert damaged.tree() == decided


def test_with_all_steps_taken_back_the_words_are_those_of_the_page(showing: tuple[str, Damaged]) -> None:
    _, damaged = showing
    review = damaged.reviews().articles[0]
    assert not any(done.fault for done in damaged.decide(REJECT, *review.receipt.steps))
    (path,) = damaged.raw.iterdir()
    raw = path.read_text("utf-8")
    lines = raw.split("\n")[2:] if path.suffix == ".txt" else re.findall("<p>(.*)</p>\n", raw.partition("<article>")[2])
    wanted = [line if path.suffix == ".txt" else html.unescape(line) for line in lines if line]
    found = [re.sub(r"[ \u00a0]+", " ", line) for line in plain(article(damaged)).split("\n")[2:]]
    assert found == [re.sub(r"[ \u00a0]+", " ", line) for line in wanted]


def test_no_step_is_made_elsewhere(repository: Path) -> None:
    makers = {
        path.relative_to(repository).as_posix()
        for path in (repository / "sitegen").rglob("*.py")
        if re.search(r"^(?! *>>>).*\bRepairStep\(", path.read_text("utf-8"), re.MULTILINE)  # but for examples
    }
    assert makers == {
        "sitegen/extract/earlier.py",  # `step`, of `RULES`; and a cut, which is a removal
        "sitegen/ingest/receipts.py",  # reads them back
        "sitegen/text/repair/edits.py",  # `steps`, of `REPAIRS`
    }


# ── removals ────────────────────────────────────────────────────────────────────────────────────

_SPAM: Final = "澳门娱乐场_真人百家乐_彩票平台开户"
_PUT: Final = "【加微信 hw88123 领红包，名额有限，速来】"
_ROWS: Final = (
    "首页 > 地方 > 正文",
    "渡口的钟",
    "2023-04-01 09:10 来源：渡口日报 作者：秦小满",
    _BODY[0],
    "渡口的钟是一百年前从县城运来的，敲钟的人换了四代，钟声却没有变过，河两岸的人都按它吃饭睡觉。",
    _SPAM,
    f"{_BODY[1]}{_PUT}摆渡的人都这么说。",
    f"{_BODY[2]}（责任编辑：江帆）",
    "返回顶部",
    "相关阅读",
)


def _marked_up(rows: Sequence[str], between: str) -> str:
    body = between.join(f"<p>{html.escape(row)}</p>" for row in rows[3:8])
    before = between.join(f"<p>{html.escape(row)}</p>" for row in (rows[0], rows[2]))
    return f"<html><body><h1>{rows[1]}</h1>{between}{before}{between}<div id=article>{body}</div></body></html>"


@pytest.fixture(params=["dump", "page", "page on one line"])
def dirty(request: pytest.FixtureRequest, tmp_path: Path) -> Damaged:
    if request.param == "dump":
        return Damaged(tmp_path, {"a.txt": "\n".join(_ROWS)})
    return Damaged(tmp_path, {"a.html": _marked_up(_ROWS, "\n" if request.param == "page" else "")})


def _removal(damaged: Damaged, words: str) -> str:
    review = damaged.reviews().articles[0]
    return next(id_ for id_, gone in review.receipt.removed.items() if words in gone.text)


def test_what_was_removed_comes_back_in_its_place_and_stays(dirty: Damaged) -> None:
    before = plain(article(dirty)).split("\n")[2:]
    assert before == [*_ROWS[3:5], f"{_BODY[1]}摆渡的人都这么说。", _BODY[2]]
    wanted = {
        _SPAM: [*_ROWS[3:6], *before[2:]],
        _PUT: [*_ROWS[3:5], _ROWS[6], _BODY[2]],
        "（责任编辑：江帆）": [*before[:3], _ROWS[7]],
    }
    at_first = dirty.tree()
    for words, rows in wanted.items():
        id_ = _removal(dirty, words)
        (done,) = dirty.decide(RESTORE, id_)
        assert done.fault is None
        assert plain(article(dirty)).split("\n")[2:] == rows
        decided = dirty.tree()
        dirty.run(update=True)
        assert dirty.tree() == decided
        dirty.decide(None, id_)
        assert dirty.tree() == at_first


def test_with_all_restored_nothing_of_the_article_is_missing(dirty: Damaged) -> None:
    review = dirty.reviews().articles[0]
    assert not any(done.fault for done in dirty.decide(RESTORE, *review.receipt.removed))
    found = plain(article(dirty)).split("\n")[2:]
    assert [row for row in found if row in _ROWS[3:8]] == list(_ROWS[3:8])
