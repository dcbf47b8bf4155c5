"""Know the lines of a page that are not its article: an ordered table of rules for furniture.

Each rule matches a whole folded line (see `fold`) in small letters. They know kinds of lines that pages of all sites
carry — ways home, controls, rights, counters — and no site.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from sitegen.extract import shape
from sitegen.extract.fold import fold
from sitegen.extract.notices import is_controls

LINE_MAX: Final = 160
"""Characters: furniture that is longer is too likely to be a paragraph."""

_CONTROLS: Final = (
    "分享到|分享至|分享|一键分享|微信|朋友圈|微信好友|新浪微博|腾讯微博|新浪|微博|qq空间|qq好友|qq|人人网|豆瓣"
    "|facebook|twitter|line|复制链接|链接|"
    "点赞|赞|喜欢|收藏|评论|跟贴|举报|纠错|我要纠错|我要评论|发表评论|参与评论|打印|打印本页|打印文章|打印预览|推荐"
    "|关注|订阅|转发|海报|更多|关闭|关闭窗口|关闭本页|"
    "字体|字号|字体大小|大|中|小|默认|超大|标准|a|a-|返回顶部|回到顶部|返回首页|回到首页|返回列表|返回|顶部|top"
    "|回顶部|首页|设为首页|加入收藏|收藏本站|联系我们|关于我们|关于本站|网站地图|网站声明|法律声明|"
    "免责声明|隐私政策|隐私声明|版权声明|使用条款|服务条款|广告服务|友情链接|招聘信息|诚聘英才|网站导航|站点地图"
    "|帮助中心|意见反馈|在线投稿|投稿|手机版|电脑版|繁体|简体|english|rss|"
    "扫一扫|扫码分享|用手机看|手机看|手机浏览|听新闻|收听|朗读|播放|登录|注册|搜索|下载|导出|邮件|保存|语音播报"
    "|分享文章|推荐给朋友|推荐给好友|告诉好友|发送给好友|发给朋友|分享本文|share|sitemap|print|email|tweet|save"
    "|copylink|"
    "上一页|下一页|尾页|末页|上一篇|下一篇|全文|阅读全文|展开全文|查看全文|展开|收起"
)

_FIRST_OF_CONTROLS: Final = "".join(name[:1] for name in _CONTROLS.split("|"))
_COUNT: Final = r"(?:\(\d+\)|\d+)?"
_GAP: Final = r"[\s|/·•:,、\[\]()<>\-+*#×x✕_>»«‹›.\"丨]*"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of furniture."""

    name: str
    letters: frozenset[str]
    """One of these stands in each line that it knows; none if it may know lines of any letters."""

    pattern: re.Pattern[str]


def _rule(name: str, letters: str, pattern: str) -> Rule:
    return Rule(name, frozenset(letters), re.compile(pattern))


RULES: Final = (
    _rule("today", "今现当北星周礼g", r"(?:今天|今日|现在|当前时间|现在时间|北京时间)(?:是|:).{0,40}"
                   r"|\d{4}[\s年/.-]{1,2}\d{1,2}[\s月/.-]{1,2}\d{1,2}\s?日?"
                   r"\s{0,2}(?:星期|周|礼拜)[一二三四五六日天].{0,20}|gmt[+-]\d.{0,90}"),
    _rule("end-mark", "n完未结", r"\W{0,6}(?:end|the end|fin|完|全文完|正文完|文章结束|正文结束|未完待续)\W{0,6}"
                      r"|-{2,}\s?end\s?-{2,}"),
    _rule("original-title", "原", r"\W{0,2}(?:原文?标题|原题|原文?题目)\s?(?:为)?\s?[:《\"].{2,120}"),
    _rule("photo-credit", "图照视影摄画",
          r"\W{0,3}(?!图\s?[\d一二三四五六七八九十])(?:(?:资料|配|题|头|封面|插|示意)?图片?|照片|视频|影片|摄影?|供图|图源)(?:/"
                          r"|:|\s|来源|提供|由|截自"
                          r"|截图|源|摄影|网络|自|/文)[^。]{0,26}|\W{0,3}(?:(?:网络|视频|新闻|资料)(?:截图|图片"
                          r"|配图|画面)|资料(?:图|照|照片)|示意图"
                          r"|[^。,，]{2,16}(?:供图|摄影|/摄|\s摄)|[^。]{2,14}\s?/?(?:资料图片?|资料照片?|翻摄"
                          r"|摄))\W{0,3}"
                      r"|[▲△▼▽][^▲△▼▽]{2,40}[。.\s(](?:摄影|图片?|供图|摄)[\s:/][^。]{1,14}|[^。]{4,40}\((?:摄影|供图|图片?|摄)[\s:/][^。()]{1,12}\)"),
    _rule("forum", "wmcgqz豪版楼",
          r"(?:powered by|theme(?: by)?|processed in|\d+ quer(?:y|ies)|template by|designed by).{0,80}"
                   r"|自豪地采用.{0,20}"
                   r"|.{0,60}(?:\d+ quer(?:y|ies)|query \d+|gzip (?:enabled|on)).{0,30}|本版积分规则.{0,60}"
                   r"|[^。]{0,24}发表于\s?\d.{0,12}楼.{0,20}"),
    _rule("advertisement", "广推赞d", r"\W{0,3}(?:广告|推广|赞助(?:内容|商)?|advertisement"
                           r"|sponsored(?: content)?|ad|promoted)\W{0,3}"),
    _rule("ornament", "", r"[^\w\s](?:\s*[^\w\s])*"),
    _rule("back-to-top", "返回▲↑p", r"(?:返回|回到?|回)(?:页面)?顶部?(?:部|端)?|▲|↑|top|back to top"),
    _rule("controls", _FIRST_OF_CONTROLS, rf"{_GAP}(?:(?:{_CONTROLS}){_COUNT}(?![a-z]){_GAP}){{1,24}}"),
    _rule("share", "享扫维",
          r"(?:分享到|分享至|分享)\s?:.{0,60}|.{0,12}(?:扫一扫|扫码|扫描二维码|扫描左侧|二维码).{0,40}"
                   r"|微信扫.{0,20}"),
    _rule("read-on", "阅翻", r"请?(?:[继繼][续續](?:往下|向下|下滑)?|往下|向下|下滑)(?:阅读|翻页).{0,6}"),
    _rule("counter", "览读击访看气wh", r"(?:.{0,6}(?:浏览|阅读|点击|访问|查看|人气|点击率|浏览量|阅读量)(?:次数|量|数"
                     r"|率)?\s?[:(]?\s?(?:\[?\d[\d,]*\]?|\[?载入中.{0,4}|-+)?\s?[次)]*)|(?:views?|hits?)\s?:?\s?\d+"),
    _rule("licence-number", "备证增播",
          r".{0,20}(?:[\u4e00-\u9fff]icp备|公网安备|icp证|经营许可证|增值电信|许可证(?:编)?号"
                            r"|广播电视节目制作).{0,100}"),
    _rule("copyright", "版著y©g未",
          r".{0,30}(?:版权所有|著作权|copyright|(?<![a-zÀ-ÿ])©|all rights? reserved"
                       r"|未经(?:书面)?(?:授权|许可|允许)).{0,110}"),
    _rule("disclaimer", "声责提", r"(?:\*|\[)?\s?(?:.{0,8}声明(?=:)|免责声明|版权声明|特别声明|郑重声明|声明|法律声明"
                        r"|免责条款|特别提示"
                        r"|风险提示)\s?[:\]].{0,150}"),
    _rule("support", "支制识办管护备建",
          r"(?:技术支持|网站支持|网站制作|设计制作|网站标识码|主办|主办单位|承办|承办单位|协办|主管"
                     r"|主管单位|网站维护|备案号|政府网站标识码|建站).{0,3}[:：].{0,110}"),
    _rule("browser", "使", r".{0,12}(?:建议|推荐|最佳)?使用?.{0,16}(?:分辨率|\d{3,4}\s?[×x*]\s?\d{3,4}).{0,40}"),
    _rule("address", ":",
          r".{0,16}(?:地址|邮编|邮政编码|联系电话|电话|传真|热线|举报电话|新闻热线|邮箱|联系邮箱|e-?mail"
                     r"|投稿邮箱|客服)\s?[:].{0,100}"),
    _rule("neighbour", "一", r"(?:\[|【)?(?:上|下|前|后)\s?一\s?(?:篇|条|则|页|章|节)(?:新闻|文章)?(?:\]"
                       r"|】)?\s?[:：>»]?.{0,90}"),
    _rule("attachment-note", "载钟点请", r".{0,8}(?:载入|加载)中\W{0,6}"
                             r"|.{0,8}(?:约|大概|预计|大约)需要?.{0,4}分钟(?:阅读|读完)?|(?:点击|请).{0,10}(?:查看|进入|下载|阅读)(?:更多|全文|原文|专题|详情|评论).{0,20}"),
    _rule("comments", "mpydw评言跟回两", r"\d+ (?:comments?|replies)\s?:?|(?:leave a )?(?:reply|comment)|post a comment"
                      r"|[^:]{1,24} (?:says?|said|wrote)\s?(?::|\.{3}|…|:\.{3}).{0,200}"
                      r"|(?:网友|读者|游客|匿名(?:用户)?|楼下|沙发)(?:点评|评论|留言|跟[帖贴]|回[复复])\s?:.{0,120}"
                      r"|(?:网友评论|最新评论|热门评论|全部评论|相关评论|发表评论|我来说两句|网友跟贴|评论区).{0,20}"
                      r"|.{0,10}(?:还没有评论|暂无评论|评论仅代表).{0,40}"),
    _rule("tag-line", ":", r"(?:文章|本文|新闻|本页)?(?:关键词|关键字|标签|tags?|labels?|keywords?)\s?:.{0,80}"),
    _rule("friend-links", "链", r"友情链接.{0,150}|(?:相关|站内|快速)链接\s?:.{0,150}"),
    _rule("home-links", "|", r"(?:[^\s|]{2,8}\s?\|\s?){2,}[^\s|]{2,8}\s?\|?"),
)  # fmt: skip

_WORDS_OF_ASCII: Final = MappingProxyType(
    {
        "today": ("gmt",),
        "end-mark": ("end", "fin"),
        "forum": ("powered by", "theme", "processed in", "quer", "template by", "designed by", "gzip"),
        "advertisement": ("ad", "sponsored", "promoted"),
        "ornament": ("",),
        "back-to-top": ("top",),
        "controls": ("",),
        "counter": ("view", "hit"),
        "copyright": ("copyright", "all right"),
        "address": ("mail",),
        "comments": ("comment", "repl", "say", "said", "wrote"),
        "tag-line": ("tag", "label", "keyword"),
        "home-links": ("|",),
    }
)
"""Of each rule that knows lines of ASCII, what stands in all of them: one of these. The others know none."""
_RULES_OF_ASCII: Final = tuple((word, rule) for rule in RULES for word in _WORDS_OF_ASCII.get(rule.name, ()))
_LETTERS: Final = frozenset().union(*(rule.letters for rule in RULES))
_ANY_LETTERS: Final = sum(1 << place for place, rule in enumerate(RULES) if not rule.letters)
_BITS: Final = {
    letter: sum(1 << place for place, rule in enumerate(RULES) if letter in rule.letters) for letter in _LETTERS
}
"""Which rules a letter stands for, as bits."""
RELATED: Final = re.compile(
    r"[\[(]?\s?(?:更多)?(?:延伸|相关|推荐|拓展|扩展|更多|精彩|热门|热点|最新|往期|猜你|您可能|你可能|大家都在|(?:其他人|别人|网友|人)[也都还]|编辑"
    r"|为您|为你|今日|本周|一周|点击|24小时)"
    r"(?:还)?(?:感兴趣的?|喜欢的?|都在|在看|看|在|精选|推荐|排行|热门|精彩|相关)?(?:的)?"
    r"(?:阅读|新闻|文章|链接|内容|推荐|报道|资讯|专题|热点|热文|喜欢|回顾|信息|稿件|主题|视频|图片|看|排行|排行榜"
    r"|关注|推荐阅读|话题|热搜|内容推荐|点击榜)?\s?[\])]?\s?[:>»]*"
    r"|related(?: (?:articles|stories|news|posts))?|read more|more from.{0,30}|you may also like|recommended.{0,20}",
    re.IGNORECASE,
)
FIGURES: Final = re.compile(r"\d[^\d]+\d")
"""More than one number: a row of a table, perhaps."""
_RELATED_MIN, _RELATED_MAX = 4, 24
"""Characters."""


def furniture(text: str) -> str | None:
    """Return the name of the rule that knows *text* as furniture; None for what may be the article's.

    >>> furniture("返回頂部"), furniture("版权所有 © 2021 某某报"), furniture("他返回顶部的房间。")
    ('back-to-top', 'copyright', None)
    """
    return _furniture(text) if 0 < len(text) <= LINE_MAX else None


@lru_cache(2048)
def _furniture(text: str) -> str | None:
    folded = fold(text).strip().lower()
    asked = _rules_of_ascii(folded) if folded.isascii() else _rules_of_letters(_LETTERS.intersection(folded))
    found = next((rule.name for rule in asked if rule.pattern.fullmatch(folded)), None)
    if found is None and shape.is_wordless(folded) and not FIGURES.search(folded):
        return "ornament"
    return found or ("controls" if is_controls(text) else None)


def _rules_of_ascii(folded: str) -> Iterable[Rule]:
    """Return the rules that may know the *folded* line of ASCII."""
    return [rule for word, rule in _RULES_OF_ASCII if word in folded]


def _rules_of_letters(letters: Iterable[str]) -> Iterable[Rule]:
    """Return the rules that may know a line in which of all their letters only *letters* stand."""
    bits = _ANY_LETTERS
    for letter in letters:
        bits |= _BITS[letter]
    return _rules_of(bits)


@lru_cache(1024)
def _rules_of(bits: int) -> tuple[Rule, ...]:
    """Return the rules whose *bits* are set, each by its place among all."""
    return tuple(rule for place, rule in enumerate(RULES) if bits >> place & 1)


def is_related_heading(text: str) -> bool:
    """Say whether *text* opens a list of other articles.

    >>> is_related_heading("相關新聞："), is_related_heading("推荐"), is_related_heading("相关新闻说，他来了")
    (True, False, False)
    """
    bare = text.strip()
    if not _RELATED_MIN <= len(bare) <= _RELATED_MAX:
        return False
    folded = fold(bare)
    return len(folded.rstrip(":")) >= _RELATED_MIN and RELATED.fullmatch(folded) is not None
