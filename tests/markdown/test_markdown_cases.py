"""Markdown before and after, as data in tests/cases/markdown: what is rendered, and what a variant makes of it.

A case is a title, the body of an article, and the HTML. A body that begins with `---` brings its own front matter.
"""

from datetime import UTC
from pathlib import Path
from typing import Final

import pytest
from markdown_it.utils import read_fixture_file

from sitegen.markdown.article import parse_article
from sitegen.markdown.render import render
from sitegen.markdown.variant import to_variant
from sitegen.model import VARIANTS, Article

_FOLDER: Final = Path(__file__).parents[1] / "cases" / "markdown"


def cases(*names: str) -> list[object]:
    return [
        pytest.param(before, after, id=f"{name}: {title}")
        for name in names
        for _, title, before, after in read_fixture_file(_FOLDER / f"{name}.md")
    ]


def article(text: str) -> Article:
    source = text if text.startswith("---\n") else f"---\ntitle: t\n---\n{text}"
    parsed = parse_article(source.encode(), "a.md", zone=UTC, language="zh-Hans")
    assert isinstance(parsed, Article), parsed
    return parsed


def rendered(text: str) -> str:
    return render(article(text)).html


def converted(text: str, tag: str) -> str:
    read = article(text)
    return to_variant(read, render(read), VARIANTS[tag]).html


@pytest.mark.parametrize(
    ("before", "after"), cases("emphasis", "lines", "headings", "pictures", "tables", "links", "notes", "raw-html")
)
def test_rendered(before: str, after: str) -> None:
    assert rendered(before).rstrip("\n") == after.rstrip("\n")


@pytest.mark.parametrize(("before", "after"), [*cases("to-traditional"), *cases("marks")])
def test_in_traditional(before: str, after: str) -> None:
    assert converted(before, "zh-Hant").rstrip("\n") == after.rstrip("\n")


@pytest.mark.parametrize(("before", "after"), cases("to-simplified"))
def test_in_simplified(before: str, after: str) -> None:
    assert converted(before, "zh-Hans").rstrip("\n") == after.rstrip("\n")
