"""The seed, from the raw page to the site: what a person found by hand is what import finds and build shows."""

import html
import json
import re
import shutil
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.extract.extractor import extract
from sitegen.ingest.importer import ImportOptions, Outcome, import_pages
from sitegen.ingest.receipts import SURE
from sitegen.model import RawDocument
from sitegen.text.script.convert import convert
from tests.project import Project

ZONE: Final = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Seed:
    """The raw page, and what a person found in it."""

    path: Path
    truth: dict[str, Any]

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the breadcrumb without home."""
        return tuple(self.truth["breadcrumb"][1:])


@pytest.fixture(scope="module")
def seed(shared: Path) -> Seed:
    (truth,) = (shared / "seeds").glob("*.truth.json")
    read = json.loads(truth.read_text("utf-8"))
    return Seed(truth.parent / read["file"], read)


@dataclass(frozen=True)
class Site:
    """The built site of the seed."""

    root: Path
    slug: str

    def text(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def article(self, folder: str) -> str:
        return self.text(f"{folder}/{self.slug}/index.html")

    def paragraphs(self, folder: str) -> list[str]:
        """Return the paragraphs of the body as plain text."""
        body = re.search(r'<div class="body"[^>]*>(.*?)</div>', self.article(folder), re.DOTALL)
        assert body
        return [plain(found) for found in re.findall(r"<p>(.*?)</p>", body[1], re.DOTALL)]


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.fixture(scope="module")
def site(seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("seed")
    (root / "raw").mkdir()
    shutil.copy(seed.path, root / "raw")
    project = Project(root)
    report = import_pages([root / "raw"], root / "content", ImportOptions(ZONE), origins={})
    (done,) = report.documents
    assert done.outcome is Outcome.NEW
    assert project.build().diagnostics == ()
    return Site(project.output, done.path.removesuffix(".md"))


def test_extract(seed: Seed) -> None:
    found = extract(RawDocument(seed.path.name, seed.path.read_bytes()), zone=ZONE)
    truth = seed.truth
    assert (found.title, found.subtitle, found.date) == (truth["title"], truth["subtitle"], truth["date"])
    assert (found.publisher, found.editor, found.authors) == (truth["source"], truth["editor"], ())
    assert found.sections == seed.sections
    paragraphs = found.text.split("\n")
    assert paragraphs == truth["paragraphs"]
    assert [words for words in (*truth["spam"], *truth["junk"], "<", ">") if words in found.text] == []
    # What was inferred is told as such, for a person to settle.
    assert all(step.applied for step in found.repairs)
    assert [step for step in found.repairs if step.confidence < SURE]


@pytest.mark.parametrize(
    ("folder", "lang", "suffix"),
    [("zh-hans", "zh-Hans", ""), ("zh-hant", "zh-Hant", "_tw")],
    ids=["zh-Hans", "zh-Hant"],
)
def test_both_pages_are_true(seed: Seed, site: Site, folder: str, lang: str, suffix: str) -> None:
    truth, page = seed.truth, site.article(folder)
    paragraphs = site.paragraphs(folder)
    assert len(paragraphs) == len(truth["paragraphs"])
    assert paragraphs == truth[f"paragraphs{suffix}"]
    words = plain(page)
    editor = truth["editor_tw"] if suffix else truth["editor"]
    for name, text in (("title", ""), ("subtitle", ""), ("source", ""), ("editor", editor)):
        assert (text or truth[f"{name}{suffix}"]) in words, name
    headline = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert headline
    assert plain(headline[1]).strip() == truth[f"title{suffix}"]
    assert f'<html lang="{lang}"' in page
    day = date.fromisoformat(truth["date"][:10])
    assert f"{day.year}年{day.month}月{day.day}日" in words
    assert [spam for spam in truth["spam"] if spam in words] == []


def test_tags_stand_in_both_scripts(seed: Seed, site: Site) -> None:
    assert len(seed.sections) == 2
    for name in seed.sections:
        traditional = convert(name, ["s2tw"])
        assert traditional != name
        for folder, title, tag in (
            ("zh-hans", seed.truth["title"], name),
            ("zh-hant", seed.truth["title_tw"], traditional),
        ):
            page = plain(site.text(f"{folder}/tags/{name}/index.html"))
            assert title in page
            assert tag in page
            assert tag in plain(site.article(folder))


def test_the_article_stands_in_both_feeds(seed: Seed, site: Site) -> None:
    for folder, suffix in (("zh-hans", ""), ("zh-hant", "_tw")):
        feed = html.unescape(site.text(f"{folder}/atom.xml"))
        assert f"<title>{seed.truth[f'title{suffix}']}</title>" in feed
        assert seed.truth[f"paragraphs{suffix}"][-1] in feed
