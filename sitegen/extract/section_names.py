"""Know what sections are called: papers of all places part the world alike.

The table holds subjects, places and forms that name sections of many papers, folded, and no site's own. A name of two
of them is one, too: 文化人物, 国际财经.
"""

import re
from functools import lru_cache
from typing import Final

from sitegen.extract.fold import fold
from sitegen.extract.names import PLACES, is_section

_SUBJECTS: Final = (
    "要闻|头条|时政|政治|政务|党建|党务|国内|国际|环球|天下|世界|全球|海外|海内外|两岸|台海|港澳|港澳台|港闻|澳闻|台湾|大马|新马|东南亚|南洋|东盟"
    "|亚洲|亚太|欧洲|美洲|北美|美国|加拿大|中国|大陆|中港台|全国|地方|本地|本埠|本港|本市|市县|区县|县域|县区|乡镇|街巷|街道|各地|都会|都市|城市|城事|城乡"
    "|社会|民生|法治|法制|法庭|警讯|庭审|政法|社区|社团|侨社|侨务|侨乡|侨界|侨团|华社|华埠|华人|移民|地产|房产|楼市|家居|置业|汽车|车市|交通"
    "|财经|经济|金融|证券|股市|理财|商业|商界|公司|产业|产经|企业|创业|职场|消费|科技|科学|科普|数码|互联网|前沿|航天|健康|养生|医疗|医药|卫生|教育|校园|学术|考试|高考|中考|升学"
    "|体育|足球|篮球|网球|赛事|奥运|彩票|马经|娱乐|影视|电影|音乐|戏剧|戏曲|综艺|明星|演艺|文化|文艺|文学|文史|文博|文旅|文教|艺术|书画|书评|读书|阅读|悦读|书房|出版|历史|考古|掌故|史话|国学|非遗|民俗|民间|乡土"
    "|副刊|随笔|散文|诗歌|诗|小说|杂文|杂谈|评论|时评|社评|社论|言论|观点|论坛|专论|论点|民意|来信|投书|读者|专栏|名家|专题|专访|访谈|人物|人物志|故事|纪实|特写|特稿|深度|调查|观察|聚焦|焦点|热点|热议|解读|分析"
    "|生活|休闲|美食|饮食|厨房|旅游|旅行|出行|时尚|风尚|女性|两性|情感|家庭|亲子|育儿|少儿|青年|长者|养老|宠物|园艺|收藏|星座|宗教|信仰|公益|慈善|环保|环境|生态|自然|气象|天气|农业|农村|三农|农经|乡村|军事|国防|历史"
    "|即时|最新|快讯|滚动|综合|新闻|资讯|动态|公告|通知|通告|工作动态|图片|视频|影音|图集|活动|服务|关怀|校友|招生|就业|党群|机关|部门|基层|一线|媒体|传媒|传播|业界|行业|设计|建筑|摄影|漫画|游戏|动漫|电竞|博览|百科|知识|声音|影像|往事|记忆|口述"
    "|北马|南马|中马|东马|东海岸|雪隆|霹雳|柔佛|吉隆坡|槟城|砂拉越|沙巴|纽约|湾区|洛城|大纽约|大洛杉矶|新界|九龙|港岛|离岛"
)
_FORMS: Final = (
    "新闻|要闻|动态|资讯|频道|专栏|专题|专版|栏目|周刊|副刊|版|版块|评论|观察|观点|故事|人物|中心|之窗|园地|天地|纵横|广角|论坛|时评|播报|报道|信息|速递|快讯|事务|生活|文化|教育|经济|财经|科技|体育"
    "|社区|聚焦|透视|视点|长廊|沙龙|公告|活动|服务|工作|志|谈|录|界|圈|事|闻|讯"
)
_PARTS: Final = "|".join(sorted({*_SUBJECTS.split("|"), *_FORMS.split("|")}, key=len, reverse=True))
_NAME: Final = re.compile(rf"(?:{_SUBJECTS})(?:[与和·]?(?:{_PARTS})){{0,2}}")

_TABLE: Final = str.maketrans(
    "頭黨環臺灣馬東亞歐陸縣鄉鎮團僑樓車職場費養醫療藥衛園試籃賽奧運娛樂戲劇藝畫悅歷遺隨詩雜談觀壇誌紀調閒飲廚遊親兒長寵農軍滾懷羣群層築競憶靂檳紐磯龍島離塊縱橫遞衞閲説",
    "头党环台湾马东亚欧陆县乡镇团侨楼车职场费养医疗药卫园试篮赛奥运娱乐戏剧艺画悦历遗随诗杂谈观坛志纪调闲饮厨游亲儿长宠农军滚怀群群层筑竞忆雳槟纽矶龙岛离块纵横递卫阅说",
)
"""What the labels of pages (`fold`) do not have."""


@lru_cache(2048)
def is_section_name(text: str) -> bool:
    """Say whether *text* is what papers call a section.

    >>> is_section_name("地方新聞"), is_section_name("文化人物"), is_section_name("江边日报"), is_section_name("纽约")
    (True, True, False, True)
    """
    folded = fold(text.strip()).translate(_TABLE)
    return len(folded) <= 8 and (_NAME.fullmatch(folded) is not None or text in PLACES or is_section(text))  # noqa: PLR2004
