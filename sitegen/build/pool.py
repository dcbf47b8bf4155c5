"""Work spread over processes, in the order it was given; with one process it is an ordinary loop."""

import copyreg
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import MappingProxyType, TracebackType
from typing import Final, Generic, Self, TypeVar

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK: Final = 64
_ALONE_BELOW: Final = 200
"""Less work than this is done before a second process has started."""


def _frozen(items: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(items)


# Values hold read-only mappings, which the library does not pickle; between two processes of ours a copy is as good.
copyreg.pickle(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))

_shared: object = None
"""In a worker: what all its tasks need, sent once."""


class Pool(Generic[Context]):
    """Runs `function(context, item)` over many items. Functions return failures as values, they do not raise.

    Processes start when they are first needed; the same results come out for any number of them.
    """

    def __init__(self, context: Context, workers: int) -> None:
        self._context = context
        self._workers = workers or os.cpu_count() or 1
        self._is_forced = workers > 1
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor:
            self._executor.shutdown(cancel_futures=True)

    def map(self, function: Callable[[Context, Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield the result for each of *items*, in their order."""
        if self._workers == 1 or not items or (len(items) < _ALONE_BELOW and not self._is_forced):
            yield from (function(self._context, item) for item in items)
            return
        size = min(_CHUNK, -(-len(items) // self._workers))
        chunks = [items[start : start + size] for start in range(0, len(items), size)]
        for results in self._started().map(_run, [function] * len(chunks), chunks):
            yield from results

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # A plain fork copies threads' locks; a preview has threads.
            methods = multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
            if context.get_start_method() == "forkserver":
                context.set_forkserver_preload(["sitegen.build.tasks"])
            self._executor = ProcessPoolExecutor(self._workers, context, initializer=_share, initargs=(self._context,))
        return self._executor


def _share(context: object) -> None:
    global _shared  # noqa: PLW0603 (a worker's tables)
    _shared = context


def _run(function: Callable[[object, Item], Result], items: Sequence[Item]) -> list[Result]:
    return [function(_shared, item) for item in items]
