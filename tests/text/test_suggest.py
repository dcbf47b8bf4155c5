"""Which phrases an editor is asked to settle."""

import pytest

from sitegen.text.script.suggest import Passage, Suggestion, suggest


def suggested(*texts: str, profile: str = "s2tw", settled: tuple[str, ...] = ()) -> tuple[Suggestion, ...]:
    passages = [Passage(text, f"{number}.md", [number] * len(text)) for number, text in enumerate(texts, 1)]
    return suggest(passages, profile, settled)


def test_a_character_outside_phrases_is_shown_with_what_is_chosen() -> None:
    (found,) = suggested("甲乙丙丁戊己庚辛壬癸干嚯甲乙丙丁戊己庚辛壬癸")
    assert (found.phrase, found.character, found.count) == ("癸干", "干", 1)
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
