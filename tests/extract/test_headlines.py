"""Which of a page's headings and stated titles is its headline."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

BODY: Final = (
    "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。",
    "他说：“桥修好以后，过河的人少了，可总有人愿意等船。”等船的人里有赶集的，有上学的，也有只想看看水的。",
)


def page(title: str, *headings: str, head: str = "") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body>{''.join(headings)}"
        f"<div class='content'>{''.join(f'<p>{p}</p>' for p in BODY)}</div></body></html>"
    )


def shared(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def linked(title: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{title}"}}</script>'


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        # the only h1 goes before what it has by chance in common with a title made for search engines
        (page("渡口 摆渡人老秦 江桥镇旅游", "<h1>江桥镇最后的摆渡人老秦收起了缆绳</h1>"),
         "江桥镇最后的摆渡人老秦收起了缆绳"),
        # the site's own name is a heading, too
        (page("钟声还在 - 渡口人家的日子", "<h1>渡口人家的日子</h1>", "<h1>钟声还在</h1>"), "钟声还在"),
        (page("钟声还在 - 渡口人家", "<h1><a href='/'>渡口人家</a></h1>", "<h2>钟声还在</h2>"), "钟声还在"),
        # two statements agree, and the heading with neither
        (page("老秦收船：渡口钟声还在_江桥网", "<h1>渡口钟声</h1>", head=linked("老秦收船：渡口钟声还在")),
         "老秦收船：渡口钟声还在"),
        (page("江桥网", "<h1>渡口的钟声</h1>", head=shared("老秦收船渡口的钟声") + linked("老秦收船渡口的钟声")),
         "老秦收船渡口的钟声"),
        # the data stands alone
        (page("渡口的钟声还在_江桥网", "<h1>渡口的钟声还在</h1>", head=linked("一篇文章")), "渡口的钟声还在"),
        # of two headings the one that the page is shared as, but the whole of it
        (page("新闻 - 江桥网", "<h1>新闻</h1>", "<h2>船停在了陈列室门口</h2>", head=shared("船停在了陈列室门口")),
         "船停在了陈列室门口"),
        (page("渡口纪事：老秦的船停在门外_江桥网", "<h1>渡口纪事：老秦的船停在门外</h1>", "<h4>老秦的船停在门外</h4>",
              head=shared("老秦的船停在门外")), "渡口纪事：老秦的船停在门外"),
        (page("老秦的船停在门外", "<h1>老秦的船停在门外 | 江桥网</h1>", head=shared("老秦的船停在门外")),
         "老秦的船停在门外"),
        # a heading of a list is cut short
        (page("江桥日报 | 老秦的船停在陈列室的门口", "<h2 itemprop='headline'>老秦的船停在陈列室的…</h2>",
              "<h1>老秦的船停在陈列室的门口</h1>"), "老秦的船停在陈列室的门口"),
        # without a heading, what all titles begin with
        (page("老秦的船停在门外-要闻ㅣ江桥日报", head=shared("老秦的船停在门外-要闻ㅣ江桥日报") +
              linked("老秦的船停在门外")),
         "老秦的船停在门外"),
        # the site's name leads home from the head of each of its pages
        (page("渡口人家 » 存档 » 老秦的船停在门外", "<h1><a href='/'>渡口人家</a></h1>", "<p>三月</p>",
              "<h2><a href='/2023/'>老秦的船停在门外</a></h2>"), "老秦的船停在门外"),
        # a heading behind the article is another's
        (page("江桥网新闻", "<h1>老秦的船停在陈列室门外</h1>",
              head=shared("渡口的钟声还在")).replace("</body>", "<h2>渡口的钟声还在</h2></body>"),
         "老秦的船停在陈列室门外"),
        # what is set over a headline: a statement has the headline alone, or none has both
        (page("春汛｜老秦的船停在门外_江桥网", "<h1><span>春汛</span>老秦的船停在门外</h1>",
              head=shared("老秦的船停在门外")), "老秦的船停在门外"),
        (page("江桥网", "<h1><div><small>春汛</small><span>：老秦的船停在门外</span></div></h1>"),
         "老秦的船停在门外"),
        (page("春汛：老秦的船停在门外", "<h1><span>春汛：</span>老秦的船停在门外</h1>",
              head=shared("春汛：老秦的船停在门外")), "春汛：老秦的船停在门外"),
        (page("江桥网", "<h1>老秦的<b>船停在陈列室</b>门外</h1>"), "老秦的船停在陈列室门外"),
        # the page's title names a department, and the paragraphs speak of the heading above them
        (page("综合资讯--江桥学会官网", "<h5>摆渡人老秦把船推进雾里</h5>"), "摆渡人老秦把船推进雾里"),
        (page("摆渡人老秦把船推进雾里", "<h5>综合资讯与公告一览</h5>"), "摆渡人老秦把船推进雾里"),
    ],
)  # fmt: skip
def test_the_headline(read: Read, raw: str, title: str) -> None:
    assert read(raw).title == title


@pytest.mark.parametrize(
    ("raw", "source"),
    [
        (page("渡口的钟声还在_江桥网", "<h1>渡口的钟声还在</h1>"), "h1"),
        (page("渡口的钟声还在_江桥网", "<h3>渡口的钟声还在</h3>"), "heading"),
        (page("渡口的钟声还在_江桥网", "<p itemprop='headline'>渡口的钟声还在</p>"), "itemprop"),
        (page("渡口的钟声还在_江桥网", "<p class='news-title'>渡口的钟声还在</p>"), "class"),
        (page("渡口的钟声还在_江桥网"), "title"),
        (page("江桥网", head=shared("渡口的钟声还在")), "meta:og:title"),
        (page("渡口的钟声还在_江桥网", "<h1>老秦</h1>", head=linked("渡口的钟声还在")), "json-ld"),
        ("首页 > 要闻 > 渡口的钟声还在\n渡口的钟声还在\n" + "\n".join(BODY), "breadcrumb"),
        ("渡口的钟声还在\n渡口的钟声还在\n2023-03-01 07:00\n" + "\n".join(BODY), "repeated"),
        ("渡口的钟声还在\n2023-03-01 07:00\n" + "\n".join(BODY), "first-lines"),
    ],
)
def test_where_the_headline_stood(read: Read, raw: str, source: str) -> None:
    found = read(raw)
    assert found.title == "渡口的钟声还在"
    assert [told.source for told in found.evidence if told.field == "title"] == [source]


@pytest.mark.parametrize(
    ("title", "lines", "headline"),
    [
        # the whole of the page's title stands above the text
        ("钟声今昔—老秦的船停在门外(图)", ("钟声今昔—老秦的船停在门外(图)",), "钟声今昔—老秦的船停在门外(图)"),
        # without the number of the page
        ("老秦的船停在陈列室门外(页 1) - 渡口闲话 - 江桥社区", ("老秦的船停在陈列室门外",), "老秦的船停在陈列室门外"),
        # the title names a department
        ("江桥网>便民信息", ("您的位置：首页 > 便民信息 > 启事", "摆渡人老秦和过河的人"), "摆渡人老秦和过河的人"),
        # the text speaks no more of the line than of the title
        ("摆渡人老秦和过河的人", ("便民信息",), "摆渡人老秦和过河的人"),
    ],
)
def test_the_headline_of_a_page_without_headings(read: Read, title: str, lines: tuple[str, ...], headline: str) -> None:
    assert read(page(title, *(f"<div>{line}</div>" for line in lines))).title == headline


@pytest.mark.parametrize(
    "above",
    ["【北湖装修公司 北湖装修报价 北湖装修哪家好】", "【北湖装修】", "各位读者："],
    ids=["offers", "a label", "a greeting"],
)
def test_a_line_set_apart_is_no_headline_beside_others(read: Read, above: str) -> None:
    lines = (
        "老校长的最后一课",
        "2014-06-20 10:12 来源：北湖晚报",
        "六月的最后一个星期五，老校长走进教室，把粉笔盒放在讲台上，说今天不讲课本，讲一讲这间教室。",
        "他说教室的窗户换过三次，黑板换过五次，只有门没有换过，门上的划痕是历届学生量身高留下的。",
        "下课铃响了，没有一个学生起身。老校长擦干净黑板，说：“下课。”",
    )
    assert read("\n".join((above, *lines))).title == lines[0]
