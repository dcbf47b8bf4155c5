"""What was put between the words of a paragraph is cut out and recorded; links and tags that were meant stay."""

from collections.abc import Callable
from typing import Final

import pytest

from sitegen.extract.inserted import without_tags
from sitegen.model import Extraction

Read = Callable[..., Extraction]

BEFORE: Final = "石桥村的豆腐坊开了七十六年，如今的掌勺人是二十九岁的冯小满。每天凌晨两点，她把泡好的黄豆倒进石磨。"
AFTER: Final = "点卤是最要紧的一步。卤水从锅边慢慢淋下去，豆浆里浮起云一样的花，等花聚成团，就要赶紧舀进木框里压住。"
MORE: Final = "早上六点，豆腐坊门口排起了队。老人们端着自家的碗，孩子们等的是锅底那层焦黄的豆皮，撒一点盐，趁热吃。"


def page(middle: str) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in (BEFORE, middle, AFTER, MORE))
    head = "<html><head><title>石桥村的豆腐坊</title></head>"
    return f"{head}<body><h1>石桥村的豆腐坊</h1><div>{paragraphs}</div></body></html>"


WHOLE: Final = "“磨得太快，豆浆就发涩。”冯小满说，这是曾祖父留下的话。豆子是村里自己种的，一斤豆子出三斤豆腐。"


@pytest.mark.parametrize(
    "link", ["真人棋牌游戏大厅下载", "空调维修全城上门服务", "论文代发核心期刊加急", "高仿名表一比一货到付款"]
)
@pytest.mark.parametrize("at", [0, 13, 28], ids=["first", "behind a quotation", "between sentences"])
def test_a_link_that_belongs_to_no_sentence_goes(read: Read, link: str, at: int) -> None:
    found = read(page(f'{WHOLE[:at]}<a href="https://x.example/">{link}</a>{WHOLE[at:]}'))
    assert WHOLE in found.text
    assert link in [gone.text for gone in found.removed if gone.rule == "inline-link"]


@pytest.mark.parametrize(
    "meant",
    [
        '据<a href="https://a.example/">《芦湾日报》</a>早年的报道，石桥村的豆腐曾经装船卖到江城，一船要走一天一夜。',
        '冯小满的曾祖父<a href="https://a.example/f">冯德昌</a>在豆腐坊墙上留下一行字：宁可少做，不可做薄。',
        '<a href="https://a.example/q">石桥村</a>有三百户人家，家家都吃过这口石磨磨出来的豆腐。',
        '磨豆腐的手艺写进了<a href="https://a.example/l">芦湾区非物质文化遗产名录</a>，冯小满是名录里最年轻的一位。',
    ],
)
def test_a_link_within_a_sentence_stays(read: Read, meant: str) -> None:
    assert "](https://a.example/" in read(page(meant)).markdown


def test_words_in_the_colour_of_the_page_go(read: Read) -> None:
    white = "推荐一个日结的兼职项目，手机就能做"
    found = read(page(f'<span style="color: #FFF;font-size:12px">{white}</span>{WHOLE}'))
    assert WHOLE in found.text.split("\n")
    assert white in [gone.text for gone in found.removed if gone.rule == "hidden"]
    assert "七十六年" in read(page(f'<span style="color:#fff;background:#333">注：</span>{WHOLE}')).text


def test_tags_in_letters_go_from_a_page(read: Read) -> None:
    found = read(page(f'&lt;span style="color:red"&gt;{WHOLE}&lt;/span&gt;&lt;br/&gt;'))
    assert WHOLE in found.text.split("\n")
    assert "escaped-tag" in {gone.rule for gone in found.removed}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("春天<b>来了</b>。", "春天来了。"),
        ('<div class="x">春天来了。', "春天来了。"),
        ("春天来了。<br />", "春天来了。"),
        ("换行写作<br>，不写作</br>。", "换行写作<br>，不写作</br>。"),
        ("他写了一个<p>就走了。", "他写了一个<p>就走了。"),
        ("3 < 5，7 > 2", "3 < 5，7 > 2"),
    ],
)
def test_tags_that_were_meant_as_such(text: str, expected: str) -> None:
    assert without_tags(text)[0] == expected
