"""Rules of our own: what they fix, and what they leave to the dictionaries."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text.script.convert import convert
from sitegen.text.script.own_rules import RULES, guarded


def ruled(text: str, profile: str = "s2tw", people: tuple[str, ...] = ()) -> str:
    """Return *text* with what is fixed between braces."""
    parts, at = [], 0
    for start, end, output in guarded(text, (profile,), people):
        parts += [text[at:start], f"{{{output}}}"]
        at = end
    return "".join((*parts, text[at:]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1200天后恢复", "1200天{後}恢复"),
        ("第３０天后", "第３０天{後}"),
        ("10多天后", "10多天{後}"),
        ("范先生", "{范}先生"),
        ("他和范红老师", "他和{范}红老师"),
        ("记者范红报道", "记者{范}红报道"),
        ("教授沈括", "教授{沈}括"),
        ("作者：于海", "作者：{于}海"),
        ("记者 于海明。", "记者 {于}海明。"),
        ("于明说", "{于}明说"),
        ("主任于明表示", "主任{于}明表示"),
        ("，后先生说", "，{后}先生说"),
        ("余先生与余下的人", "{余}先生与余下的人"),
        ("岳女士", "{岳}女士"),
        ("朴议员指出，和郁红老师", "{朴}议员指出，和{郁}红老师"),
        ("将被复制到，执行复杂的", "将被{複製}到，执行{複雜}的"),
        ("韩国历史，微调表格，显示表单", "韩国{歷史}，微调{表格}，显示{表單}"),
        ("或是只显示，不是只有", "或是{只}显示，不是{只}有"),
        ("这只能用于，那只适用", "这{只}能用于，那{只}适用"),
        ("选项只影响", "选项{只}影响"),
        ("，并为，并成立；并发起", "，{並}为，{並}成立；{並}发起"),
    ],
)
def test_what_is_fixed(text: str, expected: str) -> None:
    assert ruled(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("天后宫", "3天后宫", "3天后诞辰", "一代天后", "众多天后", "天后"),
        *("示范", "模范先生说", "师范老师", "范围说", "记者范围", "规范说明"),
        *(
            "由于明说",
            "于是说",
            "记者于是，",
            "记者于昨日说",
            "于明天说",
            "于王先生处",
            "于先生来说",
            "对于先生",
            "位于海边",
        ),
        *("皇后说", "以后先生", "之后女士", "后来先生", "记者后来说", "会后说"),
        *("恢复制度", "答复制定", "恢复杂志", "复制度假", "农历史料", "手表格外", "手表单价", "钟表格"),
        *("一只影响", "犬只影响", "这只会飞的鸟", "这只能说会道的鸟", "是只会飞的鸟", "船只适用"),
        *("，并发症", "，并吞", "，并成一条", "合并为", "兼并成", "一并发现", "并为"),
        *("共和党参议员", "朴素先生", "郁闷地说"),
        *("沈阳先生", "记者沈阳报道", "范县", "10余名教授", "其余先生", "五岳先生", "导游小姐"),
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert ruled(text) in (text, text.replace("范县", "{范}县"))


def test_people_of_the_article_are_known() -> None:
    people = ("范红", "范红军（摄影）", "于海明")
    assert ruled("访范红军，范红在。模范红旗", people=people) == "访{范}红军，{范}红在。模范红旗"
    assert ruled("位于海明，于海明在", people=people) == "位于海明，{于}海明在"


def test_who_was_found_once_is_known_again() -> None:
    assert ruled("记者范红军。范红军在，访范红军，模范红") == "记者{范}红军。{范}红军在，访{范}红军，模范红"
    assert ruled("余光明先生，和余光明谈") == "{余}光明先生，和{余}光明谈"
    # A word of grammar needs a free place again, and two letters may be anything.
    assert ruled("于海明说，位于海明，于海明在") == "{于}海明说，位于海明，{于}海明在"
    assert ruled("范红说。示范红旗") == "{范}红说。示范红旗"
    assert ruled("范先生说。示范先生") == "{范}先生说。示范先生"


def test_texts_beside_one_another_are_apart() -> None:
    assert ruled("记者\x1e范红。") == "记者\x1e范红。"


def test_titles_of_works_keep_their_words() -> None:
    assert ruled("软件《软件》", "s2twp") == "软件{《軟件》}"
    assert ruled("軟體《軟體》", "tw2sp") == "軟體{《软体》}"
    assert ruled("软件《软件》") == "软件《软件》"


@pytest.mark.parametrize("profile", ["tw2s", "t2s", "hk2t", "t2jp"])
def test_only_simplified_text_has_such_names(profile: str) -> None:
    assert ruled("1200天后，范先生", profile) == "1200天后，范先生"


def test_each_rule_is_recorded_with_its_reason() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.reason
        assert rule.source
        assert "fixed" in "".join(re.compile(rule.pattern).groupindex)


@pytest.mark.law
@given(
    st.text("范于后沈红海1天说先生，《》发复制历史这只能并为", max_size=40),
    st.sampled_from(("s2tw", "s2twp", "tw2sp")),
)
@settings(deadline=None)  # patterns are compiled and tables read at the first call
def test_spans_are_in_order_and_apart(text: str, profile: str) -> None:
    at = 0
    for start, end, output in guarded(text, (profile,), ("范红", "于海")):
        assert at <= start < end <= len(text)
        fixed = {"後", "並", text[start], *(convert(text[start:end], (other,)) for other in ("s2tw", "s2twp", "tw2s"))}
        assert output in fixed
        at = end
