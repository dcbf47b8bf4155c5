"""Imports of raw pages into a folder that people edit: what is new comes in, what is theirs stays."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.digest import Digest
from sitegen.errors import ContentError
from sitegen.extract.extractor import extract
from sitegen.ingest.articles import article_bytes, read_article
from sitegen.ingest.decisions import Decision, Verdict
from sitegen.ingest.importer import ImportOptions, ImportReport, Outcome, import_pages
from sitegen.ingest.origin import NO_ORIGIN, Origin
from sitegen.ingest.receipts import RECEIPTS, read_receipt
from sitegen.ingest.record import RECORD_NAME, read_record, write_record
from sitegen.model import Extraction, RawDocument, Severity

ZONE: Final = timezone(timedelta(hours=8))
PLAIN: Final = ImportOptions(ZONE)
UPDATE: Final = ImportOptions(ZONE, update=True)
RESTORE: Final = ImportOptions(ZONE, restore=True)
PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"
)
FIRST: Final = "2020-05-04-jiu-zi-dian.md"


def page(title: str = "旧字典", day: str = "2020-05-04", *, more: str = "") -> str:
    sentence = "排字的人把字模一个一个放进手盘，再从手盘移到版上，错了就用镊子夹出来。"
    return f"""<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8">
<title>{title} - 示例报</title></head><body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/w/">文化</a> &gt; 正文</div>
<h1>{title}</h1><p class="info">{day} 08:30　来源：示例报</p>
<div class="content"><p>{sentence * 2}</p>
<p>印好的书页要晾一夜，第二天才能折。{sentence}</p>
<p>{title}就是这样印出来的。{sentence}</p>{more}</div>
<p>责任编辑：示例</p></body></html>"""


class Folders:
    """A folder of raw pages and a content folder."""

    def __init__(self, root: Path) -> None:
        self.raw, self.content = root / "raw", root / "content"
        self.raw.mkdir()

    def put(self, name: str, text: str | bytes) -> Path:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run(self, options: ImportOptions = PLAIN, origins: Mapping[Path, Origin] | None = None) -> ImportReport:
        return import_pages([self.raw], self.content, options, origins=origins or {})

    def outcomes(self, options: ImportOptions = PLAIN) -> dict[str, tuple[str, str]]:
        done = self.run(options).documents
        return {Path(document.source).name: (document.outcome.value, document.path) for document in done}

    def tree(self) -> dict[str, bytes]:
        return {p.relative_to(self.content).as_posix(): p.read_bytes() for p in self.content.rglob("*") if p.is_file()}

    def edit(self, name: str, **fields: object) -> None:
        path = self.content / name
        path.write_bytes(article_bytes(read_article(path) | fields))

    def fields(self, name: str = FIRST) -> dict[str, Any]:
        return read_article(self.content / name)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


@pytest.fixture
def imported(folders: Folders) -> Folders:
    folders.put("a.html", page())
    assert folders.outcomes() == {"a.html": ("new", FIRST)}
    return folders


def improve(monkeypatch: pytest.MonkeyPatch, **fields: Any) -> None:
    """Let import find something else from now on, as a later version would."""

    def found(raw: RawDocument, *, zone: tzinfo, more: Sequence[RawDocument], bytes_max: int) -> Extraction:
        return replace(extract(raw, zone=zone, more=more, bytes_max=bytes_max), **fields)

    monkeypatch.setattr("sitegen.ingest.importer.extract", found)


def test_a_new_page_becomes_an_article(folders: Folders) -> None:
    data = page().encode()
    folders.put("a.html", data)
    folders.put("a.meta.toml", 'url = "https://example.org/a"\nretrieved = 2026-11-23\nlicence = "CC0-1.0"\n')
    (done,) = folders.run().documents
    assert (done.outcome, done.path) == (Outcome.NEW, FIRST)
    fields = folders.fields()
    assert fields.pop("body").startswith("排字的人")
    assert fields == {
        "title": "旧字典",
        "date": "2020-05-04T08:30+08:00",
        "publisher": "示例报",
        "editor": "示例",
        "tags": ["文化"],
        "lang": "zh-Hans",
        "slug": FIRST.removesuffix(".md"),
        "licence": "CC0-1.0",
        "source": {
            "url": "https://example.org/a",
            "retrieved": "2026-11-23",
            "sha256": hashlib.sha256(data).hexdigest(),
        },
    }
    assert set(folders.tree()) == {FIRST, RECORD_NAME, f"{RECEIPTS}/{FIRST.removesuffix('.md')}.json"}


@pytest.mark.parametrize("options", [PLAIN, UPDATE, RESTORE])
def test_importing_again_changes_nothing(imported: Folders, options: ImportOptions) -> None:
    before = imported.tree()
    assert imported.outcomes(options) == {"a.html": ("unchanged", FIRST)}
    assert imported.tree() == before


def test_a_later_change_and_the_lead_picture_are_fields_of_the_article(folders: Folders) -> None:
    head = (
        '<meta property="article:published_time" content="2020-05-04T08:30:00+08:00">'
        '<meta property="article:modified_time" content="2020-05-06T08:30:00+08:00">'
        '<meta property="og:image" content="https://example.org/a/x.png">'
        '<link rel="canonical" href="https://example.org/a/u.html">'
    )
    text = "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。"
    page = (
        f"<html><head>{head}</head><body><h1>渡口的钟</h1><article><p>{text}</p><p>{text}</p></article></body></html>"
    )
    folders.put("u.html", page)
    folders.put("x.png", PNG)
    folders.run()
    article = folders.fields("2020-05-04-du-kou-de-zhong.md")
    assert str(article["updated"]) == "2020-05-06T08:30:00+08:00"
    assert article["image"].startswith("media/")
    assert (folders.content / article["image"]).is_file()


@pytest.mark.parametrize("options", [PLAIN, UPDATE, RESTORE])
def test_an_edited_article_is_kept(imported: Folders, options: ImportOptions) -> None:
    imported.edit(FIRST, title="我的题目", mine="x")
    before = imported.tree()
    assert imported.outcomes(options) == {"a.html": ("kept", FIRST)}
    assert imported.tree() == before


@pytest.mark.parametrize("options", [PLAIN, UPDATE])
def test_a_deleted_article_does_not_come_back(imported: Folders, options: ImportOptions) -> None:
    (imported.content / FIRST).unlink()
    before = imported.tree()
    assert imported.outcomes(options) == {"a.html": ("deleted", FIRST)}
    assert imported.tree() == before


def test_a_deleted_article_comes_back_when_asked_for(imported: Folders) -> None:
    before = imported.tree()
    (imported.content / FIRST).unlink()
    assert imported.outcomes(RESTORE) == {"a.html": ("restored", FIRST)}
    assert imported.tree() == before


def test_a_page_that_was_moved_is_the_same_page(imported: Folders) -> None:
    (imported.raw / "a.html").rename(imported.raw / "b.html")
    before = imported.tree()
    assert imported.outcomes() == {"b.html": ("unchanged", FIRST)}
    assert imported.tree() == before


# ── update ──────────────────────────────────────────────────────────────────────────────────────


def test_new_findings_go_into_an_article_that_nobody_edited(imported: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    improve(monkeypatch, editor="李四", publisher=None)
    assert imported.outcomes() == {"a.html": ("unchanged", FIRST)}
    assert imported.outcomes(UPDATE) == {"a.html": ("updated", FIRST)}
    assert (imported.fields()["editor"], imported.fields().get("publisher")) == ("李四", None)
    assert imported.outcomes(UPDATE) == {"a.html": ("unchanged", FIRST)}


def test_new_findings_are_merged_into_an_edited_article(imported: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    imported.edit(FIRST, title="我的题目", tags=["我的"])
    improve(monkeypatch, editor="李四", title="旧字典（上）")
    report = imported.run(UPDATE)
    (done,) = report.documents
    assert done.outcome is Outcome.MERGED
    assert [imported.fields()[name] for name in ("title", "tags", "editor")] == ["我的题目", ["我的"], "李四"]
    (warning,) = report.diagnostics
    assert (warning.path, warning.severity, warning.code) == (FIRST, Severity.WARNING, "merge")
    assert "title" in warning.message
    # The edit is still an edit, and what was found is no news any more.
    report = imported.run(UPDATE)
    assert ([done.outcome for done in report.documents], report.diagnostics) == ([Outcome.KEPT], ())


def test_a_field_that_a_person_took_out_stays_out(imported: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = imported.fields()
    del fields["editor"]
    (imported.content / FIRST).write_bytes(article_bytes(fields))
    improve(monkeypatch, publisher="新报")
    assert imported.outcomes(UPDATE) == {"a.html": ("merged", FIRST)}
    assert imported.fields() == fields | {"publisher": "新报"}


def test_an_article_that_a_person_broke_is_named_and_left_alone(imported: Folders) -> None:
    broken = b"---\ntitle: [\n---\nx"
    (imported.content / FIRST).write_bytes(broken)
    report = imported.run(UPDATE)
    assert [done.outcome for done in report.documents] == [Outcome.FAILED]
    assert f"{FIRST}:" in report.diagnostics[0].message
    assert (imported.content / FIRST).read_bytes() == broken


# ── accidents ───────────────────────────────────────────────────────────────────────────────────


def test_an_import_cut_off_before_the_record_is_taken_up(imported: Folders) -> None:
    before = imported.tree()
    (imported.content / RECORD_NAME).unlink()
    assert imported.outcomes() == {"a.html": ("unchanged", FIRST)}
    assert imported.tree() == before


def test_an_interrupted_import_records_what_it_wrote(folders: Folders) -> None:
    for number in range(3):
        folders.put(f"{number}.html", page(f"旧字典{'上中下'[number]}"))

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_pages([folders.raw], folders.content, PLAIN, origins={}, on_done=stop)
    assert len(read_record(folders.content)) == 1
    assert sorted(outcome for outcome, _ in folders.outcomes().values()) == ["new", "new", "unchanged"]


def test_a_page_that_fails_is_named_and_the_others_go_on(folders: Folders) -> None:
    folders.put("a.html", page())
    folders.put("b.html", b"")
    folders.put("c.html", bytes(range(256)) * 20)
    folders.put("d.html", page("旧报纸"))
    folders.put("d.meta.toml", 'titel = "x"')
    folders.put("e.html", page("新报纸"))
    report = folders.run()
    outcomes = {Path(done.source).name: done.outcome.value for done in report.documents}
    assert outcomes == {"a.html": "new", "b.html": "failed", "c.html": "failed", "d.html": "failed", "e.html": "new"}
    assert [(Path(fault.path).name, fault.severity) for fault in report.diagnostics] == [
        (name, Severity.ERROR) for name in ("b.html", "c.html", "d.html")
    ]
    assert all(fault.message and fault.hint for fault in report.diagnostics)


def test_a_file_that_cannot_be_read_is_named(folders: Folders) -> None:
    report = import_pages([folders.raw / "none.html"], folders.content, PLAIN, origins={})
    assert [done.outcome for done in report.documents] == [Outcome.FAILED]
    assert report.diagnostics[0].message.startswith("cannot be read: ")
    assert not folders.content.exists()


def test_an_article_that_cannot_be_read_is_named_and_the_others_go_on(imported: Folders) -> None:
    (imported.content / FIRST).unlink()
    (imported.content / FIRST).mkdir()
    imported.put("b.html", page("新报纸"))
    assert [done.outcome.value for done in imported.run().documents] == ["failed", "new"]


def test_a_broken_record_stops_the_import_before_anything_is_written(imported: Folders) -> None:
    (imported.content / RECORD_NAME).write_text("{\n", "utf-8")
    before = imported.tree()
    with pytest.raises(ContentError, match=rf"{RECORD_NAME}:1: "):
        imported.run()
    assert imported.tree() == before


# ── names ───────────────────────────────────────────────────────────────────────────────────────


def test_the_same_bytes_twice_are_one_article(folders: Folders) -> None:
    folders.put("a.html", page())
    folders.put("b.html", page())
    assert folders.outcomes() == {"a.html": ("new", FIRST), "b.html": ("unchanged", FIRST)}
    assert folders.outcomes() == {"a.html": ("unchanged", FIRST), "b.html": ("unchanged", FIRST)}


def test_a_slug_that_is_taken_gets_a_number(folders: Folders) -> None:
    second, third = (FIRST.replace(".md", f"-{number}.md") for number in (2, 3))
    for number, name in enumerate("abc"):
        folders.put(f"{name}.html", page(more=f"<p>{'甲乙丙'[number] * 30}。</p>"))
    assert folders.outcomes() == {"a.html": ("new", FIRST), "b.html": ("new", second), "c.html": ("new", third)}
    assert folders.fields(second)["slug"] == second.removesuffix(".md")


@pytest.mark.parametrize("theirs", [FIRST, FIRST.upper().replace(".MD", ".md"), FIRST.replace(".md", "/index.md")])
def test_an_article_that_a_person_wrote_keeps_its_name(folders: Folders, theirs: str) -> None:
    own = folders.content / theirs
    own.parent.mkdir(parents=True)
    own.write_text("# 我的\n", "utf-8")
    folders.put("a.html", page())
    assert folders.outcomes() == {"a.html": ("new", FIRST.replace(".md", "-2.md"))}
    assert own.read_text("utf-8") == "# 我的\n"


def test_a_deleted_article_keeps_its_name(imported: Folders) -> None:
    (imported.content / FIRST).unlink()
    imported.put("b.html", page(more="<p>另一份。</p>"))
    assert imported.outcomes()["b.html"] == ("new", FIRST.replace(".md", "-2.md"))


def test_the_record_does_not_depend_on_the_order_of_imports(tmp_path: Path) -> None:
    trees = []
    for turn, order in enumerate(("abc", "cab")):
        (tmp_path / str(turn)).mkdir()
        folders = Folders(tmp_path / str(turn))
        for name in order:
            folders.put(f"{name}.html", page(f"旧字典{ {'a': '上', 'b': '中', 'c': '下'}[name] }"))
            folders.run()
        trees.append(folders.tree())
    assert trees[0] == trees[1]


# ── where pages come from ───────────────────────────────────────────────────────────────────────


def test_a_list_says_where_pages_came_from_and_a_sidecar_knows_better(folders: Folders) -> None:
    path = folders.put("a.html", page())
    folders.put("a.meta.toml", 'publisher = "甲报"\n')
    stated = Origin({"url": "https://example.org/list", "publisher": "乙报", "editor": "王五"})
    folders.run(origins={path.resolve(): stated})
    fields = folders.fields()
    assert (fields["source"]["url"], fields["publisher"], fields["editor"]) == (
        "https://example.org/list",
        "甲报",
        "王五",
    )


def test_pages_in_folders_are_found_in_order_and_other_files_are_not(folders: Folders) -> None:
    for name in ("b/z.htm", "a.TXT", "c.html", ".hidden.html", "notes.md", "picture.png", "c.meta.toml"):
        folders.put(name, page(name) if not name.endswith("toml") else "")
    done = import_pages([folders.raw, folders.raw / "c.html"], folders.content, PLAIN, origins={}).documents
    assert [Path(document.source).relative_to(folders.raw).as_posix() for document in done] == [
        "a.TXT",
        "b/z.htm",
        "c.html",
    ]


def test_nothing_of_this_machine_is_written(folders: Folders) -> None:
    folders.put("a.html", page(more='<p>字<img src="none.png"></p>'))
    folders.put("b.txt", page("旧报纸").replace("，", ","))
    folders.run()
    for name, data in folders.tree().items():
        assert str(folders.raw.parent).encode() not in data, name
        assert b"a.html" not in data, name


def test_receipts_are_json_of_the_article(imported: Folders) -> None:
    told = json.loads((imported.content / RECEIPTS / FIRST.replace(".md", ".json")).read_bytes())
    assert told["title"] == "旧字典"
    assert told["raw"] == imported.fields()["source"]["sha256"]


def test_rows_of_other_pages_stay_on_record(imported: Folders) -> None:
    rows = dict(read_record(imported.content))
    other = replace(
        next(iter(rows.values())),
        raw="f" * 64,
        path="other.md",
        written=Digest("x"),
        decisions={"d": Decision(Verdict.ACCEPT)},
    )
    write_record(imported.content, {**rows, other.raw: other})
    imported.put("b.html", page("新报纸"))
    imported.run()
    assert read_record(imported.content)[other.raw] == other


def test_no_origin_says_nothing() -> None:
    assert NO_ORIGIN.fields == {}


# ── keywords ────────────────────────────────────────────────────────────────────────────────────

KEYWORDS: Final = ImportOptions(ZONE, keywords=2)


def test_keywords_are_tags_behind_the_sections_and_on_record(folders: Folders) -> None:
    folders.put("a.html", page())
    folders.run(KEYWORDS)
    assert folders.fields()["tags"][:1] == ["文化"]
    receipt = read_receipt(folders.content, FIRST)
    assert receipt is not None
    (found,) = [evidence for evidence in receipt.evidence if evidence.field == "tags"]
    assert (found.source, ["文化", *found.text.split("、")]) == ("keywords", folders.fields()["tags"])


def test_keywords_are_added_and_taken_away_by_an_update(imported: Folders) -> None:
    before = imported.tree()
    imported.run(KEYWORDS)
    assert imported.tree() == before
    assert imported.outcomes(replace(KEYWORDS, update=True)) == {"a.html": ("updated", FIRST)}
    assert len(imported.fields()["tags"]) > 1
    assert imported.outcomes(replace(KEYWORDS, update=True)) == {"a.html": ("unchanged", FIRST)}
    imported.run(UPDATE)
    assert imported.tree() == before


@pytest.mark.parametrize("tags", [["排字"], ["文化", "排字"]])
def test_keywords_do_not_come_into_tags_that_a_person_edited(imported: Folders, tags: list[str]) -> None:
    imported.edit(FIRST, tags=tags)
    for _ in range(2):
        imported.run(replace(KEYWORDS, update=True))
        assert imported.fields()["tags"] == tags


def test_a_keyword_that_a_person_took_out_stays_out(folders: Folders) -> None:
    folders.put("a.html", page())
    folders.run(KEYWORDS)
    kept = folders.fields()["tags"][:-1]
    folders.edit(FIRST, tags=kept)
    report = folders.run(replace(KEYWORDS, update=True))
    assert folders.fields()["tags"] == kept
    assert report.diagnostics == ()


def test_tags_that_a_person_stated_are_all(folders: Folders) -> None:
    folders.put("a.html", page())
    folders.put("a.meta.toml", 'tags = ["排字"]\n')
    folders.run(KEYWORDS)
    assert folders.fields()["tags"] == ["文化", "排字"]


# ── size ────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_of_more_bytes_than_allowed_is_refused_and_told(folders: Folders) -> None:
    size = folders.put("a.html", page()).stat().st_size
    report = folders.run(replace(PLAIN, max_bytes=size - 1))
    assert report.counts == {Outcome.FAILED: 1}
    assert report.diagnostics[0].message == f"the document is larger than {size - 1:,} bytes"
    assert "--max-bytes" in (report.diagnostics[0].hint or "")
    assert folders.outcomes(replace(PLAIN, max_bytes=size)) == {"a.html": ("new", FIRST)}
