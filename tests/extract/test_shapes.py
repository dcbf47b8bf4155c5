"""Dumps in the shapes of many sites: the same article, its head and its tail written in other ways."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

HEAD: Final = "江桥镇留住最后一个渡口"
BODY: Final = (
    "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。",
    "他说：“桥修好以后，过河的人少了，可总有人愿意等船。”等船的人里有赶集的，有上学的，也有只想看看水的。",
    "镇上打算把渡口留下来，做一个小小的陈列室。老秦的船会停在门口，钟照旧每天敲七下，由他的孙女来敲。",
)
SPAM: Final = "深夜频道全集在线 免费观看大全集 最新直播入口地址 无需注册精选合集"
TAIL_SPAM: Final = "亚太频道：免费在线点播大全;最新手机直播入口;精选合集无需注册;高清夜间频道全集;热门片单"

SHAPES: Final[dict[str, tuple[list[str], list[str], dict[str, object]]]] = {
    "labels in one line": (
        [
            "您现在的位置：网站首页>>新闻>>本地",
            HEAD,
            "作者：秦钟 来源：江桥日报 发布时间：2021-3-1 9:05 点击数：123",
            "【字号 大 中 小】 【打印】 【关闭】",
        ],
        ["【责任编辑：林渡】", "Copyright © 2020 江桥网 All Rights Reserved"],
        {
            "date": "2021-03-01T09:05+08:00",
            "publisher": "江桥日报",
            "authors": ("秦钟",),
            "editor": "林渡",
            "sections": ("新闻", "本地"),
        },
    ),
    "fields between bars": (
        ["江桥网", HEAD, "文章来源：江桥网 | 责任编辑：林渡 | 时间：2021年3月1日"],
        ["上一条：柳树绿了", "下一条：水库放水", "【关闭窗口】"],
        {"date": "2021-03-01", "publisher": "江桥网", "editor": "林渡"},
    ),
    "a menu, and a breadcrumb that begins with the site": (
        [
            "首页 | 新闻 | 本地 | 文化 | 论坛",
            "江桥网 > 新闻 > 本地 > 正文",
            HEAD,
            "2021年03月01日08:30 | 来源：江桥日报 | 查看：1024次",
        ],
        ["（责编：林渡、钱舟）", "推荐阅读", "柳树绿了", "水库放水"],
        {
            "date": "2021-03-01T08:30+08:00",
            "publisher": "江桥日报",
            "editor": "林渡、钱舟",
            "sections": ("新闻", "本地"),
        },
    ),
    "spam of few words at both ends": (
        [SPAM, HEAD, "来源：江桥日报 2021-03-01"],
        ["编辑：林渡 校对：钱舟 审核：孙山", SPAM],
        {"date": "2021-03-01", "publisher": "江桥日报", "editor": "林渡"},
    ),
    "a newspaper's page": (
        [HEAD, "——一盏没有点亮的灯", "本报记者 秦钟 柳絮", "《江桥日报》（2021年03月01日 第 04 版）"],
        ["责任编辑 林渡"],
        {
            "date": "2021-03-01",
            "publisher": "江桥日报",
            "authors": ("秦钟", "柳絮"),
            "editor": "林渡",
            "subtitle": "一盏没有点亮的灯",
        },
    ),
    "spam and friends": (
        ["江桥网_新闻_本地", HEAD, "2021-03-01 江桥日报"],
        ["中文频道在线 | 免费合集大全 | 手机入口直播", "友情链接：甲网 乙网 丙网", "网站地图 | sitemap", TAIL_SPAM],
        {"date": "2021-03-01", "publisher": "江桥日报", "sections": ("新闻", "本地")},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape(read: Read, name: str) -> None:
    head, tail, wanted = SHAPES[name]
    found = read("\n\n".join([*head, *BODY, *tail]))
    assert found.title == HEAD
    assert found.text.split("\n") == list(BODY)
    empty: dict[str, object] = {
        "subtitle": None,
        "date": None,
        "publisher": None,
        "authors": (),
        "editor": None,
        "sections": (),
    }
    assert {field: getattr(found, field) for field in empty} == empty | wanted


def test_a_byline_at_the_end_of_the_last_paragraph(read: Read) -> None:
    found = read("\n\n".join([HEAD, "2021-03-01 江桥日报", *BODY]) + "（责编：林渡）")
    assert found.editor == "林渡"
    assert found.text.split("\n") == list(BODY)
    assert any(gone.text == "（责编：林渡）" for gone in found.removed)


def test_traditional_labels(read: Read) -> None:
    body = (
        "三月的第一個早晨，渡口的鐘敲了七下。擺渡人老秦解開纜繩，把船推進霧裡。",
        "鎮上打算把渡口留下來，做一個小小的陳列室。",
    )
    head = (
        "當前位置: 首頁 » 新聞 » 本地",
        "江橋鎮留住最後一個渡口",
        "發佈日期：2021-03-01 09:05　資料來源：江橋日報　撰文：秦鐘",
    )
    found = read("\n\n".join([*head, *body, "責任編輯：林渡", "回頁首", "版權所有，未經許可不得轉載"]))
    assert found.text.split("\n") == list(body)
    assert (found.title, found.date, found.lang) == (head[1], "2021-03-01T09:05+08:00", "zh-Hant")
    assert (found.publisher, found.authors, found.editor) == ("江橋日報", ("秦鐘",), "林渡")
    assert found.sections == ("新聞", "本地")
