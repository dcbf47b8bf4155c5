"""Markdown files in another script: words change in the source, and nothing else does."""

import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.config import parse_zone
from sitegen.markdown.article import parse_article
from sitegen.markdown.convert_source import ConvertedSource, convert_source, skeleton, source_runs
from sitegen.markdown.render import render
from sitegen.markdown.tags import tokens
from sitegen.markdown.variant import to_variant
from sitegen.model import VARIANTS, Article, Diagnostic

ZONE: Final = parse_zone("+08:00")


def converted(text: str, profile: str = "s2tw") -> str:
    found = convert_source(text, "a.md", profile)
    assert isinstance(found, ConvertedSource), found
    return found.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("头**发**", "頭**髮**"),
        ("头\n发", "頭\n髮"),
        ("> 头\n> *发*", "> 頭\n> *髮*"),
        ("- 头\n  发\n\n\t头发", "- 頭\n  髮\n\n\t頭髮"),
        ("# 头发 #\n\n头发\n---", "# 頭髮 #\n\n頭髮\n---"),
        ("`头发` ``头发``发", "`头发` ``头发``發"),
        ("    头发\n\n```头发\n头发\n```", "    头发\n\n```头发\n头发\n```"),
        ("[头发](头发.md '头发')", "[頭髮](头发.md '頭髮')"),
        ('![头**发**](头发.png "头发")', '![頭**髮**](头发.png "頭髮")'),
        ("<http://example.org/头发>发", "<http://example.org/头发>發"),
        ('<b class="头发" title="头发">头</b>发', '<b class="头发" title="頭髮">頭</b>髮'),
        ('<div translate="no">\n\n头发\n\n</div>\n\n发', '<div translate="no">\n\n头发\n\n</div>\n\n發'),
        ("<!-- 头发 -->", "<!-- 头发 -->"),
        ("-{头发}-发-{zh-hans:发;zh-hant:髮}-", "-{头发}-發-{zh-hans:发;zh-hant:髮}-"),
        ("-{A|zh-hans:软件;zh-hant:軟體}-和软件", "-{A|zh-hans:软件;zh-hant:軟體}-和軟體"),
        ("| 头\\|发 | `发` |\n|:--|--|\n| “发” | \\*发 |", "| 頭\\|發 | `发` |\n|:--|--|\n| 「發」 | \\*發 |"),
        ("[头发] [头发][] [发][头发]\n\n[头发]: /头发", "[頭髮][头发] [頭髮][头发] [發][头发]\n\n[头发]: /头发"),
        ('[发](a "见[头发]")\n\n[头发]: b', '[發](a "見[頭髮]")\n\n[头发]: b'),
        ("他说“`“`好**”**", "他說「`“`好**」**"),
        ("头&ldquo;发&rdquo;", "頭&ldquo;發&rdquo;"),
        ("头&ldquo;发”", "頭&ldquo;發”"),
        ("[头发][][头发]`[头发]`\n\n[头发]: a", "[頭髮][头发][頭髮][头发]`[头发]`\n\n[头发]: a"),
        ("头发[^注发]\n\n[^注发]: 发。[^发]", "頭髮[^注发]\n\n[^注发]: 發。[^發]"),
        (
            "[头发]\n\n[头发]: /a '发'\n\n[^发]\n\n[^发]: 头\n\n[^发]: 头",
            "[頭髮][头发]\n\n[头发]: /a '發'\n\n[^发]\n\n[^发]: 头\n\n[^发]: 頭",
        ),
        ("范先生1200天后", "范先生1200天後"),
        ("![](https://example.org/头发.png)发", "![](https://example.org/头发.png)發"),
        ("头发\r\n\r\n“发”\r后", "頭髮\r\n\r\n「發」\r後"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}头发", "\N{ZERO WIDTH NO-BREAK SPACE}頭髮"),
        ("[头发]\n\n[头发]: /x\n\n<code>[头发][][头发][]", "[頭髮][头发]\n\n[头发]: /x\n\n<code>[头发][][头发][]"),
        ("", ""),
        ("abc", "abc"),
    ],
)
def test_words_of_a_body(before: str, after: str) -> None:
    assert converted(before) == after


def test_a_line_that_is_added_ends_as_the_others_do() -> None:
    assert converted("---\r\ntitle: 头发\r\n---\r\n发\r\n") == "---\r\nlang: zh-Hant\r\ntitle: 頭髮\r\n---\r\n發\r\n"


def test_words_of_another_length() -> None:
    assert converted("U**盘**和《软件》软件", "s2twp") == "隨**身碟**和《軟件》軟體"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: “头发”与‘发展’", "lang: zh-Hant\ntitle: 「頭髮」與『發展』"),
        ("title: '头发'\nlang: zh-CN # 头发", "title: '頭髮'\nlang: zh-Hant # 头发"),
        ('lang: "zh-Hans"\ntags: ["头发", 皇后]', 'lang: "zh-Hant"\ntags: ["頭髮", 皇后]'),
        ("lang: zh\ntitle: >-\n  头\n  发\nslug: 头发", "lang: zh-Hant\ntitle: >-\n  頭\n  發\nslug: 头发"),
        ("lang: zh\nauthors: [范红]\nextra: {头发: 头发}", "lang: zh-Hant\nauthors: [范紅]\nextra: {头发: 头发}"),
        ("lang: zh\nsummary: 头-{发}-", "lang: zh-Hant\nsummary: 頭-{发}-"),
        ("lang: zh\nquotes: false\ntitle: “发”", "lang: zh-Hant\nquotes: false\ntitle: “發”"),
        (
            "lang: zh\nglossary: {zh-Hant: {发: 'x: y'}}\ntitle: '发'",
            "lang: zh-Hant\nglossary: {zh-Hant: {发: 'x: y'}}\ntitle: 'x: y'",
        ),
    ],
)
def test_words_of_front_matter(before: str, after: str) -> None:
    assert converted(f"---\n{before}\n---\n") == f"---\n{after}\n---\n"


def test_front_matter_in_toml() -> None:
    assert converted("+++\ntitle = '头发'\n+++\n发") == "+++\nlang = \"zh-Hant\"\ntitle = '頭髮'\n+++\n發"


@pytest.mark.parametrize(
    ("profile", "lang"),
    [("s2tw", "zh-Hant"), ("s2hk", "zh-Hant-HK"), ("tw2s", "zh-Hans"), ("t2jp", "zh"), ("hk2t", "zh")],
)
def test_the_language_is_that_of_the_profile(profile: str, lang: str) -> None:
    text = "---\nlang: zh\n---\n" if not profile.endswith("s") else "---\nlang: zh-TW\n---\n"
    assert converted(text, profile) == f"---\nlang: {lang}\n---\n"


@pytest.mark.parametrize("lang", ["zh-Hant", "en", "ja"])
def test_a_file_that_is_written_so_already_stays(lang: str) -> None:
    text = f"---\nlang: {lang}\ntitle: 头发\n---\n“头发”"
    assert converted(text) == text


def test_quotation_marks_that_decide_what_is_emphasised_stay() -> None:
    found = convert_source("“发”\n\na**“发”**b", "a.md", "s2tw")
    assert isinstance(found, ConvertedSource)
    assert found.text == "「發」\n\na**“發”**b"
    assert [(warning.line, warning.code) for warning in found.warnings] == [(3, "quotes")]
    assert converted("a**「發」**b", "tw2s") == "a**「发」**b"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("---\ntitle: [\n---\n发", 3, "front-matter"),
        ("---\ntitle: a\n\n发", 1, "front-matter"),
        ("发\n\n-{zh-xx:a;b}-", 3, "mark"),
        ("---\ntitle: a\nsummary: -{发\n---\n", 3, "mark"),
        ("---\ntitle: 发\nglossary: {zh-Hant: {发: 'x: y'}}\n---\n", 1, "front-matter"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, code: str) -> None:
    found = convert_source(text, "a.md", "s2tw")
    assert not isinstance(found, ConvertedSource)
    assert [(fault.path, fault.line, fault.code) for fault in found] == [("a.md", line, code)]


def test_runs_know_their_lines() -> None:
    found = source_runs("---\ntitle: 甲\n---\n\n乙\n丙\n\n`丁`戊", "a.md")
    assert [(item.run.text.strip(), item.line) for item in found if not isinstance(item, Diagnostic)] == [
        ("甲", 2),
        ("乙丙", 5),
        ("\N{OBJECT REPLACEMENT CHARACTER}戊", 8),
    ]


# ── the law: what the file says is what a build would have said ─────────────────────────────────

_PIECES: Final = st.one_of(
    st.sampled_from(
        ["头", "发", "头发", "皇后", "后", "面", "“", "”", "‘", "’", "，", "。", "a", "U盘", " ", "𠮷", "范先生"]
    ),
    st.sampled_from(["\n", "\n\n", "\n> ", "\n- ", "\n# ", "```\n", "\n    ", "\n\n| 头 | 发 |\n|---|---|\n| ", " | "]),
    st.sampled_from(["*", "**", "~~", "_", "`", "\\", "[", "]", "](头.md)", '](b "头发")', "![", "-{后}-", "1200天后"]),
    st.sampled_from(["<b>", "</b>", "<br>", "<code>", "</code>", '<i title="头发">', "</i>", "<div>\n", "\n</div>\n"]),
    st.sampled_from(["&amp;", "&ldquo;", "[头发]", "[头发][]", "[甲][头发]", "\n\n[头发]: /头发 '发'\n\n", "<!--"]),
    st.sampled_from(["[^发]", "[^发][^1]", "\n\n[^发]: 头发\n\n", "\n\n[^1]: "]),
)
_SOURCES: Final = st.lists(_PIECES, max_size=25).map("".join)


def words(html: str) -> list[str]:
    return [tag.source for tag in tokens(html) if not tag.name]


def holds(body: str, profile: str, lang: str, target: str) -> None:
    source = f"---\ntitle: 头发\nlang: {lang}\n---\n{body}"
    found = convert_source(source, "a.md", profile)
    if not isinstance(found, ConvertedSource) or found.warnings:
        return
    read = parse_article(source.encode(), "a.md", zone=ZONE, language=lang)
    again = parse_article(found.text.encode(), "a.md", zone=ZONE, language=lang)
    assert isinstance(read, Article)
    assert isinstance(again, Article)
    wanted = to_variant(read, render(read), VARIANTS[target])
    result = to_variant(again, render(again), VARIANTS[target])
    assert again.lang == target
    assert skeleton(again.body) == skeleton(read.body)
    if "&ldquo;" not in body and "\\[" not in body:  # what is written so stays
        assert words(result.html) == words(wanted.html)
    assert result.text.title == wanted.text.title
    assert others(again.body) == others(read.body)


def others(text: str) -> str:
    """Return what is neither Chinese nor the brackets of a reference."""
    return re.sub(r"[\[\]]|[^\x00-\x7f]", "", text)


@pytest.mark.law
@settings(deadline=None)
@given(_SOURCES)
def test_a_converted_file_says_what_the_variant_says(body: str) -> None:
    holds(body, "s2tw", "zh-Hans", "zh-Hant")


@pytest.mark.law
@settings(deadline=None)
@given(_SOURCES.map(lambda text: text.replace("“", "「").replace("”", "」").replace("发", "發")))
def test_and_so_in_the_other_direction(body: str) -> None:
    holds(body, "tw2s", "zh-Hant", "zh-Hans")


_OTHER: Final = {"zh-Hans": ("zh-Hant", "s2tw"), "zh-Hant": ("zh-Hans", "tw2s"), "zh-Hant-HK": ("zh-Hans", "hk2s")}


def test_articles_of_the_project(repository: Path) -> None:
    found = sorted((repository / "content").glob("*.md"))
    assert found
    for path in found:
        source = path.read_text("utf-8")
        article = parse_article(source.encode(), path.name, zone=ZONE, language="zh-Hans")
        assert isinstance(article, Article)
        target, profile = _OTHER[article.lang]
        again = parse_article(converted(source, profile).encode(), path.name, zone=ZONE, language="zh-Hans")
        assert isinstance(again, Article)
        wanted = to_variant(article, render(article), VARIANTS[target])
        # Marks stay marks in the source: what they stand for is decided when it is shown.
        shown = to_variant(again, render(again), VARIANTS[target])
        assert words(shown.html) == words(wanted.html)
        assert (shown.text.title, shown.text.tags) == (wanted.text.title, wanted.text.tags)
        assert shown.text.authors == wanted.text.authors
