"""The preview from start to stop: one thread answers browsers, one builds, and the watcher's wake it."""

import asyncio
import contextlib
import os
import queue
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette

from sitegen.build.cache import Cache
from sitegen.build.output import MemoryOutput
from sitegen.build.report import BuildReport
from sitegen.build.session import BuildSession
from sitegen.config import Config
from sitegen.errors import SitegenError
from sitegen.serve.events import Hub
from sitegen.serve.preview import Outcome, Preview
from sitegen.serve.server import create_app
from sitegen.serve.watch import Watcher, next_change

_HOST: Final = "127.0.0.1"
_STATE_FOLDER: Final = ".sitegen"
_GRACE_SECONDS: Final = 2
"""How long a stopping server waits for a browser that does not read its answer."""


def serve(
    config: Config,
    *,
    port: int,
    on_ready: Callable[[str], None],
    on_report: Callable[[BuildReport], None],
    on_error: Callable[[SitegenError], None],
) -> None:
    """Show the site to browsers of this machine, as it is after every change, until Ctrl-C or SIGTERM.

    Port 0 takes a free one. *on_ready* gets the address once the first build is done; *on_report* gets the report of
    every build, *on_error* what stopped one. All three are called in the calling thread. Drafts are shown.
    `SitegenError` if the port is taken.
    """
    with _listen(port) as listener, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_Live(config, listener, on_report, on_error).run(on_ready))


class _Live:
    """One run of the preview: what its threads pass to each other."""

    def __init__(
        self,
        config: Config,
        listener: socket.socket,
        on_report: Callable[[BuildReport], None],
        on_error: Callable[[SitegenError], None],
    ) -> None:
        self._config = config
        self._listener = listener
        self._on_report = on_report
        self._on_error = on_error
        self._mount = config.site.mount
        self._output = MemoryOutput()
        self._hub = Hub(secrets.token_hex(4))
        self._changes: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._built = asyncio.Event()

    async def run(self, on_ready: Callable[[str], None]) -> None:
        """Build, then answer and build again until a signal comes."""
        port: int = self._listener.getsockname()[1]
        server = _Server(create_app(self._output.get, lambda: self._mount, self._hub, port), self._hub)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="sitegen-build") as threads:
            building = loop.run_in_executor(
                threads, self._build, lambda outcome: loop.call_soon_threadsafe(self._announce, outcome)
            )
            building.add_done_callback(lambda _: self._built.set())
            building.add_done_callback(lambda _: server.stop())
            try:
                await self._built.wait()
                if not building.done():  # else it failed, and says so below
                    on_ready(f"http://{_HOST}:{port}{quote(self._mount)}/")
                    with _signals_answered():
                        await server.serve(sockets=[self._listener])
            finally:
                self._changes.put(None)
                await building

    def _build(self, announce: Callable[[Outcome], object]) -> None:
        """Build now and after every change; runs in a thread of its own, which alone touches the cache."""
        ignored = (self._config.folder(self._config.build.output), self._config.folder(_STATE_FOLDER))
        with Cache.open(None) as cache, Watcher(self._changes.put, ignored) as watcher:

            def begin(config: Config, day: date) -> BuildSession:
                return BuildSession(config, self._output, cache, drafts=True, now=day)

            preview = Preview(self._config, begin, watcher.follow, _today)
            announce(preview.rebuild())
            while next_change(lambda seconds: self._changes.get(timeout=seconds), time.monotonic) is not None:
                announce(preview.rebuild())

    def _announce(self, outcome: Outcome) -> None:
        self._mount = outcome.mount
        self._hub.publish(outcome.urls, outcome.faults)
        self._built.set()
        if isinstance(outcome.result, SitegenError):
            self._on_error(outcome.result)
        else:
            self._on_report(outcome.result)


class _Server(uvicorn.Server):
    """Ends the streams of events when it stops; it would wait for them otherwise."""

    def __init__(self, app: Starlette, hub: Hub) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._hub = hub

    def stop(self) -> None:
        """Let the server end by itself soon."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.close()
        await super().shutdown(sockets)


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((_HOST, port))
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        hint = "choose another with --port; --port 0 takes a free one"
        raise SitegenError(f"port {port} cannot be used: {reason}", hint=hint) from error


def _today(config: Config) -> date:
    return datetime.now(config.site.zone).date()


@contextlib.contextmanager
def _signals_answered() -> Iterator[None]:
    """Swallow Ctrl-C and SIGTERM: the server, which handles them, raises them again when it has stopped for them."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
