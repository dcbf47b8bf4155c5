"""Pages as publishers, editors and programs write them today and wrote them once: what each becomes, letter for letter.

`tests/cases/pages/NAME.html` is a page, `NAME.txt` what an editor would type of it: the fields, then the body.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]

PAGES: Final = sorted((Path(__file__).parents[1] / "cases/pages").glob("*.html"))
FIELDS: Final = ("title", "subtitle", "date", "publisher", "authors", "editor", "sections", "lang")


def shown(found: Extraction) -> str:
    """Return *found* as the files of expectation are written."""
    values = ((name, getattr(found, name)) for name in FIELDS)
    head = (f"{name}: {', '.join(value) if isinstance(value, tuple) else value}" for name, value in values if value)
    return "\n".join(head) + f"\n\n{found.markdown.rstrip()}\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_becomes_what_an_editor_would_type(read: Read, page: Path) -> None:
    expected = page.with_suffix(".txt").read_text(encoding="utf-8")
    assert shown(read(page.read_text(encoding="utf-8"))) == expected
