"""Articles that a page holds as data and does not show: where they are found, and what is none."""

import html
import json
from collections.abc import Callable
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

TITLE: Final = "渡口的钟又响了"
BODY: Final = (
    "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。",
    "他说：“桥修好以后，过河的人少了，可总有人愿意等船。”等船的人里有赶集的，有上学的，也有只想看看水的。",
    "镇上打算把渡口留下来，做一个小小的陈列室。老秦的船会停在门口，钟照旧每天敲七下，由他的孙女来敲。",
    "船票还是五分钱，收进一只搪瓷缸里。缸底压着一张发黄的票根，是桥通车那天卖出去的最后一张。",
)
MARKUP: Final = "".join(f"<p>{p}</p>" for p in BODY)
OTHER: Final = "我们使用小型文本文件来改善您的体验。继续浏览即表示您同意。您可以随时更改设置。" * 8


def page(inner: str, shown: str = "") -> str:
    menu = "".join(f"<a href='/{i}'>栏目{i}</a>" for i in range(8))
    return (
        f"<html><head><title>{TITLE}</title></head><body><nav>{menu}</nav><h1>{TITLE}</h1><div id='root'>{shown}</div>"
        f"{inner}</body></html>"
    )


def script(code: str, attributes: str = "") -> str:
    return f"<script {attributes}>{code}</script>"


STATE: Final = {
    "props": {"pageProps": {"article": {"title": TITLE, "content": MARKUP, "tags": ["渡口"]}, "note": OTHER}}
}
PARAGRAPHS: Final = {
    "headline": TITLE,
    "content_elements": [{"_id": f"A{i}", "type": "text", "content": text} for i, text in enumerate(BODY)],
    "related": [{"headline": f"另一篇文章{i}", "body": text * 3} for i, text in enumerate(BODY)],
}
LINKED: Final = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(BODY)}


@pytest.mark.parametrize(
    ("inner", "source"),
    [
        (script(json.dumps(STATE), 'id="__NEXT_DATA__" type="application/json"'), "json"),
        (script(f"window.__INITIAL_STATE__={json.dumps(STATE, ensure_ascii=False)};(function(){{}}())"), "json"),
        (script(f"window.__STATE__=JSON.parse({json.dumps(json.dumps(STATE))});"), "json"),
        (script(f"var F=F||{{}};F.globalContent={json.dumps(PARAGRAPHS)};F.x='it';"), "json"),
        (script(json.dumps(LINKED, ensure_ascii=False), 'type="application/ld+json"'), "json"),
        (script(f"self.f.push([1,{json.dumps(MARKUP)}])"), "string"),
        (script("window.d=(function(a,b){return {t:a,c:b}})('x',\"" + MARKUP.replace("<", r"\u003C") + '")'), "string"),
        (script("var c = 'it\\'s', html = '" + MARKUP.replace("<", r"\x3c") + "';"), "string"),
        (f"<noscript><div>{MARKUP}</div></noscript>", "noscript"),
        (f"<textarea hidden>{html.escape(MARKUP)}</textarea>", "textarea"),
        (f"<template>{MARKUP}</template>", "template"),
    ],
)
def test_an_article_that_is_not_shown(read: Read, inner: str, source: str) -> None:
    found = read(page(inner))
    assert found.title == TITLE
    assert found.text.split("\n") == list(BODY)
    assert [told.source for told in found.evidence if told.field == "body"] == [source]


def test_the_first_sentences_are_shown_and_the_rest_is_data(read: Read) -> None:
    shown = f"<p>{BODY[0]}</p><p>{BODY[1]}</p>"
    found = read(page(script(json.dumps({"a": {"text": MARKUP * 2}})), shown))
    assert len(found.text.split("\n")) == 2 * len(BODY)


def test_other_texts_of_the_site_are_no_article(read: Read) -> None:
    shown = f"<p>{BODY[0]}</p><p>{BODY[1]}</p>"
    found = read(page(script(json.dumps({"consent": OTHER * 3}), 'type="application/json"'), shown))
    assert found.text.split("\n") == list(BODY[:2])


def test_what_stands_in_data_is_as_hostile_as_the_page(read: Read) -> None:
    evil = (
        '<script>alert(1)</script><p onclick="x()">'
        + BODY[0]
        + '</p><img src="javascript:x"><iframe src="//e"></iframe>'
    )
    found = read(page(script(json.dumps({"title": TITLE, "body": evil + MARKUP}).replace("</", "<\\/"))))
    assert found.text.split("\n") == [BODY[0], *BODY]
    assert not any(word in found.markdown for word in ("alert", "onclick", "javascript", "iframe"))


def test_an_article_whose_box_waits_for_its_script(read: Read) -> None:
    shown = f'<div id="js_content" style="visibility: hidden; opacity: 0; ">{MARKUP}</div>'
    assert read(page("", shown)).text.split("\n") == list(BODY)


@pytest.mark.parametrize("code", ["x=[" * 5000, '{"a":' * 5000, "x='" + "\\" * 5000, "=[{" * 3000 + "}]" * 3000])
def test_broken_data_is_none(read: Read, code: str) -> None:
    assert read(page(script(code), f"<p>{BODY[0]}</p>")).text == BODY[0]
