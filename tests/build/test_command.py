"""The commands around a build: what they refuse, and how they end."""

import json
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from sitegen.cli import cli
from sitegen.errors import ConfigError, ContentError, SitegenError
from tests.project import Project

NOW: Final = ("--now", "2026-01-31")


def run(project: Project, *arguments: str, environment: dict[str, str] | None = None) -> Result:
    """Run a command in *project*; what the program refuses is raised, as `main` gets it."""
    result = CliRunner().invoke(cli, ["-C", str(project.root), *arguments], env=environment)
    if isinstance(result.exception, SitegenError):
        raise result.exception
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_build_says_what_it_did_as_data(project: Project) -> None:
    project.article("a.md")
    first = json.loads(run(project, "build", *NOW, "--json").stdout)
    assert "zh-hans/a/index.html" in first["written"]
    second = json.loads(run(project, "build", *NOW, "--json").stdout)
    assert (second["written"], second["deleted"], second["diagnostics"]) == ([], [], [])
    assert second["ran"] == {"article": 0, "page": 0, "asset": 0}
    assert first["reasons"]["zh-hans/a/index.html"] == {"code": "new", "inputs": [], "text": "it was not there"}
    assert set(first["seconds"]) == {"scan", "compare", "articles", "plan", "pages"}
    assert first["template_seconds"]["article.html"] > 0
    assert (set(second["seconds"]), second["reasons"]) == ({"scan", "compare"}, {})
    assert first["peak_memory_mb"] is None or first["peak_memory_mb"] > 1


def test_a_build_says_where_the_time_went(project: Project) -> None:
    project.article("a.md")
    told = run(project, "build", *NOW, "--profile").stderr
    assert "articles" in told
    assert "list.html" in told


def test_a_site_built_beside_the_other_is_the_same_and_stays_up_to_date(project: Project) -> None:
    project.article("a.md")
    run(project, "build", *NOW, "--atomic")
    before = project.tree()
    project.write("public/mine.txt", "我的")
    assert json.loads(run(project, "build", *NOW, "--json").stdout)["written"] == []
    project.article("a.md", title="新题")
    done = json.loads(run(project, "build", *NOW, "--atomic", "--json").stdout)
    assert "zh-hant/a/index.html" in done["written"]
    assert "新題" in project.page("zh-hant/a/index.html")
    assert set(project.tree()) == {*before, "mine.txt"}
    assert json.loads(run(project, "build", *NOW, "--json").stdout)["written"] == []


def test_errors_of_the_content_are_told_with_place_and_hint(project: Project) -> None:
    project.article("a.md", titel="x")
    project.article("b.md")
    result = run(project, "build", *NOW)
    assert result.exit_code == 1
    assert 'content/a.md:5: unknown field "titel"' in result.stderr
    assert 'hint: did you mean "title"?' in result.stderr
    assert "zh-hans/b/index.html" in project.tree()


def test_a_warning_is_no_failure_of_a_build_but_one_of_a_check(project: Project) -> None:
    project.article("a.md", "正文 [去](nowhere.md)")
    assert run(project, "build", *NOW).exit_code == 0
    assert run(project, "check", *NOW).exit_code == 1


@pytest.mark.parametrize("folder", ["content", "static", "templates", ".", ".."])
def test_the_site_is_never_written_over_the_project(project: Project, folder: str) -> None:
    with pytest.raises(ConfigError, match="over the project"):
        run(project, "build", "-o", str(project.root / folder))


def test_an_output_that_is_a_file_is_refused(project: Project) -> None:
    project.write("public", "我的")
    with pytest.raises(ContentError, match="the output is a file"):
        run(project, "build")
    assert project.output.read_text("utf-8") == "我的"


def test_a_folder_without_a_project_is_told_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["-C", str(tmp_path), "build"])
    assert isinstance(result.exception, ConfigError)


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30"])
def test_a_day_that_is_none_is_refused(project: Project, day: str) -> None:
    with pytest.raises(ConfigError, match="--now is no date"):
        run(project, "build", "--now", day)


def test_the_day_may_come_from_the_environment(project: Project) -> None:
    project.article("a.md", date="2026-01-02")
    run(project, "build", environment={"SOURCE_DATE_EPOCH": "1767196799"})
    assert "zh-hans/a/index.html" not in project.tree()
    run(project, "build", environment={"SOURCE_DATE_EPOCH": "1767369600"})
    assert "zh-hans/a/index.html" in project.tree()
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH"):
        run(project, "build", environment={"SOURCE_DATE_EPOCH": "soon"})


def test_a_page_is_explained_by_its_address_or_its_full_address(project: Project) -> None:
    project.article("a.md")
    run(project, "build", *NOW)
    for url in ("/zh-hans/a/", "zh-hans/a/", "https://example.org/zh-hans/a/"):
        told = run(project, "explain", url, *NOW).stdout
        assert told.startswith("zh-hans/a/index.html")
        assert "a.md" in told
        assert "last made:   it was not there" in told
        assert "template  " in told
        assert "  its template, or one that this includes" in told
        assert "up to date" in told
    with pytest.raises(ConfigError, match="no page /nowhere/"):
        run(project, "explain", "/nowhere/", *NOW)
    with pytest.raises(ConfigError, match="no page /zh-hans/b/") as caught:
        run(project, "explain", "/zh-hans/b/", *NOW)
    assert "/zh-hans/a/" in caught.value.hint
