"""Pages that hold the article twice, and pages with a show of slides in the article."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

TITLE: Final = "山脚下的木器作坊"
LINES: Final = (
    "村口那间木器作坊开了三十一年，门板上的漆掉了一半，可每天清早都能听见刨子贴着木头走的声音。",
    "老板姓甘，今年六十四岁，他说木头和人一样有脾气，顺着纹路走就听话，逆着来就要崩口子。",
    "作坊里收了两个学徒，一个刚从城里回来，一个还在读夜校，他们做的第一件活是给学校修桌椅。",
)
BODY: Final = "".join(f"<p>{line}</p>" for line in LINES)
REFRAIN: Final = "刨花落在地上像雪一样白，风从门缝里进来，把它们一片一片吹到院子的角落里去了，谁也没有去扫。"


def _page(body: str) -> str:
    return f"<html><head><title>{TITLE}_江边网</title></head><body><h1>{TITLE}</h1>{body}</body></html>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='wide'><div class='text'>{BODY}</div></div><div class='narrow'><div>{BODY}</div></div>",
        f"<div class='print'>{BODY}</div><div class='article-content'>{BODY}<p>（完）</p></div>",
    ],
)
def test_an_article_that_stands_twice_is_read_once(read: Read, body: str) -> None:
    found = read(_page(body)).text.split("\n")
    assert [line for line in found if line != "（完）"] == list(LINES)


def test_a_refrain_is_no_copy(read: Read) -> None:
    verses = "".join(f"<div><p>{line}</p></div><div><p>{REFRAIN}</p></div>" for line in LINES)
    assert read(_page(f"<div class='content'>{verses}</div>")).text.count(REFRAIN) == len(LINES)


def test_a_paragraph_that_is_said_twice_stays(read: Read) -> None:
    assert read(_page(f"<div class='content'>{BODY}<p>{LINES[0]}</p></div>")).text.count(LINES[0]) == 2


def _slides(count: int) -> str:
    slide = (
        "<li><h3>{0}/{1} 第{0}件家具</h3><p>这是展室里的第{0}件家具，榫头是老式的，已经用了许多年，仍旧结实。</p></li>"
    )
    return f"<ul>{''.join(slide.format(i, count) for i in range(1, count + 1))}</ul>"


def test_slides_within_an_article_are_left_out_and_recorded(read: Read) -> None:
    found = read(_page(f"<div class='content'>{BODY}{_slides(9)}<p>{REFRAIN}</p></div>"))
    assert found.text.split("\n") == [*LINES, REFRAIN]
    assert any("3/9 第3件家具" in gone.text for gone in found.removed)


def test_a_page_of_slides_keeps_them(read: Read) -> None:
    found = read(_page(f"<div class='content'><p>{LINES[0]}</p>{_slides(9)}</div>"))
    assert "第9件家具" in found.text
