"""What the tests in this folder share: one browser."""

import os
import shutil
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS: Final = (
    # As root, in a container, a browser cannot make its own sandbox; it opens nothing but our pages.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


# By module: while it is open its thread runs a loop, in which other modules' tests cannot run one of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium of this machine; tests that ask for it are skipped without."""
    program = os.environ.get("SITEGEN_BROWSER") or next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield started
        started.close()
