"""Lines that hardly belong to their article are weighed by many weak signs; those of healthy articles all stay."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.extract.belonging import FEATURES, STRANGER_MAX, Line, points
from sitegen.extract.line_points import POINTS
from sitegen.extract.spam import Suspect
from sitegen.model import Extraction

Read = Callable[..., Extraction]

HEAD: Final = "石桥村的豆腐坊传到第四代\n2022-11-08 09:20 来源：芦湾日报\n"
BODY: Final = (
    "石桥村的豆腐坊开了七十六年，如今的掌勺人是二十九岁的冯小满。每天凌晨两点，她把泡好的黄豆倒进石磨，一边添水一边听磨响。",
    "“磨得太快，豆浆就发涩。”冯小满说，这是曾祖父留下的话。豆子是村里自己种的，一斤豆子出三斤豆腐，多一两她都不要。",
    "点卤是最要紧的一步。卤水从锅边慢慢淋下去，豆浆里浮起云一样的花，等花聚成团，就要赶紧舀进木框里压住。",
    "去年有人劝她换机器，一天能多做两百斤。她想了一夜，还是把石磨留了下来，只给磨房装了一盏亮一点的灯。",
    "早上六点，豆腐坊门口排起了队。老人们端着自家的碗，孩子们等的是锅底那层焦黄的豆皮，撒一点盐，趁热吃。",
)

STRANGERS: Final = {
    "credit": "急需周转不求人！当天审核当天放款，身份证即可，加经理薇信 dk88216",
    "escort": "江城外围模特预约，空姐学生白领任选，加賴看照不满意可換",
    "tax": "代开各类发票，全国可验，先验后付，电话13900000000",
    "cyrillic": "Лучшие игровые автоматы онлайн, бонус 200% за регистрацию",
    "malay": "Situs permainan terpercaya, bonus 150% anggota baru, daftar sekarang juga",
    "english": "Top rated replica watches 2023, free shipping worldwide, 80% off today only",
    "streams": "网盘资源合集：最新剧集抢先看，每日更新，点击进入下载",
    "casino": "真人视讯在线平台_注册即送彩金_官网地址_手机客户端下载",
}


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize("place", [1, 3, 4])
def test_a_stranger_goes_and_is_recorded(read: Read, stranger: str, place: int) -> None:
    found = read(HEAD + "\n".join((*BODY[:place], stranger, *BODY[place:])))
    assert found.text.split("\n") == list(BODY)
    assert stranger in [gone.text for gone in found.removed]


STAY: Final = {
    "verse": ("豆子圆圆", "磨盘转转", "一声鸡叫", "天就亮了"),
    "headings": ("一、石磨", "二、卤水"),
    "prices": ("嫩豆腐 每斤三元", "老豆腐 每斤四元", "豆皮 每张两元"),
    "talk": ("记者：最难的是哪一步？", "冯小满：点卤。", "记者：学了几年？", "冯小满：六年。"),
    "a word of thanks": ("感谢石桥村村委会提供的资料。",),
    "a foreign sentence": ("“Slow is smooth, smooth is fast.” She wrote it on the wall.",),
    "a way to call": ("豆腐坊的电话写在门板上：0550-1234567，冯小满说，打电话的多半是老主顾。",),
    "a note": ("（应受访者要求，冯小满为化名）",),
    "hours": ("开放时间：周二至周日9:00至17:00，咨询电话：0550-1234567，地址：石桥村豆腐巷12号。",),
    "how to apply": ("报名方式：请于11月20日前拨打电话0550-1234567，或发邮件到 doufu@shiqiao.example，名额三十人。",),
    "tickets": ("购票网址：www.shiqiao-doufu.example，票价成人二十元、学生十元，七十岁以上老人免费。",),
    "the way": ("交通：乘5路、11路公交车至石桥村站下车，步行三百米即到，自驾可导航石桥村停车场。",),
    "winners": ("获奖名单：一等奖冯小满，二等奖赵青山、李石头，三等奖周家旺、钱有余、孙兰花",),
    "where to write": ("参赛作品请寄：江城市芦湾区石桥村豆腐巷12号豆腐节组委会收，邮编239000，联系电话0550-1234567",),
    "ingredients": ("黄豆一斤", "卤水二两", "井水六斤"),
}


@pytest.mark.parametrize("lines", STAY.values(), ids=STAY)
def test_lines_of_the_article_stay(read: Read, lines: tuple[str, ...]) -> None:
    body = (*BODY[:3], *lines, *BODY[3:])
    assert read(HEAD + "\n".join(body)).text.split("\n") == list(body)


ABOUT_SPAM: Final = (
    "芦湾警方昨天通报，一个专做网络赌博引流的团伙被打掉，二十三人被刑事拘留，涉案网站四十七个。",
    "办案民警介绍，团伙先买下快要到期的域名，再把“注册即送彩金”“提现秒到账”之类的话塞进别人的网页里，引人点击。",
    "网页上的客服自称“荷官”，让受害人加微信进群，群里三十多个人，除了受害人全是托儿。",
    "受害人陈某说，头两天赢了六百元，第三天充值两万元，从此再也没有提现成功过，客服的微信也把他拉黑了。",
    "警方提醒，凡是注册即送彩金的平台都是骗局，网站主办者要查看自己的网页有没有被人放进赌博广告。",
)


def test_an_article_about_spam_stays_whole(read: Read) -> None:
    head = "芦湾打掉一个赌博网站引流团伙\n2022-11-08 09:20 来源：芦湾日报\n"
    assert read(head + "\n".join(ABOUT_SPAM)).text.split("\n") == list(ABOUT_SPAM)


def test_keywords_one_below_the_other_go(read: Read) -> None:
    stack = ("特价机票预订", "二手挖掘机出售", "雅思保分培训", "别墅庭院设计", "进口红酒批发")
    found = read(HEAD + "\n".join((*BODY[:2], *stack, *BODY[2:])))
    assert found.text.split("\n") == list(BODY)
    assert [gone.text for gone in found.removed if gone.rule == "keyword-stack"] == list(stack)


def test_each_sign_has_its_points_and_stays_between_0_and_1() -> None:
    assert POINTS.keys() == FEATURES.keys()
    for text in (*BODY, *STRANGERS.values(), *ABOUT_SPAM, "", "。"):
        line = Line(Suspect(text), (BODY[0],), (BODY[1],))
        assert all(0 <= sign(line) <= 1 for sign in FEATURES.values())
    assert points(Line(Suspect(BODY[0]))) > 0 > STRANGER_MAX
