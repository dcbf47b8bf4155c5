"""Which articles are related: as the last build found among the same ones, or found beside other work."""

import json
from collections.abc import Sequence
from functools import cached_property
from types import TracebackType
from typing import Final, Self, overload

from sitegen.build.cache import Cache
from sitegen.build.pool import Pool
from sitegen.digest import digest_bytes
from sitegen.site.library import relate

_NOTE: Final = "related"
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Articles = Sequence[tuple[str, Sequence[str]]]
Places = Sequence[Sequence[int]]


class Relations:
    """Finds related articles, once; inside `with`, others need not wait for it until they ask for what was found."""

    def __init__(self, cache: Cache, workers: int) -> None:
        self._cache, self._pool = cache, Pool(None, workers)
        self._found: _Awaited | None = None
        self._key = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._pool:
            if self._found and not error:
                self._cache.put_note(_NOTE, f"{self._key}\n{_encode(self._found.whole)}")

    def __call__(self, articles: Articles) -> Places:
        """Return for each of *articles* the places of those nearest to it."""
        self._key = digest_bytes(_encode(articles).encode("utf-8", "surrogatepass"))
        before, _, found = self._cache.note(_NOTE).partition("\n")
        if before == self._key:
            places: Places = json.loads(found)
            return places
        self._found = _Awaited(self._pool, articles)
        return self._found


class _Awaited(Sequence[Sequence[int]]):
    """What another process is about to find, if there is one."""

    def __init__(self, pool: Pool[None], articles: Articles) -> None:
        self._size = len(articles)
        self._coming = pool.stream(_related, [articles], len(articles))

    @cached_property
    def whole(self) -> Places:
        return next(self._coming)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> Sequence[int]: ...
    @overload
    def __getitem__(self, place: slice) -> Places: ...
    def __getitem__(self, place: int | slice) -> Sequence[int] | Places:
        return self.whole[place]

    def __reduce__(self) -> tuple[type[list[Sequence[int]]], tuple[Places]]:
        return list, (self.whole,)


def _related(_: None, articles: Articles) -> Places:
    return relate(articles)
