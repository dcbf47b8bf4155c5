"""The review page in a real browser: it fits, can be read in the light and in the dark, and loads nothing."""

import re
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser

from sitegen.ingest.review_page import review_page
from tests.e2e.browsing import visiting
from tests.ingest.damaged import BRIDGE, FERRY, RESTORE, Damaged

pytestmark = pytest.mark.e2e

PAGES: Final = {
    "bridge.txt": f"<script>document.title = 'no'</script>\n{BRIDGE}",
    "ferry.txt": FERRY,
    "hant.txt": "渡船的人\n2023-05-02 來源：渡口日報\n渡船的人把船繫在柳樹上，等天亮；「河水比去年低了兩尺」，他說。\n"
    "橋修好以後，渡口就沒有人了，只剩下一條舊船和一根竹篙，靠在岸邊的蘆葦裡。\n" * 2,
}
CONTRAST_MIN: Final = 4.5
"""WCAG 2.2, 1.4.3."""


def luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("review")
    damaged = Damaged(root, PAGES)
    damaged.decide(RESTORE, damaged.id("breadcrumb"))
    found = damaged.reviews()
    path = root / "review.html"
    path.write_text(review_page(found.articles, found.prefixes(), (), "content"), "utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_can_be_read(browser: Browser, page: Path, width: int, scheme: Literal["light", "dark"]) -> None:
    with visiting(browser, "", width=width, scheme=scheme) as visit:
        visit.page.goto(page.as_uri())
        assert visit.page.title() == "Review: 3 open doubts"
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        visit.page.locator("details").first.evaluate("element => element.open = true")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        before, after = (
            visit.page.locator(f".row:has(.doubt) > .{side}").first.bounding_box() for side in ("before", "after")
        )
        assert before is not None
        assert after is not None
        assert (after["x"] > before["x"], after["y"] > before["y"]) == (width > 1000, width < 1000)
        for selector in ("del", "ins", ".doubt", "code", ".state.open", ".before", "h2"):
            colour, ground = visit.page.locator(selector).first.evaluate(
                """element => {
                  const solid = node => {
                    const ground = getComputedStyle(node).backgroundColor;
                    return ground === 'rgba(0, 0, 0, 0)' ? solid(node.parentElement) : ground;
                  };
                  return [getComputedStyle(element).color, solid(element)];
                }"""
            )
            assert contrast(colour, ground) >= CONTRAST_MIN, (selector, colour, ground)
        tags = visit.page.locator("div.text").evaluate_all("elements => elements.map(element => element.lang)")
        assert set(tags) >= {"zh-Hans", "zh-Hant"}
