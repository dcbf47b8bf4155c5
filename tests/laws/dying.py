"""A process that dies at one of its writes, as if the power went; or a disk that is full from one of them on."""

import errno
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

from sitegen import files
from sitegen.build import beside
from sitegen.build.stacks import Place, Stacks
from sitegen.digest import Digest

DIED: Final = 77


def die_at(write: int, moment: str) -> None:
    """Have this process, and those that it starts, die at write number *write*: `before` it, or `during` it.

    What is written beside the cache counts, too.
    """

    def die(path: Path | str, data: bytes) -> None:
        if moment == "during":
            folder = Path(path).parent
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".sg-half").write_bytes(data[: len(data) // 2])
        _die()

    def counted(stacks: Stacks, number: int, key: Digest, data: bytes) -> Place:
        if next(left) <= 1:
            if moment == "during":
                put(stacks, number, key, data[: len(data) // 2])
            _die()
        return put(stacks, number, key, data)

    left, put = count(write, -1), Stacks._put
    files.write_atomic = _counted(left, die)
    Stacks._put = counted  # type: ignore[assignment,method-assign]


def die_at_the_switch(moment: str) -> None:
    """Have this process die `before` or `during` the exchange of the site that stands for the one built beside it."""
    whole = beside._exchange

    def exchange(one: Path, other: Path) -> bool:
        if moment == "during":
            whole(one, other)
        _die()
        return True

    beside._exchange = exchange


def _die() -> None:
    if parent := multiprocessing.parent_process():
        os.kill(parent.pid or 0, getattr(signal, "SIGKILL", signal.SIGTERM))
    os._exit(DIED)


@contextmanager
def failing_from(write: int, code: int = errno.ENOSPC) -> Iterator[None]:
    """Have the write number *write* and all behind it fail with the error *code* of the system."""

    def fail(path: Path | str, _: bytes) -> None:
        raise OSError(code, os.strerror(code), str(path))

    whole, files.write_atomic = files.write_atomic, _counted(count(write, -1), fail)
    try:
        yield
    finally:
        files.write_atomic = whole


def _counted(left: Iterator[int], then: Callable[[Path | str, bytes], None]) -> Callable[..., None]:
    write_atomic = files.write_atomic

    def counted(path: Path | str, data: bytes, *, durable: bool = False) -> None:
        if next(left) <= 1:
            then(path, data)
        write_atomic(path, data, durable=durable)

    return counted
