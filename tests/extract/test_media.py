"""Pictures as pages have them, players that cannot come along, and the headings of notes."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

LINES: Final = (
    "盐湖在镇子的西边，湖水一年比一年浅，守湖的老人每天清晨出门，沿着堤岸走上十二里路。",
    "他说湖里的盐从前养活了整个镇子，现在年轻人都走了，留下来的人要靠游客过日子。",
    "镇上的老盐工回忆，六十年代每天要出三十车盐，报上说那是“白色的金子”。",
    "如今盐厂的旧厂房改成了一间小小的博物馆，门票只要五元，老人和孩子免费。",
)


def _page(first: str = "", middle: str = "", last: str = "", head: str = "") -> str:
    one, two, three, four = LINES
    return (
        f"<!doctype html><html lang='zh'><head><meta charset='utf-8'><title>盐湖边的守望者_北疆文汇</title>{head}"
        "</head><body><div class='top'><a href='/'><img src='/banner.jpg' alt='北疆文汇'></a></div><div class='wrap'>"
        "<h1>盐湖边的守望者</h1><div class='info'>2019-07-12 · 记者 何清</div>"
        f"<div class='content'>{first}<p>{one}</p><p>{two}</p>{middle}"
        f"<p>{three}</p><p>{four}</p>{last}</div><div class='side'><img src='/offer.jpg'></div></div></body></html>"
    )


def _pictures(found: Extraction) -> list[str]:
    return [line for line in found.markdown.splitlines() if line.startswith("![")]


@pytest.mark.parametrize(
    "markup",
    [
        "<picture><source srcset='/img/d.webp' type='image/webp'><img src='/img/d.jpg'></picture>",
        "<p><picture><source srcset='/s.webp'><source srcset='/m.webp'><img src='/img/d.jpg'></picture></p>",
        "<figure><picture><source srcset='/s.webp'><img src='/img/d.jpg'></picture></figure>",
        "<p><img class='lazy' data-echo-src='/img/d.jpg' src='/blank.gif'></p>",
        "<p><img file='/img/d.jpg' src='none.gif'></p>",
        "<p><img zoomfile='/img/d.jpg'></p>",
        "<p><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><noscript><img src='/img/d.jpg'></noscript></p>",
        "<noscript><img src='/img/d.jpg'></noscript>",
        "<p><amp-img src='/img/d.jpg' width='600' height='400'></amp-img></p>",
        "<p><img data-src='{\"load\":1}' data-url='/img/d.jpg' src='/wait.gif'></p>",
        "<p><img src='/img/d.jpg' data-author='/img/face.jpg'></p>",
    ],
)
def test_a_picture_is_found_however_the_page_shows_it(read: Read, markup: str) -> None:
    assert _pictures(read(_page(middle=markup))) == ["![](/img/d.jpg)"]


@pytest.mark.parametrize(
    "markup",
    [
        "<p><img src='/wait.gif' data-src='/img/${size}.jpg'></p>",
        "<p><img src='/avatar80x80/he.jpg'></p>",
        "<p><img src='/a/size1_w16_h16.png'></p>",
        "<noscript><img src='/count?id=1'></noscript>",
        "<p><img src='/d.jpg' width='1' height='1'></p>",
    ],
)
def test_ornaments_stay_behind(read: Read, markup: str) -> None:
    assert _pictures(read(_page(middle=markup))) == []


@pytest.mark.parametrize(
    "markup",
    ["<p><img src='/a.jpg'></p>", "<p align=center><a href='/big.jpg'><img src='/a.jpg'></a></p>", "<img src=/a.jpg>"],
)
def test_a_picture_above_the_first_paragraph_is_the_articles(read: Read, markup: str) -> None:
    found = read(_page(first=markup))
    assert found.markdown.splitlines()[0] == "![](/a.jpg)"
    assert len(_pictures(found)) == 1


def test_a_picture_below_the_last_paragraph_is_the_articles_if_it_is_set_so(read: Read) -> None:
    assert _pictures(read(_page(last="<p><img src='/z.jpg'></p>"))) == ["![](/z.jpg)"]
    assert _pictures(read(_page(last="<div class='share'><img src='/z.jpg'></div>"))) == []
    code = "<p>扫码关注我们</p><p><img src='/z.jpg'></p>"
    assert _pictures(read(_page(last=code))) == []


def test_players_are_recorded_with_their_address(read: Read) -> None:
    players = (
        "<div class='video'><iframe src='https://video.example.org/embed/1'></iframe></div>"
        "<video controls><source src='/v.mp4'></video>"
        "<iframe src='https://count.example.org' width='1' height='1'></iframe>"
    )
    found = read(_page(middle=players) + "<iframe src='https://elsewhere.example.org'></iframe>")
    assert [r.text for r in found.removed if r.rule == "player"] == ["https://video.example.org/embed/1", "/v.mp4"]
    assert "example.org" not in found.markdown


def test_the_heading_of_the_notes_goes_with_them(read: Read) -> None:
    middle = "<p>堤岸长十二里<a href='#n1' id='r1'><sup>[1]</sup></a>，走一遍要三个钟头，雨天还要久一些。</p>"
    notes = "<h4>注释</h4><ol><li id='n1'>约合六公里。<a href='#r1'>↩</a></li></ol>"
    found = read(_page(middle=middle, last=notes))
    assert "注释" not in found.markdown
    assert "[^1]: 约合六公里。" in found.markdown
    kept = read(_page(middle=middle, last=f"{notes}<p>堤岸在一九七三年加高过一次，那以后没有再修。</p>"))
    assert "# 注释" in kept.markdown


def test_links_are_completed_with_the_address_that_the_page_claims_pictures_are_not(read: Read) -> None:
    claimed = "<link rel='canonical' href='https://example.org/lake/1.html'>"
    words = "<p>那时的<a href='../salt/2.html'>报道</a>还在档案馆里，纸已经发黄了，字还看得清。</p>"
    middle = f"{words}<p><img src='lake.jpg'></p>"
    found = read(_page(middle=middle, head=claimed))
    assert "[报道](https://example.org/salt/2.html)" in found.markdown
    assert _pictures(found) == ["![](lake.jpg)"]
    assert _pictures(read(_page(middle=middle), "https://mirror.example.net/x/1.html")) == [
        "![](https://mirror.example.net/x/lake.jpg)"
    ]


def test_words_in_the_box_of_a_picture_are_its_caption(read: Read) -> None:
    for box in (
        "<div class='pic'><img src='/a.jpg'><p>盐湖全景</p></div>",
        "<div class='thumb'><div><a href='/f'><img src='/a.jpg'></a><p class='thumbcaption'>盐湖全景</p></div></div>",
    ):
        for found in (read(_page(first=box)), read(_page(middle=box))):
            assert _pictures(found) == ['![](/a.jpg "盐湖全景")']
            assert found.subtitle is None
            assert "盐湖全景" not in found.text


def test_links_in_brackets_behind_a_heading_are_tools(read: Read) -> None:
    heading = "<h2><span>盐工</span><span>[<a href='/e'>编辑</a>]</span></h2>"
    assert "## 盐工\n" in read(_page(middle=heading)).markdown
    heading = "<h2>盐工<a href='/e'>[旧照]</a></h2>"
    assert "旧照" in read(_page(middle=heading)).markdown


def test_notes_to_which_marks_lead_are_kept(read: Read) -> None:
    middle = "<p>堤岸长十二里<sup><a href='#cite-1'>[1]</a></sup>，走一遍要三个钟头，雨天还要久一些。</p>"
    notes = (
        "<h2>参考资料</h2><ol><li id='cite-1'><span>^ <sup><a href='#b0'>1.0</a></sup> <sup><a href='#b1'>1.1</a></sup>"
        "</span> <span>《盐湖志》，第312页。</span></li></ol>"
        "<table><tr><td><a href='/1'>上湖</a> · <a href='/2'>下湖</a></td></tr></table>"
    )
    found = read(_page(middle=middle, last=notes))
    assert "[^1]: 《盐湖志》，第312页。" in found.markdown
    assert "参考资料" not in found.markdown
    assert "上湖" not in found.markdown


def test_who_took_a_picture_stands_in_its_caption(read: Read) -> None:
    found = read(_page(middle="<p><img src='/a.jpg'></p><p align=center>盐湖全景 何清摄</p>"))
    assert _pictures(found) == ['![](/a.jpg "盐湖全景 何清摄")']
    assert not [r for r in found.removed if r.rule == "photo-credit"]
    assert "何清摄" not in found.text
