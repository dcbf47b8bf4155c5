"""Two owners of one file: both are named, and neither hides the other."""

from collections.abc import Mapping
from typing import Final

import pytest

from sitegen.errors import ContentError
from sitegen.model import Severity
from tests.project import Project, article

REFUSED: Final[Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]]] = {
    "alias and article": (
        {"content/a.md": article(aliases="[/zh-hans/b/]"), "content/b.md": article()},
        ("zh-hans/b/index.html", "alias of a.md", "b.md"),
    ),
    "alias and list": (
        {"content/a.md": article(aliases="[/zh-hant/tags/]")},
        ("zh-hant/tags/index.html", "alias of a.md", "the page /zh-hant/tags/"),
    ),
    "alias and alias": (
        {"content/a.md": article(aliases="[/old/]"), "content/b.md": article(aliases="[/old]")},
        ("old/index.html", "alias of a.md", "alias of b.md"),
    ),
    "aliases that differ in case": (
        {"content/a.md": article(aliases="[/old/]"), "content/b.md": article(aliases="[/Old/]")},
        ("alias of a.md", "alias of b.md"),
    ),
    "static file and entrance": (
        {"static/index.html": "我的"},
        ("index.html", "the page /", "static/index.html"),
    ),
    "static file and article": (
        {"static/zh-hans/a/index.html": "我的", "content/a.md": article()},
        ("zh-hans/a/index.html", "a.md", "static/zh-hans/a/index.html"),
    ),
    "static file and picture": (
        {"static/media/p.png": "一", "content/p.png": "二"},
        ("media/p.png", "content/p.png", "static/media/p.png"),
    ),
    "static files that differ in case": (
        {"static/Data.txt": "一", "static/data.txt": "二"},
        ("static/Data.txt", "static/data.txt"),
    ),
    "pictures that differ in normalisation": (
        {"content/é.png": "一", "content/e\N{COMBINING ACUTE ACCENT}.png": "二"},
        ("content/é.png", "content/e\N{COMBINING ACUTE ACCENT}.png"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_both_owners_are_named_and_nothing_is_written(project: Project, name: str) -> None:
    files, expected = REFUSED[name]
    for file, text in files.items():
        project.write(file, text)
    if len({file.lower() for file in files}) > len(list(project.root.rglob("*"))):
        pytest.skip("this file system takes both names for one")
    with pytest.raises(ContentError, match="is claimed by both") as caught:
        project.build()
    assert [words for words in expected if words not in str(caught.value)] == []
    assert caught.value.hint
    assert not project.output.exists()


@pytest.mark.parametrize(
    ("one", "two"),
    [("x/same.md", "y/same.md"), ("x/same.md", "y/Same.md"), ("same.md", "same/index.md")],
    ids=["folders", "case", "a folder's index"],
)
def test_two_articles_with_one_slug_are_both_named_and_the_others_are_built(
    project: Project, one: str, two: str
) -> None:
    for name in (one, two, "other.md"):
        project.article(name)
    report = project.build()
    assert {found.path for found in report.diagnostics} == {f"content/{one}", f"content/{two}"}
    assert all(one in found.message and two in found.message and found.hint for found in report.diagnostics)
    assert {found.severity for found in report.diagnostics} == {Severity.ERROR}
    assert report.failed
    assert "zh-hans/other/index.html" in project.tree()
    assert "zh-hans/same/index.html" not in project.tree()


def test_a_second_claim_leaves_the_page_that_stood_there(project: Project) -> None:
    project.article("same.md", title="先来的")
    project.build()
    project.article("later/same.md", title="后来的")
    assert project.build().failed
    assert "先来的" in project.page("zh-hans/same/index.html")
    project.remove("content/later/same.md")
    report = project.build()
    assert not report.failed
    assert "先来的" in project.page("zh-hans/index.html")


@pytest.mark.parametrize("slug", ["tags", "archive", "page"])
def test_the_name_of_a_list_is_no_slug(project: Project, slug: str) -> None:
    project.article(f"{slug}.md")
    (found,) = project.build().diagnostics
    assert found.path == f"content/{slug}.md"
    assert f'"{slug}"' in found.message
    assert "slug" in found.hint
