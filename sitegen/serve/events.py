"""What browsers are told: which pages changed since they were loaded, and what is wrong now.

A browser names the last it has seen by a token, run and generation. The run tells one start of the server from the
next: of the pages of an earlier run nothing is known, so they are loaded again. Only the latest state is kept, not a
list of events; whoever was away, for however long, is told the sum.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sitegen.model import empty

RETRY_MS: Final = 500
"""How long a browser waits before it connects again: a restarted server should be found at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong, as the overlay shows it."""

    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """The state of the preview after a rebuild."""

    run: str
    """Names one start of the server; no hyphen."""

    generation: int = 0
    """Counts the rebuilds of this run."""

    changed: Mapping[str, int] = field(default_factory=empty)
    """Address, with the mount → the generation that changed it last."""

    faults: tuple[Fault, ...] = ()

    @property
    def token(self) -> str:
        """What a page says that was loaded now."""
        return f"{self.run}-{self.generation}"

    def after(self, urls: Iterable[str], faults: tuple[Fault, ...]) -> "News":
        """Return the state after one more rebuild, which changed *urls*."""
        generation = self.generation + 1
        return News(self.run, generation, {**self.changed, **dict.fromkeys(urls, generation)}, faults)

    def since(self, token: str) -> list[str] | None:
        """Return the addresses that changed after *token*; None if nothing is known of it: all may have changed.

        >>> news = News("r").after(["/a/"], ()).after(["/b/"], ())
        >>> news.since("r-1"), news.since("r-2"), news.since("earlier-1")
        (['/b/'], [], None)
        """
        run, _, number = token.partition("-")
        if run != self.run or not (number.isascii() and number.isdecimal()):
            return None
        return sorted(url for url, generation in self.changed.items() if generation > int(number))

    def event(self, token: str) -> bytes:
        """Return the server-sent event for a browser that has seen *token*."""
        data = {
            "generation": self.generation,
            "urls": self.since(token),
            "errors": [{"message": fault.message, "hint": fault.hint} for fault in self.faults],
        }
        text = json.dumps(data, ensure_ascii=False)  # in one line, as the format demands
        return f"id: {self.token}\nevent: reload\ndata: {text}\n\n".encode()


class Hub:
    """Passes the news on to every browser that listens; used from the event loop's thread alone."""

    def __init__(self, run: str) -> None:
        self._news = News(run)
        self._more = asyncio.Event()
        self._closed = False

    @property
    def news(self) -> News:
        """The latest state."""
        return self._news

    def publish(self, urls: Iterable[str], faults: tuple[Fault, ...]) -> None:
        """Tell everyone that a rebuild has changed *urls*, and what is wrong after it."""
        self._news = self._news.after(urls, faults)
        self._wake()

    def close(self) -> None:
        """End all streams: a server that stops waits for its connections."""
        self._closed = True
        self._wake()

    async def follow(self, token: str) -> AsyncIterator[bytes]:
        """Yield the events for a browser that has seen *token*: the state as it is, then every change."""
        yield f"retry: {RETRY_MS}\n\n".encode()
        while not self._closed:
            news, more = self._news, self._more
            yield news.event(token)
            token = news.token
            await more.wait()

    def _wake(self) -> None:
        self._more.set()
        self._more = asyncio.Event()
