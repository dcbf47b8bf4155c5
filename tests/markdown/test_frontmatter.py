"""Front matter: what its YAML and TOML mean, what is wrong with it and on which line, and that writing is undone by
reading."""

from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.markdown.errors import FrontMatterError
from sitegen.markdown.frontmatter import _read_usual, _read_yaml, join, split

TEXT_STAYS: Final = (
    ('title: "1984"', "1984"),
    ("title: no", "no"),
    ("title: Yes", "Yes"),
    ("title: off", "off"),
    ("title: 12:30", "12:30"),
    ("title: 1.10", "1.10"),
    ("title: 1e3", "1e3"),
    ("title: 007", "007"),
    ("title: 0x1F", "0x1F"),
    ("title: 1_000", "1_000"),
    ("title: 2021-11-29", "2021-11-29"),
    ("title: 2021-11-29T09:33:26+08:00", "2021-11-29T09:33:26+08:00"),
    ("title: .inf", ".inf"),
    ("title: =", "="),
    ("title: True", "True"),
    ("title: 春天：到了", "春天：到了"),
    ("title: 'it''s'", "it's"),
    ('title: "tab\\there"', "tab\there"),
    ("title: >\n  one\n  two", "one two\n"),
)
OTHER_VALUES: Final = (
    ("draft: true", True),
    ("draft: false", False),
    ("draft: ~", None),
    ("draft: null", None),
    ("draft:", None),
    ("number: 1984", 1984),
    ("number: -7", -7),
    ("number: 0.63", 0.63),
    ("list: [a, 'b, c', 1.10]", ["a", "b, c", "1.10"]),
    ("table: {a: no, b: {c: 2021-01-01}}", {"a": "no", "b": {"c": "2021-01-01"}}),
)


@pytest.mark.parametrize(("head", "expected"), [*TEXT_STAYS, *OTHER_VALUES])
def test_yaml_value(head: str, expected: object) -> None:
    (value,) = split(f"---\n{head}\n---\n").fields.values()
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "fields", "body", "body_line"),
    [
        ("no head at all\n", {}, "no head at all\n", 1),
        ("", {}, "", 1),
        ("---\n---\n", {}, "", 3),
        ("---\n# only a comment\n---\nbody", {}, "body", 4),
        ("---\na: b\n---\n\nbody\n", {"a": "b"}, "\nbody\n", 4),
        ("---\na: b\n...\nbody\n", {"a": "b"}, "body\n", 4),
        ("--- \t\na: b\n---\t\nbody", {"a": "b"}, "body", 4),
        ("---\na: b\n---", {"a": "b"}, "", 3),
        ("\ufeff---\na: b\n---\nbody", {"a": "b"}, "body", 4),
        ('+++\na = "b"\n+++\nbody', {"a": "b"}, "body", 4),
        ("+++\na = 2021-11-29T09:33:26+08:00\n+++\n", {"a": "2021-11-29T09:33:26+08:00"}, "", 4),
        ("+++\na = 2021-11-29\n+++\n", {"a": "2021-11-29"}, "", 4),
        ("----\nno head\n", {}, "----\nno head\n", 1),
        ("text\n---\na: b\n---\n", {}, "text\n---\na: b\n---\n", 1),
        ("---\na: |\n  x\n  ----\n---\nbody", {"a": "x\n----\n"}, "body", 6),
    ],
)
def test_parts(text: str, fields: dict[str, object], body: str, body_line: int) -> None:
    head = split(text)
    assert (dict(head.fields), head.body, head.body_line) == (fields, body, body_line)


def test_lines_of_fields() -> None:
    yaml = split("---\ntitle: a\n\n# why\ntags:\n  - b\n  - c\nlang: zh\n---\n")
    assert yaml.lines == {"title": 2, "tags": 5, "lang": 8}
    toml = split('+++\ntitle = "a"\n\ntags = ["b"]\n[source]\nurl = "c"\n+++\n')
    assert {name: toml.lines[name] for name in ("title", "tags", "source")} == {"title": 2, "tags": 4, "source": 5}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: a\n", 1, "front matter is not closed"),
        ("+++\ntitle = 'a'\n", 1, "front matter is not closed"),
        ("---\n", 1, "front matter is not closed"),
        ("---\ntitle: a\ndate: 2021-01-01\ntitle: b\n---\n", 4, 'field "title" stands twice'),
        ("---\ntitle: a\nsubtitle: b: c\n---\n", 3, "front matter is no valid YAML: mapping values are not allowed"),
        ("---\ntitle: 'a\n---\n", 3, "front matter is no valid YAML"),
        ("---\ntitle: a\n\ttags: b\n---\n", 3, "front matter is no valid YAML"),
        ("---\ntitle: [a\n---\n", 3, "front matter is no valid YAML"),
        ("---\ntitle: a\nx: *nobody\n---\n", 3, "front matter is no valid YAML: found undefined alias"),
        ("---\nx: !!python/object/apply:os.getcwd []\n---\n", 2, "front matter is no valid YAML"),
        ("---\ntitle: {{ page.title }}\n---\n", 2, "the name of a field must be text"),
        ("---\n- a\n- b\n---\n", 2, "front matter must be `field: value` lines"),
        ("---\njust words\n---\n", 2, "front matter must be `field: value` lines"),
        ("+++\ntitle = 'a'\ndate = yesterday\n+++\n", 3, "front matter is no valid TOML"),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n", 3, "front matter is no valid TOML"),
    ],
)
def test_a_broken_head_is_named_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(FrontMatterError) as caught:
        split(text)
    assert caught.value.line == line
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("key", ["[a]", "{a: b}", "{{ title }}"])
def test_a_key_that_is_no_text_is_no_crash(key: str) -> None:
    with pytest.raises(FrontMatterError) as caught:
        split(f"---\ntitle: a\n{key}: b\n---\n")
    assert caught.value.line == 3


def test_the_first_line_of_a_toml_field_counts() -> None:
    assert split('+++\ntitle = "a"\n[extra]\ntitle = "b"\n+++\n').lines["title"] == 2


def test_written_heads_are_short_and_readable() -> None:
    fields = {
        "title": "春天：到了",
        "date": "2021-11-29T09:33:26+08:00",
        "tags": ["民生服务", "消费维权", "no", "a, b"],
        "source": {"url": "https://example.org/a?b=1#c", "sha256": "0" * 64},
        "doubts": [{"rule": "byte-shift", "before": "?!薄", "after": "", "confidence": 0.63}],
        "draft": True,
        "summary": "很长的一段话，" * 40,
    }
    text = join(fields, "正文。\n")
    assert text == (
        "---\n"
        "title: 春天：到了\n"
        "date: 2021-11-29T09:33:26+08:00\n"
        "tags: [民生服务, 消费维权, 'no', 'a, b']\n"
        f"source: {{url: 'https://example.org/a?b=1#c', sha256: '{'0' * 64}'}}\n"
        "doubts:\n- {rule: byte-shift, before: '?!薄', after: '', confidence: 0.63}\n"
        "draft: true\n"
        f"summary: {fields['summary']}\n"
        "---\n\n正文。\n"
    )


_HARD: Final = (
    *("no", "Yes", "~", "null", "true", "1984", "1.10", "12:30", "-", "---", "...", "=", "<<", "0x1f", "2021-11-29"),
    *("“他说‘好’。”", "it's", '"', "a: b", "a #b", "- a", "? a", "&a", "*a", "!a", "%a", "@a", "`a`", "{a}", "[a]"),
    *(
        "😀",
        "👩‍👩‍👧",
        "𠮷",
        "\n",
        "a\n\nb\n",
        "  a  ",
        "\t",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x00",
        "\x1e",
        "\x7f",
        "",
        "|",
        ">",
    ),
)
_TEXTS: Final = st.sampled_from(_HARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_VALUES: Final = st.recursive(
    _TEXTS | st.booleans() | st.integers(-(10**12), 10**12) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)
_NAMES: Final = st.sampled_from(["title", "subtitle", "tags", "source", "doubts", "extra", "summary", "editor"])
_BODY: Final = (
    st.lists(st.sampled_from(["---", "...", "+++", "# a", "title: b", "", "字", "\ufeff", "```"]) | _TEXTS, max_size=6)
    .map("\n".join)
    .map(lambda text: text.replace("\r", ""))
)


@pytest.mark.law
@given(st.dictionaries(_NAMES, _VALUES, max_size=5), _BODY)
def test_reading_undoes_writing(fields: dict[str, Any], body: str) -> None:
    head = split(join(fields, body))
    assert head.fields == fields
    assert list(head.fields) == list(fields)
    assert head.body.strip("\n") == body.strip("\n")


@pytest.mark.law
@given(st.dictionaries(_NAMES, _VALUES, max_size=5), _BODY)
def test_writing_what_was_read_changes_nothing(fields: dict[str, Any], body: str) -> None:
    text = join(fields, body)
    head = split(text)
    assert join({str(name): value for name, value in head.fields.items()}, head.body) == text


@pytest.mark.parametrize(
    "date", ["2021-11-29", "2021-11-29T09:33:26+08:00", "about: 2021", "2021 # or so", "[x", "", "no", "2021-11-29 ---"]
)
def test_any_date_survives_being_written(date: str) -> None:
    assert split(join({"date": date, "title": "a"}, "b")).fields == {"date": date, "title": "a"}


def test_a_next_line_control_survives_being_written() -> None:
    assert split(join({"title": "ç¹\x85"}, "b")).fields == {"title": "ç¹\x85"}


KEYS: Final = ("title", "date", "tags", "authors", "draft", "true", "null", "Title", "a-b", "")
LETTERS: Final = st.text("春a1 -,:：，。《》“”\"'\\[]{}#&*!|>%@`/.…·—_+?~\t\u0085\u2028\ufeff\U0001f600", max_size=12)
VALUES: Final = st.one_of(
    LETTERS,
    LETTERS.map('"{}"'.format),
    st.lists(st.one_of(LETTERS, LETTERS.map('"{}"'.format)), max_size=4).map(lambda items: f"[{', '.join(items)}]"),
    st.sampled_from(
        ("true", "false", "null", "~", "1", "0.5", "2021-01-01", "2021-01-01T09:33:26+08:00", "[]", "[ a]")
    ),
)
HEADS: Final = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from((": ", ":", ":  ")), VALUES), max_size=6)


@pytest.mark.law
def test_heads_of_the_usual_kind_are_read_as_the_parser_reads_them(soak: bool) -> None:
    @settings(max_examples=50_000 if soak else 1000, deadline=None)
    @given(HEADS)
    def check(parts: list[tuple[str, str, str]]) -> None:
        head = "".join(f"{key}{colon}{value}\n" for key, colon, value in parts)
        read = _read_usual(head)
        assert read is None or repr(read) == repr(_read_yaml(head))

    check()


@pytest.mark.parametrize("text", ["春 - 天", "a：b", "《春》", "No", "1984年", "true"])
def test_a_head_of_the_usual_kind_needs_no_parser(text: str) -> None:
    head = f'title: "{text}"\ndate: 2021-11-29\ntags: [铅字, "{text}", 排版]\npublisher: 某报\ndraft: true\n'
    assert _read_usual(head) == _read_yaml(head)
    assert _read_usual(head) is not None
