"""What is cut out of a body before it is parsed comes back as the parser would have made it."""

from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.markdown import render as module
from sitegen.markdown.article import parse_article
from sitegen.markdown.plain import HOLE, cut_plain
from sitegen.model import Article, RenderedArticle

PLAIN: Final = (
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
)
OTHER: Final = (
    "## 标题",
    "# 标题 #",
    "**重**点",
    "[链接](b.md) 与 ![图](a.png)",
    "![图](a.png 'x')",
    "- 一\n- 二",
    "- 一\n\n  二",
    "1. 一",
    "12) 二",
    "> 引文",
    "    代码",
    "```\n代码\n\n头发\n```",
    "```\n没有关上",
    "~~~",
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
    "标题\n---",
    "标题\n===",
    "---",
    "[名]: /a",
    "[名]",
    "-{后}- 与 -{zh-hans:软件;zh-hant:軟體}-",
    "-{坏",
    "行尾  \n换行",
    "反斜\\\n换行",
    "　　缩进",
    "尾空 ",
    "&amp; `码`",
    "<b>原始</b>",
    "<!-- 注释\n\n头发\n\n-->",
    "<pre>\n\n头发\n\n</pre>",
    "*a\n\nb*",
    "2021. 不是",
    "甲\n- 乙",
    "甲\n# 乙",
    "- 甲\n乙",
    "> 甲\n乙",
    "",
)
GAPS: Final = ("\n\n", "\n\n\n", "\n \n", "\n")
documents = st.lists(st.tuples(st.sampled_from(PLAIN + OTHER), st.sampled_from(GAPS)), max_size=12).map(
    lambda parts: "".join(text + gap for text, gap in parts)
)
letters = st.text("头发，。“”—ab1 .-#*_[]()!`~|>\\&{}\n:'\"<\u3000\t", max_size=60)


def rendered(body: str) -> RenderedArticle:
    article = parse_article(f"---\ntitle: t\n---\n{body}".encode(), "a.md", zone=UTC, language="zh-Hans")
    assert isinstance(article, Article)
    return module.render(article)


def by_parser_alone(body: str) -> RenderedArticle:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "cut_plain", lambda _: None)
        patch.setattr(module, "_parser", cache(module._full_parser))
        return rendered(body)


@pytest.mark.law
def test_both_ways_are_one(soak: bool) -> None:
    @settings(max_examples=20_000 if soak else 300, deadline=None)
    @given(documents)
    def check(body: str) -> None:
        assert rendered(body) == by_parser_alone(body)

    check()


@pytest.mark.law
def test_both_ways_are_one_for_any_letters(soak: bool) -> None:
    @settings(max_examples=20_000 if soak else 300, deadline=None)
    @given(st.lists(letters, max_size=4).map("\n\n".join))
    def check(body: str) -> None:
        assert rendered(body) == by_parser_alone(body)

    check()


def test_both_ways_are_one_for_articles_as_people_write_them(repository: Path) -> None:
    files = sorted([*(repository / "content").rglob("*.md"), *(repository / "tests").rglob("*.md")])
    files += sorted((repository / "docs").rglob("*.md"))
    assert len(files) > 10
    cut = 0
    for file in files:
        body = file.read_text("utf-8")
        cut += cut_plain(body) is not None
        assert rendered(body) == by_parser_alone(body), file
    assert cut > 5


def test_paragraphs_of_plain_words_are_cut_out() -> None:
    found = cut_plain("\n一。\n\n二。\n\n## 三\n\n四，\n五。\n")
    assert found is not None
    assert found.body == f"\n{HOLE}\n\n## 三\n\n{HOLE}\n"
    assert found.runs == (("一。", "二。"), ("四，\n五。",))
    assert [found.line(line) for line in (1, 3, 5)] == [1, 5, 7]


@pytest.mark.parametrize("body", ["## 一", "**一**", "- 一\n二", "一\n- 二", "<i>\n\n一\n\n</i>", ""])
def test_what_may_mean_something_stays(body: str) -> None:
    assert cut_plain(body) is None


def test_lines_of_links_are_those_of_the_file() -> None:
    found = rendered("一。\n\n二，\n三。\n\n[四](b.md)\n\n五。\n\n[六](c.md)\n")
    assert [link.line for link in found.links] == [9, 13]
