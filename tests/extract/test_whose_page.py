"""Who publishes and who wrote, told by where a name stands on a page."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

HEAD: Final = "江桥镇留住最后一个渡口"
BODY: Final = (
    "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。",
    "他说：“桥修好以后，过河的人少了，可总有人愿意等船。”等船的人里有赶集的，有上学的，也有只想看看水的。",
)
FOREIGN: Final = (
    "On the first morning of March the bell at the ferry rang seven times, and the old man untied his boat.",
    "Since the bridge was built few people cross here, he said, but there is always somebody who waits for him.",
)


def page(*rows: str, title: str = HEAD, end: str = "_本地_江桥", head: str = "", body: tuple[str, ...] = BODY) -> str:
    return (
        f"<html><head><title>{title}{end}</title>{head}</head><body><h1>{title}</h1>"
        f"<div class='info'>{''.join(f'<div>{row}</div>' for row in rows)}</div>"
        f"<div class='content'>{''.join(f'<p>{p}</p>' for p in body)}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("rows", "publisher", "authors"),
    [
        (("江桥新闻网", "打开客户端", "2023年3月1日 07:09 来自北京"), "江桥新闻网", ()),
        (("水边旧事", "发布时间：2023-03-01 07:09"), "水边旧事", ()),
        (("2023-03-01 07:09", "江桥", "秦望舒"), "江桥", ("秦望舒",)),
        (("2023-03-01 07:09", "本地"), "江桥", ()),  # the page's title ends with it; a section publishes nothing
    ],
)
def test_a_name_between_headline_and_body(
    read: Read, rows: tuple[str, ...], publisher: str | None, authors: tuple[str, ...]
) -> None:
    found = read(page(*rows))
    assert (found.publisher, found.authors) == (publisher, authors)


def test_a_line_of_another_language_names_no_publisher(read: Read) -> None:
    head = '<meta property="og:site_name" content="Riverside – news by the water">'
    found = read(page("On 3/13/2018 by @ferryman", title="The last ferry", end=" – Riverside", head=head, body=FOREIGN))
    assert found.publisher == "Riverside"


def test_a_diary_may_be_called_as_its_author_is(read: Read) -> None:
    head = '<meta property="og:site_name" content="渡口的家_望舒">'
    row = "<h2>渡口的家_望舒</h2><span class='author'>渡口的家_望舒</span>"
    found = read(page(row, head=head))
    assert (found.publisher, found.authors) == ("渡口的家_望舒", ("渡口的家_望舒",))


def test_a_second_headline_above_credits_is_no_publisher(read: Read) -> None:
    found = read(page("一座桥和一条船的故事", "2023-03-01 07:09 来源：江桥日报 作者：秦望舒"))
    assert (found.publisher, found.authors) == ("江桥日报", ("秦望舒",))


def test_a_button_is_no_label_of_the_heading_below(read: Read) -> None:
    talk = "<div class='talk'><p>发布</p><h3>热辣评论</h3><p>小时候坐过这条船</p></div>"
    found = read(page("2023-03-01 07:09 水边旧事").replace("</body>", f"{talk}</body>"))
    assert found.publisher == "水边旧事"


@pytest.mark.parametrize(
    ("row", "authors"),
    [
        ("本帖最后由 秦望舒 于 2023-3-1 07:09 编辑", ("秦望舒",)),
        ("本贴由山脚的风于2023年3月1日07:09:21在〖渡口闲话〗发表", ("山脚的风",)),
        ("由秦望舒张贴 @ 2023-03-01 07:09:55", ("秦望舒",)),
        ("wangshu88 发表于 2023-3-1 07:09:00", ("wangshu88",)),
        ("由江桥新闻网发布于2023-03-01 07:09", ()),
    ],
)
def test_who_posted_it(read: Read, row: str, authors: tuple[str, ...]) -> None:
    found = read(page(row))
    assert (found.authors, (found.date or "")[:10]) == (authors, "2023-03-01")
    assert found.publisher is None or "由" not in found.publisher


@pytest.mark.parametrize(
    ("end", "authors"),
    [
        (("船走了。（秦望舒 林汀 ）",), ("秦望舒", "林汀")),
        (("船走了。", "（秦望舒）"), ("秦望舒",)),
        (("船走了。（秦望舒 上海报道）", "<img src='a.jpg'>", "<img src='b.jpg'>"), ("秦望舒",)),
        (("船走了。（全文完）",), ()),
        (("船走了，桥还在（连载）",), ()),
        (("他叫老秦（秦望舒），人们都认得他，船走了以后他还在岸上站着。",), ()),
    ],
)
def test_names_in_brackets_behind_the_last_sentence(read: Read, end: tuple[str, ...], authors: tuple[str, ...]) -> None:
    found = read(page("2023-03-01 07:09", body=(*BODY, *end)))
    assert found.authors == authors
    assert [told.source for told in found.evidence if told.field == "authors"] == ["body"] * bool(authors)
