"""A reader of the sample site: from a disk, and from a host that mounts it below a path."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import serving, visiting

pytestmark = pytest.mark.e2e

PHONE: Final = 360


@dataclass(frozen=True)
class Published:
    """The built sample site."""

    folder: Path
    base: str
    """The address of its entrance."""

    host: str

    def url(self, path: str) -> str:
        """Return the address of a page; a disk has no rule that a folder means its index."""
        is_folder = not path or path.endswith("/")
        return f"{self.base}{path}{'index.html' if is_folder and not self.host else ''}"


def build(repository: Path, root: Path, output: Path, settings: dict[str, str]) -> None:
    """Build the sample project with other settings, in a place of its own."""
    config = (repository / "sitegen.toml").read_text("utf-8")
    for name, value in settings.items():
        config, count = re.subn(rf"(?m)^{name} = .*$", f'{name} = "{value}"', config)
        assert count == 1, name
    root.mkdir()
    (root / "sitegen.toml").write_text(config, "utf-8")
    shutil.copytree(repository / "content", root / "content")
    command = [sys.executable, "-m", "sitegen", "-C", str(root), "build", "-o", str(output), "--now", "2026-12-31"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module", params=["disk", "host"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, repository: Path
) -> Iterator[Published]:
    root = tmp_path_factory.mktemp(request.param)
    if request.param == "disk":
        build(repository, root / "project", root / "文 库", {"urls": "relative"})
        yield Published(root / "文 库", f"{(root / '文 库').as_uri()}/", "")
        return
    with serving(root / "host") as host:
        settings = {"urls": "absolute", "base_url": f"http://{host}/news/"}
        build(repository, root / "project", root / "host" / "news", settings)
        yield Published(root / "host" / "news", f"http://{host}/news/", host)


def test_a_reader_finds_the_way(site: Published, browser: Browser) -> None:
    with visiting(browser, site.host) as visit:
        page = visit.page
        page.goto(site.url(""))
        visit.follow('a[data-script="zh-Hans"]')
        assert (visit.lang, visit.heading()) == ("zh-Hans", "字里行间")

        visit.follow(".pager .older")
        assert "/page/2/" in visit.path
        visit.follow(".pager .newer")
        assert "/page/" not in visit.path

        title = page.locator(".card h2").first.inner_text()
        visit.follow(".card h2 a")
        assert visit.heading() == title
        visit.follow(".tags a")
        assert "/zh-hans/tags/" in visit.path
        assert title in page.locator(".card h2").all_inner_texts()

        for entry in range(page.locator(".menu a").count()):
            visit.follow(f".menu li:nth-child({entry + 1}) a")
            assert page.locator('.menu [aria-current="page"]').count() == 1
            assert visit.heading()

        visit.follow('.menu a[href*="archive"]')
        visit.follow(".year a")
        assert "/archive/20" in visit.path
        visit.follow(".card h2 a")
        assert page.locator(".article .body p").count() > 1


def test_the_switch_leads_to_the_twin_and_back(site: Published, browser: Browser) -> None:
    with visiting(browser, site.host) as visit:
        visit.page.goto(site.url("zh-hans/"))
        visit.follow(".card h2 a")
        simplified = (visit.path, visit.heading(), visit.page.locator(".body").inner_text())
        visit.follow('.switch a[hreflang="zh-Hant"]')
        traditional = (visit.path, visit.heading(), visit.page.locator(".body").inner_text())
        assert visit.lang == "zh-Hant"
        assert traditional[0] == simplified[0].replace("/zh-hans/", "/zh-hant/")
        assert traditional[2] != simplified[2]
        assert visit.page.locator('.switch [aria-current="true"]').inner_text() == "繁體"
        visit.follow('.switch a[hreflang="zh-Hans"]')
        assert (visit.path, visit.heading(), visit.page.locator(".body").inner_text()) == simplified


def test_the_entrance_remembers_the_script(site: Published, browser: Browser) -> None:
    with visiting(browser, site.host) as visit:
        visit.page.goto(site.url(""))
        visit.follow('a[data-script="zh-Hant"]')
        assert visit.lang == "zh-Hant"
        visit.page.goto(site.url(""), wait_until="commit")
        visit.page.wait_for_url(re.compile("/zh-hant/"))


def test_every_page_has_a_twin_that_answers(site: Published, browser: Browser) -> None:
    with visiting(browser, site.host) as visit:
        for path in ("zh-hans/", "zh-hans/tags/", "zh-hans/archive/", "zh-hans/about/", "zh-hans/page/2/"):
            visit.page.goto(site.url(path))
            visit.follow('.switch a[hreflang="zh-Hant"]')
            assert f"/{path.replace('hans', 'hant')}" in visit.path


def pages_of_each_kind(site: Published) -> list[str]:
    longest = max((site.folder / "zh-hans").glob("*/index.html"), key=lambda path: path.stat().st_size)
    with_table = [p for p in (site.folder / "zh-hant").glob("*/index.html") if "<table" in p.read_text("utf-8")][:2]
    articles = [f"{path.parent.relative_to(site.folder).as_posix()}/" for path in (longest, *with_table)]
    return ["", "zh-hans/", "zh-hant/tags/", "zh-hans/archive/", "zh-hant/about/", *articles]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_by_day_and_by_night(site: Published, browser: Browser, scheme: Literal["light", "dark"]) -> None:
    with visiting(browser, site.host, width=PHONE, scheme=scheme) as visit:
        for path in pages_of_each_kind(site):
            visit.page.goto(site.url(path))
            width = visit.page.evaluate("document.documentElement.scrollWidth")
            assert width <= PHONE, f"{path} is {width} pixels wide"
            assert (visit.page.evaluate(_BRIGHTNESS) > 0.5) is (scheme == "light"), path
            assert visit.page.evaluate(_CONTRAST) >= 4.5, path  # WCAG 2.2, 1.4.3


_LUMINANCE: Final = """
  const luminance = (color) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const solid = (color) => color && !/^rgba\\(.*, 0\\)$|transparent/.test(color);
  const behind = [document.body, document.documentElement].map((e) => getComputedStyle(e).backgroundColor).find(solid);
  const back = luminance(behind ?? "Canvas");
  const front = luminance(getComputedStyle(document.querySelector("main p, main a, main h1")).color);
"""
_BRIGHTNESS: Final = f"(() => {{{_LUMINANCE} return back; }})()"
_CONTRAST: Final = (
    f"(() => {{{_LUMINANCE} return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05); }})()"
)


class _Addresses(HTMLParser):
    """Collects what a page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_word_of_mouth = tag == "link" and values.get("rel") in ("canonical", "alternate") and "hreflang" in values
        if not is_word_of_mouth and values.get("rel") != "canonical":
            self.found += [address for name in ("href", "src") if (address := values.get(name))]
        if anchor := values.get("id"):
            self.anchors.add(anchor)


def test_no_link_of_any_page_is_dead(site: Published) -> None:
    """All pages, without a browser: every address of the site has a file, and every fragment an element."""
    parsed: dict[str, _Addresses] = {}
    for path in sorted(site.folder.rglob("*.html")):
        name = path.relative_to(site.folder).as_posix()
        parsed[name] = _Addresses()
        parsed[name].feed(path.read_text("utf-8"))
    dead = []
    for name, page in parsed.items():
        for address in page.found:
            target = urlsplit(urljoin(site.url(name), address))
            if not target.geturl().startswith(site.base):
                if not re.match(r"(?:https?|mailto):", address):
                    dead.append(f"{name}: {address} leads out of the site")
                continue
            file = unquote(target.geturl()[len(site.base) :].split("#")[0])
            file += "index.html" if site.host and (file.endswith("/") or not file) else ""
            anchors = parsed[file].anchors if file in parsed else set()
            if not (site.folder / file).is_file() or (target.fragment and unquote(target.fragment) not in anchors):
                dead.append(f"{name}: {address}")
    assert dead == []
    assert len(parsed) > 40
