"""The sample pages of this repository: what import finds in them is what their truth says, and content/ shows it."""

import json
import shutil
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.config import load_config
from sitegen.extract.extractor import extract
from sitegen.files import walk_files
from sitegen.ingest.importer import ImportOptions, Outcome, import_pages
from sitegen.ingest.record import RECORD_NAME
from sitegen.model import Extraction, RawDocument

ROOT: Final = Path(__file__).resolve().parents[2]
ZONE: Final = timezone(timedelta(hours=8))
TRUTHS: Final[dict[str, dict[str, Any]]] = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "truth").glob("*.json"))
}
FIELDS: Final = ("title", "subtitle", "date", "source", "editor", "author", "sections", "lang", "paragraphs")
SHORTCOMINGS: Final = {
    ("2020-newspapers-on-film", "paragraphs"): "bytes that were replaced are marked and not yet restored",
}
"""What does not hold yet, and why."""


def found_in(truth: dict[str, Any]) -> Extraction:
    path = ROOT / "raw" / truth["file"]
    return extract(RawDocument(path.as_posix(), path.read_bytes()), zone=ZONE)


def read(found: Extraction, field: str) -> object:
    match field:
        case "source":
            return found.publisher
        case "author":
            return list(found.authors) or None
        case "sections":
            return list(found.sections)
        case "paragraphs":
            return found.text.split("\n")
        case _:
            return getattr(found, field)


def cases() -> list[Any]:
    return [
        pytest.param(
            name,
            field,
            id=f"{name}-{field}",
            marks=[pytest.mark.xfail(reason=SHORTCOMINGS[name, field])] if (name, field) in SHORTCOMINGS else [],
        )
        for name in TRUTHS
        for field in FIELDS
    ]


@pytest.fixture(scope="module")
def extractions() -> dict[str, Extraction]:
    return {name: found_in(truth) for name, truth in TRUTHS.items()}


def test_every_sample_has_its_truth() -> None:
    pages = {name for name, _ in walk_files(ROOT / "raw") if name.endswith((".html", ".txt"))}
    assert pages == {truth["file"] for truth in TRUTHS.values()}
    assert len(pages) >= 12


@pytest.mark.parametrize(("name", "field"), cases())
def test_what_is_found_is_true(extractions: dict[str, Extraction], name: str, field: str) -> None:
    assert read(extractions[name], field) == TRUTHS[name][field]


@pytest.mark.parametrize("name", TRUTHS)
def test_what_does_not_belong_to_the_article_is_gone(extractions: dict[str, Extraction], name: str) -> None:
    text = extractions[name].text + extractions[name].markdown
    assert [words for words in (*TRUTHS[name]["spam"], *TRUTHS[name]["junk"]) if words in text] == []


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_importing_the_samples_again_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    assert (content / RECORD_NAME).is_file()
    before = tree(content)
    monkeypatch.chdir(ROOT)
    zone = load_config(ROOT).imports.zone
    for options in (ImportOptions(zone), ImportOptions(zone, update=True)):
        report = import_pages([Path("raw")], content, options, origins={})
        assert {done.outcome for done in report.documents} <= {Outcome.UNCHANGED, Outcome.KEPT}
        assert len(report.documents) == len(TRUTHS)
        assert tree(content) == before
