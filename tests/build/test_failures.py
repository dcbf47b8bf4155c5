"""Bad content is named, keeps what was there before it, and stops nobody else."""

from collections.abc import Mapping
from typing import Final

import pytest

from sitegen.model import Severity
from tests.project import LONG, Project, article

PAGE: Final = "zh-hant/a/index.html"

BROKEN: Final[Mapping[str, tuple[str | bytes, str]]] = {
    "an unknown field": (article(titel="x"), "content/a.md:5: unknown field"),
    "YAML that is none": ("---\ntitle: [一\n---\n", "content/a.md:3: "),
    "a field twice": ("---\ntitle: 一\ntitle: 二\n---\n", 'content/a.md:3: field "title" stands twice'),
    "front matter that is not closed": ("---\ntitle: 一\n", "content/a.md:1: front matter is not closed"),
    "a date that is none": (article(date="2025-13-01"), 'content/a.md:3: field "date" is no date'),
    "no title": ("正文\n", "content/a.md:1: the article has no title"),
    "nothing": ("", "content/a.md: the file is empty"),
    "no text": (b"\x00\x01\xff\xfe", "content/a.md:1: not UTF-8"),
    "a slug that is none": (article(slug="a/b"), 'content/a.md:5: "a/b" cannot be a slug'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_article_is_named_and_keeps_its_last_good_pages(project: Project, name: str) -> None:
    data, beginning = BROKEN[name]
    project.article("a.md", title="好文章", tags="[标记]")
    project.article("b.md", date="2025-04-01")
    project.build()
    before = project.tree()
    project.write("content/a.md", data)
    report = project.build()
    assert report.failed
    assert all(str(found).startswith(beginning) for found in report.diagnostics), report.diagnostics
    assert all(found.severity is Severity.ERROR for found in report.diagnostics)
    assert (report.written, report.deleted) == ((), ())
    assert project.tree() == before
    again = project.build()
    assert (again.diagnostics, again.written, again.deleted) == (report.diagnostics, (), ())


def test_a_new_article_that_is_broken_does_not_stop_the_others(project: Project) -> None:
    project.write("content/a.md", "---\ntitel: 一\n---\n")
    project.article("b.md")
    report = project.build()
    assert report.failed
    assert PAGE not in project.tree()
    assert "zh-hant/b/index.html" in project.tree()


def test_an_edit_beside_a_broken_article_is_published_and_nothing_is_pruned(project: Project) -> None:
    project.article("a.md", title="好文章")
    project.article("b.md", tags="[旧]")
    project.build()
    project.write("content/a.md", "---\n")
    project.article("b.md", f"{LONG}\n\n新的。", tags="[新]")
    report = project.build()
    assert report.deleted == ()
    assert "新的" in project.page("zh-hans/b/index.html")
    assert "好文章" in project.page("zh-hans/index.html")
    assert "zh-hans/tags/旧/index.html" in project.tree(), "pruned when all is well again"
    project.article("a.md", title="又好了")
    report = project.build()
    assert not report.failed
    assert set(report.deleted) == {"zh-hans/tags/旧/index.html", "zh-hant/tags/旧/index.html"}
    assert "又好了" in project.page(PAGE)


def test_a_mended_article_is_read_again(project: Project) -> None:
    project.article("a.md", title="好文章")
    project.build()
    project.write("content/a.md", "---\n")
    project.build()
    project.article("a.md", title="好文章")
    report = project.build()
    assert (report.failed, report.written) == (False, ())


def test_a_page_that_fails_keeps_its_last_good_file(project: Project) -> None:
    project.article("a.md")
    project.build()
    before = project.tree()
    project.write("templates/article.html", "{{ view.nothing }}")
    project.article("b.md", date="2025-04-01")
    report = project.build()
    assert report.failed
    assert project.tree()[PAGE] == before[PAGE]
    assert "zh-hant/b/index.html" not in project.tree()
    assert "zh-hans/b/index.html" not in report.written
    again = project.build()
    assert again.failed, "what failed is tried again, and told again"
    assert (again.ran["page"], again.diagnostics) == (4, report.diagnostics)
    project.remove("templates/article.html")
    assert not project.build().failed
    assert "zh-hant/b/index.html" in project.tree()


def test_broken_links_and_pictures_are_warnings_in_a_build_and_errors_in_a_check(project: Project) -> None:
    project.article("a.md", "正文\n\n[去](nowhere.md)\n\n![看](nowhere.png)\n\n[节](b.md#没有)\n")
    project.article("b.md", "## 有\n", date="2025-04-01")
    project.write("sitegen.toml", '[site]\ntitle = "t"\n[[nav]]\ntitle = "无"\nurl = "/nowhere/"\n')
    report = project.build()
    assert not report.failed
    assert {(found.path, found.line, found.code, found.severity) for found in report.diagnostics} == {
        ("content/a.md", 9, "broken-link", Severity.WARNING),
        ("content/a.md", 11, "broken-link", Severity.WARNING),
        ("content/a.md", 13, "broken-anchor", Severity.WARNING),
        ("sitegen.toml", 0, "broken-menu", Severity.WARNING),
    }
    assert {found.severity for found in project.check()} == {Severity.ERROR}


def test_a_check_writes_no_page(project: Project) -> None:
    project.article("a.md")
    assert project.check() == ()
    assert not project.output.exists()
