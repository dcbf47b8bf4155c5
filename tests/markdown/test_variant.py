"""Articles in the variants of a site: words change, and nothing else does."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC
from html import unescape
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.markdown.summary import DescribedArticle, summarise
from sitegen.markdown.tags import Tag, attributes, tokens
from sitegen.markdown.variant import ConvertedArticle, convert_html, to_variant
from sitegen.markdown.writer import OBJECT, ScriptWriter
from sitegen.model import ENGINES, VARIANTS, Article, Html, RenderedArticle, Script
from sitegen.text.script.markup import Mark

HANS, HANT, HONG_KONG = VARIANTS.values()
_CONTENT: Final = Path(__file__).parents[2] / "content"


def article(head: str, body: str = "") -> tuple[Article, RenderedArticle]:
    read = parse_article(f"---\n{head}\n---\n{body}".encode(), "a.md", zone=UTC, language="zh-Hans")
    assert isinstance(read, Article), read
    return read, render(read)


def variants(head: str, body: str = "") -> dict[str, ConvertedArticle]:
    read, rendered = article(head, body)
    return {tag: to_variant(read, rendered, variant) for tag, variant in VARIANTS.items()}


def described(head: str, body: str = "") -> DescribedArticle:
    read, rendered = article(head, body)
    return summarise(read, rendered, {tag: to_variant(read, rendered, v) for tag, v in VARIANTS.items()})


class Words:
    """A converter for tests, made of a function of texts."""

    def __init__(self, function: Callable[[Sequence[str]], list[str]]) -> None:
        self.marked = function

    def divided(self, texts: Sequence[Sequence[str]]) -> list[list[str]]:
        return [self.marked(parts) for parts in texts]

    def decided(self, mark: Mark) -> str:
        return mark.text("zh-Hant")


def doubled(texts: Sequence[str]) -> list[str]:
    """Stand in for a converter: each letter twice, so that every change shows; what stands for code is no letter."""
    return [
        "".join(letter if letter == "\N{OBJECT REPLACEMENT CHARACTER}" else letter * 2 for letter in text)
        for text in texts
    ]


# ── fields ──────────────────────────────────────────────────────────────────────────────────────

_FIELDS: Final = """
title: “头发”与发展
subtitle: 一只鸟
summary: 理发
description: 面条
publisher: 中国青年报
authors: [张发, 王后]
editor: 李丽
translator: 赵干
sections: [软件]
tags: [头发, 皇后]
"""


def test_every_field_is_converted() -> None:
    text = to_variant(*article(_FIELDS, "## 头**发**\n\n皇后"), HANT).text
    assert (text.title, text.subtitle) == ("「頭髮」與發展", "一隻鳥")
    assert (text.summary, text.description, text.publisher) == ("理髮", "麵條", "中國青年報")
    assert (text.authors, text.editor, text.translator) == (("張發", "王后"), "李麗", "趙幹")
    assert (text.sections, text.tags) == (("軟件",), ("頭髮", "皇后"))
    assert [(heading.anchor, heading.title) for heading in text.headings] == [("头发", "頭髮")]
    assert text.converted_by == "s2tw+quotes"


def test_what_was_written_so_stands_letter_for_letter() -> None:
    read, rendered = article(f"{_FIELDS}lang: zh-Hant", "“头发”")
    text = to_variant(read, rendered, HANT)
    assert (text.text.title, text.text.tags, text.text.converted_by) == ("“头发”与发展", ("头发", "皇后"), "")
    assert text.html == rendered.html


def test_what_is_not_chinese_stands_letter_for_letter() -> None:
    for found in variants("title: “Hair” 头发\nlang: en", "“头发” 发展").values():
        assert found.text.title == "“Hair” 头发"
        assert found.html == "<p>“头发” 发展</p>\n"
        assert found.text.converted_by == ""


def test_a_persons_word_wins_over_the_glossary_and_that_over_the_converter() -> None:
    head = (
        "title: 头发\nsubtitle: 头发\neditor: 头发\n"
        "glossary: {zh-Hant: {头发: 毛髮}}\nvariants: {zh-Hant: {title: 我的頭髮}}"
    )
    found = variants(head, "头发")
    assert (found["zh-Hant"].text.title, found["zh-Hant"].text.subtitle) == ("我的頭髮", "毛髮")
    assert found["zh-Hant"].html == "<p>毛髮</p>\n"
    assert (found["zh-Hant-HK"].text.title, found["zh-Hant-HK"].text.subtitle) == ("頭髮", "頭髮")
    assert found["zh-Hans"].text.title == "头发"


def test_a_person_may_add_a_field_in_one_variant_only() -> None:
    found = variants("title: a\nvariants: {zh-Hant: {subtitle: 副題}}")
    assert [text.text.subtitle for text in found.values()] == ["", "副題", ""]


def test_quotation_marks_between_variants_of_one_script_stay() -> None:
    assert variants("title: “裏”\nlang: zh-Hant-HK")["zh-Hant"].text.title == "“裡”"


def test_from_hong_kong_over_two_profiles() -> None:
    found = variants("title: 衞生\nlang: zh-Hant-HK")
    assert (found["zh-Hant"].text.title, found["zh-Hant"].text.converted_by) == ("衛生", "hk2t+t2tw")


def test_who_converted_is_told() -> None:
    found = [
        variants("title: 头发", body)["zh-Hant"].text.converted_by for body in ("发", "1200天后", "“发”", "三天后")
    ]
    assert found == ["s2tw", "s2tw+rules", "s2tw+quotes", "s2tw"]
    assert variants("title: “1200天后”")["zh-Hant"].text.converted_by == "s2tw+rules+quotes"


def test_rules_of_our_own_stand_between_glossary_and_dictionaries() -> None:
    found = variants(
        "title: a\nauthors: [范红]\nglossary: {zh-Hant: {天后恢复: 日之後}}", "**范**红：1200天后恢复，5天后再开"
    )
    assert found["zh-Hant"].html == "<p><strong>范</strong>紅：1200日之後，5天後再開</p>\n"
    assert found["zh-Hant"].text.authors == ("范紅",)


@pytest.mark.parametrize("path", sorted(_CONTENT.glob("*.md")), ids=lambda path: path.stem[:10])
def test_the_variant_of_a_variant_is_stable(path: Path) -> None:
    text = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    there = ScriptWriter(("s2tw",), "zh-Hant", quotes=Script.HANT)
    back = ScriptWriter(("tw2s",), "zh-Hans", quotes=Script.HANS)
    ((simplified,),) = back.divided([["".join(*there.divided([[text]]))]])
    ((again,),) = back.divided([["".join(*there.divided([[simplified]]))]])
    assert again == simplified


# ── the law of structure ────────────────────────────────────────────────────────────────────────

_WORDS: Final = st.lists(
    st.sampled_from(
        ("头发", "发", "展", "皇后", "“", "”", "‘", "’", "只", "里面", "abc", " ", "&amp;", "，", "网络", "\n")
    ),
    max_size=5,
).map("".join)
_ATTRIBUTES: Final = st.sampled_from(
    (
        "",
        "",
        ' title="头发"',
        ' class="头发" id="头发"',
        ' href="/头发"',
        ' lang="ja"',
        ' translate="no"',
        ' title="&quot;发&lt;"',
    )
)


def _element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from(("b", "em", "a", "span", "p", "div", "code", "pre", "kbd", "li", "td", "ruby"))
    return st.builds(lambda name, given, text: f"<{name}{given}>{text}</{name}>", names, _ATTRIBUTES, inner)


_HTML: Final = st.recursive(
    _WORDS,
    lambda inner: st.lists(
        _element(inner) | _WORDS | st.sampled_from(("<br>", '<img src="头发.png" alt="头发">')), max_size=4
    ).map("".join),
    max_leaves=12,
)


def skeleton(html: str) -> list[tuple[str, bool, dict[str, str]]]:
    """Return the tags of *html* with all attributes but those that hold words."""
    return [
        (tag.name, tag.is_end, {name: value for name, value in attributes(tag).items() if name not in {"title", "alt"}})
        for tag in tokens(html)
        if tag.name
    ]


def untouchable(html: str) -> list[str]:
    """Return the texts that stand in code, in another language, or in what is not to be translated."""
    open_elements: list[Tag] = []
    found = []
    for tag in tokens(html):
        if not tag.name and any(
            other.name in {"code", "pre", "kbd"} or "lang=" in other.source or "translate=" in other.source
            for other in open_elements
        ):
            found.append(tag.source)
        elif tag.is_end:
            open_elements.pop()
        elif tag.name not in {"", "br", "img"}:
            open_elements.append(tag)
    return found


def text_of(html: str) -> str:
    return "".join(tag.source for tag in tokens(html) if not tag.name)


def letters(text: str) -> int:
    return len("".join(text.split()))


@pytest.mark.law
@given(_HTML)
def test_tags_and_addresses_stay(html: str) -> None:
    read, _ = article("title: t\nglossary: {zh-Hant: {网络: 網際網路啊, 皇后: 后}}")
    converted = to_variant(read, RenderedArticle(Html(html), (), (), ""), HANT).html
    assert skeleton(converted) == skeleton(html)
    assert untouchable(converted) == untouchable(html)


@pytest.mark.law
@given(_HTML)
def test_every_letter_that_is_ours_is_converted_once(html: str) -> None:
    converted = convert_html(html, Words(doubled))
    assert skeleton(converted) == skeleton(html)
    ours, not_ours = text_of(html), "".join(untouchable(html))
    assert letters(text_of(converted)) == 2 * letters(ours) - letters(not_ours)


@pytest.mark.law
@given(_HTML)
def test_a_converter_that_changes_nothing_changes_nothing(html: str) -> None:
    assert re.sub(r"&quot;|&#x27;", "'", convert_html(html, Words(list))) == re.sub(r"&quot;|&#x27;", "'", html)


@pytest.mark.law
@given(st.lists(_WORDS.map(lambda text: text.replace("\n", "")), min_size=1, max_size=6))
def test_many_texts_at_once_are_converted_as_one_by_one(texts: list[str]) -> None:
    paragraphs = [f"<p>{text}</p>" for text in texts]
    read, _ = article("title: t\nglossary: {zh-Hant: {网络: 網際網路啊}}")

    def html(source: str) -> str:
        return to_variant(read, RenderedArticle(Html(source), (), (), ""), HANT).html

    assert html("".join(paragraphs)) == "".join(map(html, paragraphs))


def test_a_word_of_another_length_is_cut_where_its_elements_end() -> None:
    longer = {"互联网络": "网络啊啊"}
    assert convert_html(
        "<p>在<b>互联</b>网络上</p>", Words(lambda texts: [longer.get(text, text) for text in texts])
    ) == ("<p>在<b>互联</b>网络上</p>")
    converted = convert_html(
        "<p>在<b>甲乙</b>上</p>", Words(lambda texts: [text.replace("甲乙", "子丑寅") for text in texts])
    )
    assert converted == "<p>在<b>子丑寅</b>上</p>"


_INLINE: Final = st.recursive(
    st.lists(
        st.sampled_from(("头发", "内存", "用", "打印机", "软件", "，", "吗", "网络", "“", "”", "a&amp;b")), max_size=4
    ).map("".join),
    lambda inner: st.lists(
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("b", "em", "a", "span", "code")), inner) | inner, max_size=4
    ).map("".join),
    max_leaves=10,
)


@pytest.mark.law
@settings(deadline=None)  # the first call of each profile reads its tables
@given(_INLINE, st.sampled_from(ENGINES[:2]), st.sampled_from(("s2tw", "s2twp", "tw2sp")))
def test_each_letter_stays_between_the_tags_it_stood_between(html: str, engine: str, profile: str) -> None:
    if engine == "jieba":
        pytest.importorskip("rjieba", reason="the extra [jieba] is not installed")
    writer = ScriptWriter((profile,), "zh-Hant", glossary={"网络": "網際網路"}, engine=engine)
    converted = convert_html(html, writer)
    assert skeleton(converted) == skeleton(html)
    assert untouchable(converted) == untouchable(html)
    # The words are those of the sentence without any inline element, code apart.
    whole = OBJECT.join(unescape(text) for text in _outside_code(html))
    assert "".join(made for _, made in writer.segments(whole)) == OBJECT.join(map(unescape, _outside_code(converted)))
    # And what stands before a tag is what the sentence up to there became, but for the rest of a word cut by the tag.
    segments = writer.segments(whole)
    at = made_at = 0
    borders: dict[int, int] = {}
    for size, made in segments:
        for inside in range(size + 1):
            borders.setdefault(at + inside, made_at + (len(made) if inside == size else min(inside, len(made))))
        at, made_at = at + size, made_at + len(made)
    assert _borders(converted) == [borders.get(border, 0) for border in _borders(html)]


def _outside_code(html: str) -> list[str]:
    """Return the texts between those in code."""
    depth, found = 0, [""]
    for tag in tokens(html):
        depth += (not tag.is_end) - tag.is_end if tag.name == "code" else 0
        if not tag.name and not depth:
            found[-1] += tag.source
        elif not tag.name:
            found.append("")
    return found


def _borders(html: str) -> list[int]:
    """Return how many letters stand before each tag, a text in code counting as one."""
    depth = at = 0
    found = []
    for tag in tokens(html):
        depth += (not tag.is_end) - tag.is_end if tag.name == "code" else 0
        if tag.name:
            found.append(at)
        else:
            at += 1 if depth else len(unescape(tag.source))
    return found


def test_the_words_of_a_glossary_are_words_and_no_markup() -> None:
    found = variants("title: a\nglossary: {zh-Hant: {甲&乙: 子<丑>, amp: 丙}}", "**甲&乙**“丁”amp &amp;")
    assert found["zh-Hant"].html == "<p><strong>子&lt;丑&gt;</strong>「丁」丙 &amp;</p>\n"


def test_what_stands_for_code_does_not_show() -> None:
    found = variants("title: a\nglossary: {zh-Hant: {甲: 乙乙}}", "`x`甲`y`乙")
    assert found["zh-Hant"].html == "<p><code>x</code>乙乙<code>y</code>乙</p>\n"


# ── summaries ───────────────────────────────────────────────────────────────────────────────────


def test_tags_are_one_tag_in_every_script() -> None:
    found = described("title: t\nlang: zh-Hant\ntags: [頭髮, 头发, 繁體]").summary
    assert found.tag_keys == ("头发", "繁体")
    assert found.texts["zh-Hans"].tags == ("头发", "繁体")
    assert found.texts["zh-Hant"].tags == ("頭髮", "繁體")


def test_tags_that_are_not_chinese_stay() -> None:
    found = described("title: t\nlang: en\ntags: [Printing, 頭髮]").summary
    assert found.tag_keys == ("Printing", "頭髮")


def test_the_lead_is_the_summary_where_none_was_written() -> None:
    assert described("title: t", "# 题\n\n头**发**。\n\n皇后。").summary.texts["zh-Hant"].summary == "頭髮。皇后。"
    assert described("title: t\nsummary: 面条", "头发").summary.texts["zh-Hant"].summary == "麵條"


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ("一。\n\n二。", "一。二。"),
        ("One.\n\nTwo.", "One. Two. "),
        ("## 题\n\n正文", "正文"),
        ("![图](a.png)\n\n正文", "正文"),
        ("- 一\n- 二\n\n正文", "一二正文"),
        ("`码`与[链](a.md)、**重**<br>\n\n正文", "正文"),
        ("一行\n下一行", "一行下一行"),
        ("```\n码\n```\n", ""),
        ("| 表 |\n|---|\n| 格 |\n", ""),
        ("", ""),
    ],
)
def test_the_lead_is_words_of_paragraphs(body: str, lead: str) -> None:
    assert article("title: t", body)[1].lead.strip() == lead.strip()


def test_a_long_lead_ends_with_a_sentence() -> None:
    (_, rendered) = article("title: t", "这是一个句子，它有一些字。" * 40)
    assert len(rendered.lead) <= 121
    assert rendered.lead.endswith(("。", "…"))


def lines_of_links(body: str) -> list[tuple[str, str, bool, int]]:
    (_, rendered) = article("title: t", body)
    return [(use.target, use.fragment, use.is_image, use.line) for use in rendered.links]


def test_links_are_known_with_target_fragment_and_line() -> None:
    body = "first\n[二](../b%20c.md#%E6%98%A5)\n\n![图](a.png)\n\n<b>x</b> [三](d.md)\n"
    assert lines_of_links(body) == [("../b c.md", "春", False, 5), ("a.png", "", True, 7), ("d.md", "", False, 9)]


@pytest.mark.parametrize("end", ["\n", "\\\n", "  \n"])
def test_lines_of_links_behind_lines_of_chinese(end: str) -> None:
    assert lines_of_links(f"一行{end}[二](a.md)") == [("a.md", "", False, 5)]


def test_marks_in_the_description_of_a_picture_on_another_host_are_decided() -> None:
    found = variants("title: t", "![图-{zh-hans:软件;zh-hant:軟體}-发](https://example.org/a.png)")
    assert ">图软件发</a>" in found["zh-Hans"].html
    assert ">圖軟體發</a>" in found["zh-Hant"].html
    broken = variants("title: t", "![发-{](https://example.org/a.png)")["zh-Hant"].html
    assert ">發-{</a>" in broken


def test_an_address_that_is_shown_stays() -> None:
    found = variants("title: t", '发<img src="https://example.org/头发.png">')["zh-Hant"].html
    assert "髮" not in found
    assert "發" in found


def test_a_tag_with_a_mark_is_known_by_its_simplified_name() -> None:
    found = described('title: t\ntags: ["-{zh-hans:网络;zh-hant:網路}-", 网络, 头发]').summary
    assert found.tag_keys == ("网络", "头发")
    assert found.texts["zh-Hant"].tags == ("網路", "頭髮")
