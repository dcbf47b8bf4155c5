"""Hostile and broken input: no crash, no hang, nothing that runs."""

import re
from collections.abc import Callable
from typing import Final

import pytest

from sitegen.extract import ExtractionError, page
from sitegen.model import Extraction

Read = Callable[..., Extraction]

SENTENCE: Final = "三月的第一个早晨，渡口的钟敲了七下，摆渡人老秦解开缆绳，把船推进雾里。"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "binary"),
        (b"%PDF-1.4\n%\xe2\xe3" + bytes(range(256)) * 8, "binary"),
        (b"<html><body></body></html>", "no article"),
        (b"<!doctype html>", "no article"),
    ],
    ids=["nothing", "blank", "png", "pdf", "no body", "doctype"],
)
def test_documents_without_an_article_are_refused_with_a_hint(read: Read, data: bytes, words: str) -> None:
    with pytest.raises(ExtractionError, match=words) as caught:
        read(data)
    assert caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        "<html><body>" + "<div>" * 100_000 + f"<p>{SENTENCE}</p>" * 3,
        "<html><body><p>" + "<b><i>" * 50_000 + SENTENCE * 3,
        "<html><body>" + "<ul><li>" * 20_000 + SENTENCE * 3,
        "<html><body>" + "<blockquote>" * 3_000 + f"<p>{SENTENCE}</p>" * 3,
        "<html><body>" + "<table><tr><td>" * 2_000 + f"<p>{SENTENCE}</p>" * 3,
    ],
    ids=["div", "inline", "list", "quotation", "table"],
)
def test_deep_nesting(read: Read, data: str) -> None:
    assert SENTENCE in read(data).text


@pytest.mark.parametrize(
    "text",
    [
        "<" * 200_000,
        "<a " * 100_000,
        "&a" * 100_000,
        "<!--" * 80_000,
        "<script" * 50_000,
        "2021-1" * 60_000,
        "_a" * 150_000,
        "记者 张三 " * 40_000,
        "来源：" * 60_000,
        SENTENCE * 10_000,
    ],
    ids=["lt", "tags", "entities", "comments", "scripts", "dates", "keywords", "names", "labels", "line"],
)
def test_long_lines_are_read_in_linear_time(read: Read, text: str) -> None:
    assert read(text).text


ATTACK: Final = f"""<!doctype html><html><head><title>渡口</title><base href="javascript:alert(0)//"></head><body>
<div class="content"><p onclick="alert(1)">{SENTENCE}</p>
<p><a href="javascript:alert(2)">一</a><a href=" java&#10;script:alert(3)">二</a>
<a href="JaVaScRiPt&colon;alert(4)">三</a>
<a href="data:text/html,<script>alert(5)</script>">四</a><a href="vbscript:x">五</a>{SENTENCE}</p>
<img src="javascript:alert(6)"><img src="x.png" onerror="alert(7)"><svg onload="alert(8)"><text>图</text></svg>
<iframe src="https://evil.example/"></iframe><object data="x"></object><script>alert(9)</script><style>p{{}}</style>
<p>&lt;script&gt;alert(10)&lt;/script&gt; ![x](javascript:alert(11)) {SENTENCE}</p></div></body></html>"""


def test_nothing_that_runs_survives(read: Read) -> None:
    markdown = read(ATTACK).markdown
    assert not re.search(r"\]\((?!https?:)[^)]*:", re.sub(r"\\[\[\]]", "", markdown))
    assert not re.search(r"(?<!\\)<[a-z/!]", markdown, re.IGNORECASE)
    assert not re.search(r"onclick|onerror|onload|evil\.example|alert\((?!10|11)", markdown)


@pytest.mark.parametrize("line", ["{}\n", "<p>{}</p>"], ids=["dump", "page"])
def test_what_is_too_long_for_an_article_is_refused_early(read: Read, line: str) -> None:
    with pytest.raises(ExtractionError, match="more than") as caught:
        read("<html><body>" * line.startswith("<") + "".join(line.format("春夏秋冬"[i % 4]) for i in range(31_000)))
    assert caught.value.hint


def test_rules_of_style_that_never_end(read: Read) -> None:
    rules = ".a{display:none}" * 2_000 + "/*" * 20_000 + "{" * 20_000
    assert SENTENCE in read(f"<html><head><style>{rules}</style></head><body>" + f"<p>{SENTENCE}</p>" * 3).text


def test_a_tag_of_countless_attributes(read: Read) -> None:
    attributes = " ".join(f"a{i}={i}" for i in range(100_000))
    assert SENTENCE in read(f"<html><body><div {attributes}>" + f"<p>{SENTENCE}</p>" * 3).text


@pytest.mark.parametrize("repeats", [30_000, 1_000_000], ids=["characters", "bytes"])
def test_one_line_that_is_too_long_is_refused_early(read: Read, repeats: int) -> None:
    with pytest.raises(ExtractionError, match=r"more than|larger than"):
        read(SENTENCE * repeats)


def test_of_countless_elements_in_a_line_the_words_are_kept(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "INLINES_MAX", 10)
    words = "".join(f"<b>{letter}</b>" for letter in SENTENCE)
    found = read(f"<html><body><p>{words}<br>{SENTENCE}</p><p><em>{SENTENCE}</em></p></body></html>")
    assert found.text.count(SENTENCE) == 3
    assert "*" not in found.markdown
