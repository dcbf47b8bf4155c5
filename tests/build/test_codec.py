"""Summaries survive the cache."""

import json
from datetime import UTC
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from sitegen.build.codec import decode_details, decode_summary, encode
from sitegen.digest import digest_value
from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.markdown.summary import DescribedArticle, summarise
from sitegen.markdown.variant import to_variant
from sitegen.model import VARIANTS, Article

FULL: Final = """---
title: "“头发”与\\u2028发展"
subtitle: 副题
date: 2021-11-29T09:33
updated: 2021-12-01
publisher: 某报
authors: [张三, 李四]
editor: 王五
translator: 赵六
sections: [文化, 语言]
tags: [汉字, 漢字, 排版]
lang: zh-Hans
slug: tou-fa
summary: 摘要
description: 说明
image: a.png
licence: CC BY 4.0
draft: true
aliases: [/old/, /older.html]
canonical: https://example.org/a
glossary: {zh-Hant: {软件: 軟件}}
quotes: false
source: {url: "https://example.org/", retrieved: 2026-01-02, sha256: abc}
doubts: [{rule: gbk-shift, before: 甲, after: 乙, confidence: 0.63, note: 未核}]
variants: {zh-Hant: {title: 頭髮}}
extra: {number: 1, share: 0.25, big: 123456789012345678901, flag: true, nothing: null, list: [1, [二]], table: {键: 值}}
---

# 一

[链接](b.md#二) ![图](a.png) **重点**
"""
PLAIN: Final = "---\ntitle: 春\n---\n"


def described(text: str, zone: str = "Asia/Shanghai") -> DescribedArticle:
    article = parse_article(text.encode(), "a.md", zone=ZoneInfo(zone), language="zh-Hans")
    assert isinstance(article, Article)
    rendered = render(article)
    return summarise(article, rendered, {v.tag: to_variant(article, rendered, v) for v in VARIANTS.values()})


@pytest.mark.parametrize("text", [FULL, PLAIN], ids=["full", "plain"])
def test_an_article_is_read_back(text: str) -> None:
    before = described(text)
    summary, details = decode_summary(encode(before.summary)), decode_details(encode(before.details))
    assert DescribedArticle(summary, details) == before
    assert digest_value((summary, details)) == digest_value((before.summary, before.details))
    assert (encode(summary), encode(details)) == (encode(before.summary), encode(before.details))


def test_times_keep_their_offset() -> None:
    after = decode_summary(encode(described(FULL).summary))
    assert after.date is not None
    assert after.updated is not None
    assert after.date.iso == "2021-11-29T09:33+08:00"
    assert after.date.rfc3339 == "2021-11-29T09:33:00+08:00"
    assert after.updated.rfc3339 == "2021-12-01T00:00:00+08:00"
    assert after.date.instant.astimezone(UTC).hour == 1


def test_values_stay_closed() -> None:
    after = described(FULL)
    summary, details = decode_summary(encode(after.summary)), decode_details(encode(after.details))
    assert isinstance(details.extra, MappingProxyType)
    assert isinstance(details.extra["table"], MappingProxyType)
    assert details.extra["list"] == (1, ("二",))
    assert isinstance(details.texts, MappingProxyType)
    assert isinstance(summary.texts, MappingProxyType)


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", json.dumps([*json.loads(encode(described(PLAIN).summary)), 1]), "[1, 2, 3]"],
    ids=["nothing", "null", "list", "table", "a field too many", "fields too few"],
)
def test_what_is_no_article_raises_what_is_announced(text: str) -> None:
    for decode in (decode_summary, decode_details):
        with pytest.raises((TypeError, ValueError)):
            decode(text)
