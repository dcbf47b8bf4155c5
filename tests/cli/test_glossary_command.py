"""`sitegen glossary suggest`: from articles to lines for the glossary."""

import json
import tomllib

import pytest

from tests.cli.program import sitegen
from tests.project import Project


@pytest.fixture
def site(project: Project) -> Project:
    """A project with an article in each script, and one that is broken."""
    project.article("a.md", "甲甲\n嚯**干**`嚯发`\n\n嚯干。干", title="饼干")
    project.article("b.md", "嚯干", title="乾", lang="zh-Hant")
    project.write("content/c.md", "---\ntitle: [\n---\n")
    return project


def run(site: Project, *args: str) -> tuple[str, str]:
    result = sitegen("-C", site.root, "glossary", "suggest", *args)
    assert result.exit_code == 0
    return result.stdout, result.stderr


def test_suggestions_as_json(site: Project) -> None:
    stdout, stderr = run(site, "--json")
    first, second = [json.loads(line) for line in stdout.splitlines()]
    assert (first["phrase"], first["chosen"], first["count"]) == ("嚯干", "嚯幹", 2)
    places = [(place["path"], place["line"], place["before"]) for place in first["occurrences"]]
    assert places == [("content/a.md", 8, "甲甲嚯"), ("content/a.md", 10, "嚯")]
    assert second["phrase"] == "干"
    assert "content/c.md:3: " in stderr


def test_suggestions_for_people_and_as_toml(site: Project) -> None:
    stdout, stderr = run(site, "--limit", "1")
    assert "content/a.md:8: …甲甲嚯[干]" in stdout
    assert "2 phrases, 1 shown" in stderr
    assert tomllib.loads(run(site, "--toml")[0]) == {"zh-Hant": {"嚯干": "嚯幹"}}


def test_what_the_glossary_settles_is_not_suggested(site: Project) -> None:
    site.write("glossary.toml", '[zh-Hant]\n"嚯干" = "嚯乾"\n')
    assert [json.loads(line)["phrase"] for line in run(site, "--json")[0].splitlines()] == ["干"]
