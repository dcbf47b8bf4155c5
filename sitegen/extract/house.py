"""Know whose page a document is: the name in its rights and notices, besides its masthead.

It is the publisher only where no line of credits names one; and it tells which end of a page title is the site.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sitegen.extract.fold import fold, key
from sitegen.extract.masthead import without_alias
from sitegen.extract.names import NOBODY, is_forum, is_medium, is_office
from sitegen.extract.shape import HAN

_NAME: Final = rf"(?-i:[{HAN}A-Za-z0-9·&]){{2,20}}?"  # a large class is compiled slowly where case does not count
_YEARS: Final = r"(?:(?:19|20)\d\d(?:\s?[-–~/至]\s?(?:(?:19|20)\d\d|present|now|至今)?)?)"
_BEHIND: Final = r"(?:(?:\([^()]{1,6}\))?有限公司|股份|版权|\s|[|,.。]|all\b|inc|ltd|保留|$)"
_SINCE: Final = r"(?:(?:19|20)\d\d[\s\d–~/至-]{0,10})?"
_OWNED: Final = (
    r"(?:\([^()]{1,6}\))?(?:股份)?(?:有限(?:责任)?公司)?\s?" + _SINCE + r"(?:版权所有|保留所有权利|著作权所有|所有,)"
)
_TO_END: Final = r"(?:[\">》]|\s|[,.。;]|$)"
_RIGHTS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"版权归?(?:属于?)?(?P<name>{_NAME})(?:所有|享有)",
        rf"(?P<name>{_NAME})版权(?:与|及|和)",
        rf"(?:copyright|\(c\)|©|版权所有|著作权所有|版权)[\s:(c)©@&;,.-]*{_YEARS}?[\s,.by-]*(?P<name>{_NAME}){_BEHIND}",
        rf"(?:^|[\s|©]){_YEARS}?\s?(?P<name>{_NAME}){_OWNED}",
        rf"(?:本文|文章|本稿|内容|稿件)?(?:由|系|为|是)(?P<name>{_NAME})(?:原创|独家|授权|首发|刊发|发布)",
        rf"^\W{{0,2}}据\s?(?P<name>{_NAME})(?:\s?(?:电|讯|消息|报道|报导))?\W{{0,2}}$",
        rf"(?:转载|引用)(?:时|本文)?请?(?:注明|标明)(?:来源|出处|来自)?\s?[:\"《]?\s?(?P<name>{_NAME}){_TO_END}",
        rf"(?:主办(?:单位)?|主管主办|网站主办|主办方)\s?:\s?(?P<name>{_NAME})(?:\s|[|,。;]|$)",
        rf"^(?P<name>{_NAME})(?:关心您|提醒您|祝您|版权与|数字报)",
    )
)  # fmt: skip
"""What lines at the foot of a page say, on the folded line; the first that matches counts."""
_CALLED: Final = re.compile(
    rf"(?:加入|关注|下载|订阅)(?:我们的?)?(?P<name>{_NAME})(?:粉[丝絲]|公[众眾]号|官方|微信|微博|客户端|app)",
    re.IGNORECASE,
)
"""Whom the reader is asked to follow."""
_NAMED: Final = re.compile(
    rf"(?:本文|文章|内容|图文|新闻|原文)(?:来自|来源于|转自|转载自|选自|源自|出自|首发于?|原载于?|刊于)\s?[:\"《]?\s?(?P<name>{_NAME}){_TO_END}"
)
"""A line that names its source outright, so that a name of any build is believed."""
_TELLING: Final = re.compile(
    r"版权|著作权|所有|copyright|\(c\)|©|原创|独家|授权|首发|刊发|发布|据|注明|标明|主办|关心您|提醒您|祝您|数字报"
    r"|加入|关注|下载|订阅|来自|来源于|转自|转载自|选自|源自|出自|原载|刊于"
)
"""One of these is in all that the patterns above match, in small letters."""
_NO_HOUSE: Final = re.compile(
    r"^(?:均|归|属|与|及|微信|公众|作者|原作者|本网|本站|本报|本刊|本社|本台|原|原创|来源|出处|网站|其|各自"
    r"|所有|版权|转载|未经|权利人|相关|上述|设计|技术|制作|政府|用户|投稿|注明|以上|更多|文章|本文|文字|内容"
    r"|图片|网络|互联|请|不得|备案"
    r"|all|rights|reserved|powered|design|the|inc|by|theme|co)|(?:作者|权利人|所有人|出处|来源|用户|网友|本人"
    r"|网络|信息中心|技术部)$",
    re.IGNORECASE,
)
_EDITION: Final = re.compile(
    r"(?<=[\u3400-\u9fff]{2})\s?(?:数字版|數字版|电子版|電子版|网络版|網絡版|手机版|官方网站|官網|官网|数字报)$"
)
_LINE_MAX: Final = 160
_DIARY: Final = re.compile(
    r"wordpress|blogger|blogspot|typecho|hexo(?<=\bhexo)\b|hugo(?<=\bhugo)\b|theme by|powered by|博客|部落格|博主"
)
"""What makes the pages of those who write alone, in small letters."""
_FIRM: Final = re.compile("(?<=[报報刊])社$")
"""Who prints it is named after it."""
_CUES: Final = re.compile(r"转载|版权|侵权|免责|著作权|注明|授权|投稿|本站|本网|本文|原创|立场|声明|删除|出处")
"""Two of them make a sentence a notice."""


@dataclass(frozen=True, slots=True)
class House:
    """Names of the site or paper, the surest first."""

    names: tuple[str, ...] = ()
    """What it calls itself: in its rights, or built like a medium's name at the end of a page title."""

    masthead: str = ""
    """Its own name by where it stands, of any build (`masthead`)."""

    diary: bool = False
    """The masthead is that of somebody who writes alone."""

    sources: tuple[str, ...] = ()
    """Whom a line of the page names as its source: `本文来自江边人`."""

    @property
    def name(self) -> str:
        """The name under which it publishes; empty if it is a forum or a diary, whose people write for themselves."""
        if self.sources:
            return self.sources[0]
        if self.masthead and not is_forum(self.masthead) and not self.diary:
            return _FIRM.sub("", _EDITION.sub("", self.masthead))
        named = (n for n in self.names if not is_forum(n))
        return next((n for n in named if is_medium(n) or is_office(n)), "")

    def in_full(self, name: str) -> str:
        """Return the name of the house if *name* is short for it: 江边社 for 江边通讯社.

        >>> House(("江边通讯社",)).in_full("江边社"), House(("江边通讯社",)).in_full("江城社")
        ('江边通讯社', '江城社')
        """
        whole = iter(self.name)
        is_short = 3 <= len(name) < len(self.name) and all(char in whole for char in name)  # noqa: PLR2004 - characters
        return self.name if is_short and name[0] == self.name[0] and name[-1] == self.name[-1] else name

    def owns(self, text: str) -> bool:
        """Say whether *text* is one of its names."""
        wanted = {key(_EDITION.sub("", name)) for name in (text.strip(), without_alias(text))} - {""}
        return any(key(_EDITION.sub("", name)) in wanted for name in (*self.names, self.masthead))


def house_of(
    lines: Iterable[str],
    title_parts: Sequence[str],
    tails: Sequence[str],
    above: Sequence[str],
    masthead: str = "",
) -> House:
    """Return whose page it is.

    *lines* are those outside the article, *title_parts* what page titles have behind the headline, *tails* what any
    line above the body has behind a separator, *above* the lines over the headline, *masthead* the site's own name by
    where it stands. A name is believed if it is built like a medium's or an institution's, or stands in two places.

    >>> house_of(["© 2021 江边日报 All rights reserved"], [], [], []).name
    '江边日报'
    >>> house_of(["版权归作者所有"], ["江边论坛"], [], []).name
    ''
    """
    lines = list(lines)
    diary = not (is_medium(masthead) or is_office(masthead)) and _DIARY.search("\n".join(lines).lower()) is not None
    lines = [line for line in lines if len(line) <= _LINE_MAX and _TELLING.search(fold(line).lower())]
    stated = [name for line in lines for name in _stated(line, (*_RIGHTS, _CALLED))]
    places = [_EDITION.sub("", place) for place in (*title_parts[::-1], *above)]
    elsewhere = {key(place) for place in (*places, *tails)}
    believed = [n for n in stated if is_medium(n) or is_office(n) or key(n) in elsewhere or is_forum(n)]
    believed += [place for place in places if is_medium(place)]
    outright = tuple(dict.fromkeys(name for line in lines for name in _stated(line, (_NAMED,))))
    names = tuple(dict.fromkeys(_FIRM.sub("", _EDITION.sub("", name)) for name in believed))
    return House(names, masthead, diary, outright)


def is_notice(text: str) -> bool:
    """Say whether *text* speaks of its own use: who holds the rights, how it may be quoted.

    >>> is_notice("本文为江边日报原创，转载请注明出处。"), is_notice("他说，版权是一门好生意。")
    (True, False)
    """
    return len(text) <= _LINE_MAX and len(set(_CUES.findall(fold(text)))) > 1


def _stated(line: str, patterns: Iterable[re.Pattern[str]]) -> list[str]:
    folded = fold(line)
    for pattern in patterns:
        if match := pattern.search(folded):
            name = re.sub(
                r"(?:股份)?有限(?:责任)?公司$|编辑部$|原创(?:稿件|作品|内容)?$",
                "",
                line[match.start("name") : match.end("name")],
            ).strip()
            if len(name) >= 2 and not _NO_HOUSE.search(fold(name)) and not NOBODY.match(fold(name)):  # noqa: PLR2004
                return [name]
    return []
