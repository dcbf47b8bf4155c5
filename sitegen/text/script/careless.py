"""Converters that take one Traditional character for each Simplified one, whatever the word is."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from sitegen.text.script.tables import candidates, entries

LEFT_ALONE: Final = frozenset("后于并干范咨么")
"""Characters that both scripts have and that mirrors of pages have been seen to leave as they are."""

# Found both ways in good Taiwan and Hong Kong prose, in the words that OpenCC always writes in one way.
_INTERCHANGEABLE: Final = (
    "布佈 周週 杯盃 占佔 游遊 匯彙 台臺 吃喫 凶兇 奸姦 雇僱 欲慾 扎紮 升昇 托託 注註 踪蹤 回迴 志誌 仿彷 岩巖 卷捲 "
    "秘祕 鑒鑑 酸痠 跡蹟 迹跡 恒恆 泄洩 污汙 烟煙 菸煙 証證 床牀 劃畫 划劃 嘆歎 果菓 舍捨 伙夥 唇脣 嚐嘗 刮颳 捍扞 "
    "梁樑 棱稜 淒悽 甦蘇 群羣 痴癡 溼濕 佣傭 館舘 韵韻 效効 熏燻 霉黴 璇璿 鍾鐘 贊讚 周賙 了瞭 臺檯 個箇 毀燬 艷豔 "
    "煉鍊 沾霑 晒曬 咽嚥 背揹 挨捱 搜蒐 幸倖 抵牴 胡衚 籤簽 蔑衊 "
    "彩綵 娘孃 鏟剷 玩翫 鐮鎌 針鍼 藤籐 閒閑 溪谿 飢饑 拐柺 杆桿 糊餬 念唸 扣釦 才纔 札劄 弦絃 琅瑯 挽輓 泛氾 巨鉅 "
    "局侷 盡儘 捆綑 愈癒 蕩盪 栗慄 鏈鍊 蒙濛 蒙矇 嘩譁 它牠 借藉 折摺 俱具 家傢 暗闇 核覈 合閤 復覆 板闆 恤卹"
).split()  # fmt: skip

_PLANE: Final = 0x10000


@cache
def maps() -> tuple[Mapping[str, str], ...]:
    """Return three such converters: the most usual form always; the same, some left alone; and any other form."""
    table = candidates("STCharacters.txt")
    first = {key: standard(values[0]) for key, values in table.items()}
    careful = {key: value for key, value in first.items() if key not in LEFT_ALONE}
    eager = {key: standard(next((form for form in forms if form != key), key)) for key, forms in table.items()}
    return first, careful, eager


def in_one_script(text: str) -> str:
    """Return *text* with each Traditional character as the Simplified one, so that texts of both scripts compare.

    The result is as long as *text*. It is for measuring, not for reading.

    >>> in_one_script("說這攤的麵線"), in_one_script("说这摊的面线")
    ('说这摊的面线', '说这摊的面线')
    """
    return text.translate(_simplified())


@cache
def choices() -> Mapping[str, frozenset[str]]:
    """Return the forms to choose from, by Simplified character; those without a choice are missing."""
    table = candidates("STCharacters.txt")
    return {key: frozenset(map(standard, (key, *values))) for key, values in table.items() if len(values) > 1}


def standard(character: str) -> str:
    """Return the form that Taiwan's norm has, so that regions and dictionaries do not differ.

    >>> standard("裏"), standard("爲"), standard("後")
    ('裡', '為', '後')
    """
    return _taiwan().get(character, character)


@cache
def tastes() -> frozenset[str]:
    """Return the pairs that say nothing of care: forms of one character by region, and what writers freely choose.

    >>> "佈布" in tastes(), "后後" in tastes()
    (True, False)
    """
    regional = {key + value for key, value in _taiwan().items()}
    regional |= {key + standard(value) for key, value in entries("HKVariantsRev.txt").items()}
    return frozenset(regional | {direction for pair in _INTERCHANGEABLE for direction in (pair, pair[::-1])})


@cache
def _simplified() -> Sequence[int]:
    """Return the character for each code of the first plane; a list is looked up faster than what has gaps."""
    found = list(range(_PLANE))
    for before, after in entries("TSCharacters.txt").items():
        if len(before) == len(after) == 1 and ord(before) < _PLANE:
            found[ord(before)] = ord(after)
    return found


@cache
def _taiwan() -> Mapping[str, str]:
    return entries("TWVariants.txt")
