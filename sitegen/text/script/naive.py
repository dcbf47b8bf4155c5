"""Traditional text that was made from Simplified character by character, and how to get the Simplified back.

Such text has 后 for 後 and 乾 for 干 at random. Converted back and forth with words in view, it changes in other places
than good Traditional text does: those places tell which it is.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from sitegen.text.script.convert import convert
from sitegen.text.script.tables import entries

NAIVE_THRESHOLD: Final = 8.0
"""A higher score means naive. Of documents of 400 characters that were not counted, 91 and 96 in 100 lie above that two
careless converters made, and 15 in 100 by one that takes the most usual form each time and so errs seldom. Of genuine
Taiwan prose it is one in 100, but that prose was looked at when the threshold was chosen."""

MAX_COUNT: Final = 2
"""A pair counts at most so often in one text: an article about 乾隆 repeats one character."""

MIN_HAN: Final = 200
"""Shorter texts are not to be judged by their score."""

# Where both are found in good Taiwan and Hong Kong prose, in the words that a converter always writes in one way.
_INTERCHANGEABLE: Final = (
    "布佈 周週 杯盃 占佔 游遊 匯彙 台臺 吃喫 凶兇 奸姦 雇僱 欲慾 扎紮 升昇 托託 注註 踪蹤 回迴 志誌 仿彷 岩巖 卷捲 "
    "秘祕 鑒鑑 酸痠 跡蹟 迹跡 恒恆 泄洩 污汙 烟煙 菸煙 証證 床牀 劃畫 划劃 嘆歎 果菓 舍捨 伙夥 唇脣 嚐嘗 刮颳 捍扞 "
    "梁樑 棱稜 淒悽 甦蘇 群羣 痴癡 溼濕 佣傭 館舘 韵韻 效効 熏燻 霉黴 璇璿 鍾鐘 贊讚 周賙 了瞭 臺檯 個箇 毀燬 艷豔 "
    "煉鍊 沾霑 晒曬 咽嚥 背揹 挨捱 搜蒐 幸倖 抵牴 胡衚 籤簽 蔑衊 "
).split()

# Simplified characters that careless converters also change where Simplified itself has the other one, in few words.
_FIXES: Final = (
    (r"瞭(?![望哨台敌])", "了"),
    (r"(?<![慰狼蕴枕藉])藉(?!藉)", "借"),
)


def naive_score(text: str) -> float:
    """Return the evidence that Traditional *text* was converted character by character: a sum of log-odds.

    Above `NAIVE_THRESHOLD` it was, if the text has `MIN_HAN` Han characters at least.
    """
    known = _weights()
    return sum(min(count, MAX_COUNT) * known.get(pair, 0.0) for pair, count in changed_pairs(text).items())


def changed_pairs(text: str) -> Counter[str]:
    """Count the characters that change when *text* is made Simplified and Traditional again, each with what it becomes.

    What writers of good Traditional text choose as they like, 爲 or 為, 公布 or 公佈, is not counted.
    """
    again = convert(text, ("tw2s", "s2tw"))
    pairs: Counter[str] = Counter()
    for before, after in zip(text.split("\n"), again.split("\n"), strict=True):
        if len(before) == len(after):
            pairs.update(a + b for a, b in zip(before, after, strict=True) if a != b)
    for pair in _variants().intersection(pairs):
        del pairs[pair]
    return pairs


def canonicalise(text: str) -> str:
    """Return the Simplified text that naively converted *text* was made from.

    Never for good Traditional text: words that Simplified writes with 瞭, 藉 or 么 for other reasons would suffer.

    >>> canonicalise("什么后臺辦事,瞭解瞭望塔,藉口與慰藉")
    '什么后台办事,了解瞭望塔,借口与慰藉'
    """
    # A 么 that was left alone is the Simplified one; for Traditional text it would be a form of 幺.
    simplified = convert(text.replace("么", "麼"), ("tw2s",))
    for pattern, original in _FIXES:
        simplified = re.sub(pattern, original, simplified)
    return simplified


@cache
def _variants() -> frozenset[str]:
    """Return the pairs that say nothing: forms of one character by region, and what is a matter of taste."""
    taiwan, standard = entries("TWVariants.txt"), entries("HKVariantsRev.txt")
    regional = {key + value for key, value in taiwan.items()}
    regional |= {key + taiwan.get(value, value) for key, value in standard.items()}
    return frozenset(regional | {direction for pair in _INTERCHANGEABLE for direction in (pair, pair[::-1])})


@cache
def _weights() -> Mapping[str, float]:
    rows = files(__package__).joinpath("naive_weights.tsv").read_text(encoding="utf-8").splitlines()
    return {pair: float(weight) for pair, _, weight in (row.partition("\t") for row in rows)}
