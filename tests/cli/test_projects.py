"""The commands of a project, from `new` to `deploy`, and how they answer to bad input."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sitegen import resources
from sitegen.files import walk_files
from tests.cli.program import sitegen


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, in which the program runs."""
    folder = tmp_path / "demo"
    assert sitegen("new", folder).exit_code == 0
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name, _ in walk_files(folder)}


def built() -> dict[str, Any]:
    result = sitegen("build", "--workers", "1", "--json")
    assert result.exit_code == 0, result.stderr
    (line,) = result.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


# ── new ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_project_imports_builds_and_is_sound(demo: Path) -> None:
    assert sitegen("import", "raw").exit_code == 0
    first = built()
    assert {"pages", "written", "deleted", "ran", "reasons", "diagnostics"} <= set(first)
    assert first["diagnostics"] == []
    assert {"zh-hans/welcome/index.html", "zh-hant/atom.xml", "sitemap.xml"} <= set(first["written"])
    before = tree(demo / "public")
    again = built()
    assert (again["written"], again["deleted"], again["pages"]) == ([], [], first["pages"])
    assert tree(demo / "public") == before
    assert sitegen("check").exit_code == 0


@pytest.mark.parametrize("name", ["a.txt", ".hidden"])
def test_new_does_not_go_into_a_folder_that_is_in_use(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    result = sitegen("new", tmp_path)
    assert result.exit_code == 2
    assert "is there already and not empty" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert sitegen("new", tmp_path / name).exit_code == 2


def test_new_goes_into_an_empty_folder_and_below_missing_ones(tmp_path: Path) -> None:
    assert sitegen("new", tmp_path, "--title", '我的"书\\架"').exit_code == 0
    assert '我的\\"书\\\\架\\"' in (tmp_path / "sitegen.toml").read_text("utf-8")
    assert sitegen("-C", tmp_path, "check").exit_code == 0
    assert sitegen("new", tmp_path / "a/b/c").exit_code == 0


def test_a_title_of_two_lines(tmp_path: Path) -> None:
    assert sitegen("new", tmp_path / "demo", "--title", "一\n二\t三").exit_code == 0
    assert sitegen("-C", tmp_path / "demo", "check").exit_code == 0


# ── theme eject ─────────────────────────────────────────────────────────────────────────────────


def test_the_files_of_the_theme_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = sitegen("theme", "eject")
    names = result.stdout.splitlines()
    assert (result.exit_code, names) == (0, sorted(names))
    assert {"article.html", "base.html", "style.css", "words.toml"} <= set(names)


@pytest.mark.parametrize(("name", "place"), [("article.html", "templates"), ("style.css", "static")])
def test_a_file_of_the_theme_is_copied_once(demo: Path, name: str, place: str) -> None:
    assert sitegen("theme", "eject", name).exit_code == 0
    copy = demo / place / name
    assert copy.read_bytes() == (resources.theme() / place / name).read_bytes()
    copy.write_bytes(b"mine")
    result = sitegen("theme", "eject", name)
    assert (result.exit_code, copy.read_bytes()) == (2, b"mine")
    assert "is there already" in result.stderr


@pytest.mark.parametrize("name", ["articel.html", "../sitegen.toml", "/etc/passwd", "templates/article.html"])
def test_a_file_that_the_theme_does_not_have(demo: Path, name: str) -> None:
    before = tree(demo)
    result = sitegen("theme", "eject", name)
    assert result.exit_code == 2
    assert f"the bundled theme has no {name}" in result.stderr
    assert "hint: " in result.stderr
    assert tree(demo) == before


# ── build ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("output", [".", "..", "content", "static", "templates", "/"])
def test_a_site_is_not_written_over_the_project(demo: Path, output: str) -> None:
    for name in ("static", "templates"):
        (demo / name).mkdir(exist_ok=True)
    before = tree(demo)
    result = sitegen("build", "-o", output)
    assert result.exit_code == 2
    assert "the site would be written over the project" in result.stderr
    assert tree(demo) == before


@pytest.mark.parametrize("output", ["content/out", "static/out", "templates/out"])
def test_a_site_is_not_written_into_its_sources(demo: Path, output: str) -> None:
    for name in ("static", "templates"):
        (demo / name).mkdir(exist_ok=True)
    assert sitegen("build", "--workers", "1", "-o", output).exit_code == 2
    assert not (demo / output).exists()


def test_an_output_that_is_a_file_is_refused_and_stays(demo: Path) -> None:
    (demo / "out").write_bytes(b"mine")
    result = sitegen("build", "--workers", "1", "-o", "out")
    assert result.exit_code in {1, 2}
    assert "out: the output is a file" in result.stderr
    assert "hint: " in result.stderr
    assert (demo / "out").read_bytes() == b"mine"


BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.md", b"", "content/a.md: the file is empty"),
    "binary": ("a.md", b"\x89PNG\r\n\x1a\n\x00\xff", "content/a.md:1: not UTF-8"),
    "yaml": ("a.md", b"---\ntitle: a\ntags: [b\n---\nx", "content/a.md:4: front matter is no valid YAML"),
    "unclosed": ("a.md", b"---\ntitle: a\n", "content/a.md:1: front matter is not closed"),
    "unknown": ("x/a.md", b"---\ntitel: a\n---\n# b\n", 'content/x/a.md:2: unknown field "titel"'),
    "untitled": ("a.md", b"only text\n", "content/a.md:1: the article has no title"),
    "reserved": ("tags.md", b"# a\n", 'content/tags.md: the slug "tags" is the name of a list'),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_article_is_named_and_the_others_are_built(demo: Path, case: str) -> None:
    name, data, message = BAD[case]
    path = demo / "content" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    result = sitegen("build", "--workers", "1")
    assert result.exit_code == 1
    assert f"error: {message}" in result.stderr
    assert "\n  hint: " in result.stderr
    assert (demo / "public/zh-hant/welcome/index.html").is_file()
    checked = sitegen("check", "--json")
    assert checked.exit_code == 1
    (row,) = [json.loads(line) for line in checked.stdout.splitlines()]
    assert message.startswith(f"{row['path']}:{row['line']}: " if row["line"] else f"{row['path']}: ")
    assert set(row) == {"path", "line", "severity", "code", "message", "hint"}


def test_the_suggestion_for_an_unknown_field_is_told(demo: Path) -> None:
    (demo / "content/a.md").write_bytes(b"---\ntitel: a\n---\n# b\n")
    assert '  hint: did you mean "title"?\n' in sitegen("build", "--workers", "1").stderr


def test_two_articles_with_one_slug_are_both_named(demo: Path) -> None:
    (demo / "content/b.md").write_bytes(b"---\ntitle: b\nslug: welcome\n---\n")
    result = sitegen("build", "--workers", "1")
    assert result.exit_code == 1
    assert (
        len(re.findall('^error: .*the slug "welcome" is claimed by b.md and welcome.md$', result.stderr, re.MULTILINE))
        == 2
    )


def test_a_file_that_cannot_be_read_is_named(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> bytes:
        if path.endswith("/welcome.md"):
            raise PermissionError(13, "Permission denied")
        return Path(path).read_bytes()

    monkeypatch.setattr("sitegen.build.scan._contents", refuse)
    result = sitegen("build", "--workers", "1")
    assert result.exit_code == 1
    assert "error: content/welcome.md: cannot be read: Permission denied" in result.stderr
    assert (demo / "public/zh-hans/about/index.html").is_file()


def test_a_folder_named_like_an_article_is_a_folder(demo: Path) -> None:
    (demo / "content/x.md").mkdir()
    assert built()["diagnostics"] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n{{ view.nothing }}\n", "article.html:2: "),
        ("a\nb\n{% if %}\n", "article.html:3: "),
        ('\n{% include "none.html" %}\n', "template 'none.html' does not exist"),
        ("{% include view.article.title %}\n", "article.html:1: the name of a template is computed"),
    ],
)
def test_a_broken_template_is_named_with_its_line(demo: Path, text: str, message: str) -> None:
    (demo / "templates").mkdir(exist_ok=True)
    (demo / "templates/article.html").write_text(text, "utf-8")
    result = sitegen("build", "--workers", "1")
    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("args", [["build", "--now", "soon"], ["check", "--now", "2026-02-30"]])
def test_a_day_that_is_none(demo: Path, args: list[str]) -> None:
    result = sitegen(*args)
    assert (result.exit_code, "--now is no date" in result.stderr) == (2, True)
    assert not (demo / "public").exists()


def test_the_day_that_counts_as_today(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (demo / "content/later.md").write_text("---\ntitle: a\ndate: 2026-06-15\n---\n", "utf-8")
    later = demo / "public/zh-hans/later/index.html"
    built()  # SOURCE_DATE_EPOCH is 2026-05-29
    assert not later.exists()
    assert sitegen("build", "--workers", "1", "--now", "2026-06-15").exit_code == 0
    assert later.exists()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    assert sitegen("build").exit_code == 2


# ── check, explain, review, import ──────────────────────────────────────────────────────────────


def test_a_link_that_leads_nowhere_is_a_warning_in_build_and_an_error_in_check(demo: Path) -> None:
    (demo / "content/a.md").write_text("# a\n\n[x](none.md)\n", "utf-8")
    result = sitegen("build", "--workers", "1")
    assert (result.exit_code, "warning: content/a.md:3: " in result.stderr) == (0, True)
    result = sitegen("check")
    assert (result.exit_code, "error: content/a.md:3: " in result.stderr) == (1, True)


def test_explain(demo: Path) -> None:
    built()
    result = sitegen("explain", "/zh-hant/welcome/")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "up to date")
    assert result.stdout.startswith("zh-hant/welcome/index.html  from ")
    welcome = demo / "content/welcome.md"
    welcome.write_text(welcome.read_text("utf-8") + "\n新。\n", "utf-8")
    assert (
        sitegen("explain", "https://example.org/zh-hant/welcome/").stdout.splitlines()[-1].startswith("out of date: ")
    )
    result = sitegen("explain", "/none/")
    assert (result.exit_code, "the site has no page /none/" in result.stderr) == (2, True)


def test_import_tells_what_became_of_each_page(demo: Path) -> None:
    (demo / "raw/empty.html").write_bytes(b"")
    result = sitegen("import", "raw", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.exit_code, [(Path(row["source"]).name, row["outcome"]) for row in rows]) == (
        1,
        [("empty.html", "failed"), ("example.html", "new")],
    )
    assert set(rows[0]) == {"source", "outcome", "path", "doubts", "removed"}
    assert "error: raw/empty.html: the document is empty" in result.stderr
    (demo / "raw/empty.html").unlink()
    again = sitegen("import", "raw")
    assert (again.exit_code, again.stderr.count("\n"), "1 unchanged" in again.stderr) == (0, 1, True)
    assert sitegen("import", "none").exit_code == 2


def test_import_of_a_list_into_another_folder(demo: Path) -> None:
    listed = {"path": "raw/example.html", "url": "https://example.org/a", "publisher": "某报"}
    (demo / "list.jsonl").write_text(json.dumps(listed), "utf-8")
    assert sitegen("import", "--from", "list.jsonl", "--into", "other").exit_code == 0
    (article,) = (demo / "other").glob("*.md")
    assert "publisher: 某报" in article.read_text("utf-8")
    (demo / "list.jsonl").write_text("{", "utf-8")
    result = sitegen("import", "--from", "list.jsonl")
    assert (result.exit_code, "list.jsonl:1: " in result.stderr) == (2, True)


def test_review(demo: Path) -> None:
    text = (demo / "raw/example.html").read_text("utf-8")
    (demo / "raw/example.html").write_text(text.replace("留下来的", "印刷\ue123廠"), "utf-8")
    assert sitegen("import", "raw").exit_code == 0
    (row,) = [json.loads(line) for line in sitegen("review", "--json").stdout.splitlines()]
    assert set(row) == {"path", "title", "deleted", "doubts", "repairs", "removed", "warnings", "evidence"}
    assert [step["rule"] for step in row["doubts"]] == ["byte-shift"]
    shown = sitegen("review", row["path"])
    assert (shown.exit_code, row["title"] in shown.stdout, "open  byte-shift" in shown.stdout) == (0, True, True)
    assert sitegen("review", "none").exit_code == 2


def test_review_before_the_first_import(demo: Path) -> None:
    result = sitegen("review")
    assert (result.exit_code, result.stdout) == (0, "")
    assert demo.is_dir()


# ── deploy ──────────────────────────────────────────────────────────────────────────────────────


def test_deploy_shows_its_plan_and_changes_nothing(demo: Path) -> None:
    built()
    result = sitegen("deploy", "--dry-run", "--json")
    assert result.exit_code == 0
    plan = json.loads(result.stdout)
    assert set(plan) == {"target", "uploads", "unchanged", "deletes", "dry_run"}
    assert (plan["target"], plan["dry_run"], plan["unchanged"], plan["deletes"]) == ("folder", True, 0, [])
    assert {upload["path"] for upload in plan["uploads"]} == set(tree(demo / "public"))
    assert not (demo.parent / "published").exists()
    assert sitegen("deploy", "folder").exit_code == 0
    assert set(tree(demo.parent / "published")) == set(tree(demo / "public"))
    again = json.loads(sitegen("deploy", "--dry-run", "--json").stdout)
    assert (again["uploads"], again["unchanged"]) == ([], len(plan["uploads"]))


def test_deploy_of_what_is_not_built_or_not_known(demo: Path) -> None:
    for args in (("deploy",), ("deploy", "none")):
        result = sitegen(*args)
        assert result.exit_code in {1, 2}
        assert result.stderr.startswith("error: ")
    assert not (demo.parent / "published").exists()
