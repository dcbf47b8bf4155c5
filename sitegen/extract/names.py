"""Know names of people and of those who publish, by their build: surname and length here, the last syllables there."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from sitegen.extract.fold import fold
from sitegen.extract.shape import HAN

# The 300 most frequent surnames of the mainland and Taiwan (Ministry of Public Security, 2020; Ministry of the
# Interior, 2018), in both scripts, without such as are words more often than names.
_SURNAMES: Final = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧韩韓冯馮曹彭曾肖萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇"
    "魏吕呂丁任沈姚卢盧姜崔钟鍾鐘谭譚陆陸汪范金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛闫閆段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴"
    "覃武戴莫孔向汤湯常温溫康施牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌"
    "毕畢单單季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳欧管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆简簡车車项項连連芦蘆麦麥"
    "褚娄婁窦竇戚岑景党黨宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄丛叢仲虞敖巩鞏明佘池查麻"
    "苑迟遲邝鄺官封谈談匡鞠惠荆荊乐樂冀郁胥南班储儲原栗燕楚鄢劳勞谌諶奚皮粟冼蔺藺楼樓盘盤满滿闻聞位厉厲仝区區郗来來花凤鳳计計危经經宣"
    "洪祖阎閻文风代苏喬练練利都东東强強慕雍卢逯宿扈卿曲贝貝邰支阙闕伊尧堯海尼丘由云雲展薄束竺权權相巴上木水"
)
_COMPOUND: Final = frozenset(
    "欧阳 歐陽 上官 司马 司馬 诸葛 諸葛 司徒 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 令狐 慕容 夏侯 端木 轩辕 軒轅 "
    "宇文 长孙 長孫 南宫 南宮 独孤 獨孤 "
    "呼延 申屠 百里 范姜 范薑 张简 張簡 欧陽".split()
)
_GIVEN_MAX: Final = 2
_MONGOL: Final = re.compile(rf"[{HAN}]{{1,8}}(?:[·•・‧．][{HAN}A-Z.]{{1,10}}){{1,3}}")
_LATIN: Final = re.compile(r"[A-Z\u00c0-\u00de][\w.'\u00c0-\u024f-]*(?: [A-Z\u00c0-\u00de][\w.'\u00c0-\u024f-]*){0,3}")
_PEN_NAME: Final = re.compile(r"[\w.@-]{2,12}")
"""What a colon announces as a name may have any form, but is not longer."""
_SHORT: Final = re.compile(f"[{HAN}]{{2,3}}")
_HAN_ONLY: Final = re.compile(f"[{HAN}]+")

MEDIUM: Final = re.compile(
    r"(?:日报|时报|晚报|早报|晨报|周报|快报|学报|导报|商报|都市报|农报|讯报|青年报|画报|体育报|法制报|法治报"
    rf"|教育报|[{HAN}]报|网|网站|在线|热线|新闻社|通讯社|通信社|[{HAN}]社|[{HAN}]{{2}}通讯"
    r"|广播|电台|电视台?|卫视|之声|频道|[市省县区央广视]台|周刊|周报|月刊|双月刊|半月刊|季刊|学刊|旬刊|期刊"
    r"|副刊|杂志|杂誌|雜志|雜誌|丛刊|文摘|文汇|文学|故事会|传媒|傳媒|媒体|媒體"
    r"|新闻|新聞|新闻网|新闻云|资讯|財讯|财讯|快讯|观察|觀察|评论|頭条|头条|论坛报|客户端|融媒体?(?:中心)?|视界"
    r"|财经|財经|週刊|書評|书评|出版社|公众号|發布|发布|时讯|時讯)$"
)
"""The end of a folded name of a newspaper, magazine, station, site or agency."""
_OFFICE: Final = re.compile(
    r"(?:政府|办公室|委|局|厅|院|部|处|署|司|大学|学院|学校|中学|小学|中心|协会|学会|研究所|委员会|公司|集团"
    r"|基金会|联合会|工会|医院|银行|馆|会|站|所)$"
)
"""The end of a folded name of an institution that publishes notices."""
_NO_MEDIUM: Final = re.compile(
    r"^(?:(?:国内|国际|社会|本地|地方|时政|财经|娱乐|体育|科技|军事|综合|最新|热点|今日|更多|图片|视频|热门"
    r"|推荐|独家|民生|即时|行业|公司|要闻|相关|焦点|头条|文化|教育|健康|生活|法治"
    r"|港台|两岸|海外|全国|产业|产经|校园|农业|旅游|房产|汽车|经济|政治|环球|世界|中国)(?:新闻|资讯|评论|观察"
    r"|频道|财经|快讯|头条|媒体|发布|文学)"
    r"|(?:网友|读者|编辑|记者|本报|本网|本社|本刊|本台|我市|我县|我省|全市|全省|官方|互联)(?:新闻|资讯|评论|观察"
    r"|频道|财经|快讯|头条|媒体|发布|网|网站|文学|社|在线)"
    rf"|(?:最新|即时|今日|热门|更多|推荐|精选)[{HAN}]{{0,4}}(?:新闻|资讯|快讯|头条|评论|观察)"
    r"|新闻|评论|频道|头条|资讯|财经|观察|媒体|快讯|文学|公众号|发布|网|网站|官网|互联网|上网|在线|副刊|热线"
    r"|连线|社会|书评)$"
)
"""Words of the same build that are sections of any site."""
_FORUM: Final = re.compile(r"(?:论坛|社区|贴吧|博客|部落格|空间|吧|圈|bbs|discuz!?|wordpress|blog)$", re.IGNORECASE)
_NO_NAME: Final = re.compile(
    r"报道|报导|来源|出处|编辑|责编|作者|时间|日期|发布|发表|记者|摄影|获悉|了解|采访|佚名|未知|匿名|管理员"
    r"|admin|网站|日报|晚报|时报|分类|标签|栏目|频道|作品"
    r"|通讯社|新华社|综合|本报|本网|本站|原创|整理|转载|评论|阅读|浏览|点击|字号|字体|打印|分享|关注|责任|整合"
    r"|通讯员|供稿|校对|审核|审校|校审|监制|终审|初审|统筹|策划"
    r"|收藏|点赞|回复|举报|首页|返回|关闭|更多|[上下]一|微信|微博|网友|未标注|暂无|不详|无名|小编|本刊|本台|编者|编委"
    r"|观点|仅代表|直达|^已有|^共有"
    r"|网$|^[a-z]{1,2}$|\d{3}|^(?:无|大|中|小|等|文|图|摄|编|星期|周)$",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    rf"^(?:(?:[{HAN}]{{2,10}}?(?:报|网|社|台|刊|部|中心|传媒))?(?:本报|本网|本刊|本台|本社|我报|见习|实习|首席"
    rf"|特约|特派|全媒体|融媒体|新媒体|驻站|驻地|高级|资深|通讯社|文字)*"
    rf"(?:记者|通讯员|实习生|撰稿人|作者|主笔|编辑|特派员|评论员|主任|研究员))[ :/|]*"
)
_SPLIT: Final = re.compile(rf"([、,，/／|｜;；&＆]|\s+|(?<=[{HAN}]{{2}})[和与與](?=[{HAN}]{{2}})|\band\b)")
_SPACED: Final = re.compile(rf"(?<![{HAN}])([{HAN}])[ 　]{{1,2}}([{HAN}])(?![{HAN}])")
_SPEAKERS: Final = ("我们", "你们", "您", "大家")
"""In what a page says to its readers, and no name."""
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_KOREAN_OFFICE: Final = re.compile(r"\s*(?:기자|특파원|논설위원|기고가|편집위원)$")
"""Reporter, correspondent and the like, behind a name."""
_KANA: Final = re.compile("[\u3041-\u30ff]")
_JAPANESE: Final = re.compile(rf"(?<=[{HAN}]{{2}})[ 　](?=[{HAN}](?![{HAN}]))")
"""Between a surname and a given name of one character."""
_WORD: Final = re.compile(r"[\w·&-]+")
_SENTENCE: Final = re.compile(r"[。！？!?，,：:；;“”\"「」…]")
_ENDS_NAMES: Final = re.compile(r"([\[【(（〔<>《“\"「\]】)）〕。!！?？:：\u0000])")
_ID: Final = re.compile(rf"(?<=[{HAN}])[_-]?[A-Za-z]{{1,4}}\d{{2,}}$|_[A-Za-z]{{1,4}}$")
"""The number of an editor behind the name."""
_PUBLISHER_END: Final = re.compile(r"\s{2,}|\s?[|｜丨\[\]【】()（）<>,，;；。!！?？/／\"”」》\n]|\s(?:[:：·•-]|\d)")
_LEADING: Final = re.compile(r"^(?:(?:微信)?公众号|微信|网站|媒体|杂志)?\s?[:“\"「《\[【(（]+\s?")
PLACES: Final = frozenset(
    "北京 上海 天津 重庆 重慶 广州 廣州 深圳 杭州 南京 武汉 武漢 成都 西安 沈阳 瀋陽 长春 長春 哈尔滨 大连 青岛 "
    "济南 郑州 鄭州 长沙 南昌 合肥 福州 厦门 廈門 南宁 海口 昆明 贵阳 "
    "拉萨 兰州 蘭州 西宁 银川 太原 石家庄 呼和浩特 乌鲁木齐 河北 山西 辽宁 吉林 江苏 浙江 安徽 福建 江西 山东 "
    "河南 湖北 湖南 广东 海南 四川 贵州 云南 雲南 陕西 甘肃 青海 台湾 台灣 臺灣 "
    "香港 澳门 澳門 台北 臺北 新北 桃园 桃園 台中 臺中 台南 臺南 高雄 基隆 新竹 苗栗 彰化 南投 云林 雲林 嘉义 "
    "嘉義 屏东 屏東 宜兰 宜蘭 花莲 花蓮 台东 臺東 澎湖 金门 金門 连江 連江 华盛顿 "
    "華盛頓 纽约 紐約 伦敦 倫敦 巴黎 东京 東京 首尔 首爾 新加坡 吉隆坡 槟城 檳城 怡保 旧金山 舊金山 洛杉矶 "
    "洛杉磯".split()
)
"""Where reporters sign from most; other places are known by their position."""
_ORIGINAL: Final = re.compile("(?<=..)(?<!本.)原[创創](?:稿件|作品|内容|內容)?$")
PUBLISHER_MAX: Final = 30
NOBODY: Final = re.compile(r"^(?:网络|互联网|网上|佚名|未知|不详|无|其他|其它|网友|本站|转载|原创|[\W\d]*)$")


def is_person(text: str) -> bool:
    """Say whether *text* is built like the name of a person: surname and one or two characters, or parts with a dot.

    >>> is_person("张三"), is_person("歐陽明月"), is_person("木合塔尔·艾山"), is_person("江边日报")
    (True, True, True, False)
    """
    if text.isascii():
        return False
    if _MONGOL.fullmatch(text):
        return True
    given = len(text) - (2 if text[:2] in _COMPOUND else 1)
    if not 1 <= given <= _GIVEN_MAX or not (text[:2] in _COMPOUND or text[0] in _SURNAMES):
        return False
    return _HAN_ONLY.fullmatch(text) is not None and not _NO_NAME.search(fold(text))


def is_medium(text: str) -> bool:
    """Say whether *text* is built like the name of a newspaper, site, station or agency.

    >>> is_medium("江边日报"), is_medium("江邊新聞網"), is_medium("国内新闻"), is_medium("他在上网")
    (True, True, False, False)
    """
    if text.isascii() or not 3 <= len(text) <= 20:  # noqa: PLR2004 - characters
        return False
    folded = fold(text)
    return (
        _WORD.fullmatch(text) is not None
        and bool(MEDIUM.search(folded))
        and not _NO_MEDIUM.search(folded)
        and not any(word in folded for word in _SPEAKERS)
        and not folded.startswith(("他", "她", "我", "你", "在", "据", "关于", "对", "把", "被"))
    )


def is_section(text: str) -> bool:
    """Say whether *text* is a section of any site, though it is built like the name of a medium.

    >>> is_section("国内新闻"), is_section("江边新闻")
    (True, False)
    """
    return _NO_MEDIUM.search(fold(text)) is not None


def is_office(text: str) -> bool:
    """Say whether *text* is built like the name of an institution.

    >>> is_office("江城市水务局"), is_office("他在医院")
    (True, True)
    """
    if text.isascii() or not 4 <= len(text) <= 24:  # noqa: PLR2004 - characters
        return False
    return not _SENTENCE.search(text) and _OFFICE.search(fold(text)) is not None


def is_forum(text: str) -> bool:
    """Say whether *text* names a place where people write for themselves: nobody publishes there."""
    return bool(_FORUM.search(fold(text).strip()))


def split_names(text: str) -> tuple[str, ...]:
    """Return the names in *text*; a name of two characters may be written with a space between them.

    >>> split_names("张三、李　四")
    ('张三', '李四')
    >>> split_names("한소라 기자"), split_names("佐伯 遼"), split_names("高瀬 ふみ")
    (('한소라',), ('佐伯遼',), ('高瀬ふみ',))
    """
    if _HANGUL.search(text):
        parts: Iterable[str] = (_KOREAN_OFFICE.sub("", part) for part in re.split(r"\s*[、,，/／|;；·&]\s*", text))
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    text = _JAPANESE.sub("", _SPACED.sub(r"\1\2", text.strip()))
    if _KANA.search(text):
        return tuple(dict.fromkeys("".join(part.split()) for part in re.split(r"[、,，/／|;；]", text) if part.strip()))
    text = re.sub(rf"(?<=[{HAN}]) +(?=[A-Za-z])", "、", text)
    if re.search(r"[A-Za-z]", text):
        parts = re.split(r"\s*(?:[、,，/／|;；&]|\b(?:and|und|et|y|og|och|e)\b)\s*", text)
    else:
        parts = _SPLIT.split(text)[::2]
    return tuple(dict.fromkeys(part.strip() for part in parts if part and part.strip()))


def read_names(text: str, *, trusted: bool) -> tuple[str, ...]:
    """Return the names at the head of *text*, the value of a field; what is no name ends them.

    *trusted*: a colon announced them, so that a pen name of any form is believed.

    >>> read_names("本报记者 张三、李四 2021", trusted=True), read_names("山脚的风", trusted=True)
    (('张三', '李四'), ('山脚的风',))
    >>> read_names("部的故事", trusted=False)
    ()
    """
    rest = re.sub(r"^\s*(?:[\[【(（〔][^\]】)）〕]{1,6}[\]】)）〕]\s*)+", "", _SPACED.sub(r"\1\2", text))
    rest, mark, _ = (*_ENDS_NAMES.split(rest, maxsplit=1), "", "")[:3]
    if mark and mark in "。!！?？:：":
        return ()  # a sentence, as the questions of an interview
    pieces = _until_no_name(_SPLIT.split(_without_role(rest.strip(" 　\u00a0*-—·@,，、;；/／|｜丨.…"))))
    if any(map(str.isascii, filter(str.isalpha, rest))):
        pieces = _latin_joined(pieces)
    found: list[str] = []
    separator = ""
    titled = False
    for position, piece in enumerate(pieces):
        if position % 2:
            separator = piece.strip() or " "
            continue
        name = _without_role(piece.strip(" 　\u00a0*-—@.…"))
        if not name:
            titled = True
            continue
        name = _ID.sub("", re.sub(r"(?<=..)等$", "", name)) or name
        place = _Place("" if titled else separator, alone=len(pieces) == 1, last=position == len(pieces) - 1)
        if not _is_name(name, place, trusted=trusted or titled):
            break
        titled = False
        found.append(name)
    return tuple(dict.fromkeys(found))


def _until_no_name(pieces: list[str]) -> list[str]:
    """Return *pieces*, names and what parts them, up to the first that can be none; the first is always there."""
    stops = (i for i in range(2, len(pieces), 2) if _NO_NAME.search(fold(_without_role(pieces[i].strip()))))
    return pieces[: next(stops, len(pieces) + 1) - 1]


def read_publisher(text: str) -> str:
    """Return the publisher at the head of *text*, the value of a field; empty if nothing there can be one.

    >>> read_publisher("《江边日报》2021年第3期"), read_publisher("公众号“江边人”"), read_publisher("江边网 打印")
    ('江边日报', '江边人', '江边网')
    """
    value = _ORIGINAL.sub("", _LEADING.sub("", text.strip(" 　\u00a0")))
    value = _PUBLISHER_END.split(value, maxsplit=1)[0].strip(" 　\u00a0'‘’·-—*:：")
    head, *others = value.split(" ")
    if others and re.search(f"[{HAN}]", head):
        value = head
    if value in PLACES or len(value) > PUBLISHER_MAX or NOBODY.match(fold(value)) or "://" in value or "www." in value:
        return ""
    return value


def _without_role(text: str) -> str:
    match = _ROLE.match(fold(text))
    return text[match.end() :].lstrip(" 　\u00a0") if match else text


def _latin_joined(pieces: list[str]) -> list[str]:
    """Put words of a foreign name together again: blanks part no names there."""
    joined = [pieces[0]]
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if not separator.strip() and piece.isascii() and joined[-1].isascii() and not any(map(str.isdigit, piece)):
            joined[-1] += f" {piece}"
        else:
            joined += [separator, piece]
    return joined


class _Place(NamedTuple):
    """Where a name stands among others."""

    separator: str
    """Before it."""

    alone: bool
    last: bool


def _is_name(name: str, place: _Place, *, trusted: bool) -> bool:
    separator, alone, last = place
    if _NO_NAME.search(fold(name)) or name in PLACES:
        return False
    if is_person(name) or _LATIN.fullmatch(name):
        return True
    if not trusted:
        return not is_medium(name) and separator != " " and alone and bool(_SHORT.fullmatch(name))
    if _HAN_ONLY.fullmatch(name) and 1 < len(name) <= 4:  # noqa: PLR2004 - characters of most names
        return not is_medium(name) and (separator != " " or (last and len(name) == 2))  # noqa: PLR2004
    return alone and not is_medium(name) and bool(_PEN_NAME.fullmatch(name)) and not name.isdigit()
