"""Invented documents in the shapes that real ones have, and a short way to extract them."""

from datetime import timedelta, timezone
from typing import Final

from sitegen.extract import extract
from sitegen.model import Extraction, RawDocument

ZONE: Final = timezone(timedelta(hours=8))
SENTENCE: Final = "河边的柳树一夜之间绿了，老人们搬出竹椅，坐在桥头说去年的水势。"
PARAGRAPHS: Final = (
    "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。",
    "他说：“桥修好以后，过河的人少了，可总有人愿意等船。”等船的人里有赶集的，有上学的，也有只想看看水的。",
    "镇上打算把渡口留下来，做一个小小的陈列室。老秦的船会停在门口，钟照旧每天敲七下，由他的孙女来敲。",
)
HEAD: Final = "江桥镇留住最后一个渡口"


def read(text: str | bytes, url: str | None = None, **fields: str) -> Extraction:
    data = text if isinstance(text, bytes) else text.encode()
    return extract(RawDocument("page", data, url, fields=fields), zone=ZONE)


def page(body: str, title: str = f"{HEAD}_本地_江桥网", head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def article(*extra: str) -> str:
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return f"<div class='content'><h1>{HEAD}</h1>{paragraphs}{''.join(extra)}</div>"
