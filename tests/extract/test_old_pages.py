"""Pages that are no news: threads of forums, layouts of tables, lines broken by `<br>`, text without a box."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

TITLE: Final = "我家阳台上的三盆薄荷"
LINES: Final = (
    "去年春天我在阳台上种了三盆薄荷，一盆放在窗边，一盆放在墙角，还有一盆搁在洗衣机上。",
    "窗边的那盆长得最快，没到五月就盖住了花盆的边沿，叶子又大又薄，一碰就是满手的凉气。",
    "墙角的那盆只在下午见得着太阳，茎细细的，总是往一边歪，我每隔三天给它转一次方向。",
    "洗衣机上的那盆最奇怪，每次脱水它都要跟着抖，可是偏偏只有它开了花，开了整整一个夏天。",
)
ANSWER: Final = "楼主浇水多吗？我每天都浇，叶子反而黄了，后来改成三天一次，慢慢又缓过来了，现在长得比以前还要好。"
INDENT: Final = "　　"


def _table_page() -> str:
    menu = "".join(f"<tr><td><a href='l{i}.htm'><font size=2>栏目{i}</font></a></td></tr>" for i in range(9))
    text = "<br><br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in LINES)
    return (
        f"<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY bgcolor=#ffffff><TABLE width=760 border=0><TR>"
        f"<TD width=120 valign=top><TABLE>{menu}</TABLE></TD><TD width=640><TABLE width=100%><TR><TD align=center>"
        f"<FONT size=5 color=red><B>{TITLE}</B></FONT></TD></TR><TR><TD><HR></TD></TR><TR><TD>"
        f"<FONT size=3>{text}</FONT></TD></TR></TABLE></TD></TR></TABLE><TABLE width=760><TR><TD align=center>"
        "<FONT size=2>站长信箱 | 留言本 | 友情链接</FONT></TD></TR></TABLE></BODY></HTML>"
    )


def _thread() -> str:
    opening = "<br>\n".join(LINES)
    answers = "".join(
        f"<div class='post' id='p{i}'><div class='user'><a href='u{i}'>绿手指{i}</a><p>等级：三级</p></div>"
        f"<div class='message reply'>{words}</div><div class='sign'>养花种草</div></div>"
        for i, words in enumerate(("顶一下", "好看，求枝条", "我家的也是歪的，哈哈", "楼主浇水多吗？"))
    )
    return (
        f"<html><head><title>{TITLE} - 园艺 - 泥土论坛</title></head><body><div id='nav'><a href='/'>首页</a> &gt; "
        f"<a href='/g'>园艺</a></div><h1>{TITLE}</h1><div class='post' id='p'><div class='user'>"
        f"<a href='u'>薄荷妈妈</a><p>等级：五级</p></div><div class='message'>{opening}</div>"
        f"<div class='sign'>慢慢来</div></div>{answers}"
        "<form><textarea></textarea><input type=submit value='发表回复'></form></body></html>"
    )


def _bare() -> str:
    text = "<br>".join(f"{INDENT}{line}" for line in LINES)
    return f"<html><head><title>{TITLE}</title></head><body><center><b>{TITLE}</b></center><br>{text}<br></body></html>"


def _one_line_a_box() -> str:
    text = "".join(f"<div><span style='font-size:16px'>{line}</span></div><div><br></div>" for line in LINES)
    side = "".join(f"<li><a href='/{i}'>旧日记第{i}篇</a></li>" for i in range(12))
    return (
        f"<html><head><title>{TITLE} | 小院日记</title></head><body><div class='sidebar'><ul>{side}</ul></div>"
        f"<div class='post'><h2 class='title'>{TITLE}</h2><div class='entry'>{text}</div></div>"
        "<div class='footer'>小院日记</div></body></html>"
    )


def _preformatted() -> str:
    text = "\n\n".join(INDENT + line for line in LINES)
    return f"<html><head><title>{TITLE}</title></head><body><h3>{TITLE}</h3><pre>\n{text}\n</pre></body></html>"


def _row_by_row() -> str:
    rows = "".join(f"<tr><td width=20>&nbsp;</td><td>{line}</td></tr>" for line in LINES)
    return (
        f"<html><head><title>{TITLE} - 泥土园艺</title></head><body><table width=760><tr><td colspan=2>"
        f"<a href='/'>首页</a> | <a href='/b'>园艺</a></td></tr>"
        f"<tr><td colspan=2 align=center><b>{TITLE}</b></td></tr><tr><td colspan=2>"
        f"作者：林薄 2005-6-1</td></tr>{rows}<tr><td colspan=2>版权所有</td></tr></table></body></html>"
    )


def _board() -> str:
    posts = [("薄荷妈妈", "2003-06-01 09:12:11", "\n\n".join(LINES)), ("绿手指", "2003-06-02 10:00:05", ANSWER)]
    text = "".join(f"<hr><p>送交者: <b>{who}</b> 于 {day}</p><pre>{words}</pre>" for who, day, words in posts)
    return f"<html><head><title>{TITLE}</title></head><body><center><h2>{TITLE}</h2></center>{text}</body></html>"


def _answers_with_a_date_alone() -> str:
    posts = [("09:12", "<br>".join(LINES)), ("10:31", ANSWER), ("11:05", "我家也种了两盆，可惜冬天冻死了一盆。")]
    text = "".join(f"<p>发表于: 2015年6月1日 {hour}</p><p>{words}</p>" for hour, words in posts)
    return f"<html><head><title>{TITLE}</title></head><body><h2>{TITLE}</h2>{text}</body></html>"


def test_dates_in_an_article_are_no_answers(read: Read) -> None:
    days = "".join(f"<p>时间：2015年6月{day}日</p><p>{line}</p>" for day, line in enumerate(LINES, 2))
    page = f"<h1>{TITLE}</h1><p>时间：2015年6月1日</p><p>{ANSWER}</p>{days}"
    assert LINES[-1] in read(f"<html><head><title>{TITLE}</title></head><body>{page}</body></html>").text


@pytest.mark.parametrize(
    "make",
    [_board, _answers_with_a_date_alone, _table_page, _row_by_row, _thread, _bare, _one_line_a_box, _preformatted],
)
def test_the_text_and_nothing_else(read: Read, make: Callable[[], str]) -> None:
    found = read(make())
    assert found.title == TITLE
    lines = [line.strip(f" \N{NO-BREAK SPACE}{INDENT}") for line in found.text.split("\n") if line.strip()]
    assert lines == list(LINES)
