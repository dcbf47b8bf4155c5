"""Telling text that was converted character by character from good Traditional text."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from sitegen.model import VARIANTS, Script
from sitegen.text.decode import decode
from sitegen.text.han import han_count
from sitegen.text.script.careless import choices, maps, standard, tastes
from sitegen.text.script.convert import convert
from sitegen.text.script.detect import detect
from sitegen.text.script.naive import MIN_HAN, NAIVE_THRESHOLD, canonicalise, is_classical, naive_score, places
from sitegen.text.script.tables import candidates

_RAW: Final = Path(__file__).parents[2] / "raw"
_CASES: Final = Path(__file__).parents[1] / "cases"
_HANS: Final = (
    "小镇的图书馆要搬家了。馆长把几千本旧书分成三堆：能修复的、只能复印的、不得不丢的。干了二十年的老员工说，"
    "最难的不是力气活，而是决定。有一本县志只剩下半本，后面的几页被虫咬得发黑，可是里面记着全镇一百多户人家的来历，"
    "谁都舍不得扔。志愿者用干净的毛刷慢慢扫去灰尘，再用面糊把裂开的书脊粘好。面包店的老板每天下午送来点心，"
    "说这是给大家的回报，因为他小时候就是在这里学会认字的。新馆有两层，楼上系统地陈列地方文献，楼下留给孩子。"
    "开馆那天，台上没有领导讲话，只有一个十岁的女孩读了一段童话，头发上别着一只红色的蝴蝶。"
    "馆长后来回忆说，那一刻他才觉得，这一年来所有的准备都是值得的。"
)
# The usual forms are all right here but one.
_ONE_MISTAKE: Final = (
    "河上的老桥建于一百多年前，桥身用青石砌成，没有用一根铁钉。每年春天，河水上涨，两岸的居民都会来看水。"
    "十年前，一位退休的工程师开始给这座桥做记录，他测量每一块石头的位置，画了三十多张图，又请人把图印成一本小册子。"
    "册子的第一页是一张旧照片，照片里的桥上站着一排学生，穿着一样的衣服，手里举着书。没有人知道他们是谁，"
    "也没有人知道照片是什么时候拍的。工程师说，桥不会说话，但是石头上的每一条痕迹都是一句话，只要有人愿意听。"
    "去年冬天，一块石头松动了，工人们小心地把它取下来，换上新的，再把旧的那一块送到学校，放在门口。"
)
_TAIWAN: Final = (
    "鎮上的圖書館要搬家了。館長把幾千本舊書分成三堆：能修復的、只能影印的、不得不丟的。做了二十年的老員工說，"
    "最難的不是出力，而是下決定。有一本縣志只剩半本，後面幾頁被蟲咬得發黑，可是裡面記著全鎮一百多戶人家的來歷，"
    "誰都捨不得丟。志工用乾淨的毛刷慢慢掃去灰塵，再用麵糊把裂開的書脊黏好。麵包店老闆每週末下午送點心來，"
    "說這是給大家的回報，因為他小時候就是在這裡學會認字的。新館公布的樓層配置有兩層，樓上展示地方文獻，樓下留給孩子。"
    "開館當天，台上沒有長官致詞，只有一個十歲的女孩唸了一段童話，頭髮上別著一隻紅色的蝴蝶。"
    "館長後來回憶說，那一刻他才覺得，這一年來所有的準備都值得，占用再多時間也甘願。"
)
_HONG_KONG: Final = (
    "區內的圖書館要搬遷了。館長將數千本舊書分成三批：可以修復的、只能影印的、不得不棄掉的。工作了二十年的老職員説，"
    "最難的不是搬運，而是取捨。有一本地方志只剩下半本，後面幾頁給蟲蛀得發黑，但裏面記着區內一百多戶人家的來歷，"
    "誰也捨不得丟。義工用乾淨的毛刷慢慢掃去灰塵，再用漿糊將裂開的書脊黏好。麪包店老闆每個週末下午都送來點心，"
    "説這是給大家的回報，因為他小時候就是在這裏學識字的。新館佔地兩層，樓上有系統地陳列地方文獻，樓下留給小朋友。"
    "開幕當日，台上沒有官員致辭，只有一個十歲的女孩讀了一段童話，頭髮上別着一隻紅色的蝴蝶。"
    "館長後來回憶説，那一刻他才覺得，這一年來所有準備都是值得的。"
)
_CLASSICAL: Final = (
    "有客乘舟過江，其劍自舟中墜于水。客曰：「吾後來必得之。」遂於舟邊刻其處。舟止，乃入水而求之，不可得也。"
    "或問於余：「其人愚乎？」余曰：「非獨愚也，蓋不知變矣。夫舟已行而劍不行，求劍若此，不亦惑乎？"
    "今之為政者，守先王之法而不知時之已移，其異於此者幾何哉？」問者嘆曰：「善哉言也！吾歸而書之，以戒后之學者。」"
) * 2


def _by(table: Mapping[str, str], text: str) -> str:
    return "".join(table.get(character, character) for character in text)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_kind_of_converter_is_recognised(place: int) -> None:
    naive = _by(maps()[place], _HANS)
    assert detect(naive).is_naive
    assert detect(naive).lang == "zh-Hant"


def test_a_converter_of_another_kind_is_recognised_by_its_constancy() -> None:
    last = {key: forms[-1] for key, forms in candidates("STCharacters.txt").items()}
    assert detect(_by(last, _HANS)).is_naive


def test_one_common_mistake_is_enough_where_nothing_speaks_against_it() -> None:
    naive = _by(maps()[0], _ONE_MISTAKE)
    assert [place.written for place in places(naive) if place.is_changed] == ["松"]
    assert detect(naive).is_naive
    assert not detect(convert(_ONE_MISTAKE, ("s2tw",))).is_naive


def test_a_writers_slip_is_not_called_naive_where_other_forms_are_well_chosen() -> None:
    assert "後來" in _TAIWAN
    slip = _TAIWAN.replace("麵包店", "面包店")
    assert any(place.is_changed for place in places(slip))
    assert not detect(slip).is_naive


@pytest.mark.parametrize("text", [_TAIWAN, _HONG_KONG, _CLASSICAL])
def test_good_text_is_left_alone(text: str) -> None:
    assert not detect(text).is_naive


def _passages() -> Iterator[tuple[str, str, str]]:
    for path in sorted((_CASES / "traditional").glob("*.txt")):
        for passage in path.read_text(encoding="utf-8").split("## ")[1:]:
            label, _, text = passage.partition("\n")
            yield path.stem, label, text.strip()


_PASSAGES: Final = [pytest.param(region, text, id=f"{region}: {label}") for region, label, text in _passages()]


@pytest.mark.parametrize(("region", "text"), _PASSAGES)
def test_no_good_text_is_called_naive(region: str, text: str) -> None:
    assert han_count(text) >= MIN_HAN
    found = detect(text)
    assert not found.is_naive
    assert VARIANTS[found.lang].script is Script.HANT
    assert region == "hong-kong" or found.lang == "zh-Hant"


def test_long_good_text_is_not_called_naive_either() -> None:
    for region in ("taiwan", "hong-kong"):
        assert not detect("\n".join(text for place, _, text in _passages() if place == region)).is_naive


@pytest.mark.parametrize("text", [text for _, _, text in _passages()][::4])
def test_the_same_text_made_without_care_is(text: str) -> None:
    naive = _by(maps()[1], convert(text, ("tw2s",)))
    assert detect(naive).is_naive


@pytest.mark.parametrize("name", ["2009-big5-and-eten.html", "2023-hong-kong-characters.html"])
def test_pages_in_good_traditional_are_left_alone(name: str) -> None:
    assert not detect(decode((_RAW / name).read_bytes()).text).is_naive


@pytest.mark.parametrize("profile", ["s2t", "s2tw", "s2hk", "s2twp"])
@pytest.mark.parametrize("text", [_HANS, _ONE_MISTAKE])
def test_careful_conversion_leaves_no_evidence(text: str, profile: str) -> None:
    assert naive_score(convert(text, (profile,))) == 0.0


def test_text_that_came_out_right_by_chance_is_good() -> None:
    text = "他们在河边走了一天，看见许多鸟。" * 20
    naive = _by(maps()[0], text)
    assert naive == convert(text, ("s2tw",))
    assert naive_score(naive) == 0.0


def test_more_of_the_same_mistake_is_no_better_evidence() -> None:
    naive = _by(maps()[0], _ONE_MISTAKE)
    assert naive_score(naive) == naive_score(naive * 5) > NAIVE_THRESHOLD


def test_particles_tell_classical_prose() -> None:
    assert is_classical(_CLASSICAL)
    assert not any(map(is_classical, (_TAIWAN, _HONG_KONG, _by(maps()[0], _HANS), "")))


def test_naive_text_goes_back_to_its_original() -> None:
    for table in maps()[:2]:
        assert canonicalise(_by(table, _HANS)) == _HANS


def test_a_short_text_is_not_judged() -> None:
    assert detect(_by(maps()[0], _HANS)[: MIN_HAN // 2]).naive == 0.0


def test_forms_and_choices() -> None:
    first, careful, eager = maps()
    assert (first["后"], first["里"], eager["发"], eager["家"]) == ("後", "裡", "發", "傢")
    assert "后" not in careful
    assert choices()["发"] == {"发", "發", "髮"}
    assert "国" not in choices()
    assert all(pair[::-1] in tastes() for pair in ("佈布", "盡儘"))
    assert standard("衆") == standard("眾")
