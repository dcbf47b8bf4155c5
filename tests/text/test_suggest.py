"""Which phrases an editor is asked to settle."""

import pytest

from sitegen.text.script import opinions
from sitegen.text.script.opinions import Kind, second_opinions
from sitegen.text.script.suggest import Opinion, Passage, Suggestion, suggest


def suggested(
    *texts: str, profile: str = "s2tw", settled: tuple[str, ...] = (), engines: tuple[str, ...] = ()
) -> tuple[Suggestion, ...]:
    passages = [Passage(text, f"{number}.md", [number] * len(text)) for number, text in enumerate(texts, 1)]
    return suggest(passages, profile, settled, engines)


def test_a_character_outside_phrases_is_shown_with_what_is_chosen() -> None:
    (found,) = suggested("甲乙丙丁戊己庚辛壬癸干嚯甲乙丙丁戊己庚辛壬癸")
    assert (found.kind, found.phrase, found.character, found.count) == (Kind.UNDECIDED, "癸干", "干", 1)
    assert found.chosen == "癸幹"
    assert {"幹", "乾", "干"} <= set(found.candidates)
    (place,) = found.occurrences
    assert (place.path, place.line) == ("1.md", 1)
    assert (place.before, place.after) == ("丙丁戊己庚辛壬癸", "嚯甲乙丙丁戊己庚")


@pytest.mark.parametrize("text", ["头发", "皇后", "饼干", "ABC", "人山人海", ""])
def test_what_a_phrase_decides_is_left_out(text: str) -> None:
    assert suggested(text) == ()


def test_what_a_glossary_settles_is_left_out() -> None:
    assert suggested("嚯干嚯", settled=("干嚯", "")) == ()


def test_what_stands_there_more_often_comes_first() -> None:
    found = suggested("嚯干，嚯干。", "嚯发", "嚯干")
    assert [(item.phrase, item.count) for item in found] == [("嚯干", 3), ("嚯发", 1)]
    assert [place.path for place in found[0].occurrences] == ["1.md", "1.md", "3.md"]


def test_the_other_direction() -> None:
    assert [item.character for item in suggested("嚯乾嚯", profile="tw2s")] == ["乾"]


def test_engines_that_disagree_are_shown_with_what_they_say() -> None:
    pytest.importorskip("rjieba", reason="the extra [jieba] is not installed")
    first, second = suggested("他称帝后回国。自行称帝后。", "饼干嚯干", engines=("jieba",))
    assert (first.kind, first.phrase, first.character, first.count) == (Kind.ENGINES, "帝后", "后", 2)
    assert (first.chosen, first.opinions) == ("帝后", (Opinion("jieba", "帝後"),))
    place = first.occurrences[0]
    assert (place.before, place.after) == ("他称帝", "回国。自行称帝后")
    assert (second.kind, second.phrase) == (Kind.UNDECIDED, "嚯干")
    assert [item.phrase for item in suggested("自行称帝后", settled=("称帝后",), engines=("jieba",))] == []


@pytest.mark.parametrize(
    ("text", "profile", "phrase", "chosen", "opinion"),
    [
        ("用软件吗", "s2tw", "软件", "軟件", Opinion("s2twp", "軟體")),
        ("用軟體嗎", "tw2s", "軟體", "软体", Opinion("tw2sp", "软件")),
        ("用打印机", "s2tw", "打印机", "打印機", Opinion("s2twp", "印表機")),
        ("用内存条", "s2hk", "内存条", "內存條", Opinion("s2hkp", "記憶體模組")),
    ],
)
def test_words_that_a_profile_for_words_exchanges(
    text: str, profile: str, phrase: str, chosen: str, opinion: Opinion
) -> None:
    (found,) = (item for item in suggested(text, profile=profile) if item.kind is Kind.WORDS)
    assert (found.phrase, found.character, found.chosen, found.opinions) == (phrase, phrase, chosen, (opinion,))


def test_what_a_rule_of_our_own_decides_is_left_out() -> None:
    assert suggested("将被复制到，范红军先生", engines=("reimplemented",)) == ()


def test_people_of_the_article_are_known() -> None:
    text = "范红军在"
    assert suggest([Passage(text, "a.md", [1] * len(text), ("范红军",))], "s2tw") == ()


def test_what_is_not_shown_to_a_converter_is_left_out_of_the_context() -> None:
    (found,) = suggested("嚯干\N{OBJECT REPLACEMENT CHARACTER}")
    assert found.occurrences[0].after == "…"


def test_the_words_of_a_profile_that_has_none_are_not_asked_for() -> None:
    assert all(item.kind is Kind.UNDECIDED for item in suggested("用软件", profile="s2t"))


def test_engines_that_are_not_installed_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "reimplemented" in second_opinions()
    monkeypatch.setattr(opinions, "_is_there", lambda engine: engine != "jieba")
    second_opinions.cache_clear()
    assert second_opinions() == ("reimplemented",)
    second_opinions.cache_clear()
