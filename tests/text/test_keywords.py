"""What texts are about: in several genres, in both scripts, and where there is nothing to say.

Each file in `cases/keywords` has on its first line what must be found, then a headline, then an article.
"""

import re
from pathlib import Path
from typing import Final

import pytest

from sitegen.text.keywords import keywords
from sitegen.text.script.convert import convert

CASES: Final = sorted((Path(__file__).parents[1] / "cases" / "keywords").glob("*.txt"))
LIMIT: Final = 8


def read(path: Path) -> tuple[list[str], str, str]:
    wanted, title, text = path.read_text("utf-8").split("\n", 2)
    return wanted.split(), title, text


def simplified(words: tuple[str, ...]) -> list[str]:
    return [convert(word, ("t2s",)) for word in words]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_an_article_is_about(path: Path) -> None:
    wanted, title, text = read(path)
    found = keywords(title, text, LIMIT)
    assert set(wanted) <= set(found)
    assert all(f"{title}\n{text}".count(word) > 1 for word in found)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_both_scripts_have_the_same(path: Path) -> None:
    _, title, text = read(path)
    pairs = [
        keywords(convert(title, (profile,)), convert(text, (profile,)), LIMIT) for profile in ("t2s", "s2t", "s2tw")
    ]
    assert len({tuple(simplified(found)) for found in pairs}) == 1
    for profile, found in zip(("t2s", "s2t", "s2tw"), pairs, strict=True):
        assert all(word in convert(text, (profile,)) for word in found)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_none_is_part_of_another_or_a_number_or_grammar(path: Path) -> None:
    _, title, text = read(path)
    found = keywords(title, text, 50)
    for word in found:
        assert not re.search("[的了是我他这个很]|^[一二三四五六七八九十两]|[0-9]{2}", word)
        rest = f"{title}\n{text}"
        for longer in (other for other in found if word in other and word != other):
            rest = rest.replace(longer, "")
        assert rest.count(word) > 1


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_fewer_are_the_first_of_more(path: Path) -> None:
    _, title, text = read(path)
    all_ = keywords(title, text, 50)
    assert [keywords(title, text, limit) for limit in (0, 1, 3)] == [(), all_[:1], all_[:3]]
    assert not set(all_[:2]) & set(keywords(title, text, 50, known=all_[:2]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "短。",
        "江水东流又一秋，渔人收网不收舟。芦花白到无人处，犹有寒灯照渡头。",
        "我们可以看到，这个问题没有得到解决。我们认为，这个问题应该得到解决。大家都知道，以后可以再看。",
        "一九九八年，二〇〇三年，三个人，三个人，第二天，第二天，1998，1998，十五公里，十五公里。",
        "The ferry stopped. The ferry was old. The ferry men went home to the village by the river.",
        "渡し船は古かった。渡し船はもう来ない。みんなはそれを知っていたけれど、だれもいわなかった。",
    ],
)
def test_texts_that_are_about_nothing_in_particular(text: str) -> None:
    assert keywords("题", text, LIMIT) == ()


def test_a_word_is_written_as_the_text_mostly_writes_it() -> None:
    text = "SQLite 很小，sqlite 很快，SQLite 不用服务器。备份 SQLite 只要复制一个文件，这对小站已经够用。"
    assert keywords("小站", text, 1) == ("SQLite",)


def test_addresses_are_no_words() -> None:
    text = "地址是 https://example.org/ferry/a 和 https://example.org/ferry/b，来信请寄 ferry@example.org。渡口旁有人。"
    assert "ferry" not in keywords("渡口", text * 2, LIMIT)


def test_the_longest_documents_have_keywords() -> None:
    """Only runs with frequent parts are looked at: import takes a million characters at most."""
    common = [chr(0x4E00 + number * 7919 % 20000) for number in range(4000)]
    noise = "".join(common[number * number * 31 % 3989] for number in range(100_000))
    text = "。".join(f"渡船{noise[i : i + 40]}渡船" for i in range(0, len(noise), 40))
    assert "渡船" in keywords("渡船", text, LIMIT)
