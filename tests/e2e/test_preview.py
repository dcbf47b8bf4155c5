"""The preview in a real browser: an edit is seen, a mistake is shown, and the process ends when it is told to."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import visiting
from tests.project import CONFIG, Project

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that stops just one process politely"),
]

_STOPPING_SECONDS: Final = 20


@contextmanager
def previewing(root: Path) -> Iterator[str]:
    """Run the command on a free port and yield the address that it names; stop it, and see that it stops."""
    command = [sys.executable, "-m", "sitegen", "-C", str(root), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        try:
            said = iter(process.stderr.readline, "")
            address = next((match[0] for line in said if (match := re.search(r"http://\S+/", line))), None)
            assert address is not None, "it ended before it was ready"
            yield address
        finally:
            process.terminate()
            rest = process.stderr.read()
        assert process.wait(_STOPPING_SECONDS) == 0, rest
        assert "Traceback" not in rest


@pytest.fixture
def site(project: Project) -> Project:
    project.write("sitegen.toml", CONFIG.replace("example.org/", "example.org/news/"))
    project.article("a.md", "早先的话。", title="预览")
    return project


def test_an_edit_is_seen_without_a_hand_on_the_browser(site: Project, browser: Browser) -> None:
    with previewing(site.root) as address, visiting(browser, urlsplit(address).netloc) as visit:
        assert urlsplit(address).path == "/news/"
        page, body = visit.page, visit.page.locator(".body")
        page.goto(f"{address}zh-hant/a/")
        expect(body).to_have_text("早先的話。")
        site.article("a.md", "后来的话。", title="预览")
        expect(body).to_have_text("後來的話。")
        site.write("templates/partials/footer.html", "<footer>新的页脚</footer>")
        expect(page.locator("footer").last).to_have_text("新的页脚")


def test_a_mistake_lies_over_the_page_until_it_is_mended(site: Project, browser: Browser) -> None:
    with previewing(site.root) as address, visiting(browser, urlsplit(address).netloc) as visit:
        page = visit.page
        overlay = page.locator("sitegen-errors section")
        page.goto(f"{address}zh-hans/a/")
        expect(page.locator(".body")).to_have_text("早先的话。")
        expect(overlay).to_have_count(0)
        site.article("a.md", "后来的话。", titel="预览")
        expect(overlay).to_contain_text('content/a.md:5: unknown field "titel"')
        expect(overlay).to_contain_text('did you mean "title"?')
        expect(page.locator(".body")).to_have_text("早先的话。")
        site.write("content/a.md", '---\ntitle: "没有完\n---\n')
        expect(overlay).to_contain_text("content/a.md:")
        expect(overlay).not_to_contain_text("titel")
        site.article("a.md", "改好的话。", title="预览")
        expect(page.locator(".body")).to_have_text("改好的话。")
        expect(overlay).to_have_count(0)


def test_a_template_that_fails_is_shown_and_mended(site: Project, browser: Browser) -> None:
    with previewing(site.root) as address, visiting(browser, urlsplit(address).netloc) as visit:
        overlay = visit.page.locator("sitegen-errors section")
        visit.page.goto(f"{address}zh-hans/a/")
        site.write("templates/article.html", "一\n{{ view.nothing }}")
        expect(overlay).to_contain_text("templates/article.html:2:")
        site.write("templates/article.html", "<p class=body>{{ view.article.title }}</p>")
        expect(visit.page.locator(".body")).to_have_text("预览")
        expect(overlay).to_have_count(0)
        # This template names no favicon, and a browser then asks for one by itself.
        visit.complaints[:] = [text for text in visit.complaints if not re.search(r"favicon|404", text)]
