"""Laws: a quick look that spares a costly question never changes what is answered."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from types import ModuleType
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sitegen.extract import boilerplate, breadcrumbs, dates, fragments, headline, labels, masthead, names, shape
from sitegen.extract import credits as credit_lines
from sitegen.extract import fold as folding
from sitegen.extract.cohesion import Cohesion
from sitegen.extract.credits import Calendar, read_line
from sitegen.extract.fold import fold, folding_to, key
from sitegen.extract.fragments import without_fragments
from sitegen.extract.notices import control_share
from sitegen.extract.spam import Suspect
from sitegen.model import Script
from sitegen.text.script.detect import is_in_other, script_of

pytestmark = pytest.mark.law

_SIGNED: Final = (
    *"张三 李四 王小明 欧阳明月 巴图·孟和 江边日报 江边社 江边网 江城 的 他来了 春天 本报 综合 新闻 最后 据".split(),
    *"记者 通讯员 特派员 实习生 报道 报导 文 图 摄影 编辑 责编 作者 来源 来自 转自 撰文 原创 译 编译 整理".split(),
    *"撰稿 执笔 著 口述 讯 电 载于 刊于 发表在 更新 微信号 官方微博 writer By editor".split(),
    *"（ID:ab12） http://b.cn/x www.a-b7.top".split(),
    *"（）()[]【】/／|丨｜：:、，。《》·•-—_~□●╱∕ 　\u2002\0",
)
_PUT: Final = (
    *"春天来了。 花开了， 渡口的钟敲了七下！ 老秦 夜班车票代订 送票到门 頭髮發展 的 3 欢迎 免费 咨询 客服".split(),
    *'平台 微信 qq ab8812 13800000000 www.a-b7.top :// @river 版权 投稿 무료 บาท <div e" href="#">'.split(" "),
    "Смотреть фильмы",
    "watch all the new films for free",
    *"“”「」（）【】《》…；：.*_|★，,！?。 \n",
)
_MIXED: Final = (
    *_SIGNED,
    *_PUT,
    *"2021年11月29日 2021-11-29 09:33 110-11-29 民国一一〇年 29 Nov 2021 11/29/2021 20211129".split(),
    "二〇二一年十一月二十九日",
    *"138 1234 5678 400-123-4567 微信号 ab_12 @river_7 :: -- ›".split(" "),
)
_LOOKS: Final[Mapping[str, tuple[ModuleType, str, Callable[[str], object]]]] = {
    "a number in sight": (shape, "_DIGIT_OR_AT", shape.has_account.__wrapped__),
    "a long token": (shape, "_LONG_TOKEN", shape.has_account.__wrapped__),
    "what parts a title": (headline, "_SEPARATING", headline.page_title_parts.__wrapped__),
    "what parts a path": (masthead, "_PARTING_MARK", lambda text: masthead._cut(text, fold(text))),
    "a label with a colon": (labels, "_UNMARKED", lambda text: labels.fields_of.__wrapped__(fold(text))),
}
"""What sees at once that there is nothing to be found, and who relies on that."""
_CALENDAR: Final = Calendar(UTC)


def _lines(pieces: Sequence[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), min_size=1, max_size=12).map("".join)


@given(_lines(_SIGNED))
@settings(max_examples=1000, deadline=None)
def test_a_line_that_is_not_read_for_names_has_none(text: str) -> None:
    answer = read_line(text, _CALENDAR)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(credit_lines, "may_sign", lambda _: True)
        assert read_line(text, _CALENDAR) == answer


@given(_lines(_PUT), st.booleans())
@settings(max_examples=1000, deadline=None)
def test_nothing_was_put_into_a_plain_paragraph(text: str, strange: bool) -> None:
    def judge(piece: str) -> Suspect:
        return Suspect(piece, share=0.0, strange=strange, lone_language=True, other_script=not strange)

    answer = without_fragments(text, text, judge)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fragments, "_is_plain", lambda _: False)
        assert without_fragments(text, text, judge) == answer


@given(_lines("头发和发展頭髮發展出口口岸ab かな。"), st.sampled_from(Script))
@settings(max_examples=500, deadline=None)
def test_the_other_script_is_told_as_the_script_is(text: str, script: Script) -> None:
    assert is_in_other(text, script) == (script_of(text) not in (None, script))


@given(st.lists(_lines("渡口的钟敲了七下，老秦ab"), max_size=6))
@settings(max_examples=200, deadline=None)
def test_a_term_is_repeated_if_two_paragraphs_have_it(paragraphs: list[str]) -> None:
    cohesion = Cohesion.of(paragraphs)
    alone = [Cohesion.of([paragraph]).known for paragraph in paragraphs]
    assert set(cohesion.known) == {term for own in alone for term in own}
    assert set(cohesion.repeated) == {t for t in cohesion.known if sum(t in own for own in alone) > 1}


@pytest.mark.parametrize("rule", [rule for rule in boilerplate.RULES if rule.letters], ids=lambda rule: rule.name)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_line_that_a_rule_of_furniture_knows_has_one_of_its_letters(
    rule: boilerplate.Rule, data: st.DataObject
) -> None:
    assert rule.letters.intersection(data.draw(st.from_regex(rule.pattern, fullmatch=True)))


@pytest.mark.parametrize("rule", boilerplate.RULES, ids=lambda rule: rule.name)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_line_of_ascii_that_a_rule_of_furniture_knows_has_one_of_its_words(
    rule: boilerplate.Rule, data: st.DataObject
) -> None:
    words = boilerplate._WORDS_OF_ASCII.get(rule.name, ())
    ascii_lines = st.from_regex(rule.pattern.pattern, fullmatch=True, alphabet=st.characters(codec="ascii"))
    if words:
        line = data.draw(ascii_lines)
        assert any(word in line for word in words)
    else:
        with pytest.raises(InvalidArgument):  # none can be made
            data.draw(ascii_lines)


@pytest.mark.parametrize("look", _LOOKS)
@given(_lines(_MIXED))
@settings(max_examples=500, deadline=None)
def test_what_is_not_in_sight_is_not_there(look: str, text: str) -> None:
    module, name, ask = _LOOKS[look]
    answer = ask(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, name, labels.LABEL if module is labels else re.compile(""))
        assert ask(text) == answer


@given(_lines(_MIXED))
@settings(max_examples=500, deadline=None)
def test_each_form_of_a_date_has_one_of_its_characters(text: str) -> None:
    folded = fold(text)
    for needs, pattern in dates.PATTERNS:
        assert not pattern.search(folded) or not needs.isdisjoint(folded)


@given(_lines(_MIXED))
@settings(max_examples=500, deadline=None)
def test_controls_are_counted_the_same_whatever_is_asked_for(text: str) -> None:
    share = control_share(text)
    assert control_share(text, 0.7) == (share if share >= 0.7 else 0.0)


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_characters_are_folded_one_by_one_and_once(text: str) -> None:
    text = text.join(folding._FOLDS)
    assert fold(text) == text.translate(folding._TABLE)
    assert folding._FOLDS.keys().isdisjoint(folding._FOLDS.values())
    assert all((fold(char) in ")]") == (char in folding_to(")]")) for char in text)


@given(st.text() | st.text(st.characters(max_codepoint=127)))
@settings(max_examples=500, deadline=None)
def test_a_key_is_letters_and_digits(text: str) -> None:
    assert key(text) == re.sub(r"[\W_]+", "", fold(text)).lower()


@pytest.mark.parametrize("pattern", [names.MEDIUM, names._OFFICE, names._NO_MEDIUM, masthead._ISSUE, masthead._ALIAS])
@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_no_name_that_is_known_by_its_build_is_ascii(pattern: re.Pattern[str], data: st.DataObject) -> None:
    assert not data.draw(st.from_regex(pattern)).isascii()


@given(st.from_regex(breadcrumbs._WAY_HOME, fullmatch=True))
@settings(max_examples=100, deadline=None)
def test_the_way_home_is_short(text: str) -> None:
    assert len(text) <= breadcrumbs._HOME_MAX


@given(st.from_regex(breadcrumbs._BEGINS.pattern, alphabet=st.characters(codec="ascii")))
@settings(max_examples=100, deadline=None)
def test_a_line_of_ascii_that_begins_as_a_path_does_is_seen(text: str) -> None:
    begun = breadcrumbs._BEGINS.match(text)
    assert begun is None or breadcrumbs._BEGINS_IN_ASCII.match(text)


@given(_lines(("The River", "News", "Opinion", "2021-11-29", " - ", " · ", ">", "|", "_", ":", "/", " ", "by Ann")))
@settings(max_examples=500, deadline=None)
def test_a_path_of_ascii_has_one_of_the_surer_marks(text: str) -> None:
    answer = breadcrumbs.path_by_names(text, "The River", ("The River",))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(breadcrumbs, "_may_tell", breadcrumbs.is_parted)
        assert breadcrumbs.path_by_names(text, "The River", ("The River",)) == answer


@pytest.mark.parametrize(
    ("text", "is_foreign"),
    [
        ("река " * 4, "Cyrillic"),
        ("reka " * 6, "Latin"),
        ("reka " * 5, ""),
        ("рік 江", ""),
        ("é" * 23 + " é", "Latin"),
    ],
)
def test_the_alphabet_is_told_from_letters_alone(text: str, is_foreign: str) -> None:
    assert shape.foreign(text) == is_foreign
