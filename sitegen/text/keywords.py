"""The words that a text is about: `keywords`.

A term is a run of Han characters, or a Latin word, that stands in the text more often than Chinese at large would have
it there (Tomokiyo and Hurst 2003, "A language model approach to keyphrase extraction": informativeness as a pointwise
divergence), holds together inside (association of its pairs), and is free outside (it has different neighbours). There
is no dictionary: what Chinese at large has is asked of `repair.language`. Texts are compared in Simplified characters,
so that both scripts give the same terms, each as its text writes it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import log
from typing import Final

from sitegen.text.han import HAN
from sitegen.text.repair.language import LanguageModel, language_model, plain_character

LENGTHS: Final = range(2, 7)
"""Characters of a Han term."""

COUNT_MIN: Final = 2
"""A word that stands once is no subject, unless the title says it, too."""
_PER_COUNT: Final = 1500
"""Han characters for each further time that a term must stand in a long text."""
_COUNT_CAP: Final = 5
_TITLE: Final = 2
"""How many times in the text one in the title is worth."""
_SURPRISE_MIN: Final = 3.0
"""Natural logarithm: a term is twenty times as frequent as in Chinese at large, or it is everybody's word."""
_SURPRISE_MAX: Final = 8.0
"""More says only that the model has not seen the term."""
_HELD: Final = 1.0
"""A natural logarithm, of the association of two neighbours: below it they met by chance, if others do not say more."""
_NEW_MIN: Final = 3
"""Times that neighbours must meet that the model does not know as such: a name."""
_BOUND: Final = 3.0
"""The association from which a character that mostly joins words is part of one: 和平, 不锈钢."""
_PULL: Final = 1.5
"""The association with a neighbour, if stronger than that within, that tears a term apart: 体字 in 简体字."""
_INSIDE: Final = 0.7
"""The share of a term's places in a longer term from which it is but a part of that."""
_CHINESE_MIN: Final = 0.5
"""The share of Han among the letters below which a text is not Chinese: it has no background here."""
_LATIN: Final = log(1e-5)
"""Where a Latin word stands in Chinese text at large, for want of counts."""

_NEVER: Final = frozenset("的了吗呢吧嘛啊们这那哪怎什么谁我你您他她它咱很也")
"""Characters of grammar, in no term."""
_JOINING: Final = frozenset(
    "是在和与而及或被把不没就都还又才再却但且并则以于从向给让因若虽如将已曾会能可要想去来说对每各某由有用当到使等最更太只着过得地个些其之所为"
    "时后前里上中下间多少好做走叫看写"
)
"""Characters that mostly stand beside a term; within one they must be bound to it."""
_MEASURES: Final = (
    "个张位只条次元块里米斤名件本种样点天年月日时分秒号层座台辆封页行段家句篇部份间把根颗双对组批项岁遍趟步口"
)
_NUMERALS: Final = "〇零一二三四五六七八九十百千万亿两几半第"
_COUNTED: Final = re.compile(f"[{_NUMERALS}]+[{_MEASURES}].*|[{_NUMERALS}]+.?|.[{_NUMERALS}]+.?")
"""What counts something: 三个字, 第二."""
_COMMON: Final = frozenset(
    "没有 自己 别人 有人 大家 人们 时候 时间 今天 昨天 明天 今年 去年 明年 当天 当时 同时 现在 目前 以后 以前"
    " 以来 后来 之后 之前 最后 开始 结束 已经 曾经 正在 刚刚 仍然 还是 还有 只有 就是 不是 都是 可以 可能 能够"
    " 应该 必须 需要 因为 所以 因此 由于 但是 可是 不过 然而 如果 虽然 而且 或者 以及 甚至 通过 根据 进行 表示"
    " 认为 觉得 知道 看到 看见 听到 找到 得到 成为 作为 属于 来自 出来 起来 下来 下去 上来 上去 进来 进去 回来"
    " 回去 出去 过来 过去 东西 地方 事情 问题 情况 方面 部分 方式 方法 原因 结果 样子 旁边 左边 右边 上面 下面"
    " 里面 外面 前面 后面 中间 其中 其他 其它 许多 很多 不少 所有 一些 有些 有的 全部 各种 非常 比较 特别 十分"
    " 几乎 完全 直接 一直 一起 一般 一样 一定 不同 相同 重要 主要 新的 本报 本网 记者 报道 来源 编辑 作者 日电"
    " 介绍 提供 包括 使用 继续 发现 发生 出现 变成 不再 不能 不会 不要 不用 不到 真正 其实 终于 总是 往往 常常"
    " 有时 越来越 多少 如何 为何 名字 意思 办法 接着 看着 记得 容易 解决 发表 记住 分钟 小时 公里 建议 决定"
    " 选择 要求 影响 存在 准备 希望 于是 于此 各自 这样 那样 怎样".split()
)
"""Words that any text may repeat, whatever it is about."""
_LATIN_WORD: Final = re.compile(
    r"(?<![A-Za-z0-9@/._-])[A-Za-z][A-Za-z0-9]*(?:[-.+#][A-Za-z0-9+#]+)*[+#]{0,2}(?![A-Za-z0-9@/_-])"
)
_LATIN_STOP: Final = frozenset(
    "a an and are as at be but by for from had has have he her his i if in into is it its me my no not of on"
    " or our she so that the their them they this to up us was we were what when which who will with you your"
    " http https www com org net html htm".split()
)


@dataclass(slots=True)
class _Term:
    """Where a term was seen."""

    count: int = 0
    titled: bool = False
    first: int = 0
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)


def keywords(title: str, text: str, limit: int, *, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return at most *limit* terms that *text* is about, the strongest first; none for texts that are not Chinese.

    *known* are words that are not wanted: tags, names. A text that says nothing twice has no terms.

    >>> text = "渡船靠岸，船工收起缆绳。渡船是木头做的，缆绳也旧了。渡船一天走六趟。"
    >>> keywords("渡船", text, 1), keywords("渡船", text, 1, known=["渡船"])
    (('渡船',), ('缆绳',))
    """
    han = len(re.findall(f"[{HAN}]", text))
    letters = sum(map(str.isalpha, text))
    if limit < 1 or not han or han < _CHINESE_MIN * letters:
        return ()
    least = min(_COUNT_CAP, COUNT_MIN + han // _PER_COUNT)
    unwanted = {_folded(word) for word in known}
    scores: dict[str, float] = {}
    terms = _han_terms(title, text, least)
    for key in _whole_terms(terms, least):
        scores[key] = _worth(terms[key], han, _background(key, language_model()))
    latin = _latin_terms(title, text)
    scores |= {key: _worth(term, han, _LATIN) for key, term in latin.items() if _weight(term) >= least}
    terms = {**terms, **latin}
    chosen = (key for key in scores if scores[key] > 0 and key not in unwanted)
    ranked = sorted(chosen, key=lambda key: (-scores[key], terms[key].first, key))
    return tuple(max(terms[key].written.items(), key=lambda item: (item[1], item[0]))[0] for key in ranked[:limit])


def _folded(text: str) -> str:
    return "".join(c.lower() if c.isascii() else plain_character(c) for c in text)


def _weight(term: _Term) -> int:
    return term.count + _TITLE * term.titled


def _background(key: str, model: LanguageModel) -> float:
    """Return the logarithm of the share of places in Chinese text where *key* stands."""
    around = f"\0\0{key}"
    return sum(model.score(*around[i : i + 3]) for i in range(len(key)))


def _worth(term: _Term, size: int, background: float) -> float:
    surprise = log(term.count / size) - background
    if surprise < _SURPRISE_MIN:
        return 0.0
    return _weight(term) * min(surprise, _SURPRISE_MAX)


def _han_terms(title: str, text: str, least: int) -> dict[str, _Term]:
    runs = [(match.start(), match[0], _folded(match[0])) for match in re.finditer(f"[{HAN}]{{2,}}", text)]
    folded_title = _folded(title)
    terms: dict[str, _Term] = {}
    for size in LENGTHS:
        # What is frequent has frequent parts: a long text has millions of runs, and few are worth a look.
        counts = Counter(
            folded[i : i + size]
            for _, _, folded in runs
            for i in range(len(folded) - size + 1)
            if size == LENGTHS.start or (folded[i : i + size - 1] in terms and folded[i + 1 : i + size] in terms)
        )
        for key, count in counts.items():
            titled = key in folded_title
            if count + _TITLE * titled >= least:
                terms[key] = _Term(titled=titled)
    for number, (place, run, folded) in enumerate(runs):
        for size in LENGTHS:
            for start in range(len(folded) - size + 1):
                if term := terms.get(folded[start : start + size]):
                    _see(term, run, folded, slice(start, start + size), place + start, number)
    return terms


def _see(term: _Term, run: str, folded: str, span: slice, place: int, number: int) -> None:
    """Note where *term* stands in a run of Han; the edge of a run is a new neighbour each time."""
    if not term.count:
        term.first = place
    term.count += 1
    term.written[run[span]] += 1
    term.left[folded[span.start - 1] if span.start else f"\n{number}"] += 1
    term.right[folded[span.stop] if span.stop < len(folded) else f"\n{number}"] += 1


def _latin_terms(title: str, text: str) -> dict[str, _Term]:
    terms: dict[str, _Term] = {}
    for word in _LATIN_WORD.finditer(text):
        key = word[0].lower()
        if len(key) > 1 and key not in _LATIN_STOP:
            term = terms.setdefault(key, _Term(first=word.start()))
            term.count += 1
            term.written[word[0]] += 1
    titled = {word.lower() for word in _LATIN_WORD.findall(title)}
    for key, term in terms.items():
        term.titled = key in titled
    return terms


def _whole_terms(terms: Mapping[str, _Term], least: int) -> Iterator[str]:
    """Give the terms that hold together, are free at both ends, and are not but part of a longer one."""
    model = language_model()
    frequent = [key for key, term in terms.items() if _weight(term) >= least and _is_free(key, term)]
    whole: set[str] = set()
    inside: Counter[str] = Counter()
    for key in sorted(frequent, key=len):  # a term is judged by those within it
        parts = {key[i:j] for i in range(len(key)) for j in range(i + 2, len(key) + 1)} - {key}
        if _holds(key, terms[key], model, is_new=whole.isdisjoint(parts)):
            whole.add(key)
            for part in parts:
                inside[part] = max(inside[part], terms[key].count)
    return (key for key in frequent if key in whole and inside[key] < _INSIDE * terms[key].count)


def _is_free(key: str, term: _Term) -> bool:
    """Say whether *key* is no word of grammar or number, and stands beside different characters."""
    if not _NEVER.isdisjoint(key) or key in _COMMON or _COUNTED.fullmatch(key):
        return False
    return min(len(term.left), len(term.right)) >= min(2, term.count)


def _holds(key: str, term: _Term, model: LanguageModel, *, is_new: bool) -> bool:
    """Say whether the characters of *key* belong together more than to others; *is_new*: no part of it is a term."""
    bonds = [model.affinity(a, b) for a, b in pairwise(key)]
    outside = sum(n for c, n in term.left.items() if model.affinity(c, key[0]) > max(bonds[0], _PULL))
    behind = sum(n for c, n in term.right.items() if model.affinity(key[-1], c) > max(bonds[-1], _PULL))
    if 2 * max(outside, behind) >= term.count:
        return False
    if (key[0] in _JOINING and bonds[0] < _BOUND) or (key[-1] in _JOINING and bonds[-1] < _BOUND):
        return False
    return min(bonds) >= _HELD or (is_new and term.count >= _NEW_MIN)
