"""Tell names of people from names of houses by their build."""

import re
from typing import Final

from sitegen.extract.fold import fold

_SURNAMES: Final = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭肖蔡潘田董袁于余叶葉蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧傅"
    "钟鍾鐘姜崔谭譚廖范範汪陆陸金石戴贾賈韦韋夏邱丘方侯邹鄒熊孟秦白江阎閻薛尹段雷黎史龙龍陶贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戚莫孔向汤湯尚温溫康施文牛樊葛邢安齐"
    "齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧阮纪紀梅童凌畢毕单單季裴霍涂塗成苗谷盛曲翁冉骆駱蓝藍路游辛靳欒栾管柴蒙鲍鮑华華喻祁蒲房"
    "滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆简簡车車项項连連芦麦麥褚娄婁窦竇戴岑景党宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栗隋商刁沙荣榮"
    "巫寇桑郎甄丛叢仲虞敖巩鞏明佘池查麻苑迟遲邝鄺官封谈談匡鞠惠荆荊乐樂冀郁郜储儲宦沃禄祿阚闞娜那薄原揭年辜巴舒楚湛诸諸戎计計闻聞樓楼花酆"
)
_DOUBLE: Final = re.compile(
    "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|東方|皇甫|尉迟|公孙|公孫|令狐|慕容|司徒|夏侯|端木|宇文|长孙|長孫|南宫|南宮|独孤|拓跋"
)
_HOUSE: Final = re.compile(
    r"(?:[报社网台刊]|周刊|月刊|半月谈|杂志|在线|新闻|新闻网|传媒|观察|财经|头条|客户端|政府|[局委厅部院署办校馆会厂司所队团]|中心|大学|公司|频道|通讯|电视|广播|电台|论坛|博客"
    r"|出版社|公众号|资讯|快讯|之声|之家|日志|工作室|平台|时代|文摘|门户|晚间|导报|早报|online|news|times|post|daily|\.com|\.cn|\.net)$",
    re.IGNORECASE,
)
_LATIN: Final = re.compile(r"[A-Z][A-Za-z.'\u00c0-\u024f-]+(?: [A-Z][A-Za-z.'\u00c0-\u024f-]*){1,3}")
_HAN_ONLY: Final = re.compile(r"[\u3400-\u9fff]+(?:[·•・．][\u3400-\u9fff]+)*")


def is_person(text: str) -> bool:
    """Say whether *text* is built like the name of a person.

    >>> is_person("赵一鸣"), is_person("欧阳春"), is_person("让·雅克"), is_person("江边日报"), is_person("Ann Lee")
    (True, True, True, False, True)
    """
    text = text.strip()
    if _LATIN.fullmatch(text):
        return True
    if not _HAN_ONLY.fullmatch(text):
        return False
    if any(dot in text for dot in "·•・．"):
        return True
    if _DOUBLE.match(text):
        return 3 <= len(text) <= 4  # noqa: PLR2004 - characters
    return 2 <= len(text) <= 3 and text[0] in _SURNAMES and not is_house(text)  # noqa: PLR2004


def is_house(text: str) -> bool:
    """Say whether *text* is built like the name of a publisher.

    >>> is_house("江边日报"), is_house("赵一鸣")
    (True, False)
    """
    return _HOUSE.search(fold(text).strip()) is not None


def leading_person(text: str) -> str:
    """Return the name with which *text* begins, though no mark ends it: `赵一鸣江城29日电`.

    >>> leading_person("赵一鸣江城"), leading_person("钱舟江城"), leading_person("江边")
    ('赵一鸣', '钱舟', '江边')
    """
    if match := re.match(r"[\u3400-\u9fff]{1,6}[·•・．][\u3400-\u9fff]{1,6}", text):
        return match[0]
    run = re.match(r"[\u3400-\u9fff]*", text)
    length = len(run[0]) if run else 0
    size = {2: 2, 3: 3, 4: 2}.get(length, 3)
    return text[: size + bool(_DOUBLE.match(text) and length > 3)]  # noqa: PLR2004 - characters
