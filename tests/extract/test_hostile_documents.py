"""Damaged pages of many kinds of sites against what a reader finds in them; see tests/cases/hostile/README.md."""

import json
import re
import unicodedata
from datetime import timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.extract import extract
from sitegen.model import Extraction, RawDocument

_CASES: Final = Path(__file__).parents[1] / "cases" / "hostile"
TRUTHS: Final[dict[str, dict[str, Any]]] = {
    path.name.removesuffix(".truth.json"): json.loads(path.read_text("utf-8"))
    for path in sorted(_CASES.glob("*.truth.json"))
}
SHORTCOMINGS: Final[dict[str, dict[str, str]]] = json.loads((_CASES / "shortcomings.json").read_text("utf-8"))
"""What does not hold yet, and why, by document and field. A row whose document passes makes the test fail."""

ZERO_WIDTH: Final = "\u00ad\u200b-\u200f\u2060\ufeff"
MARKUP: Final = re.compile(rf"</?[A-Za-z][^>\n]{{0,80}}>|&(?:#\d+|[A-Za-z]{{2,8}});|[\ue000-\uf8ff\ufffd{ZERO_WIDTH}]")


@cache
def found_in(name: str) -> Extraction:
    path = _CASES / TRUTHS[name]["file"]
    return extract(RawDocument(path.name, path.read_bytes()), zone=timezone(timedelta(hours=8)))


def fold(text: str) -> str:
    """Fold width and white space away, which import may mend, and keep the script, which it must not change."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def title(found: Extraction, truth: dict[str, Any]) -> None:
    assert fold(found.title) == fold(truth["title"])


def subtitle(found: Extraction, truth: dict[str, Any]) -> None:
    assert fold(found.subtitle or "") == fold(truth["subtitle"] or "")


def date(found: Extraction, truth: dict[str, Any]) -> None:
    assert found.date == truth["date"]


def publisher(found: Extraction, truth: dict[str, Any]) -> None:
    assert found.publisher == truth["source"]


def authors(found: Extraction, truth: dict[str, Any]) -> None:
    assert list(found.authors) == truth["author"]


def editor(found: Extraction, truth: dict[str, Any]) -> None:
    assert re.split(r"[、，,;；\s]+", found.editor or "") == re.split("、", truth["editor"] or "")


def sections(found: Extraction, truth: dict[str, Any]) -> None:
    assert list(found.sections) == truth["breadcrumb"]


def script(found: Extraction, truth: dict[str, Any]) -> None:
    assert found.lang.split("-")[:2] == truth["lang"].split("-")


def paragraphs(found: Extraction, truth: dict[str, Any]) -> None:
    assert [fold(line) for line in found.text.split("\n")] == [fold(line) for line in truth["paragraphs"]]


def leftovers(found: Extraction, truth: dict[str, Any]) -> None:
    """Spam, furniture and misread text that still stands somewhere, however it is spaced."""
    everything = fold(f"{found.title}\n{found.subtitle}\n{found.text}\n{found.markdown}")
    needles = (*truth["spam"], *truth["junk"], *truth["mojibake"])
    assert [needle for needle in needles if fold(needle) in everything] == []


def markup(found: Extraction, truth: dict[str, Any]) -> None:
    """Tags, entities, private-use, unreadable and invisible characters, but for what is lost or the article's own."""
    genuine = "\n".join((truth["title"], *truth["paragraphs"]))
    assert [hit for hit in MARKUP.findall(f"{found.title}\n{found.text}") if hit not in genuine] == []


def lost(found: Extraction, truth: dict[str, Any]) -> None:
    """What cannot be read any more is pointed at: nobody may take it for the author's words."""
    marked = [step.before for step in found.repairs]
    assert [words for words in truth["lost"] if not any(before in words or words in before for before in marked)] == []


FIELDS: Final = {
    check.__name__: check
    for check in (
        title,
        subtitle,
        date,
        publisher,
        authors,
        editor,
        sections,
        script,
        paragraphs,
        leftovers,
        markup,
        lost,
    )
}


def _cases() -> list[Any]:
    return [
        pytest.param(
            name,
            field,
            id=f"{name}-{field}",
            marks=[pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)] if reason else [],
        )
        for name in TRUTHS
        for field in FIELDS
        for reason in [SHORTCOMINGS.get(name, {}).get(field)]
    ]


@pytest.mark.parametrize(("name", "field"), _cases())
def test_what_a_reader_finds_is_found(name: str, field: str) -> None:
    FIELDS[field](found_in(name), TRUTHS[name])


def test_every_document_has_its_truth() -> None:
    documents = {path.name for path in _CASES.iterdir() if path.suffix in (".txt", ".html")}
    assert documents == {truth["file"] for truth in TRUTHS.values()}


def test_shortcomings_name_documents_and_fields() -> None:
    assert SHORTCOMINGS.keys() <= TRUTHS.keys()
    assert {field for fields in SHORTCOMINGS.values() for field in fields} <= FIELDS.keys()
    assert all(reason for fields in SHORTCOMINGS.values() for reason in fields.values())
