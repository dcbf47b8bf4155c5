"""Entries that follow one another on a page, each with a line that dates it, and what becomes of them."""

from datetime import UTC

import pytest

from sitegen.extract import extract
from sitegen.extract.dom import parse
from sitegen.extract.segments import read_segments
from sitegen.extract.series import entries
from sitegen.model import RawDocument

PROSE = (
    "渡口的钟敲了三下，老秦把船推进水里，说今天的水比昨天高了一尺，过河的人都要等到中午才能上船，急也没有用处。",
    "磨坊后面的小路去年冬天塌了一段，村里的人凑钱请石匠来修，石匠看了一天，说先要把水引开，不然修好了还要再塌。",
    "集市搬到了桥的另一头，卖布的和卖鱼的隔着一条街，买东西的人要走两趟，却没有谁说不好，因为那边有一棵大树。",
    "学堂的窗子朝南开，冬天的太阳能照到最后一排，先生说字写不好不要紧，写的时候坐得直，往后站着也就直了。",
)


def post(number: int, stamp: str, words: str) -> str:
    return "".join(
        f"<tr><td class='{name}'>{text}</td></tr>" for name, text in (("t", f"第{number}篇"), ("q", stamp), ("", words))
    )


def found(html: str) -> dict[str, int]:
    root = parse(f"<body>{html}</body>")
    assert root is not None
    segments = read_segments(root)
    return {segment.text: place for segment, place in zip(segments, entries(segments), strict=True)}


@pytest.mark.parametrize(
    "stamps",
    [
        ["2004-12-27 12:46", "2004-12-27 12:53", "2004-12-28 0:25"],
        ["阿木 3小时前", "石头 5小时前", "阿木 2天前"],
        ["Ann, March 3, 2009", "Ann, March 2, 2009", "Ann, March 1, 2009"],
        ["3. August 2009, 9:15", "2. August 2009, 9:20", "1. August 2009, 9:40"],
        ["written 3 hours ago", "written 5 hours ago", "written 2 days ago"],
    ],
)
def test_the_posts_of_a_diary_are_entries(stamps: list[str]) -> None:
    places = found("<table>" + "".join(map(post, range(3), stamps, PROSE)) + "</table><p>站长的话</p>")
    assert [places[words] for words in PROSE[:3]] == [1, 2, 2]
    assert places["站长的话"] == 0


def test_below_an_article_comments_are_entries_and_so_is_what_follows_them() -> None:
    article = "".join(f"<p>{words}</p>" for words in PROSE[:3])
    comments = "".join(f"<h4># 回复 2004-12-27 12:{n}</h4><p>{n}楼：{PROSE[3]}</p>" for n in (46, 53, 55))
    places = found(f"<div>{article}</div>{comments}<div>备案</div>")
    assert [places[words] for words in PROSE[:3]] == [0, 0, 0]
    assert [places[f"{n}楼：{PROSE[3]}"] for n in (46, 53, 55)] == [0, 2, 2]
    assert places["备案"] == 2


@pytest.mark.parametrize(
    "html",
    [
        f"<h4>2004-12-27</h4><p>{PROSE[0]}</p><p>{PROSE[1]}</p>",
        "".join(f"<p>2004年12月{n}日，晴。</p><p>{words}</p>" for n, words in enumerate(PROSE, 1)),
        "".join(
            f"<blockquote>{words}<div class='b'>— 阿木 2004-12-2{n}</div></blockquote>" for n, words in enumerate(PROSE)
        ),
        "".join(f"<h4>片长 0:4{n}</h4><p>{words}</p>" for n, words in enumerate(PROSE)),
        "".join(f"<div class='d'>2004-12-27 8:30</div><p>{words}</p>" for words in PROSE[:2]),
        "".join(f"<h4>2004年12月2{n}日</h4><p>{words}</p>" for n, words in enumerate(PROSE)),
        "".join(f"<li>政务 2004-12-2{n} 8:30</li>" for n in range(6)) + f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p>",
        f"<h4>2004-12-27 8:30</h4><h4>2004-12-26 8:30</h4><p>{PROSE[0]}</p><p>{PROSE[1]}</p><h4>2004-12-25 8:30</h4>",
        "".join(f"<h3>1962年{n}月5日 渡口</h3><p>{words}</p>" for n, words in enumerate(PROSE, 1)),
        f"<p>{PROSE[0]}</p>"
        + "".join(f"<dl><dt>2008年5月1{n}日 磨坊</dt><dd>{words}</dd></dl>" for n, words in enumerate(PROSE)),
        f"<p>{PROSE[0]}</p>"
        + "".join(f"<h3>2008年5月12日 14:2{n} 磨坊</h3><p>{words}</p>" for n, words in enumerate(PROSE)),
        "".join(f"<div>2008年5月1{n}日 磨坊</div><p>{words}</p>" for n, words in enumerate(PROSE)),
        "".join(f"<div><div>2021-11-29 1{n}:30</div><p>{words}</p></div>" for n, words in enumerate(PROSE)),
        f"<p>{PROSE[0]}</p>"
        + "".join(f"<div><div>2021-11-29 1{n}:30</div><p>{words}</p></div>" for n, words in enumerate(PROSE)),
    ],
    ids=[
        *("one date", "a date in running text", "posts that are quoted", "lengths", "a date twice"),
        *("days of a story", "a menu", "around it", "a chronicle", "a chronicle as a list", "hours of a day"),
        *("a chronicle without headings", "a live report", "a live report with a lead"),
    ],
)
def test_other_dates_part_no_entries(html: str) -> None:
    assert set(found(html).values()) == {0}


def test_of_a_diary_the_first_post_is_the_article() -> None:
    posts = "".join(
        post(n, f"2004-12-{27 - n} 08:00:00", words * (1 if n == 0 else 4)) for n, words in enumerate(PROSE)
    )
    text = extract(RawDocument("page.html", f"<table>{posts}</table>".encode()), zone=UTC).text
    assert PROSE[0] in text
    assert not any(words in text for words in PROSE[1:])


def test_rows_that_lie_in_a_cell_are_read_once() -> None:
    row = f"<tr><td>{PROSE[0]}</td></tr><tr><td>{PROSE[1]}</td></tr>"
    page = f"<table><tr><td><div>{row}</div></td></tr></table>"
    text = extract(RawDocument("page.html", page.encode()), zone=UTC).text
    assert text.count(PROSE[0]) == 1
