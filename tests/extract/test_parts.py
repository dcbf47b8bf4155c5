"""Parts of articles in the ways in which pages write them, as data in tests/cases/parts: markup, and its Markdown."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

_FIRST: Final = "老船工把旧船翻过来，敲了敲船底，声音发空。他说还能修，就是要等天晴，等木头干透，再上三遍桐油。"
_LAST: Final = "修好的那天，他没有试水，只在船头坐了一个下午，看着对岸的新桥，一辆一辆地数过去的车。"


def _cases() -> list[object]:
    """Return label, markup and Markdown of each case; dots on lines of their own part them."""
    found: list[object] = []
    for path in sorted((Path(__file__).parents[1] / "cases/parts").glob("*.md")):
        for case in path.read_text(encoding="utf-8").split("\n.\n\n"):
            label, markup, written = case.removesuffix("\n.\n").split("\n.\n")
            found.append(pytest.param(markup, written, id=f"{path.stem}: {label}"))
    return found


@pytest.mark.parametrize(("markup", "written"), _cases())
def test_a_part_stays_where_it_stood(read: Read, markup: str, written: str) -> None:
    page = f"<html><body><h1>旧船</h1><div><p>{_FIRST}</p>{markup}<p>{_LAST}</p></div></body></html>"
    assert read(page).markdown.rstrip() == f"{_FIRST}\n\n{written}\n\n{_LAST}"
