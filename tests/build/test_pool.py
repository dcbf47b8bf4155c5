"""The same results, in the same order, from any number of processes."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from sitegen.build import pool as module
from sitegen.build.pool import Pool
from sitegen.errors import ContentError
from tests.laws.dying import DIED


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


def refuse(_: object, items: Sequence[int]) -> Sequence[int]:
    if 7 in items:
        raise ContentError("seven", hint="take another")
    return items


def end(_: object, items: Sequence[int]) -> Sequence[int]:
    if 7 in items:
        os._exit(1)
    return items


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_raised_ends_the_work(workers: int) -> None:
    with Pool(None, workers) as pool, pytest.raises(ContentError, match="seven") as caught:
        list(pool.map(refuse, range(500)))
    assert caught.value.hint == "take another"


def test_a_process_that_is_ended_from_outside_is_missed() -> None:
    with Pool(None, 2) as pool, pytest.raises(ContentError, match="ended from outside") as caught:
        list(pool.stream(end, [[number] for number in range(50)], 50))
    assert "--workers 1" in caught.value.hint


def test_nobody_waits_for_a_process_that_is_ended_while_it_waits() -> None:
    with Pool(None, 3) as pool:
        found = pool.stream(tell, range(1000), 1000)
        process, *_ = (next(found) for _ in range(100))
        child = next(child for child in multiprocessing.active_children() if child.pid == process)
        os.kill(process, signal.SIGTERM)
        child.join()  # or the others might do all that is left
        with pytest.raises(ContentError, match="ended from outside"):
            list(found)


def test_work_ends_that_nobody_waits_for_though_a_process_was_ended_in_its_turn() -> None:
    for _ in range(5):
        with Pool(None, 3) as pool:
            found = pool.stream(tell, range(1000), 1000)
            process, *_ = (next(found) for _ in range(100))
            os.kill(process, signal.SIGKILL)


def tell(_: object, __: int) -> int:
    return os.getpid()


def test_work_that_nobody_waits_for_ends() -> None:
    with Pool(None, 2) as pool:
        found = pool.stream(echo, [[number] for number in range(5000)], 5000)
        assert [next(found) for _ in range(3)] == [[0], [1], [2]]


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_results_of_any_size_come(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_start_method", lambda: multiprocessing.get_context(method))
    with Pool(None, 3) as pool:
        sizes = [1 << 20 if number % 7 else 1 for number in range(60)]
        assert [len(text) for text in pool.stream(repeat, sizes, len(sizes))] == sizes


def repeat(_: object, size: int) -> str:
    return "x" * size


_START_AND_DIE = f"""
import os
from tests.build.test_pool import Pool, describe

if __name__ == "__main__":
    with Pool({{"factor": 3}}, 3) as pool:
        for number, _ in enumerate(pool.map(describe, range(130))):
            if number == 100:
                os._exit({DIED})
"""


@pytest.mark.parametrize("may_fork", [True, False])
def test_processes_end_with_the_one_that_started_them(repository: Path, tmp_path: Path, may_fork: bool) -> None:
    thread = "" if may_fork else "import threading; threading.Thread(target=threading.Event().wait).start()\n"
    program = tmp_path / "program.py"
    program.write_text(thread + _START_AND_DIE, "utf-8")
    # This returns when nobody holds the other end of the pipe any more.
    environment = os.environ | {"PYTHONPATH": str(repository)}
    done = subprocess.run([sys.executable, program], env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == DIED, done.stderr
