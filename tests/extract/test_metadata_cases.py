"""Metadata of text dumps: dates, bylines, breadcrumbs, and whole heads and tails in invented layouts."""

import json
from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.extract.breadcrumbs import breadcrumb
from sitegen.extract.bylines import read_signature
from sitegen.extract.dates import find_date, find_dates
from sitegen.extract.relative import find_relative_date
from sitegen.model import Extraction

Read = Callable[..., Extraction]

CASES: Final = Path(__file__).parents[1] / "cases" / "metadata"
ZONE: Final = timezone(timedelta(hours=8))


def _cases(name: str) -> list[Any]:
    rows = json.loads((CASES / name).read_text("utf-8"))
    return [pytest.param(row["text"], row["expected"], id=row["label"]) for row in rows]


@pytest.mark.parametrize(("text", "expected"), _cases("dates.json"))
def test_a_date(text: str, expected: str | None) -> None:
    found = find_date(text, ZONE)
    assert (found.iso if found else None) == expected


@pytest.mark.parametrize(("text", "expected"), _cases("breadcrumbs.json"))
def test_a_breadcrumb(text: str, expected: list[str] | None) -> None:
    found = breadcrumb(text, ("桥修好了，船还在",))
    assert (None if found is None else list(found)) == expected


@pytest.mark.parametrize(("text", "expected"), _cases("bylines.json"))
def test_a_byline(text: str, expected: dict[str, Any]) -> None:
    signature = read_signature(text)
    byline = signature.byline
    found = {
        "publisher": byline.publisher,
        "authors": list(byline.authors),
        "editors": list(byline.editors),
        "media": list(signature.media),
    }
    assert {name: value for name, value in found.items() if value} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3小时前", "2021-11-29T06:33+08:00"),
        ("半小时前", "2021-11-29T09:03+08:00"),
        ("刚刚", "2021-11-29"),
        ("昨天 21:05", "2021-11-28T21:05+08:00"),
        ("前天", "2021-11-27"),
        ("周五", "2021-11-26"),
        ("周一", "2021-11-22"),
        ("2天前", "2021-11-27"),
        ("11-28 08:00", "2021-11-28T08:00+08:00"),
        ("12月3日", "2020-12-03"),
        ("02-30", None),
        ("他们来了", None),
    ],
)
def test_a_date_that_counts_from_the_fetching(text: str, expected: str | None) -> None:
    found = find_relative_date(text, ZONE, "2021-11-29T09:33:00+08:00")
    assert (found.iso if found else None) == expected


def test_a_year_of_the_republic_wants_evidence() -> None:
    assert find_dates("110-11-29 09:33", ZONE) == ()
    assert [found.iso for found in find_dates("110-11-29 09:33", ZONE, republic=True)] == ["2021-11-29T09:33+08:00"]


LAYOUTS: Final[dict[str, Any]] = json.loads((CASES / "layouts.json").read_text("utf-8"))


@pytest.mark.parametrize("row", LAYOUTS["layouts"], ids=lambda row: "; ".join(row["head"])[:80])
def test_a_layout(row: dict[str, Any], read: Read) -> None:
    body = list(LAYOUTS["bodies"][row["body"]])
    body[0] = row.get("first", "") + body[0]
    body[-1] += row.get("last", "")
    found = read("\n".join((*row["head"], *body, *row["tail"])))
    expected = row["expected"]
    assert found.title == expected["title"]
    assert _without_offset(found.date) == expected["date"]
    assert (found.publisher, list(found.authors)) == (expected["publisher"], expected["authors"])
    assert found.editor == expected["editor"]
    if "sections" in expected:
        assert list(found.sections) == expected["sections"]


def _without_offset(iso: str | None) -> str | None:
    return iso.removesuffix("+08:00").removesuffix(":00") if iso and iso.count(":") > 2 else iso and iso[:16]


OPENING: Final = "渡口的钟敲了七下，摆渡人解开缆绳，把船推进雾里。等船的人里有赶集的，有上学的，也有只想看看水的。"
CLOSING: Final = "镇上打算把渡口留下来，做一个小小的陈列室。船会停在门口，钟照旧每天敲七下。"

HEALTHY: Final[dict[str, tuple[str, ...]]] = {
    "a sentence that begins with a source": (
        OPENING,
        "来源：这两个字在新闻学里有讲究。记者要问三遍，消息是谁说的，他怎么知道，还有谁能证明。",
        "编辑：这份工作没有掌声。稿子好是作者的，稿子差是编辑的，老人们都这样说。",
        CLOSING,
    ),
    "an interview": (
        OPENING,
        "记者：您每天几点起床？",
        "秦师傅：四点半，鸡叫头遍就起来了。",
        "记者：孩子们愿意学吗？",
        "秦师傅：愿意看，不愿意学，这也不能怪他们。",
        CLOSING,
    ),
    "a paper that is quoted": (
        "据《晨光报》当年的报道，渡口在1937年8月3日停过一天，那是一百年里唯一的一次。",
        OPENING,
        "晨光报记者林远后来回忆说，那一天的水比房子还高，谁也不敢下河，他自己在岸上坐了一夜。",
        CLOSING,
    ),
    "days that are told": (
        "2019年6月1日，桥通车了。2020年6月1日，渡船还在。2021年6月1日，坐船的人反而多了起来。",
        OPENING,
        CLOSING,
    ),
    "a heading that looks like a label": (OPENING, "作者的话", CLOSING, "编辑部的灯", OPENING[::1] + CLOSING),
}


@pytest.mark.parametrize("body", HEALTHY.values(), ids=HEALTHY)
def test_a_body_that_speaks_of_papers_and_days_stays_whole(body: tuple[str, ...], read: Read) -> None:
    found = read("\n".join(("渡口的钟", *body)))
    assert found.title == "渡口的钟"
    assert found.text.split("\n") == list(body)
    assert (found.date, found.publisher, found.authors, found.editor) == (None, None, (), None)


def test_with_the_day_of_fetching_yesterday_is_a_date(read: Read) -> None:
    from sitegen.extract import extract
    from sitegen.model import RawDocument

    text = f"渡口的钟\n昨天 21:05\u3000来源：江桥日报\n{OPENING}\n{CLOSING}".encode()
    found = extract(RawDocument("page", text, retrieved="2021-11-29"), zone=ZONE)
    assert (found.date, found.publisher) == ("2021-11-28T21:05+08:00", "江桥日报")
    assert read(text).date is None


def test_the_day_below_a_notice_is_its_date_and_stays(read: Read) -> None:
    found = read(f"渡口停航通知\n{OPENING}\n{CLOSING}\n江桥镇渡口管理所\n2021年9月28日")
    assert found.date == "2021-09-28"
    assert found.text.endswith("2021年9月28日")


def test_days_of_comments_are_nobody_s(read: Read) -> None:
    found = read(f"渡口的钟\n2021-09-28 08:00 江桥日报\n{OPENING}\n{CLOSING}\n2021-09-29 11:12\n写得好")
    assert found.date == "2021-09-28T08:00+08:00"
