"""What the README shows is what the program does."""

import re
from datetime import timedelta, timezone
from pathlib import Path
from typing import Final

import pytest

from sitegen.extract.extractor import extract
from sitegen.markdown.article import parse_article
from sitegen.model import Article, RawDocument

ROOT: Final = Path(__file__).resolve().parents[2]
ZONE: Final = timezone(timedelta(hours=8))


def _block(text: str, kind: str) -> str:
    found = re.search(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("name", ["README.md", "README.zh-Hans.md", "README.zh-Hant.md"])
def test_the_raw_page_becomes_the_article(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    found = extract(RawDocument(name, _block(text, "html").encode()), zone=ZONE)
    shown = parse_article(_block(text, "markdown").encode(), "shown.md", zone=ZONE, language="zh-Hans")
    assert isinstance(shown, Article)
    assert shown.date
    assert (found.title, found.date, found.publisher) == (shown.title, shown.date.iso, shown.publisher)
    assert (found.editor, found.sections, found.lang) == (shown.editor, shown.tags, shown.lang)
    assert found.markdown.strip() == shown.body.strip()
    assert found.removed
