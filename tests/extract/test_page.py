"""HTML pages: main content, what the head states, and the Markdown that comes of the markup."""

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
NAV: Final = "<ul class='nav'>" + "".join(f"<li><a href='/{i}'>栏目{i}</a></li>" for i in range(9)) + "</ul>"
ASIDE: Final = (
    "<div class='related'><h3>相关</h3>"
    + "".join(f"<a href='/{i}'>另一篇关于河流的文章{i}</a>" for i in range(9))
    + "</div>"
)


def page(*inner: str, before: str = "", head: str = "") -> str:
    return (
        f"<!doctype html><html lang='zh'><head><title>{HEAD}_本地_江桥网</title>{head}</head><body>{NAV}"
        f"<div class='crumbs'><a href='/'>首页</a> &gt; <a href='/l'>本地</a> &gt; 正文</div><h1>{HEAD}</h1>{before}"
        f"<div class='content'>{''.join(f'<p>{p}</p>' for p in BODY)}{''.join(inner)}</div>{ASIDE}"
        "<div class='footer'>版权所有 江桥网</div></body></html>"
    )


def test_a_whole_page(read: Read) -> None:
    found = read(page(before="<div>2023年3月1日 07:09　来源：江桥日报　作者：秦钟</div>"))
    assert found.title == HEAD
    assert found.date == "2023-03-01T07:09+08:00"
    assert found.publisher == "江桥日报"
    assert found.authors == ("秦钟",)
    assert found.sections == ("本地",)
    assert found.text.split("\n") == list(BODY)


def test_what_the_head_states(read: Read) -> None:
    head = (
        '<meta name="keywords" content="渡口,老秦,股票开户"><link rel="canonical" href="/a/1.html">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x",'
        '"datePublished":"2023-03-01T07:09:30+09:00",'
        '"author":{"name":"秦钟"},"publisher":{"name":"江桥日报"}}</script>'
    )
    found = read(page(head=head), "https://example.org/news/")
    assert found.date == "2023-03-01T07:09:30+09:00"
    assert (found.authors, found.publisher) == (("秦钟",), "江桥日报")
    assert found.tags == ("渡口", "老秦")  # the third is never said in the article
    assert found.canonical_url == "https://example.org/a/1.html"


def test_a_dateline_adds_the_time_that_the_head_leaves_out(read: Read) -> None:
    found = read(page(before="<p>2023-03-01 07:09:30</p>", head='<meta name="pubdate" content="2023-03-01">'))
    assert found.date == "2023-03-01T07:09:30+08:00"


def test_the_tail_names_the_editor(read: Read) -> None:
    found = read(page("<p>（责任编辑：林渡）</p>"))
    assert found.editor == "林渡"
    assert "林渡" not in found.text


def test_a_reporter_in_the_first_paragraph_is_the_author(read: Read) -> None:
    lead = "本报江桥3月1日电（记者 秦钟 柳絮）今天早晨，江桥镇宣布留住最后一个渡口，陈列室将在夏天开放。"
    found = read(page(f"<p>{lead}</p>"))
    assert found.authors == ("秦钟", "柳絮")
    assert lead in found.text


@pytest.mark.parametrize(
    "style",
    ["display:none", "visibility: hidden", "font-size:0", "position:absolute;left:-9999px", "height:0;overflow:hidden"],
)
def test_hidden_words_are_left_out_and_recorded(read: Read, style: str) -> None:
    found = read(page(f"<div style='{style}'>看不见的字，一句也不该留下来，哪怕它很长。</div>"))
    assert "看不见" not in found.text
    assert any(gone.rule == "hidden" and "看不见" in gone.text for gone in found.removed)


def test_a_body_that_a_script_would_show_is_kept(read: Read) -> None:
    found = read(page().replace("<div class='content'>", "<div class='content' style='display:none'>"))
    assert BODY[0] in found.text


def test_what_a_hidden_script_states_holds(read: Read) -> None:
    stated = '<script type="application/ld+json">{"@type":"Article","datePublished":"2023-03-01"}</script>'
    found = read(page(f"<div hidden>{stated}看不见</div>还有一句看得见的话，它不能丢失。"))
    assert found.date == "2023-03-01"
    assert "它不能丢失" in found.text
    assert "看不见" not in found.text


def test_comments_longer_than_the_article_are_left_out(read: Read) -> None:
    talk = (
        "<div id='comments'>"
        + "".join(f"<p>第{i}楼：说得好，我小时候也坐过这条船，真想再坐一回。</p>" for i in range(40))
        + "</div>"
    )
    assert "坐过这条船" not in read(page(talk)).text


MARKUP: Final = [
    ("emphasis closes after a full stop", "<p>她说<b>真。</b>他信了，于是两个人一起过了河。</p>", "她说**真。**他信了"),
    ("neighbours of one kind are joined", "<p><b>渡</b><b>口</b>的钟敲了七下，雾就散了。</p>", "**渡口**的钟"),
    ("italics", "<p>书名叫<em>《渡口》</em>写的是一条河和一个人。</p>", "*《渡口》*写的"),
    ("headings start at two", "<h4>一、钟</h4><p>钟声传得很远，对岸的人也听得见。</p>", "## 一、钟"),
    ("a list in a list", "<ul><li>船<ul><li>木船</li></ul></li><li>灯</li></ul>", "- 船\n  - 木船\n- 灯"),
    ("an ordered list keeps its start", "<ol start='3'><li>敲钟</li><li>开船</li></ol>", "3. 敲钟\n4. 开船"),
    ("a quotation", "<blockquote><p>水往低处流，人往高处走。</p></blockquote>", "> 水往低处流，人往高处走。"),
    (
        "a table",
        "<table><tr><th>月</th><th>人</th></tr><tr><td>三</td><td>四|五</td></tr></table>",
        "| 月 | 人 |\n| --- | --- |\n| 三 | 四\\|五 |",
    ),
    ("code", "<pre><code class='language-sh'>ls -l\n  cd</code></pre>", "```sh\nls -l\n  cd\n```"),
    ("code in a line", "<p>写作 <code>a`b</code> 的样子，就不会认错。</p>", "写作 ``a`b`` 的"),
    (
        "a full link",
        "<p>参见<a href='/b (1)?x=1&amp;y=2'>另一页</a>的说明，那里更详细。</p>",
        "[另一页](https://example.org/b%20%281%29?x=1&y=2)",
    ),
    ("a link to nowhere is its words", "<p>点<a href='#top'>这里</a>回到上面，再从头读一遍。</p>", "点这里回到"),
    (
        "a picture stands alone",
        "<p>图在这里<img src='a.png' alt='船'>图的后面还有话。</p>",
        "图在这里\n\n![船](https://example.org/n/a.png)\n\n图的后面",
    ),
    (
        "a caption",
        "<figure><img src='a.png' alt='船'><figcaption>老秦的“船”</figcaption></figure>",
        '![船](https://example.org/n/a.png "老秦的“船”")',
    ),
    ("a line break", "<p>你来时<br>我在等</p>", "你来时\\\n我在等"),
    (
        "two breaks part paragraphs",
        "<div>第一段说到这里为止<br><br>第二段从这里说起</div>",
        "第一段说到这里为止\n\n第二段从这里说起",
    ),
    ("ruby is text", "<p>這個<ruby>渡<rp>(</rp><rt>dù</rt><rp>)</rp></ruby>字讀去聲。</p>", "渡（dù）字"),
    (
        "each character has its reading",
        "<p>寫作<ruby>渡<rt>dù</rt>口<rt>kǒu</rt></ruby>，讀得慢。</p>",
        "渡（dù）口（kǒu），",
    ),
    ("chemistry", "<p>水是H<sub>2</sub>O，一亩是667m<sup>2</sup>。</p>", "H<sub>2</sub>O，一亩是667m<sup>2</sup>。"),
    ("words crossed out", "<p>船票<del>三元</del>五元，孩子不要钱。</p>", "船票~~三元~~五元"),
    ("bold within italics", "<p>他说<i><b>别走</b></i>，船还没来。</p>", "他说***别走***，船"),
    ("bold in Latin words", "<p>The word <b>(ferry)</b>man is old 是旧词。</p>", "<strong>(ferry)</strong>man"),
    ("bold by style", "<p>他说<span style='font-weight: bold'>别走</span>，船还没来。</p>", "他说**别走**，船"),
    (
        "space beside a link stays",
        "<p>See<a href='/x'> the page </a>here 看这一页。</p>",
        "See [the page](https://example.org/x) here",
    ),
    (
        "a poem keeps its lines",
        "<p>渡口无人船自横，<br>钟声过水到江城。<br>归来不问桥长短，<br>一盏孤灯照夜行。</p>",
        "渡口无人船自横，\\\n钟声过水到江城。\\\n归来不问桥长短，\\\n一盏孤灯照夜行。",
    ),
    (
        "cells that span others",
        (
            "<table><tr><th rowspan='2'>船</th><th colspan='2'>过河的人</th></tr><tr><th>早</th><th>晚</th></tr>"
            "<tr><td>一号</td><td>12</td><td>30<br>加班</td></tr></table>"
        ),
        "| 船 | 过河的人 |  |\n| --- | --- | --- |\n|  | 早 | 晚 |\n| 一号 | 12 | 30<br>加班 |",
    ),
    (
        "terms and what they mean",
        "<dl><dt>缆绳</dt><dd>系船的绳子</dd><dt>舵</dt><dd><p>管方向</p><p>在船尾</p></dd></dl>",
        "缆绳\n: 系船的绳子\n\n舵\n: 管方向\n\n  在船尾",
    ),
    (
        "a footnote",
        (
            "<p>老秦的船是木头的<sup><a href='#n1' id='r1'>[1]</a></sup>，用了三十年。</p>"
            "<p>桥修好以后，过河的人少了，可总有人愿意等船。</p>"
            "<ol><li id='n1'>松木，产自上游。<a href='#r1'>↩</a></li></ol>"
        ),
        "木头的[^1]，用了三十年。\n\n桥修好以后，过河的人少了，可总有人愿意等船。\n\n[^1]: 松木，产自上游。",
    ),
    (
        "footnotes as a word processor writes them",
        (
            "<p>老秦的船是木头的<a href='#_ftn1' name='_ftnref1'>[1]</a>，用了三十年，没有换过。</p>"
            "<p>桥修好以后，过河的人少了，可总有人愿意等船。</p>"
            "<div><p><a href='#_ftnref1' name='_ftn1'>[1]</a> 松木，产自上游的林场，很轻。</p></div>"
        ),
        "木头的[^1]，用了三十年，没有换过。\n\n桥修好以后，过河的人少了，可总有人愿意等船。\n\n[^1]: 松木，产自上游",
    ),
    (
        "a link down to a chapter is no footnote",
        "<p>目录：<a href='#c1'>1</a> 见下面的一段话，说的是钟。</p><p id='c1'>钟声传得很远，对岸的人也听得见。</p>",
        "目录：1 见下面",
    ),
    ("lines of code by breaks", "<pre class='brush: bash'>ls<br>cd</pre>", "```bash\nls\ncd\n```"),
    ("an item that begins with dashes", "<ul><li>---船</li><li>灯</li></ul>", "- ---船\n- 灯"),
    (
        "lists side by side stay two",
        "<ul><li>船</li><li>灯</li></ul><ul><li>钟</li><li>桥</li></ul>",
        "- 船\n- 灯\n\n* 钟\n* 桥",
    ),
    (
        "a paragraph behind a list in an item",
        "<ul><li>船<ul><li>木船</li></ul><p>都是旧的</p></li><li>灯</li></ul>",
        "- 船\n\n  - 木船\n\n  都是旧的\n\n- 灯",
    ),
    (
        "what looks like Markdown is escaped",
        "<p># 这不是标题，*这*也不是强调，[这](x)不是链接。</p>",
        "\\# 这不是标题，\\*这\\*也不是强调，\\[这\\](x)",
    ),
    ("a number at the start is no list", "<p>1. 这不是列表，只是一个句子的开头。</p>", "1\\. 这不是列表"),
    ("tags that are written out", "<p>标签写作 &lt;b&gt;，读者看得见它。</p>", "\\<b>"),
    ("a variant mark of ours", "<p>记号 -{zh:x}- 只是三个字符，不是命令。</p>", "-\\{zh:x}-"),
]


@pytest.mark.parametrize(("markup", "markdown"), [case[1:] for case in MARKUP], ids=[case[0] for case in MARKUP])
def test_markup_becomes_markdown(read: Read, markup: str, markdown: str) -> None:
    assert markdown in read(page(markup), "https://example.org/n/").markdown


def test_captions_are_not_in_the_plain_text(read: Read) -> None:
    figure = "<figure><img src='a.png'><figcaption>老秦的船</figcaption></figure>"
    assert "老秦的船\n" not in read(page(figure), "https://example.org/").text


def test_bytes_that_declare_something_else(read: Read) -> None:
    data = page(head='<meta charset="utf-8">').encode("gb18030")
    assert read(data).text.split("\n") == list(BODY)
