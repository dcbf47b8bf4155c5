"""Pages of ours, broken in every way that chance finds: text or a clear error, and nothing that runs."""

import re
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from random import Random
from typing import Final

import pytest

from sitegen.extract import ExtractionError
from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.model import Article, Extraction

Read = Callable[..., Extraction]

PIECES: Final = (
    b"\x00",
    b"\xff",
    b"\x80",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x81",
    b"\xa1\xa1",
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?xml version='1.0' encoding='utf-16'?>",
    b"<plaintext>",
    b"<xmp>",
    b"<script>",
    b"</script>",
    b"<style>",
    b"<template>",
    b"<noscript>",
    b"<table>",
    b"<tr>",
    b"<td colspan=-1 rowspan=99999>",
    b"<a href=",
    b"<base href='javascript:'>",
    b"<img src=x onerror=alert(1)>",
    b"<svg onload=alert(1)>",
    b"<math>",
    b"<select>",
    b"<pre>",
    b"<ruby><rt>",
    b"<dl><dd>",
    b"<ol start=-5><li>",
    b"</body>",
    b"</p>",
    b'"',
    b"'",
    b"\r",
    b"\x1b",
    b"\xe2\x80\xae",
    b"[^1]:",
    b"```",
    b"-{",
    b"}-",
    b"<meta charset=utf-7>",
    b"<frameset>",
    b"<li",
    b"<sup><a href='#x'>1</a></sup><p id=x>1",
)
_TAG: Final = re.compile(rb"<[^<>]{1,300}>")


def broken(page: bytes, chance: Random) -> bytes:
    """Return *page* with some damage, of bytes and of tags."""
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(page) + 1), chance.choice((0, 1, 2, 7, 100, 3000))
        tags = [match.span() for match in _TAG.finditer(page)] or [(0, 0)]
        (start, end), (first, last) = chance.choice(tags), chance.choice(tags)
        match chance.randrange(8):
            case 0:
                page = page[:at] + chance.choice(PIECES) * chance.choice((1, 1, 1, 50)) + page[at + size :]
            case 1:
                page = page[:at] + chance.randbytes(size) + page[at:]
            case 2:
                page = page[:at] + page[at + size :]
            case 3:
                page = page[:at] + page[at : at + size] * 3 + page[at:]
            case 4:
                page = page[:start] + page[end:]
            case 5:
                page = page[:start] + page[first:last] + page[end:]
            case 6:
                page = page[:start] + page[start:end] * chance.choice((2, 200)) + page[end:]
            case _:
                page = page[:at]
        if not page:
            return b"<"
    return page


def answer(read: Read, data: bytes) -> Extraction | ExtractionError:
    try:
        return read(data, "https://example.org/a/")
    except ExtractionError as error:
        return error


def check(read: Read, data: bytes) -> None:
    found = answer(read, data)
    if isinstance(found, ExtractionError):
        assert str(found)
        assert found.hint
        return
    assert found.text.strip()
    article = parse_article(f"---\ntitle: t\n---\n{found.markdown}".encode(), "a.md", zone=UTC, language="zh-Hans")
    assert isinstance(article, Article)
    html = render(article).html
    tags = " ".join(re.findall(r"<[^>]*>", html))
    assert not re.search(
        r"<(?:script|style|svg|iframe|object|form|input|base|meta)\b|\son\w+\s*=|javascript:", tags, re.IGNORECASE
    )


@pytest.fixture(scope="module")
def pages(repository: Path) -> list[bytes]:
    folders = (repository / "raw", repository / "tests" / "cases" / "hostile")
    found = [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [data for data in found if len(data) < 60_000]


@pytest.mark.law
def test_broken_pages(read: Read, pages: list[bytes], soak: bool) -> None:
    for seed in range(2_000 if soak else 60):
        chance = Random(seed)  # noqa: S311 - for damage, not for secrets
        data = broken(chance.choice(pages), chance)
        try:
            check(read, data)
        except Exception as error:
            error.add_note(f"seed {seed}, {len(data)} bytes")
            raise


@pytest.mark.parametrize(
    "encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32", "cp932", "cp949"]
)
def test_pages_cut_at_every_byte(read: Read, encoding: str) -> None:
    page = "<html><body><p>渡口的鐘敲了七下，老秦把船推進霧裡。</p></body>".replace(
        "鐘", "\U00024b62" * (encoding == "gb18030")
    )
    data = page.encode(encoding, "ignore")
    for size in range(len(data)):
        check(read, data[:size])
