"""Work spread over processes, in the order it was given; with one process it is an ordinary loop.

All items are known to all processes from the beginning: on Linux they are forked, and find them where their parent has
them. They are told which to make by number, through a pipe that they share, and answer through one of their own. No
thread stands between, which would have to wait for its turn.
"""

import copyreg
import gc
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar

from sitegen.errors import ContentError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from multiprocessing.synchronize import Lock

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK: Final = 64
_FIRST: Final = 16
"""After so many, all has been loaded that will be needed."""
_ALONE_BELOW: Final = 200
"""Less work than this is done before a second process has started."""
_AHEAD: Final = 6
"""Items for each process that wait or are made: their results are in memory at most."""
_GARBAGE: Final = 50_000
"""Objects made before Python looks for circles among them; with its usual 700 that is a tenth of the time and more."""
_NUMBER_BYTES: Final = 8


def _frozen(items: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(items)


# Values hold read-only mappings, which the library does not pickle; between two processes of ours a copy is as good.
copyreg.pickle(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))

_worker: int = 0


def worker() -> int:
    """Return the number of this process among those of a pool; 0 for the one that started them."""
    return _worker


class Pool(Generic[Context]):
    """Runs `function(context, item)` over many items.

    The same results come out for any number of processes. What a function raises ends the work and is raised here.
    """

    def __init__(self, context: Context, workers: int) -> None:
        """Take what all tasks need, and the number of processes; 0 leaves it to the amount of work."""
        self._context = context
        self.workers: Final = workers or os.cpu_count() or 1
        self._is_forced = workers > 1
        self._crews: list[_Crew] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for crew in self._crews:
            crew.dismiss()

    def map(
        self, function: Callable[[Context, Sequence[Item]], Sequence[Result]], items: Sequence[Item]
    ) -> Iterator[Result]:
        """Yield the result for each of *items*, in their order; *function* makes those of some items at once."""
        first, size = 0, _CHUNK
        if not self.is_alone(len(items)):
            # What the first ones load, processes that are forked off find loaded.
            first = max(1, min(_FIRST, len(items) // (8 * self.workers)))
            yield from function(self._context, items[:first])
            size = min(_CHUNK, -(-len(items) // self.workers))
        parts = [items[at : at + size] for at in range(first, len(items), size)]
        for results in self.stream(function, parts, len(items)):
            yield from results

    def is_alone(self, count: int) -> bool:
        """Say whether this process does *count* small tasks by itself."""
        return self.workers == 1 or not count or (count < _ALONE_BELOW and not self._is_forced)

    def stream(
        self, function: Callable[[Context, Item], Result], items: Sequence[Item], count: int
    ) -> Iterator[Result]:
        """Return the result for each of *items*, in their order, which are *count* small tasks together.

        Processes are at work when this returns.
        """
        if self.is_alone(count) or not items:
            return (function(self._context, item) for item in items)
        crew = _Crew(function, self._context, items, min(self.workers, len(items)))
        self._crews.append(crew)
        return crew.results()


class _Crew:
    """Processes at work."""

    def __init__(
        self, function: Callable[[Any, Any], object], context: object, items: Sequence[object], size: int
    ) -> None:
        system = _start_method()
        self._count, self._sent, self._turn = len(items), 0, 0
        self._ahead = _AHEAD * size
        reader, self._orders = system.Pipe(duplex=False)
        self._turn_to_take = system.Lock()  # kept: processes that are started anew look it up by its name
        self._answers: list[Connection] = []
        self._processes: list[BaseProcess] = []
        gc.freeze()  # not even copied by those who are forked off
        for number in range(1, size + 1):
            receiver, sender = system.Pipe(duplex=False)
            order = (number, function, context, items, self._turn_to_take, reader, self._orders, sender)
            process = system.Process(target=_work, args=order, daemon=True)  # type: ignore[attr-defined]
            process.start()
            # The pipe must end with its process, whoever is forked off after it.
            sender.close()
            self._answers.append(receiver)
            self._processes.append(process)
        reader.close()

        self._order()

    def results(self) -> Iterator[Any]:
        """Yield what was made, in the order of the items, and let the processes end."""
        from multiprocessing.connection import wait  # noqa: PLC0415 (most builds are done by one process)

        found: dict[int, object] = {}
        for turn in range(self._count):
            while turn not in found:
                for ready in wait(self._answers):
                    number, result, fault = self._received(ready)  # type: ignore[arg-type]
                    if fault is not None:
                        raise fault
                    found[number] = result
            self._turn = turn + 1
            self._order()
            yield found.pop(turn)
        self.dismiss()

    def _order(self) -> None:
        while self._sent < min(self._count, self._turn + self._ahead):
            self._orders.send_bytes(self._sent.to_bytes(_NUMBER_BYTES, "big"))
            self._sent += 1

    def _received(self, answers: "Connection") -> tuple[int, Any, BaseException | None]:
        try:
            number, result, fault = answers.recv()
        except (EOFError, OSError) as error:
            for process in self._processes:
                process.kill()  # they may wait for the one that is gone to take its turn
            message = "a process of this build was ended from outside, perhaps because memory ran out"
            hint = "what stands is whole: build again, with --workers 1 if it happens again"
            raise ContentError(message, hint=hint) from error
        return number, result, fault

    def dismiss(self) -> None:
        """Let the processes end, and wait until they have."""
        from multiprocessing.connection import wait  # noqa: PLC0415 (as in `results`)

        if not self._processes:
            return
        self._orders.close()
        for answers in self._answers:
            answers.close()
        while self._processes:
            wait([process.sentinel for process in self._processes])
            codes = [process.exitcode for process in self._processes]
            if any(codes):
                for process in self._processes:
                    process.kill()  # the others may wait for the one that is gone to take its turn
            self._processes = [process for process, code in zip(self._processes, codes, strict=True) if code is None]
        gc.unfreeze()


def _start_method() -> "BaseContext":
    import multiprocessing  # noqa: PLC0415 (as in `results`)

    methods = multiprocessing.get_all_start_methods()
    # A fork shares what stands in memory, but copies the locks of threads too: a preview has threads, and on other
    # systems than Linux their own libraries have some.
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


def _work(
    number: int,
    function: Callable[[Any, Any], object],
    context: object,
    items: Sequence[object],
    turn: "Lock",
    orders: "Connection",
    others_end: "Connection",
    answers: "Connection",
) -> None:
    """Make what is ordered until nobody can order any more."""
    global _worker  # noqa: PLW0603 (which process this is)
    _worker = number
    others_end.close()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()
    collect_rarely()
    # What cannot be told is told to nobody: the parent has ended, or does not want to know any more.
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            with turn:
                item = int.from_bytes(orders.recv_bytes(), "big")
            answers.send(_answer(item, function, context, items[item]))


def _end_with_parent() -> None:
    """End this process with the one that started it: it would write pages while the next build is at work."""
    import multiprocessing  # noqa: PLC0415 (as in `results`)

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _answer(
    number: int, function: Callable[[Any, Any], object], context: object, item: object
) -> tuple[int, object, BaseException | None]:
    try:
        return number, function(context, item), None
    except Exception as error:  # noqa: BLE001 (it is raised by the parent)
        error.add_note(traceback.format_exc())
        return number, None, error


def collect_rarely() -> None:
    """Have Python look for unreachable circles of objects rarely: a build makes many objects, and few circles."""
    gc.set_threshold(_GARBAGE, 20, 100)
