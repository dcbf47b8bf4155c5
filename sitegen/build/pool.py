"""Work spread over processes, in the order it was given; with one process it is an ordinary loop."""

import copyreg
import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Final, Generic, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK: Final = 64
_FIRST: Final = 16
"""After so many, all has been loaded that will be needed."""
_ALONE_BELOW: Final = 200
"""Less work than this is done before a second process has started."""
_AHEAD: Final = 3
"""Chunks for each process that wait or are at work: what is further behind is not in memory yet."""
_GARBAGE: Final = 50_000
"""Objects made before Python looks for circles among them; with its usual 700 that is a tenth of the time and more."""


def _frozen(items: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(items)


# Values hold read-only mappings, which the library does not pickle; between two processes of ours a copy is as good.
copyreg.pickle(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))

_shared: object = None
"""In a worker: what all its tasks need, given once."""


class Pool(Generic[Context]):
    """Runs `function(context, item)` over many items. Functions return failures as values, they do not raise.

    Processes start when they are first needed; the same results come out for any number of them.
    """

    def __init__(self, context: Context, workers: int) -> None:
        """Take what all tasks need, and the number of processes; 0 leaves it to the amount of work."""
        self._context = context
        self.workers: Final = workers or os.cpu_count() or 1
        self._is_forced = workers > 1
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        global _shared  # noqa: PLW0603 (see there)
        if self._executor:
            self._executor.shutdown(cancel_futures=True)
            _shared = None
            gc.unfreeze()

    def map(
        self, function: Callable[[Context, Sequence[Item]], Sequence[Result]], items: Sequence[Item]
    ) -> Iterator[Result]:
        """Yield the result for each of *items*, in their order; *function* makes those of some items at once."""
        made: Iterator[Sequence[Result]]
        if self.is_alone(len(items)):
            made = (function(self._context, items[at : at + _CHUNK]) for at in range(0, len(items), _CHUNK))
        else:
            # What the first ones load, processes that are forked off find loaded.
            first = max(1, min(_FIRST, len(items) // (8 * self.workers)))
            yield from function(self._context, items[:first])
            size = min(_CHUNK, -(-len(items) // self.workers))
            made = self.stream(function, (items[at : at + size] for at in range(first, len(items), size)))
        for results in made:
            yield from results

    def is_alone(self, count: int) -> bool:
        """Say whether this process does *count* small tasks by itself."""
        return self.workers == 1 or not count or (count < _ALONE_BELOW and not self._is_forced)

    def stream(self, function: Callable[[Context, Item], Result], items: Iterator[Item]) -> Iterator[Result]:
        """Yield the result for each of *items*, in their order; each is worth a trip to another process.

        Only so many are taken from *items* as keep the processes busy.
        """
        executor = self._started()
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(executor.submit(_run, function, item))
            if len(waiting) >= _AHEAD * self.workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _started(self) -> "ProcessPoolExecutor":
        global _shared  # noqa: PLW0603 (see there)
        if self._executor is None:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 (most builds are done by one process)

            context = _start_method()
            if context.get_start_method() == "fork":
                # Children find it where their parent left it, and do not even copy it.
                _shared = self._context
                gc.freeze()
                self._executor = ProcessPoolExecutor(self.workers, context, initializer=_settle)
            else:
                self._executor = ProcessPoolExecutor(
                    self.workers, context, initializer=_share, initargs=(self._context,)
                )
        return self._executor


def _start_method() -> "BaseContext":
    import multiprocessing  # noqa: PLC0415 (as in `_started`)

    methods = multiprocessing.get_all_start_methods()
    # A fork shares what stands in memory, but copies the locks of threads too: a preview has threads, and on other
    # systems than Linux their own libraries have some.
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


def _share(context: object) -> None:
    global _shared  # noqa: PLW0603 (a worker's tables)
    _shared = context
    _settle()


def _settle() -> None:
    gc.freeze()
    collect_rarely()


def collect_rarely() -> None:
    """Have Python look for unreachable circles of objects rarely: a build makes many objects, and few circles."""
    gc.set_threshold(_GARBAGE, 20, 100)


def _run(function: Callable[[Context, Item], Result], item: Item) -> Result:
    return function(_shared, item)  # type: ignore[arg-type]
