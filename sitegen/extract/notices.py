"""Know what speaks to the reader about the page, rather than of the world: controls, notices, offers.

The words below are open-ended kinds, never enough by themselves: a line goes only if they make up most of it, or if it
also has nothing in common with the article around it (`cohesion`) and stands where such lines stand.
"""

import re
from functools import lru_cache
from typing import Final

from sitegen.extract.fold import by_beginning, fold
from sitegen.extract.shape import HAN, LONGEST

COVERED_MIN: Final = 0.7
"""Of the letters of a line of controls."""
CONTROLS_MAX: Final = 64
"""Characters of a line of controls."""

_WORDS: Final = (
    "分享让更多人看到|分享|转发|收藏|打印|列印|关闭|关掉|评论|留言|跟帖|跟贴|点赞|赞赏|赞过|反对|举报|检举|投诉|纠错"
    "|反馈|登录|登入|登陆|注册"
    "|注销|下载|订阅|订户|订报|关注|加入|加好友|粉丝专?[页团]?|官方[账帐]号|官方微[博信]|公众号|客户端|app|安卓"
    "|ios|android|返回|回到|回"
    "|页首|顶部|底部|首页|主页|上一?页|下一?页|尾页|末页|上一?[篇则条章]|下一?[篇则条章]|上一|下一|字号|字体"
    "|文字大小|小字|中字|大字|大号"
    "|中号|小号|特大|放大|缩小|默认|繁体|简体|正体|繁中|简中|英文|english|微信|微博|脸书|推特|朋友圈|qq|空间"
    "|豆瓣|知乎|facebook|twitter"
    "|line|whatsapp|telegram|wechat|weibo|youtube|instagram|email|e-mail|print|share|tweet|邮件|邮箱|复制|链接"
    "|连结|网址|海报|二维码"
    "|qr ?code|扫码|扫一扫|扫描|长按|识别|辨识|手机版|电脑版|触屏版|桌面版|手机站?|桌面|听新闻|听全文|收听|朗读"
    "|语音|播报|播放|无障碍|长者"
    "|适老化?|关怀版?|大字版|模式|搜索|搜寻|检索|查询|站内|导航|导览|地图|联系我们|联络我们|关于我们|关于|本站"
    "|友情|隐私|私隐|政策|条款"
    "|声明|免责|版权|广告|合作|招聘|投稿|爆料|热线|客服|帮助|服务|更多|展开|收起|全文|原文|阅读|查看|浏览|点击"
    "|点选|点阅|人气|热度|次数|次"
    "|回复|楼主|电梯直达|只看|倒序|顺序|置顶|发表|发帖|发新帖|新帖|高级|推荐|热门|热点|排行榜?|榜|猜你喜欢|猜你|相关"
    "|延伸|专题|专栏|频道|栏目|rss"
    "|cookie|会员|积分|签到|打赏|捐款|支持|在看|预览|标签|分类|存档|归档|收录|话题|往期|回顾|人看过|人|我要"
    "|本页|本文|窗口|文章|新闻|内容"
    "|页面|作者|该|一下|点我|点此|按此|按我|按钮|编辑|道具|使用|存|赞|踩|请|您|我们|你|我|的|到|至|在|于|和|或"
    "|与|及|用|看|读|听|发|新|大|中"
    "|小|最|快|即可|可|有|让|来|去|已|未|不|吧|哦|万|千|今日|本周|最新|精彩|独家|资讯|报道|信息|喜欢"
)
_HAN_CHAR: Final = re.compile(f"[{HAN}]")
_WEAK: Final = frozenset(
    "人 次 的 到 至 在 于 和 或 与 及 用 看 读 听 发 新 大 中 小 最 快 可 有 让 来 "
    "去 已 未 不 吧 哦 万 千 请 您 你 我 我们 文章 新闻 内容 页面 作者 该 "
    "一下 即可 服务 信息 报道 资讯 支持 合作 使用 编辑 政策 广告 查询 热线 "
    "客服 帮助 话题 会员 空间 模式 今日 本周 最新 精彩 独家 喜欢 中字 存 回 "
    "反对 手机 桌面 播放 专题 频道 栏目 原文 关于 加入 友情 人气 热度 热门 热点 微信 微博 长者 赞 踩 高级".split()
)
"""What ordinary prose says as well: it counts only beside others."""


def _in_latin(words: str) -> re.Pattern[str]:
    """Return a pattern for those of *words*, alternatives between `|`, that a line of ASCII may have."""
    return re.compile("|".join(word for word in words.split("|") if word.isascii()))


# These see small letters: without a flag for both cases the engine knows at once where none of the words can begin.
_CONTROL: Final = re.compile(by_beginning(_WORDS))
_LATIN_CONTROL: Final = _in_latin(_WORDS)

_APPEAL: Final = re.compile(
    "本网|本站|本平台|本公众号|本刊微信|本页|本栏目|转载|翻印|版权|著作权|授权|侵权|登录|登入|注册|账号|帐号"
    "|下载|客户端|app|关注我们|请关注"
    "|粉丝|订阅|订户|电邮|扫码|扫描|二维码|点击|点选|浏览器|邮箱|e-?mail|邮件地址|隐私|私隐|cookie|条款|免责"
    "|投稿|爆料|新闻线索|评论|留言"
    "|您|会员|广告|收藏|赞助|捐款|点赞|公开传输|公开播送|不代表|不承担|仅供参考|权利人|联系我们|与我们联系"
    "|及时删除|予以删除|第一时间删除"
    "|标注|必填|复制|屏蔽|拦截|更多功能|正文完|仅代表|个人观点|作者观点|平台立场|无关|原创稿件|后台|本文由"
    "|本文系|敬请|欢迎"
)
_OFFER: Final = re.compile(
    "欢迎|免费|在线|客服|充值|返利|返现|优惠|折扣|官网|官方网站|平台|咨询|代理|加盟|招商|包邮|下单|注册即?送"
    "|体验金|首存|首充|提现|到账|秒到"
    "|彩金|红包|永久|地址|网址|域名|收藏|播放器|高清|资源|观看|点播|app|安装|下载|开户|代办|办理|出售|批发|厂家"
    "|价格|低价|特价|现货|货源|正品"
    "|诚信|信誉|保密|上门|约会|日结|兼职|日赚|月入|零门槛|包过|验货|付款|微信|薇信|威信|qq|扣扣|电报|telegram"
    "|24小时|二十四小时|七乘|专业|v信|交易|联系"
    "|独家|首选|领取|点击|进群|加群"
)
_LATIN_APPEAL: Final = _in_latin(_APPEAL.pattern)
_LATIN_OFFER: Final = _in_latin(_OFFER.pattern)


def is_controls(text: str) -> bool:
    """Say whether *text* consists of what a reader can click, look up or count.

    >>> is_controls("分享 留言 列印 存新聞"), is_controls("长按识别二维码，关注我们"), is_controls("他关闭了窗口")
    (True, True, False)
    """
    return len(text) <= CONTROLS_MAX and "。" not in text and control_share(text, COVERED_MIN) >= COVERED_MIN


def control_share(text: str, least: float = 0.0) -> float:
    """Return which share of the letters of *text* name controls, 0 if none does so surely or *least* is not reached.

    >>> control_share("打印"), control_share("他来了")
    (1.0, 0.0)
    """
    folded = fold(text).lower()
    pattern = _LATIN_CONTROL if folded.isascii() else _CONTROL
    rest = pattern.sub("", folded)
    if len(rest) == len(folded):
        return 0.0
    letters = sum(map(str.isalpha, folded))
    covered = letters - sum(map(str.isalpha, rest))
    if covered / letters < least or _WEAK.issuperset(pattern.findall(folded)):
        return 0.0
    return covered / letters


@lru_cache(512)
def appeals(text: str) -> int:
    """Return how many different words of *text* address the reader or speak of the page.

    >>> appeals("未经授权不得转载，如有侵权请联系我们及时删除。") > 2
    True
    """
    return _count(text, _APPEAL, _LATIN_APPEAL)


@lru_cache(512)
def offers(text: str) -> int:
    """Return how many different words of *text* offer something to the reader.

    >>> offers("新用户注册即送体验金，秒到账，客服在线。") > 3
    True
    """
    return _count(text, _OFFER, _LATIN_OFFER)


def _count(text: str, words: re.Pattern[str], latin: re.Pattern[str]) -> int:
    """Return how many different ones of *words* stand in *text*; *latin* are those without Chinese characters."""
    small = fold(text[:LONGEST]).lower()
    return len(set((words if _HAN_CHAR.search(small) else latin).findall(small)))
