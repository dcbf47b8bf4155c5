"""Read publisher, editor and authors from the lines around a body.

All patterns see the folded line (`fold`), so they are written once, in Simplified and with half-width marks; what they
capture is cut from the line as it stands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sitegen.extract.fold import fold

_HAN: Final = r"\u3400-\u9fff\U00020000-\U0003ffff"
_NAME: Final = rf"(?:[{_HAN}]{{2,6}}(?=$|[\s\])>|;,。、/&])|[{_HAN}]{{2,4}})(?:[·•・][{_HAN}]{{1,8}})*"
_LATIN_NAME: Final = r"[A-Z][A-Za-z.'\u00c0-\u024f-]*(?: [A-Z][A-Za-z.'\u00c0-\u024f-]*){0,3}"
_NAMES: Final = (
    rf"(?P<names>(?:{_NAME}|{_LATIN_NAME})(?:\s{{0,3}}[、,/|;&和与 ]\s{{0,3}}(?:{_NAME}|{_LATIN_NAME})){{0,7}})"
)
_STOP: Final = r"(?=$|[\s\])>|/;,。、!.]|(?:责编|编辑|来源|作者|记者|摄|发自|报道|时间|发布|阅读|浏览|点击))"

_NEXT_LABEL: Final = (
    r"(?:作者|责编|责任编辑|责任|编辑|编审|记者|撰文|文字|校对|审核|监制|时间|发布时间|发布日期|发布|发表|更新"
    r"|日期|阅读|浏览|点击|人气|访问量"
    r"|字号|字体|评论|分享|打印|来源|摄影|图片|栏目|标签|关键词|分类)"
)
PUBLISHER: Final = re.compile(
    r"(?:(?:信息|文章|新闻|稿件|内容|消息|原文|本文|资料|资讯|数据|转载|文/图|图文|文字|原始|原)?\s?(?:来源"
    r"|稿源|稿件来源|出处|来自|媒体)(?:于|网站"
    r"|媒体|单位|机构)?|(?:本文)?(?:转载?自|摘自|选自|载于|首发于?|刊于|刊载于)|供稿单位|供稿|(?:发布|发文"
    r"|印发)(?:机构|单位|者|机关|部门))"
    r"\s?(?:[:|]|/\s)\s{0,3}(?P<value>[^\s|\[\]<>()《》,;。、:/][^|\[\]<>,;。:\n]{0,39}?)"
    rf"(?=$|\s{{2,}}|\s?[|\[\]<>(),;。]|\s+(?:[^\s:]{{1,8}}[:]|\d|[一-龥]{{0,4}}记者\s|[一-龥]{{2,8}}$|打印"
    rf"|字体|分享|字号"
    rf"|大|小|我要|评论|{_NEXT_LABEL}\s)|{_NEXT_LABEL}\s?[:(/])"
)
LABEL: Final = re.compile(
    r"\W{0,3}(?:(?:信息|文章|新闻|稿件|内容)?(?:来源|稿源|出处)|来自|转自|(?:责任|网络|本文|值班|执行|文字"
    r"|新媒体)?编辑|责编|(?:本文)?作者|(?:本报)?记者"
    r"|撰文|文|编译|(?:发布|发表|发稿|更新|出版|刊登)?(?:时间|日期)|发布于|发表于)(?:\s?[:/|]|(?<=来源)"
    r"|(?<=编辑)|(?<=作者)|(?<=时间)|(?<=日期))\W{0,2}"
)
"""A folded line that is a label and waits for its value on the next."""
_EDITOR_LABEL: Final = (
    r"(?:责任?编辑?|责任编辑|网络编辑|网编|本文编辑|本期编辑|本版编辑|执行编辑|值班编辑|值班主任|实习编辑"
    r"|见习编辑|文字编辑|新媒体编辑|新闻编辑"
    r"|编辑|编审|小编|文编|责编|核稿编辑|总编辑|编)"
)
EDITOR: Final = re.compile(
    rf"{_EDITOR_LABEL}\s?[:/|丨]\s{{0,3}}(?:\[[^\]]{{0,12}}\]\s?|\([^)]{{0,12}}\)\s?)?{_NAMES}{_STOP}?"
)
AUTHOR: Final = re.compile(
    rf"(?:^|(?<=[^\u3400-\u9fff])|(?<=[)\]]))(?:(?:本文|文章|原文)?作者|撰文|撰稿人?|采写|采编|执笔|文字?|文图"
    rf"|图文|口述|署名|编译|编采|采访|采访撰文|报道|作家|楼主|博主|发帖人|发布人|发表人)"
    rf"\s?(?:[:/|丨]|(?<=作者) |(?<=楼主) )\s{{0,3}}(?:[\u3400-\u9fff]{{2,10}}(?:见习|实习)?(?:首席"
    rf"|特约)?记者\s{{0,3}})?{_NAMES}"
)
BY: Final = re.compile(
    rf"\W{{0,2}}[Bb][Yy]:? (?P<names>{_LATIN_NAME}(?:(?:, | and | & |、){_LATIN_NAME}){{0,5}})\s?(?:$|[|,·])"
)
"""The whole beginning of a line, in English."""
REPORTER: Final = re.compile(
    rf"(?:见习|实习|首席|特约|特派|全媒体|融媒体|驻站|综合)?记者\s{{0,3}}[:/|丨]?\s{{0,3}}{_NAMES}{_STOP}"
)
BARE_EDITOR: Final = re.compile(
    rf"[\[(]?\s?{_EDITOR_LABEL[:-3]}总编辑)\s{{1,3}}{_NAMES}\s?(?:$|[\])]|(?=(?:{_NEXT_LABEL}|主编|排版|美编"
    rf"|终审|初审|编委)))"
)
"""A line that begins with the editor, without a colon."""
BARE_AUTHOR: Final = re.compile(
    rf"[\[(]?\s?(?:撰文|文字|采写|作者|编译|文)\s{{1,3}}{_NAMES}\s?(?:$|[\])]|(?=(?:{_NEXT_LABEL}|图|摄)))"
)
TRAILING_BYLINE: Final = re.compile(
    rf"\s{{0,3}}(?:[\[(]\s?(?:本文)?{_EDITOR_LABEL}\s?[:/ ][^\[\]()。]{{1,40}}[\])]"
    rf"|(?<=[。!?\"”’」』])\s?(?:责任编辑|责编|编辑|网络编辑)\s?[:/]\s?[^\s。:]{{2,12}})"
    r"\s{0,3}\d{0,8}\s{0,3}$"
)
"""A byline in brackets at the end of a folded paragraph, perhaps with a date behind it."""
_NO_NAME: Final = re.compile(
    r"报道|报导|来源|出处|编辑|责编|作者|时间|发布|记者|摄影|获悉|了解|采访|佚名|未知|匿名|管理员|admin|网站|日报|晚报"
    r"|通讯社|新华社|综合|本报|本网|原创|整理|转载|评论|阅读|浏览|点击|字号|打印|分享|关注|责任|整合|通讯员"
    r"|供稿|校对|审核|审校|校审|监制|终审|初审|统筹|策划"
    r"|网$|^[A-Za-z]{1,3}$|\d{3}|图片|视频|主编|排版|美编|图源|更新|首发|撰文|文字|翻译|编译|级别|发表|日期|分类|栏目|标签|发帖|积分"
    r"|威望|等级|注册",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"[、,，/／|;；&\s]+|(?<=[\u3400-\u9fff]{2})[和与與](?=[\u3400-\u9fff]{2})")
BYLINE_MAX: Final = 60
"""Characters: a line that is longer is a paragraph that names somebody, not a byline."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line says of those who made the article."""

    publisher: str = ""
    editors: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def split_names(text: str) -> tuple[str, ...]:
    """Return the names in *text*; a name of two characters may be written with a space between them.

    >>> split_names("张三、李　四")
    ('张三', '李四')
    """
    text = re.sub(
        r"(?<![\u3400-\u9fff])([\u3400-\u9fff])[ 　]{1,2}([\u3400-\u9fff])(?![\u3400-\u9fff])", r"\1\2", text.strip()
    )
    text = re.sub(r"(?<=[\u3400-\u9fff]) +(?=[A-Za-z])", "、", text)
    if re.search(r"[A-Za-z]", text):
        parts: Iterable[str] = re.split(r"\s*(?:[、,，/／|;；&]|\b(?:and|und|et|y|og|och|e)\b)\s*", text)
    else:
        parts = _SPLIT.split(text)
    return tuple(dict.fromkeys(part.strip() for part in parts if part and part.strip()))


def read_byline(text: str) -> Byline:
    """Read what *text*, one line of a page, says of publisher, editors and authors.

    >>> read_byline("来源：江边日报　责编：赵一、钱二　记者 孙三")
    Byline(publisher='江边日报', editors=('赵一', '钱二'), authors=('孙三',))
    """
    joined = _join_spaced(text).strip()
    folded = fold(joined)
    publisher = ""
    if match := PUBLISHER.search(folded):
        start, end = match.span("value")
        publisher = joined[start:end].strip(' 　\u00a0"“”')
    editors = _names(EDITOR.search(folded) or BARE_EDITOR.match(folded), joined)
    authors = (
        _names(AUTHOR.search(folded), joined)
        or _names(REPORTER.search(folded), joined)
        or _names(BARE_AUTHOR.match(folded), joined)
        or _names(BY.match(folded), joined)
    )
    return Byline(publisher, editors, authors)


def stated_names(text: str) -> tuple[str, ...]:
    """Return the names in *text*, which a page states to be its authors: `記者張三／江城報導`.

    >>> stated_names("記者張三／江城報導"), stated_names("张三,李四")
    (('張三',), ('张三', '李四'))
    """
    folded = fold(text)
    if "记者" in folded and (names := _names(REPORTER.search(folded), text)):
        return names
    text = re.sub(
        r"^(?:by|von|par|por|di|av|af|作者|文|撰文)\s*[:：/|]?\s+(?=\S)|^(?:作者|撰文)\s*[:：/|]\s*",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    return split_names(re.sub(r"\s?[(（][\w.@-]{2,40}[)）]$", "", text))


def reporters(text: str) -> tuple[str, ...]:
    """Return the reporters named in brackets in a paragraph, as at its head or tail: `（记者 张三）`.

    >>> reporters("本报江城电（记者 张三 李四）春天到了。")
    ('张三', '李四')
    """
    folded = fold(text)
    for match in re.finditer(r"[(\[]([^()\[\]\n]{2,60})[)\]]", folded):
        if "记者" in match[1] or "作者" in match[1]:
            inner = _join_spaced(text[match.start(1) : match.end(1)])
            found = _names(REPORTER.search(fold(inner)) or AUTHOR.search(fold(inner)), inner)
            if found:
                return found
    if opening := re.match(
        rf"[^。\n]{{0,24}}记者\s?{_NAMES}\s{{0,2}}(?:报道|文|北京报道|[\u3400-\u9fff]{{2,4}}报道)", folded
    ):
        return _names(opening, text)
    return ()


_SPACED_LABEL: Final = re.compile(r"([来來作编編责責记記稿])[ 　]{1,4}([源者辑輯编編])(?=\s?[:：/／])")


def _join_spaced(text: str) -> str:
    """Close labels, and names of two characters behind them, that are written with an ideographic space."""
    text = _SPACED_LABEL.sub(r"\1\2", text)
    return re.sub(r"(?<=[:：])([\u3400-\u9fff])[ 　]([\u3400-\u9fff])(?=$|[)）\]】])", r"\1\2", text)


def _names(match: re.Match[str] | None, text: str) -> tuple[str, ...]:
    if match is None:
        return ()
    start, end = match.span("names")
    found: list[str] = []
    for name in split_names(text[start:end]):
        if _NO_NAME.search(fold(name)):
            break  # the label of the next field: what follows is no name
        found.append(name)
    return tuple(found)
