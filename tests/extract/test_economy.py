"""What reading a page may cost, in calls and in what stays behind; never in time."""

import inspect
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import pytest

import sitegen.extract
from sitegen.extract import extract, page
from sitegen.model import RawDocument
from sitegen.text.repair import Repair, repair, table
from sitegen.text.repair.edits import Edit

_LARGEST: Final = 16384
"""Entries of a cache: each is a line of a page, or what a line is known by."""
_PARAGRAPHS: Final = "".join(
    f"<p>昨天傍晚，第{number}艘渡船从南岸的码头开出，船上的人都在看江面上的灯，没有人说话。</p>"
    for number in "一二三四五六"
)
_PAGE: Final = f"""<html><head><title>末班渡船_江边日报</title></head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/a">要闻</a></li></ul>
<div class="article"><h1>末班渡船</h1><p>2021-11-29 09:33　来源：江边日报</p>{_PARAGRAPHS}</div>
<div class="foot">版权所有</div></body></html>"""


def _caches() -> Iterator[tuple[str, object]]:
    for info in iter_modules(sitegen.extract.__path__, "sitegen.extract."):
        module = import_module(info.name)
        yield from (
            (f"{info.name}.{name}", value) for name, value in vars(module).items() if hasattr(value, "cache_info")
        )


def test_no_cache_grows_from_page_to_page() -> None:
    for name, cached in _caches():
        if inspect.signature(cached.__wrapped__).parameters:  # type: ignore[attr-defined]
            size = cached.cache_parameters()["maxsize"]  # type: ignore[attr-defined]
            assert size is not None, name
            assert size <= _LARGEST, name


def test_each_repair_looks_at_healthy_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()

    def counted(row: Repair) -> Repair:
        def find(text: str) -> Sequence[Edit]:
            asked[row.name] += 1
            return row.find(text)

        return Repair(row.name, find)

    monkeypatch.setattr(table, "REPAIRS", tuple(map(counted, table.REPAIRS)))
    assert not repair("昨天傍晚，渡船从南岸的码头开出。\nThe ferry left at nine; nobody spoke.").steps
    assert set(asked.values()) == {1}


def test_a_page_is_parsed_cut_and_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    for name in ("parse", "drop_unseen", "read_facts", "select", "read_blocks"):
        function = getattr(page, name)

        def counted(*given: object, name: str = name, function: object = function) -> object:
            asked[name] += 1
            return function(*given)  # type: ignore[operator]

        monkeypatch.setattr(page, name, counted)
    found = extract(RawDocument("page.html", _PAGE.encode()), zone=UTC)
    assert found.title == "末班渡船"
    assert set(asked.values()) == {1}
    assert len(asked) == 5
