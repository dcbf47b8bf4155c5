"""A browser that remembers what went wrong, and a server for a built site."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

_PATIENCE_MS: Final = 15_000
"""A page of ours is there in milliseconds; a machine that does ten other things needs longer."""


@dataclass
class Visit:
    """A page of a browser, and the complaints of everything that it opened."""

    page: Page
    host: str
    """The only host that may be asked; empty for files."""

    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        page = self.page
        page.on("console", lambda message: self._complain(message.type in ("error", "warning"), message.text))
        page.on("pageerror", lambda error: self._complain(True, str(error)))
        # A page that is left before all of it came cuts the rest off: that is no fault of the site.
        page.on(
            "requestfailed",
            lambda request: self._complain(request.failure != "net::ERR_ABORTED", f"{request.failure}: {request.url}"),
        )
        page.on("request", lambda request: self._complain(urlsplit(request.url).netloc != self.host, request.url))
        page.on("response", self._hear)

    def _complain(self, is_wrong: bool, text: str) -> None:
        if is_wrong:
            self.complaints.append(f"{self.page.url}: {text}")

    def _hear(self, response: Response) -> None:
        self._complain(response.status >= 400, f"{response.status}: {response.url}")

    @property
    def path(self) -> str:
        """The path of the address, in readable letters."""
        return unquote(urlsplit(self.page.url).path)

    @property
    def lang(self) -> str:
        return str(self.page.evaluate("document.documentElement.lang"))

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def follow(self, selector: str) -> None:
        """Click the first link that *selector* finds, and wait for the page that it leads to."""
        link = self.page.locator(selector).first
        target = link.evaluate("link => link.href")
        link.click()
        self.page.wait_for_url(target)


@contextmanager
def visiting(
    browser: Browser, host: str, *, width: int = 1000, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Visit]:
    """Open an empty page without memory; at its end nothing may have gone wrong."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    context.set_default_timeout(_PATIENCE_MS)
    visit = Visit(context.new_page(), host)
    try:
        yield visit
        if visit.complaints:
            pytest.fail("\n".join(visit.complaints))
    finally:
        context.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve *folder* on a free port of this machine, as an ordinary host would; yield `127.0.0.1:PORT`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
