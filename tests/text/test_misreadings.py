"""Text that was read in the wrong encoding, with and without losses: each family of damage, made on purpose."""

import random
from typing import Final

import pytest

from sitegen.text.repair import repair, replay
from sitegen.text.repair.lattice import Lattice
from tests.text.damage import FAMILIES, SCOPES, damaged

_TEXT: Final = (
    "昨天下午，图书馆的老师告诉我们：“阅览室今天晚上不开门。”同学们只好回家。\n"
    "他说，这座城市有一百多年的历史，很多老房子都保存得很好，每年都有人来参观。\n"
    "记者了解到，学校已经开始准备，大家都希望问题能够得到解决，孩子们可以安心上课。"
)
_WHOLE: Final = ("gbk-as-latin", "twice-as-latin", "escaped-twice", "invisible")


def _chance(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - the same damage each time


@pytest.mark.parametrize("family", _WHOLE)
def test_damage_that_keeps_every_byte_is_undone(family: str) -> None:
    for number in range(6):
        text = damaged(_TEXT, family, "line", _chance(number))
        assert repair(text).text == _TEXT


@pytest.mark.law
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_repaired_is_a_fixed_point_and_replays(family: str, scope: str) -> None:
    for number in range(2):
        text = damaged(_TEXT, family, scope, _chance(number))
        repaired = repair(text)
        assert repair(repaired.text).text == repaired.text
        assert replay(text, repaired.steps) == repaired.text


def test_most_of_it_comes_back_where_bytes_are_lost() -> None:
    for family in ("utf8-as-gbk", "gbk-as-big5", "utf8-as-latin"):
        back = 0
        for number in range(10):
            back += repair(damaged(_TEXT, family, "line", _chance(number))).text == _TEXT
        assert back >= 5, family


def test_what_is_lost_is_not_invented() -> None:
    lost = _TEXT.split("\n")[1].encode("gbk").decode("utf-8", "replace")
    repaired = repair(lost)
    assert repaired.text == lost
    assert [step.rule for step in repaired.steps] == ["lost-text"] * len(repaired.steps)


@pytest.mark.parametrize(
    "line",
    [
        "Новости города: сегодня вечером в библиотеке пройдёт открытый урок для школьников.",
        "Die Bücherei öffnet künftig auch früh, weil viele Schüler während der Prüfungen üben möchten – täglich!",
        "Η βιβλιοθήκη ανοίγει αύριο το πρωί για τους μαθητές.",
        "鶺鴒や鵯の囀りが聞こえる磐梯の麓で、鞄を抱えた子どもたちが梟を見つけたと話していました。",
        "図書館のおしらせです。あしたの朝は八時からひらいていますので、ぜひいらしてください。",
        "도서관은 내일 아침 여덟 시에 문을 엽니다.",
        "name   │ count\n───────┼───────\nalder  │ 7",
    ],
)
def test_other_languages_are_not_searched_for_damage(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Lattice) -> None:
        raise AssertionError("healthy text was searched")

    monkeypatch.setattr(Lattice, "read", refuse)
    assert repair(line).text == line


def test_what_lost_two_bytes_of_three_is_not_read_back() -> None:
    for number in range(6):
        repaired = repair(damaged(_TEXT, "utf8-as-big5", "document", _chance(number)))
        assert not [step for step in repaired.steps if step.applied and step.rule in {"misread-line", "byte-shift"}]
