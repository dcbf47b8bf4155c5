"""What is rendered without a parser is what the parser would have made of it."""

from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.markdown import render as module
from sitegen.markdown import variant
from sitegen.markdown.article import parse_article
from sitegen.markdown.simple import render_simple
from sitegen.markdown.tags import divided
from sitegen.model import Article, RenderedArticle

SIMPLE: Final = (
    "头发与发展。",
    "第一行，\n第二行。",
    "Latin words\nand more",
    "中文\nLatin",
    "“引”\n“文”",
    '他说 "好"。',
    "(一)说明",
    "2021年的事",
    "Ünïcode…",
    "—— 署名",
    "a - b + c = d! ｜#",
    "## 标题",
    "# 一级",
    '###### Six "deep"',
    "**重**点，*轻*点",
    "**真。**她与**43.0%**，又**重**",
    "一**二**三*四*五**六**",
    "**全部**",
    "*甲*。**乙**",
    "见[链接](b.md)与[那里](https://example.org/a_b/?c=d&e=f#g)。",
    "[开头](../a/b.md#c)",
    "[一](b.md)[二](b.md)",
    "**重**[链接](/a/)",
    "[链接](#a-b)",
    '- 一\n- **二**\n- [三](c.md)，"引"',
    "1. 一\n2. 二",
    "3. 一\n3. 二",
    "2021. 不是",
    "> 引文，**重**",
    "---",
    "![图](a.png)",
    '![图](/img/0.jpg "说明，其一")',
    '![图](https://example.org/a.jpg "说明")',
    '| 甲 | 乙 |\n| --- | ---: |\n| 1 | 2.5% |\n| 三 | "四" |',
    "| 甲 | 乙 | 丙 |\n| :--- | :---: | --- |\n| 1 | 2 | 3 |",
)
OTHER: Final = (
    ": 释义",
    "~ 释义",
    "词\n: 释义",
    "注[^1]",
    "[^1]: 注文",
    "    续",
    "# 标题 #",
    "## 标题\n正文",
    "#标题",
    "##",
    "[链接](b.md) 与 ![图](a.png)",
    "[链接](b.md 'x')",
    "[链接](<b c.md>)",
    "[链接](javascript:x)",
    "[链接](//host/x)",
    "[链接](HTTPS://Example.org)",
    "[链接](a(b).md)",
    "[**重**](b.md)",
    "![图](a.png 'x')",
    "![](a.png)",
    "****",
    "**甲****乙**",
    "**甲*乙*丙**",
    "***甲***",
    "** 甲**",
    "甲**(乙)**a",
    "甲*",
    "甲_乙_丙",
    "- 一\n\n  二",
    "- 一\n\n- 二",
    "- 一\n  - 二",
    "- 一\n* 二",
    "-",
    "- ",
    "- # 一",
    "- 1. 一",
    "-  一",
    "* 一",
    "1. 一\n2) 二",
    "12) 二",
    "1.一",
    "> 引文\n> 二",
    "> # 一",
    ">引文",
    "    代码",
    "```\n代码\n\n头发\n```",
    "```\n没有关上",
    "~~~",
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
    "| 甲 | 乙 |\n| --- | --- |\n| 1 |",
    "| 甲 | 乙 |\n| --- |\n| 1 | 2 |",
    "| 甲 |\n| --- |",
    "| 甲\\| | 乙 |\n| --- | --- |\n| 1 | 2 |",
    "标题\n---",
    "标题\n===",
    "[名]: /a",
    "[名]",
    "-{后}- 与 -{zh-hans:软件;zh-hant:軟體}-",
    "-{坏",
    "行尾  \n换行",
    "反斜\\\n换行",
    "　　缩进",
    "尾空 ",
    "**尾空** ",
    "&amp; `码`",
    "<b>原始</b>",
    "<!-- 注释\n\n头发\n\n-->",
    "<pre>\n\n头发\n\n</pre>",
    "*a\n\nb*",
    "甲\n- 乙",
    "甲\n# 乙",
    "- 甲\n乙",
    "> 甲\n乙",
    "一**二**\n三",
    "甲\n \n乙",
)
GAPS: Final = ("\n\n", "\n\n\n", "\n \n", "\n")
blocks = st.one_of(st.sampled_from(SIMPLE), st.sampled_from(SIMPLE), st.sampled_from(OTHER))
documents = st.lists(st.tuples(blocks, st.sampled_from(GAPS)), max_size=12).map(
    lambda parts: "".join(text + gap for text, gap in parts)
)
marks = (
    "**",
    "*",
    "[",
    "](b.md)",
    "](https://e.org/a_b)",
    "!",
    "甲",
    "乙",
    "a",
    "。",
    "“",
    "(",
    ")",
    " ",
    '"',
    "_",
    "%",
    ":",
)
lines = st.lists(st.sampled_from(marks), max_size=12).map("".join)
beginnings = st.sampled_from(("", "", "", "- ", "> ", "1. ", "## ", "| "))
inlines = st.lists(st.tuples(beginnings, lines, st.sampled_from(GAPS)), max_size=4).map(
    lambda parts: "".join(begin + text + gap for begin, text, gap in parts)
)
letters = st.text("头发，。“”—ab1 .-#*_[]()!`~|>\\&{}\n:'\"<\u3000\t", max_size=60)


def rendered(body: str) -> RenderedArticle:
    article = parse_article(f"---\ntitle: t\n---\n{body}".encode(), "a.md", zone=UTC, language="zh-Hans")
    assert isinstance(article, Article)
    return module.render(article)


def check_both_ways(body: str) -> None:
    """Check that *body* is the same both ways, and that what is known of its pieces is what a look at them shows."""
    found = rendered(body)
    assert found == by_parser_alone(body)
    assert list(found.pieces) in ([], divided(found.html))
    runs, described = variant._runs(divided(found.html))
    assert found.runs in ((), tuple(map(tuple, runs)))
    assert not (found.runs and described)


def by_parser_alone(body: str) -> RenderedArticle:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "render_simple", lambda *_: None)
        patch.setattr(module, "_parser", cache(module._full_parser))
        return rendered(body)


@pytest.mark.law
def test_both_ways_are_one(soak: bool) -> None:
    @settings(max_examples=20_000 if soak else 300, deadline=None)
    @given(documents)
    def check(body: str) -> None:
        check_both_ways(body)

    check()


@pytest.mark.law
def test_both_ways_are_one_for_any_letters(soak: bool) -> None:
    @settings(max_examples=20_000 if soak else 300, deadline=None)
    @given(st.lists(letters, max_size=4).map("\n\n".join))
    def check(body: str) -> None:
        check_both_ways(body)

    check()


@pytest.mark.law
def test_both_ways_are_one_for_marks_within_lines(soak: bool) -> None:
    @settings(max_examples=50_000 if soak else 500, deadline=None)
    @given(inlines)
    def check(body: str) -> None:
        check_both_ways(body)

    check()


def test_both_ways_are_one_for_articles_as_people_write_them(repository: Path) -> None:
    files = sorted([*(repository / "content").rglob("*.md"), *(repository / "tests").rglob("*.md")])
    files += sorted((repository / "docs").rglob("*.md"))
    assert len(files) > 10
    for file in files:
        body = file.read_text("utf-8")
        for part in (body, *body.split("\n\n")):
            check_both_ways(part)


@pytest.mark.parametrize("body", SIMPLE)
def test_the_usual_is_rendered_without_a_parser(body: str) -> None:
    assert render_simple(body, 1, 120) is not None
    check_both_ways(body)
    assert rendered(body).pieces


@pytest.mark.parametrize("body", OTHER)
def test_what_may_mean_more_is_left_to_the_parser(body: str) -> None:
    assert render_simple(body, 1, 120) is None


def test_lines_of_links_are_those_of_the_file() -> None:
    found = rendered("一。\n\n二，\n三。\n\n[四](b.md)\n\n五。\n\n[六](c.md)\n")
    assert [link.line for link in found.links] == [9, 13]
