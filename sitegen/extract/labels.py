"""Cut a line of a page into its labelled fields: `来源：江边日报 作者 张三 责编／李四`.

A label is a word of the tables, with such words before it as only narrow it (`MODIFIERS`), and a mark behind it. A
colon makes a label of it anywhere; a blank, a slash or a bar does only where the word stands alone. Before a colon a
word that no table knows is a label too: what it names is nobody's name. A value ends where the next label begins.

All patterns see the folded line (`fold`), so they are written once, in Simplified and with half-width marks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from sitegen.extract.fold import by_beginning
from sitegen.extract.shape import HAN


class Kind(StrEnum):
    """What a label announces."""

    PUBLISHER = "publisher"
    AUTHOR = "author"
    HELPER = "helper"
    """Who wrote it in another sense: compiled, translated, sent in; an author where no other is named."""

    RESPONSIBLE = "responsible"
    """The editor who answers for it: named before any other."""

    EDITOR = "editor"

    CHIEF = "chief"
    """Whose office it is to edit: an editor where no other is named."""

    PERSON = "person"
    """Who did something else: took the picture, read the proofs."""

    PUBLISHED = "published"
    UPDATED = "updated"
    OTHER = "other"
    """A counter, a category, a place."""


_WORDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.PUBLISHER: (
            "来源|稿源|出处|来自|信源|转自|转载自?|摘自|原载|首发|发表在|刊登在|刊载在|刊于|刊载|刊登|供稿单位"
            "|发布机构|发布单位"
            "|发布方|发文机关|发文单位|发文机构"
            "|制定机关|公布机关|媒体|媒体名称|公众号|报刊|刊物|报社|发布媒体|source|from|via"
        ),
        Kind.AUTHOR: (
            "作者|撰文|撰稿人?|撰写|采写|采访|执笔人?|著者?|文|文字|文字记者|文字编写|记者|通讯员|主笔|评论员"
            "|楼主|发帖人?|发信人|博主|笔者|口述|报道|报导"
            "|诗人|作词|填词|演讲人|主讲人?|讲述人?"
            "|特约|特约撰稿|采访撰文|文/图|图/文|图文|文图|author|by|written by|text by|reporter|words"
        ),
        Kind.HELPER: (
            "整理|编译|编写|翻译|译者?|译文|供稿|供稿人|投稿人?|发布人|发布者|发布作者|发表人|发表者|张贴者|发稿人|上传者"
            "|上传人|报送人"
            "|translator"
        ),
        Kind.RESPONSIBLE: "责编|责任编辑|责任编校|责任编审|责任",
        Kind.EDITOR: "编辑|编校|文编|小编|网编|选稿|组稿|editor|edited by",
        Kind.CHIEF: "主编|总编|总编辑|副主编|编委|编者|采编|责任人",
        Kind.PERSON: (
            "摄影|摄|图|图片|图源|照片|摄像|视频|剪辑|拍摄|供图|制图|制作|绘图|绘|插图|插画|漫画|录入|录入员"
            "|录入者|美编|美术"
            "|美术编辑|图片编辑|视觉|设计|版式|排版|校对|审校"
            "|校审|校|责校|责任校对|审核|审稿|审读|复审|初审|终审|编审|一审|二审|三审|一校|二校|三校|核稿|签发"
            "|作曲|谱曲|监制|出品人?|总监制|策划|统筹|总策划|值班|值班主任"
            "|值班领导|值班编委|运营|播音|主播|朗读|配音|后期|导演|编导|海报|指导|指导老师|顾问|photo|photos by"
            "|photo by"
        ),
        Kind.PUBLISHED: (
            "时间|日期|发布|发布于|发表|发表于|发稿|发稿时间|刊发|发文|成文|印发|创建|创建于|上传|添加|添加于"
            "|录入时间|出版|出版日期|刊登日期|见报|生成|建立"
            "|posted|posted on|published|published on|date|publish time"
        ),
        Kind.UPDATED: (
            "更新|更新于|修改|修改于|最后更新|最近更新|最后修改|最后编辑|最后编辑于|编辑于|重新发布|抓取|采集"
            "|last updated|updated|updated on|modified|last modified"
        ),
        Kind.OTHER: (
            "点击|点击数|点击率|浏览|浏览量|浏览数|阅读|阅读量|阅读数|访问|访问量|人气|热度|评论|评论数|回复"
            "|回复数|查看|查看数|点赞|收藏|字号|字体|字体大小"
            "|标签|关键词|关键字|分类|栏目|所属栏目|类别|类型|专题|频道|版次|版面|索引号|文号|发文字号|主题词"
            "|名称|标题|主题|题目|原标题|地点|地区|编号|期号|期数"
            "|分享|打印|微信号|账号|帐号|邮箱|电话|热线|网址|链接|地址|字数|积分|等级|导语|摘要|核心提示|提示"
            "|声明|views|tags?|category|categories|comments?"
        ),
    }
)
MODIFIERS: Final = (
    "本文|本期|本版|文章|新闻|信息|稿件|内容|消息|原文|资料|资讯|数据|图文|文字|责任|执行|网络|网页|值班|实习"
    "|见习|新媒体|融媒体|全媒体|特约|特派|首席|驻站"
    "|驻京|驻地|高级|助理|本报|本网|本刊|本台|本社|我报|通讯社|副|网站|微信|微信公众|首次|最初|原|页面|上线"
    "|更新|发布|发表|刊登|原文|原始|主要|专题"
    "|article|news"
)
_UPDATES: Final = re.compile(r"更新|修改|编辑于|最后|updated|modified")
_ASIDE: Final = re.compile(r"\([^()]*\)| ")
_NARROWING: Final = re.compile(rf"^(?:{MODIFIERS})+")
_WHO_OR_WHAT: Final = re.compile(r"(?:单位|网站|媒体|次数|人员|员|者|人|数|量|于)$")
_SUFFIXES: Final = (
    (re.compile(r"^(?:图|配图|题图|封面|照片|视频|插图|头图|音频).*来源$"), Kind.PERSON),
    (re.compile(r"(?:来源|稿源|出处|转载自|转自)$"), Kind.PUBLISHER),
    (re.compile(r"(?:时间|日期|发布于|发表于)$"), Kind.PUBLISHED),
    (re.compile(r"(?:摄影记者|图片编辑|视频编辑|美术编辑|视觉编辑|校对|审核|监制)$"), Kind.PERSON),
    (re.compile(r"责.?编.?$"), Kind.RESPONSIBLE),
    (re.compile(r"编辑$"), Kind.EDITOR),
    (re.compile(r"(?:作者|记者|撰文|通讯员)$"), Kind.AUTHOR),
)
"""What the last syllables of a word before a colon tell, where no table knows the whole."""
_KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {word.removesuffix("?"): kind for kind, words in _WORDS.items() for word in words.split("|")}
    | {word.removesuffix("人?"): kind for kind, words in _WORDS.items() for word in words.split("|") if "人?" in word}
    | {"转载": Kind.PUBLISHER, "转载自": Kind.PUBLISHER, "著": Kind.AUTHOR, "著者": Kind.AUTHOR, "译": Kind.HELPER,
       "tag": Kind.OTHER, "tags": Kind.OTHER, "comment": Kind.OTHER, "comments": Kind.OTHER}
)  # fmt: skip
_CORES: Final = by_beginning("|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True)))
_LATIN: Final = re.compile("|".join(re.escape(word) for word in _KINDS if word.isascii()))
"""In every line of labels that has no Chinese ones."""
_CONNECTED: Final = (
    r"来源于|来自于?|转自|转载自|摘自|选自|原载于?|首发于|刊于|刊载于|刊登于|发表在|刊登在|刊载在"
    r"|发布于|发表于|更新于|编辑于|创建于"
)
"""Labels that need no mark, since they end in a word like `from`."""
_SPACED: Final = re.compile(
    r"(?<![\u3400-\u9fff])([来作责编记时日稿校审])"
    r"( {1,4})([源者编辑间期核对])(?= {0,2}[:/|])"
)
_BRACKETED: Final = re.compile(
    rf"\[((?:{MODIFIERS}){{0,2}}(?:作者|来源|稿源|出处|日期|时间|编辑|责编|责任编辑|记者|撰文|摄影|校对"
    rf"|审核))\](?= {{0,3}}[^\s\[\]])"
)
_ENGLISH: Final = re.compile(r"[a-z] $", re.IGNORECASE | re.ASCII)
"""Before a label: it is a word of an English sentence, as in `powered by`."""
_VERBS: Final = frozenset({"报道", "报导", "采访"})
"""Labels only with a colon: else they say what the name before them did."""
_BEGINNINGS: Final = (*_KINDS, *MODIFIERS.split("|"))
_MAY_BEGIN: Final = (
    rf"(?=[{''.join(sorted({word[0] for word in _BEGINNINGS if not word.isascii()}))}]"
    rf"|(?=[a-z])(?:{'|'.join(sorted(re.escape(word) for word in _BEGINNINGS if word.isascii()))}))"
)
"""What a label of the tables begins with; most places of a line are told apart by that alone."""
_NAMED: Final = rf"(?:{by_beginning(MODIFIERS)}){{0,3}}(?:{_CORES})(?: ?[/·&、和与] ?(?:{_CORES})){{0,2}}"
_STRONG: Final = (
    rf"{_MAY_BEGIN}(?P<strong>(?:{_NAMED}(?:单位|网站|媒体"
    rf"|次数|人员|员|者|人|数|量|于)?)"
    rf" {{0,3}}(?:\([^():]{{1,8}}\))?: {{0,4}})"
)
_WEAK: Final = (
    rf"{_MAY_BEGIN}(?P<weak>{_NAMED})(?: {{0,3}}[/|丨·・‧] {{0,3}}| {{1,4}}|(?=[\])]|$))"
    rf"|(?P<connected>(?:本文|文章|内容|图文)?(?:{_CONNECTED}) {{0,2}}:? {{0,2}})(?=\S)"
)
_AT_WORD: Final = rf"(?<![{HAN}\w])"
_LATER: Final = re.compile(_STRONG)
LABEL: Final = re.compile(rf"{_STRONG}|{_AT_WORD}(?:{_WEAK}|(?P<unknown>[{HAN}]{{2,7}} ?: {{0,4}}))")
"""Sees small letters, as `_LATER` does."""
_UNMARKED: Final = re.compile(rf"{_AT_WORD}(?:{_WEAK})")
"""What `LABEL` finds in a line without a colon."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label and where its value stands; all positions are the line's."""

    kind: Kind
    label: str
    """Folded, without the mark."""

    start: int
    """Of the label."""

    value: int
    """Where the value begins."""

    end: int
    """Where the next label begins, or the line ends."""

    colon: bool
    """The label is beyond doubt, so that a pen name of any form is believed."""

    known: bool
    """The label is one of the tables."""


@lru_cache(1024)
def fields_of(folded: str) -> tuple[Field, ...]:
    """Return the labelled fields of the *folded* line, in reading order.

    >>> [(f.kind.value, f.label) for f in fields_of("来源:江边日报作者:张三 责编/李四")]
    [('publisher', '来源'), ('author', '作者'), ('responsible', '责编')]
    """
    if folded.isascii() and not _LATIN.search(folded.lower()):
        return ()
    folded = _close(folded)
    found: list[tuple[Kind, str, int, int, bool, bool]] = []
    position = 0
    small = _in_small_letters(folded)
    pattern = LABEL if ":" in small else _UNMARKED
    while (match := pattern.search(small, position)) and match.end() > match.start():
        start, end = match.span()
        if match.lastgroup == "unknown" and found and start == found[-1][3]:
            inner = _LATER.search(small, start + 1, end)  # a label cannot stand where a value is expected
            if inner is None:
                position = end
                continue
            start = inner.start()
        label = folded[start:end].strip(" :/|丨·・‧")
        if match.lastgroup == "weak" and (
            (label in _VERBS and not (label == "采访" and "/" in match[0])) or _ENGLISH.search(folded, 0, start)
        ):
            position = end
            continue
        known = match.lastgroup != "unknown" or _kind(label) is not Kind.OTHER
        found.append((_kind(label), label, start, end, ":" in folded[start:end], known))
        position = end
    ends = [*(start for _, _, start, _, _, _ in found[1:]), len(folded)]
    return tuple(
        Field(kind, label, start, value, end, colon, known)
        for (kind, label, start, value, colon, known), end in zip(found, ends, strict=False)
    )


def _in_small_letters(folded: str) -> str:
    """Return *folded* in small letters, if that leaves all of them in their places."""
    small = folded.lower()
    return small if len(small) == len(folded) else folded


def _close(folded: str) -> str:
    """Move the gap within a spaced label behind it, and make a label in brackets one with a colon: lengths stay.

    >>> _close("作  者:张三"), _close("[来源]江边日报")
    ('作者  :张三', ' 来源:江边日报')
    """
    if " " in folded:
        folded = _SPACED.sub(lambda m: f"{m[1]}{m[3]}{m[2]}", folded)
    return _BRACKETED.sub(lambda m: f" {m[1]}:", folded) if "[" in folded else folded


def lone_label(folded: str) -> bool:
    """Say whether the *folded* line is nothing but a label, whose value stands on the next.

    >>> lone_label("发布时间"), lone_label("作者:"), lone_label("作者:张三")
    (True, True, False)
    """
    match = LABEL.match(_in_small_letters(folded))
    return match is not None and match.end() == len(folded) and match.lastgroup != "unknown"


@lru_cache(512)
def _kind(label: str) -> Kind:
    bare = _ASIDE.sub("", label).lower()
    if kind := _KINDS.get(bare):
        return kind
    if _UPDATES.search(bare) and "编辑" not in bare.removesuffix("编辑于"):
        return Kind.UPDATED
    for pattern, kind in _SUFFIXES:
        if pattern.search(bare):
            return kind
    stripped = _NARROWING.sub("", bare)
    stripped = _WHO_OR_WHAT.sub("", stripped) if stripped not in _KINDS else stripped
    if kind := _KINDS.get(stripped):
        return kind
    several = [found for word in re.split(r"[/·&、和与]", stripped) if (found := _KINDS.get(word.strip()))]
    return min(several, key=lambda kind: kind is not Kind.AUTHOR, default=Kind.OTHER)
