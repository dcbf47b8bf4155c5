"""Article files: what their fields may hold, what is taken from name and body, and what is wrong on which line."""

from datetime import UTC
from typing import Final

import pytest

from sitegen.markdown.article import parse_article
from sitegen.markdown.schema import FIELDS
from sitegen.model import Article, Diagnostic, Source


def read(data: bytes | str, path: str = "a.md", language: str = "zh-Hans") -> Article | tuple[Diagnostic, ...]:
    return parse_article(data.encode() if isinstance(data, str) else data, path, zone=UTC, language=language)


def good(data: bytes | str, path: str = "a.md", language: str = "zh-Hans") -> Article:
    article = read(data, path, language)
    assert isinstance(article, Article), article
    return article


def faults(data: bytes | str, path: str = "a.md") -> tuple[Diagnostic, ...]:
    found = read(data, path)
    assert isinstance(found, tuple), found
    return found


def test_all_fields() -> None:
    article = good(
        "---\n"
        "title: '  春天：\n  到了  '\n"
        "subtitle: 副题\n"
        "date: 2021-11-29 09:33:26+08:00\n"
        "updated: 2021-12-01\n"
        "publisher: 某报\n"
        "authors: [张三, 李四, 张三, '']\n"
        "editor: 12345\n"
        "translator: 王五\n"
        "sections: 民生\n"
        "tags: [a, 1984, 1.10]\n"
        "lang: zh-TW\n"
        "slug: chun-tian\n"
        "summary: s\ndescription: d\nimage: a.png\nlicence: CC0-1.0\n"
        "draft: false\n"
        "aliases: [/old/]\n"
        "canonical: https://example.org/a\n"
        "glossary: {zh-Hans: {軟體: 软件}}\n"
        "quotes: false\n"
        "source: {url: https://example.org/a, retrieved: 2026-11-23, sha256: abc}\n"
        "doubts: [{rule: byte-shift, before: x, after: , confidence: 0.63}]\n"
        "variants: {zh-Hans: {title: 题}}\n"
        "extra: {rating: 5, list: [a, {b: no}], none: null}\n"
        "---\n\n正文\n"
    )
    assert (article.title, article.subtitle, article.editor) == ("春天： 到了", "副题", "12345")
    assert article.date is not None
    assert article.date.iso == "2021-11-29T09:33:26+08:00"
    assert article.updated is not None
    assert article.updated.iso == "2021-12-01"
    assert (article.authors, article.sections, article.tags) == (("张三", "李四"), ("民生",), ("a", "1984", "1.10"))
    assert (article.lang, article.slug, article.kind) == ("zh-Hant", "chun-tian", "article")
    assert (article.draft, article.quotes, article.aliases) == (False, False, ("/old/",))
    assert article.source == Source("https://example.org/a", "2026-11-23", "abc")
    assert [(doubt.rule, doubt.before, doubt.after, doubt.confidence) for doubt in article.doubts] == [
        ("byte-shift", "x", "", 0.63)
    ]
    assert article.glossary == {"zh-Hans": {"軟體": "软件"}}
    assert article.variants == {"zh-Hans": {"title": "题"}}
    assert article.extra == {"rating": 5, "list": ("a", {"b": "no"}), "none": None}
    assert (article.body.strip(), article.body_line) == ("正文", 29)


@pytest.mark.parametrize(
    ("path", "text", "slug", "kind", "date"),
    [
        ("chun.md", "# a", "chun", "article", None),
        ("Chun Wang.md", "# a", "chun-wang", "article", None),
        ("春望.md", "# a", "春望", "article", None),
        ("2021-11-29-chun.md", "# a", "2021-11-29-chun", "article", "2021-11-29"),
        ("2021-11-29-chun.md", "---\ndate: 2020-01-01\n---\n# a", "2021-11-29-chun", "article", "2020-01-01"),
        ("2021-13-45-chun.md", "# a", "2021-13-45-chun", "article", None),
        ("2021-11-29.md", "# a", "2021-11-29", "article", None),
        ("2021/chun/index.md", "# a", "chun", "article", None),
        ("2021/2021-11-29-chun/index.md", "# a", "2021-11-29-chun", "article", "2021-11-29"),
        ("index.md", "# a", "index", "article", None),
        ("pages/about.md", "# a", "about", "page", None),
        ("pages/2021-11-29-about.md", "# a", "2021-11-29-about", "page", None),
        ("pages/about.md", "---\nkind: article\n---\n# a", "about", "article", None),
        ("news/about.md", "---\nkind: page\n---\n# a", "about", "page", None),
        ("a.md", "---\nslug: 1984\n---\n# a", "1984", "article", None),
    ],
)
def test_what_the_name_says(path: str, text: str, slug: str, kind: str, date: str | None) -> None:
    article = good(text, path)
    assert (article.slug, article.kind, article.date.iso if article.date else None) == (slug, kind, date)


@pytest.mark.parametrize(
    ("text", "title", "body", "line"),
    [
        ("# 题\n正文", "题", "正文", 2),
        ("\n\n#  题 #\n\n正文", "题", "\n正文", 4),
        ("---\ndate: 2020-01-01\n---\n\n# 题\n正文", "题", "正文", 6),
        ("---\ntitle: ''\n---\n# 题\n正文", "题", "正文", 5),
        ("---\ntitle: 名\n---\n# 题\n正文", "名", "# 题\n正文", 4),
        ("# 题", "题", "", 1),
    ],
)
def test_a_title_is_taken_from_the_headline(text: str, title: str, body: str, line: int) -> None:
    article = good(text)
    assert (article.title, article.body, article.body_line) == (title, body, line)


@pytest.mark.parametrize("text", ["正文", "## 二级\n正文", "#没有空格", "---\ndate: 2020-01-01\n---\n正文\n\n# 题"])
def test_an_article_without_a_title_is_refused(text: str) -> None:
    (fault,) = faults(text)
    assert fault.code == "no-title"
    assert "# …" in fault.hint


def test_line_ends_and_marks_of_other_systems() -> None:
    unix = good("---\ntitle: a\ntags: [b]\n---\n\nx\n\ny\n")
    assert good("\ufeff---\r\ntitle: a\r\ntags: [b]\r\n---\r\n\r\nx\r\n\r\ny\r\n") == unix
    assert good("---\rtitle: a\rtags: [b]\r---\r\rx\r\ry\r") == unix


def test_control_characters_leave_the_body() -> None:
    assert good("# a\nx\x00\x1ey\tz\x7f").body == "xy\tz"


def test_the_language_of_a_file_that_names_none() -> None:
    assert good("# a", language="zh-Hant").lang == "zh-Hant"
    assert good("---\nlang: en\n---\n# a", language="zh-Hant").lang == "en"


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"", 0, "empty"),
        (b" \n\t\r\n", 0, "empty"),
        (b"---\ntitle: a\n---\nb\n\xb4\xba\n", 5, "encoding"),
        (b"\xff\xfe#\x00", 1, "encoding"),
        (b"---\ntitle: a\n\ntags: [b\n---\n", 5, "front-matter"),
        (b"---\ntitle: a\n", 1, "front-matter"),
        (b"---\ntitle: a\ntitle: b\n---\n", 3, "front-matter"),
        (b"+++\ntitle = a\n+++\n", 2, "front-matter"),
    ],
)
def test_a_file_that_cannot_be_read(data: bytes, line: int, code: str) -> None:
    (fault,) = faults(data, "x/a.md")
    assert (fault.path, fault.line, fault.code) == ("x/a.md", line, code)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("titel", 'did you mean "title"?'),
        ("author", 'did you mean "authors"?'),
        ("tag", 'did you mean "tags"?'),
        ("license", 'did you mean "licence"?'),
        ("categories", "fields of your own stand below `extra:`"),
    ],
)
def test_an_unknown_field_is_named_with_a_suggestion(name: str, hint: str) -> None:
    (fault,) = faults(f"---\ntitle: a\n{name}: b\n---\n")
    assert str(fault) == f'a.md:3: unknown field "{name}"'
    assert fault.hint == hint


WRONG: Final = (
    ("title", "[a, b]", "must be text"),
    ("title", "true", "must be text"),
    ("title", "{a: b}", "must be text"),
    ("subtitle", "[a]", "must be text"),
    ("date", "yesterday", "is no date"),
    ("date", "2021-02-30", "is no date"),
    ("date", "29.11.2021", "is no date"),
    ("date", "2021-11-29T25:00", "is no date"),
    ("date", "20211129", "is no date"),
    ("updated", "2021", "is no date"),
    ("publisher", "[a]", "must be text"),
    ("authors", "3", "must be a list of texts"),
    ("authors", "{a: b}", "must be a list of texts"),
    ("authors", "[[a]]", "must be text"),
    ("tags", "[true]", "must be text"),
    ("tags", "[a, null]", "must be text"),
    ("editor", "[a]", "must be text"),
    ("translator", "true", "must be text"),
    ("sections", "true", "must be a list of texts"),
    ("kind", "post", "must be article or page"),
    ("kind", "[page]", "must be article or page"),
    ("lang", "zh-XX", "is no known language"),
    ("lang", "Chinese!", "is no known language"),
    ("lang", "[zh]", "must be text"),
    ("slug", "[a]", "must be text"),
    ("summary", "[a]", "must be text"),
    ("description", "true", "must be text"),
    ("image", "[a]", "must be text"),
    ("licence", "{a: b}", "must be text"),
    ("draft", "maybe", "must be true or false"),
    ("draft", "1", "must be true or false"),
    ("aliases", "{a: b}", "must be a list of texts"),
    ("canonical", "[a]", "must be text"),
    ("glossary", "[a]", "must be a table"),
    ("glossary", "{zh: {a: b}}", "names an unknown variant"),
    ("glossary", "{zh-Hant: a}", "must be a table"),
    ("glossary", "{zh-Hant: {a: [b]}}", "must be text"),
    ("quotes", "no", "must be true or false"),
    ("source", "https://example.org/", "must be a table"),
    ("source", "{address: a}", 'has an unknown part "address"'),
    ("source", "{url: ftp://example.org}", "has an address that is no web address"),
    ("source", "{url: [a]}", "must be text"),
    ("doubts", "{rule: a}", "must be a list"),
    ("doubts", "[a]", "must be a table"),
    ("doubts", "[{rule: a, confidence: much}]", "has a confidence that is no number"),
    ("doubts", "[{rule: [a]}]", "must be text"),
    ("reviewed", "{agreed: 1}", 'has an unknown part "agreed"'),
    ("reviewed", "{accepted: many}", 'has a "accepted" that is no whole number'),
    ("reviewed", "3", "must be a table"),
    ("variants", "[a]", "must be a table"),
    ("variants", "{zh-TW: {title: a}}", "names an unknown variant"),
    ("variants", "{zh-Hant: {tags: a}}", 'cannot override "tags"'),
    ("variants", "{zh-Hant: {title: [a]}}", "must be text"),
    ("extra", "[a]", "must be a table"),
)


@pytest.mark.parametrize(("name", "value", "message"), WRONG)
def test_a_field_of_the_wrong_kind_is_named_with_its_line(name: str, value: str, message: str) -> None:
    found = faults(
        f"---\nlicence: a\n{name}: {value}\n---\n# a\n" if name != "licence" else f"---\n\nlicence: {value}\n---\n# a"
    )
    assert [(fault.path, fault.line, fault.code) for fault in found][:1] == [("a.md", 3, "bad-field")]
    assert found[0].message.startswith(f'field "{name}" {message}')


def test_every_field_has_a_wrong_value_here() -> None:
    assert {name for name, _, _ in WRONG} == set(FIELDS)


@pytest.mark.parametrize("name", FIELDS)
def test_an_empty_field_counts_as_absent(name: str) -> None:
    assert good(f"---\n{name}:\n---\n# a\n") == good("---\n\n---\n# a\n")
    assert good(f"---\n{name}: ''\n---\n# a\n") == good("---\n\n---\n# a\n")


def test_all_faults_are_told_at_once() -> None:
    found = faults("---\ntitle: [a]\ndate: soon\ncolour: red\n---\n# b\n")
    assert [fault.line for fault in found] == [2, 3, 4]


@pytest.mark.parametrize(
    ("slug", "hint"),
    [
        ("Chun", "such as chun"),
        ("a b", "such as a-b"),
        ("a/b", "such as a-b"),
        ("../x", "such as x"),
        ("a.html", "such as a-html"),
    ],
)
def test_a_slug_that_cannot_be_one(slug: str, hint: str) -> None:
    (fault,) = faults(f"---\ntitle: a\nslug: {slug}\n---\n")
    assert (fault.line, fault.code, fault.hint) == (3, "bad-slug", hint)


@pytest.mark.parametrize(
    "head", ["title: |\n  a\n  b", 'title: "a\\tb"', 'title: "a\\x1eb"', "title: 'a\u3000b'", 'title: "a\\u2028b"']
)
def test_a_title_is_one_line(head: str) -> None:
    assert good(f"---\n{head}\n---\n").title == "a b"


@pytest.mark.parametrize("character", ["\\x01", "\\x7f", "\\ufffe"])
def test_control_characters_leave_fields(character: str) -> None:
    assert good(f'---\ntitle: "a{character}b"\n---\n').title == "ab"


@pytest.mark.parametrize("confidence", ["nan", "inf", "-1", "63"])
def test_a_confidence_is_between_nothing_and_certainty(confidence: str) -> None:
    (fault,) = faults(f"---\ntitle: a\ndoubts: [{{rule: a, confidence: {confidence}}}]\n---\n")
    assert fault.line == 3


def test_a_value_within_itself_is_refused() -> None:
    (fault,) = faults("---\ntitle: a\nextra: &a {b: *a}\n---\n")
    assert fault.line == 3


def test_a_fault_of_toml_names_one_line() -> None:
    (fault,) = faults("+++\ntitle = a\n+++\n")
    assert "line" not in fault.message


def test_a_date_within_a_table_of_toml() -> None:
    article = good('+++\ntitle = "a"\nsource = {retrieved = 2026-11-23}\n+++\n')
    assert article.source == Source(retrieved="2026-11-23")


def test_a_head_that_is_nested_too_deep_is_refused() -> None:
    deep = "[" * 3000 + "]" * 3000
    assert faults(f"---\ntitle: a\nextra: {{a: {deep}}}\n---\n")
    assert faults(f"+++\ntitle = 'a'\nextra = {deep}\n+++\n")


def test_a_phrase_of_a_glossary_has_words() -> None:
    (fault,) = faults("---\ntitle: a\nglossary: {zh-Hant: {'': b}}\n---\n")
    assert fault.line == 3
