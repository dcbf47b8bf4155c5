"""Han characters, first sentences, slugs, and emphasis beside Chinese marks."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text.flanking import flanking
from sitegen.text.han import common_han, han_count, han_share, is_cjk, is_han, lead
from sitegen.text.slug import RESERVED, slug_for, valid_slug
from tests.soak import examples


def test_what_is_han() -> None:
    assert all(map(is_han, "春〇㐀豈𠀀"))
    assert not any(map(is_han, ["", "。", "カ", "a", "１", "春春", "한"]))


def test_what_is_set_in_a_square() -> None:
    assert all(map(is_cjk, "春カひ。《」，Ａ￥ㄅ　"))
    assert not any(map(is_cjk, ["", "a", ",", "“", "’", "…", "—", " ", "한"]))


def test_counts_of_han() -> None:
    assert han_count("活字 type 10 枚") == 3
    assert han_share("") == han_share(" \n") == 0.0
    assert han_share("铅字AB") == 0.5


def test_common_characters_of_both_scripts() -> None:
    assert set("这這国國图圖") <= common_han()
    assert not set("龘靐薀夔") & common_han() - set("夔")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 10, ""),
        ("短。", 10, "短。"),
        ("一二三。四五六。七八九。", 8, "一二三。四五六。"),
        ("“一二三。”四五六七八九十。", 8, "“一二三。”"),
        ("Mr Li paid 3.50. Then he left. He came back.", 33, "Mr Li paid 3.50. Then he left."),
        ("真的吗？！真的。还有很多话要说", 8, "真的吗？！真的。"),
        ("一二三，四五六七八九十", 5, "一二三…"),
        ("internationalisation matters a lot", 24, "internationalisation…"),
        ("一行\n\n  又一行。再一行。", 8, "一行 又一行。"),
    ],
)
def test_the_first_sentences(text: str, limit: int, expected: str) -> None:
    assert lead(text, limit) == expected


@pytest.mark.law
@given(st.text("春天。！a .“”\n，", max_size=80), st.integers(5, 40))
@settings(max_examples=examples(200), deadline=None)
def test_a_lead_fits_and_is_not_lost(text: str, limit: int) -> None:
    result = lead(text, limit)
    assert len(result) <= limit
    assert bool(result) == bool(text.strip())


@pytest.mark.parametrize(
    ("title", "day", "expected"),
    [
        ("铅字的一生", date(2024, 3, 5), "2024-03-05-qian-zi-de-yi-sheng"),
        ("银行行长谈 Web 存档", None, "yin-hang-hang-zhang-tan-web-cun-dang"),
        ("Ｕｎｉｃｏｄｅ １５ 与女书", None, "unicode-15-yu-nv-shu"),
        ("Café à São Paulo", None, "cafe-a-sao-paulo"),
        ("“《旧报》”——（上）", None, "jiu-bao-shang"),
        ("Tags", None, "tags-1"),
        ("CON", None, "con-1"),
        ("con", date(2024, 3, 5), "2024-03-05-con"),
    ],
)
def test_slugs(title: str, day: date | None, expected: str) -> None:
    assert slug_for(title, day) == expected


def test_a_slug_is_cut_between_syllables() -> None:
    assert slug_for("一二三四五六七八九十", max_chars=12) == "yi-er-san-si"
    assert slug_for("x" * 60, max_chars=12) == "x" * 12


def test_a_title_without_letters_still_has_a_name_of_its_own() -> None:
    assert slug_for("！？") != slug_for("……")
    assert valid_slug(slug_for(""))


@pytest.mark.law
@given(st.text(max_size=40) | st.sampled_from(sorted(RESERVED)))
@settings(max_examples=examples(150), deadline=None)
def test_any_title_has_a_valid_slug(title: str) -> None:
    assert valid_slug(slug_for(title))
    assert valid_slug(slug_for(title, date(2024, 3, 5)))


@pytest.mark.parametrize("text", ["a", "a-b", "春望", "2024-03-05-x", "café"])
def test_valid_slugs(text: str) -> None:
    assert valid_slug(text)


@pytest.mark.parametrize(
    "text", ["", "-", "a--b", "a-", "A", "a b", "a/b", "..", "a.b", "a_b", "cafe\u0301", "nul", "a" * 200]
)
def test_invalid_slugs(text: str) -> None:
    assert not valid_slug(text)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # CommonMark's own
        (" ", "a", (True, False)),
        ("a", " ", (False, True)),
        ("a", "b", (True, True)),
        ("a", '"', (False, True)),
        ('"', "a", (True, False)),
        (" ", '"', (True, False)),
        ("", "", (False, False)),
        ("", "春", (True, False)),
        # beside Chinese marks
        ("。", "她", (True, True)),
        ("她", "《", (True, True)),
        ("》", "说", (True, True)),
        ("。", "\n", (False, True)),
        ("\n", "《", (True, False)),
        ("说", "“", (True, True)),
        ("”", "她", (True, True)),
        ("”", "a", (True, False)),
        ("한", "(", (True, True)),
        ("）", "a", (True, True)),
    ],
)
def test_flanking(before: str, after: str, expected: tuple[bool, bool]) -> None:
    assert flanking(before, after) == expected
