"""Dates that mean something only beside another: from the day of retrieval, or in the calendar of Taiwan."""

from datetime import timedelta, timezone
from pathlib import Path
from typing import Final

import pytest

from sitegen.ingest.articles import read_article
from sitegen.ingest.importer import ImportOptions, import_pages
from sitegen.ingest.origin import read_list
from sitegen.ingest.receipts import read_receipt
from sitegen.text.script.convert import convert

OPTIONS: Final = ImportOptions(timezone(timedelta(hours=8)))
RETRIEVED: Final = "2021-11-29T09:33:00+08:00"
"""A Monday."""


def page(dateline: str, *, title: str = "渡口停航以后", lang: str = "zh-Hans", head: str = "") -> str:
    return f"""<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>
<h1>{title}</h1><p class="info">{dateline}</p><div class="content">
<p>渡口停航那天，船工老周把缆绳一圈一圈收好，搬进岸边的小屋，又把屋门锁了两道。</p>
<p>桥通车以后，对岸的菜农不必天不亮就来等船，老周的船却再也没有人坐，静静泊在柳树下。</p>
<p>镇上说要把渡口留下来，立一块碑，写清楚哪一年开渡、哪一年停航，船也修好，摆在岸上。</p></div></body></html>"""


def imported(root: Path, text: str, *, retrieved: str = "", url: str = "") -> tuple[object, str]:
    """Import a page with a sidecar; return the date of the article, and where it came from."""
    raw, content = root / "raw", root / "content"
    raw.mkdir()
    (raw / "a.html").write_text(text, "utf-8")
    stated = {"retrieved": retrieved, "url": url}
    (raw / "a.meta.toml").write_text("".join(f'{k} = "{v}"\n' for k, v in stated.items() if v), "utf-8")
    (done,) = import_pages([raw], content, OPTIONS, origins={}).documents
    receipt = read_receipt(content, done.path)
    assert receipt is not None
    sources = [found.source for found in receipt.evidence if found.field == "date"]
    return read_article(content / done.path).get("date"), next(iter(sources), "")


@pytest.mark.parametrize(
    ("dateline", "date"),
    [
        ("3小时前　来源：江边日报", "2021-11-29T06:33+08:00"),
        ("发布于 40分钟前", "2021-11-29T08:53+08:00"),
        ("来源：江边日报 | 10小时前", "2021-11-28T23:33+08:00"),
        ("2天前", "2021-11-27"),
        ("两周前", "2021-11-15"),
        ("昨天 12:30　来源：江边日报", "2021-11-28T12:30+08:00"),
        ("發布時間：前天", "2021-11-27"),
        ("今日 08:05", "2021-11-29T08:05+08:00"),
        ("周五", "2021-11-26"),
        ("星期一 07:00", "2021-11-22T07:00+08:00"),
        ("11-05 14:20　来源：江边日报", "2021-11-05T14:20+08:00"),
        ("12月30日 14:20", "2020-12-30T14:20+08:00"),
    ],
)
def test_counted_from_the_day_of_retrieval(tmp_path: Path, dateline: str, date: str) -> None:
    assert imported(tmp_path, page(dateline), retrieved=RETRIEVED) == (date, "counted")


@pytest.mark.parametrize("dateline", ["3小时前　来源：江边日报", "昨天 12:30", "周五", "11-05 14:20"])
def test_without_a_day_of_retrieval_there_is_no_date(tmp_path: Path, dateline: str) -> None:
    assert imported(tmp_path, page(dateline)) == (None, "")


def test_hours_before_a_day_without_a_time_are_counted_from_noon(tmp_path: Path) -> None:
    assert imported(tmp_path, page("3小时前"), retrieved="2021-11-29") == ("2021-11-29", "counted")


@pytest.mark.parametrize("title", ["昨天的渡口", "今天，渡口停航", "今天 渡口停航", "两天前，渡口停航", "前天夜里的船"])
def test_a_headline_is_no_date(tmp_path: Path, title: str) -> None:
    assert imported(tmp_path, page("来源：江边日报", title=title), retrieved=RETRIEVED) == (None, "")


@pytest.mark.parametrize(
    ("dateline", "head", "expected"),
    [
        ("2021-10-02　来源：江边日报</p><p>3小时前", "", ("2021-10-02", "dateline")),
        ("昨天</p><p>2021-10-02", "", ("2021-10-02", "dateline")),
        ('<time datetime="2021-10-02T10:00:00+08:00">昨天</time>', "", ("2021-10-02T10:00:00+08:00", "time")),
        (
            "昨天",
            '<meta property="article:published_time" content="2021-10-02T10:00:00+08:00">',
            ("2021-10-02T10:00:00+08:00", "article:published_time"),
        ),
    ],
)
def test_what_is_stated_goes_before_what_is_counted(
    tmp_path: Path, dateline: str, head: str, expected: tuple[str, str]
) -> None:
    found = imported(tmp_path, page(dateline, head=head), retrieved=RETRIEVED)
    assert found[0] == expected[0]
    assert (found[1] == "counted") is (expected[1] == "counted")


def test_a_list_states_the_day_of_retrieval(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page("昨天"), "utf-8")
    list_ = tmp_path / "list.jsonl"
    list_.write_text('{"path": "a.html", "retrieved": "2021-11-29T00:30:00+08:00"}\n', "utf-8")
    (done,) = import_pages([tmp_path / "a.html"], tmp_path / "content", OPTIONS, origins=read_list(list_)).documents
    assert done.path == "2021-11-28-du-kou-ting-hang-yi-hou.md"


@pytest.mark.parametrize("dateline", ["110-11-29 09:33　來源：江邊日報", "發布時間：110/11/29 09:33"])
def test_years_of_the_republic_where_traditional_is_written(tmp_path: Path, dateline: str) -> None:
    text = convert(page(dateline, lang="zh-TW"), ("s2tw",))
    assert imported(tmp_path, text) == ("2021-11-29T09:33+08:00", "dateline")


def test_years_of_the_republic_need_evidence(tmp_path: Path) -> None:
    assert imported(tmp_path, page("110-11-29 09:33　来源：江边日报"), url="https://example.org/tw") == (None, "")
