"""The same results, in the same order, from any number of processes."""

import os
from collections.abc import Sequence
from types import MappingProxyType

import pytest

from sitegen.build.pool import Pool


def describe(context: dict[str, int], items: Sequence[int]) -> list[tuple[int, int]]:
    return [(context["factor"] * item, os.getpid()) for item in items]


def echo(_: object, items: Sequence[object]) -> Sequence[object]:
    return items


@pytest.mark.parametrize("count", [0, 1, 3, 130])
def test_results_come_in_order(count: int) -> None:
    with Pool({"factor": 3}, 2) as pool:
        found = list(pool.map(describe, range(count)))
    assert [value for value, _ in found] == [3 * item for item in range(count)]


def test_one_worker_is_this_process() -> None:
    with Pool({"factor": 1}, 1) as pool:
        assert {process for _, process in pool.map(describe, range(500))} == {os.getpid()}


def test_little_work_stays_here_unless_workers_are_asked_for() -> None:
    with Pool({"factor": 1}, 0) as pool:
        assert {process for _, process in pool.map(describe, range(20))} == {os.getpid()}
    with Pool({"factor": 1}, 2) as pool:
        first, *others = (process for _, process in pool.map(describe, range(20)))
        assert first == os.getpid()
        assert first not in others


def test_read_only_tables_cross_the_border() -> None:
    table = MappingProxyType({"春": (1, MappingProxyType({"a": None}))})
    with Pool(None, 2) as pool:
        _, back = pool.map(echo, [table, table])
    assert back == table
    assert isinstance(back, MappingProxyType)
