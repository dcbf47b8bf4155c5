"""The review page: nothing of a raw page is markup, and nothing is loaded."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from sitegen.ingest.review_page import review_page
from tests.ingest.damaged import ACCEPT, BRIDGE, REJECT, RESTORE, Damaged

HOSTILE: Final = f"""\
"><script>alert(1)</script><img src=x onerror=alert(2)> > 首页 > 正文
{BRIDGE}
</del></style><style>*{{display:none}}</style>\u202e\x1b[31m
javascript:alert(3)_//example.com/a_真人棋牌免费试玩_彩票走势图下载"""
TAGS: Final = frozenset(
    "html head meta title style body header h1 h2 h3 p nav ol ul li a span main article code div del ins mark b "
    "details summary table tr th td".split()
)


class Parsed(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(damaged: Damaged, *rules: str) -> str:
    found = damaged.reviews()
    return review_page(found.articles, found.prefixes(), rules, "content")


@pytest.fixture
def damaged(tmp_path: Path) -> Damaged:
    return Damaged(tmp_path)


def test_nothing_of_a_raw_page_becomes_markup(tmp_path: Path) -> None:
    damaged = Damaged(tmp_path, {"a.txt": HOSTILE})
    for decision in (RESTORE, REJECT):
        for review in damaged.reviews().articles:
            damaged.decide(decision, *(review.receipt.removed if decision is RESTORE else review.receipt.steps))
        parsed = Parsed(page_of(damaged))
        assert parsed.open == []
        assert {tag for tag, _ in parsed.tags} <= TAGS
        known = {"class", "id", "lang", "title", "href", "charset", "name", "content", "http-equiv", "scope"}
        assert {name for _, attributes in parsed.tags for name in attributes} <= known
        assert all((attributes.get("href") or "#").startswith("#") for _, attributes in parsed.tags)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page_of(damaged))


def test_where_the_metadata_was_read_is_told(damaged: Damaged) -> None:
    page = page_of(damaged)
    assert '<td lang="zh-Hans">utf-8</td><td>strict: all bytes are valid in it</td>' in page
    assert '<th scope="row">editor</th><td lang="zh-Hans">秦小满</td><td>byline</td>' in page


def test_only_its_own_style_is_allowed(damaged: Damaged) -> None:
    page = page_of(damaged)
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'" in page


def test_before_and_after_stand_side_by_side(damaged: Damaged) -> None:
    page = page_of(damaged)
    assert re.search(r'<div class="before">“拆了以后怎么过河\?”“坐船<del title="[^"]*">\?!', page)
    assert re.search(r'“坐船<ins class="doubt" title="[^"]*">。”问话的人笑了</ins>', page)
    assert '<del class="block">首页 &gt; 地方 &gt; 正文</del>' in page
    prefixes = damaged.reviews().prefixes()
    for verb, rule in (("accept", "byte-shift"), ("choose 1", "byte-shift"), ("restore", "keyword-spam")):
        assert f"<code>sitegen review --{verb} {prefixes[damaged.id(rule)]}</code>" in page
    only = page_of(damaged, "keyword-spam")
    assert ("--restore" in only, "--accept" in only) == (True, False)


def test_what_was_decided_is_shown_as_it_stands(damaged: Damaged) -> None:
    damaged.decide(REJECT, damaged.id("byte-shift"))
    damaged.decide(ACCEPT, damaged.id("byte-shift", nth=1))
    damaged.decide(RESTORE, damaged.id("breadcrumb"))
    page = page_of(damaged)
    assert '<ins class="block">首页 &gt; 地方 &gt; 正文</ins>' in page
    assert page.count("--reopen") == 3
    assert "1 open doubt." in page
    assert re.search(r"<ins title=\"[^\"]*accepted\">。”问话的人笑了</ins>", page)


def test_each_mark_leads_to_its_article(damaged: Damaged) -> None:
    parsed = Parsed(page_of(damaged))
    ids = [attributes["id"] for _, attributes in parsed.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    assert {(attributes.get("href") or "")[1:] for tag, attributes in parsed.tags if tag == "a"} <= set(ids)
