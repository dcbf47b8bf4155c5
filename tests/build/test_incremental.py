"""Edit one thing, and see what is made again: these files, and no others."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.build import plan
from sitegen.build.manifest import MANIFEST_NAME
from sitegen.build.report import BuildReport, Explanation
from sitegen.build.session import CACHE_PATH
from sitegen.site.pages import PagePlan, plan_pages
from tests.project import CONFIG, LONG, Project

VARIANTS: Final = ("zh-hans", "zh-hant")
FEEDS: Final = frozenset(f"{folder}/atom.xml" for folder in VARIANTS)
PICTURE: Final = b"\x89PNG\r\n\x1a\n" * 4
EVERYWHERE: Final = frozenset({"index.html", "404.html"})


def pages(*names: str) -> frozenset[str]:
    """Return the files of pages in both variants."""
    return frozenset(f"{folder}/{name}index.html" for folder in VARIANTS for name in names)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Three articles a month apart, with tags, a page, a picture and a style."""
    project = Project(tmp_path_factory.mktemp("built"))
    project.article("one.md", LONG, title="第一篇", date="2025-01-10", tags="[铅字, 排版]")
    project.article("two.md", LONG, title="第二篇", date="2025-02-10", tags="[排版]")
    project.article("three.md", LONG, title="第三篇", date="2025-03-10", tags="[网页]")
    project.write("content/pages/about.md", "---\ntitle: 关于\n---\n说明。\n")
    project.write("content/picture.png", PICTURE)
    project.write("static/extra.css", "p { color: red }")
    project.build()
    return project


@pytest.fixture
def site(built: Project, tmp_path: Path) -> Project:
    """The same, for one test alone; times are those of the first build, so that the copy is up to date."""
    shutil.copytree(built.root, tmp_path / "project")
    return Project(tmp_path / "project")


def written(report: BuildReport) -> set[str]:
    return set(report.written)


def deleted(report: BuildReport) -> set[str]:
    return set(report.deleted)


@dataclass(frozen=True)
class Edit:
    """A change, and what must follow from it: no page is made that is not written then."""

    do: Callable[[Project], None]
    written: frozenset[str]
    deleted: frozenset[str] = frozenset()
    articles: int = 1


ARTICLE_ONE: Final = {"title": "第一篇", "date": "2025-01-10", "tags": "[铅字, 排版]"}
LISTS_OF_ONE: Final = pages("", "tags/铅字/", "tags/排版/", "archive/2025/01/")
SITEMAP: Final = frozenset({"sitemap.xml"})

EDITS: Final = {
    "a body beyond its summary": Edit(
        lambda site: site.article("one.md", f"{LONG}\n\n新的结尾。", **ARTICLE_ONE), pages("one/") | FEEDS
    ),
    "a body from its beginning": Edit(
        lambda site: site.article("one.md", f"新的开头。{LONG}", **ARTICLE_ONE), pages("one/") | FEEDS | LISTS_OF_ONE
    ),
    "a title": Edit(
        lambda site: site.article("one.md", LONG, **ARTICLE_ONE | {"title": "第一篇，新题"}),
        # The other one names it as its neighbour.
        pages("one/", "two/") | FEEDS | LISTS_OF_ONE,
    ),
    "a tag": Edit(
        lambda site: site.article("one.md", LONG, **ARTICLE_ONE | {"tags": "[铅字, 网页]"}),
        # Related articles go by tags.
        pages("one/", "two/", "three/", "", "tags/", "tags/铅字/", "tags/排版/", "tags/网页/", "archive/2025/01/")
        | FEEDS
        | SITEMAP,
    ),
    "a date": Edit(
        lambda site: site.article("one.md", LONG, **ARTICLE_ONE | {"date": "2025-04-10"}),
        pages("one/", "two/", "three/", "", "tags/铅字/", "tags/排版/", "archive/", "archive/2025/04/")
        | FEEDS
        | SITEMAP,
        pages("archive/2025/01/"),
    ),
    "deleting": Edit(
        lambda site: site.remove("content/three.md"),
        pages("two/", "", "tags/", "archive/") | FEEDS | SITEMAP,
        pages("three/", "tags/网页/", "archive/2025/03/"),
        articles=0,
    ),
    "renaming": Edit(
        lambda site: site.move("content/three.md", "content/drei.md"),
        pages("drei/", "two/", "", "tags/网页/", "archive/2025/03/") | FEEDS | SITEMAP,
        pages("three/"),
    ),
    "moving without a change of slug": Edit(
        lambda site: site.move("content/three.md", "content/2025/three.md"), frozenset()
    ),
    "a draft": Edit(
        lambda site: site.article("three.md", LONG, title="第三篇", date="2025-03-10", tags="[网页]", draft="true"),
        pages("two/", "", "tags/", "archive/") | FEEDS | SITEMAP,
        pages("three/", "tags/网页/", "archive/2025/03/"),
    ),
    "a page": Edit(
        lambda site: site.write("content/pages/about.md", "---\ntitle: 关于\n---\n新说明。\n"), pages("about/")
    ),
    "a picture": Edit(
        lambda site: site.write("content/picture.png", PICTURE * 2), frozenset({"media/picture.png"}), articles=0
    ),
    "the same bytes again": Edit(
        lambda site: site.write("content/one.md", (site.root / "content/one.md").read_bytes()), frozenset(), articles=0
    ),
    "only the front matter's form": Edit(
        lambda site: site.article("one.md", LONG, **ARTICLE_ONE | {"tags": "['铅字', \"排版\"]  # 两个"}), frozenset()
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_followed_and_nothing_else_is_written(site: Project, name: str) -> None:
    edit = EDITS[name]
    edit.do(site)
    report = site.build()
    assert report.diagnostics == ()
    assert written(report) == edit.written
    assert deleted(report) == edit.deleted
    pages = sum(path.endswith((".html", ".xml")) for path in edit.written)
    assert report.ran == {"article": edit.articles, "page": pages, "asset": len(edit.written) - pages}
    again = site.build()
    assert (again.written, again.deleted, set(again.ran.values())) == ((), (), {0})


def test_the_second_build_writes_nothing(site: Project) -> None:
    times = {path: path.stat().st_mtime_ns for path in site.output.rglob("*")}
    report = site.build()
    assert (report.written, report.deleted) == ((), ())
    assert report.ran == {"article": 0, "page": 0, "asset": 0}
    assert {path: path.stat().st_mtime_ns for path in site.output.rglob("*")} == times


def test_a_page_is_written_before_those_that_lead_to_it(site: Project) -> None:
    site.article("four.md", LONG, title="第四篇", date="2025-05-01", tags="[网页]")
    order = site.build().written
    lists = [order.index(path) for path in order if "/tags/" in path or "/archive/" in path or path.endswith(".xml")]
    assert max(map(order.index, pages("four/"))) < min(lists)
    assert all(path.endswith(".xml") for path in order[-3:])


def test_one_edited_body_is_two_pages_and_two_feeds(site: Project) -> None:
    site.article("one.md", f"{LONG}\n\n结尾。", **ARTICLE_ONE)
    report = site.build()
    assert report.ran == {"article": 1, "page": 4, "asset": 0}
    assert not any("/tags/" in path for path in report.written)


def test_after_an_edit_within_an_article_no_other_page_is_planned(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[int] = []

    def counted(*args: Any) -> Iterator[PagePlan]:
        plans = list(plan_pages(*args))
        planned.append(len(plans))
        yield from plans

    monkeypatch.setattr(plan, "plan_pages", counted)
    site.article("one.md", f"{LONG}\n\n新的结尾，见[第二篇](two.md)。", **ARTICLE_ONE)
    report = site.build()
    assert written(report) == pages("one/") | FEEDS
    site.article("one.md", f"{LONG}\n\n[没有](none.md)", **ARTICLE_ONE)
    assert [found.code for found in site.build().diagnostics] == ["broken-link"]
    site.article("two.md", LONG, title="第二篇", date="2025-02-11", tags="[排版]")
    everything = site.build().pages
    assert planned == [4, 4, everything]
    assert report.pages == everything


def test_a_heading_that_links_of_others_may_name_is_their_affair_too(site: Project) -> None:
    def told() -> list[tuple[str, str]]:
        return [(found.path, found.code) for found in site.build().diagnostics]

    two = {"title": "第二篇", "date": "2025-02-10", "tags": "[排版]"}
    site.article("two.md", f"{LONG}\n\n[节](one.md#节)", **two)
    assert told() == [("content/two.md", "broken-anchor")]
    site.article("one.md", f"{LONG}\n\n## 节\n", **ARTICLE_ONE)
    assert told() == []
    site.article("one.md", f"{LONG}\n\n## 节\n\n## 又一节\n\n[没有](none.md)", **ARTICLE_ONE)
    assert told() == [("content/one.md", "broken-link")]
    site.article("one.md", f"{LONG}\n\n## 又一节\n\n[没有](none.md)", **ARTICLE_ONE)
    assert told() == [("content/two.md", "broken-anchor"), ("content/one.md", "broken-link")]
    site.article("two.md", f"{LONG}\n\n[节](one.md#节)\n\n[没有](none.md)", **two)
    three = [("content/two.md", "broken-anchor"), ("content/two.md", "broken-link"), ("content/one.md", "broken-link")]
    assert told() == three
    assert told() == three


@pytest.mark.parametrize("look", [lambda site: site.explain("/zh-hans/one/"), lambda site: site.check()])
def test_who_looks_around_takes_nothing_from_the_next_build(site: Project, look: Callable[[Project], object]) -> None:
    site.article("one.md", f"{LONG}\n\n新的结尾。", **ARTICLE_ONE)
    look(site)
    assert written(site.build()) == pages("one/") | FEEDS
    look(site)
    assert site.build().written == ()


def test_an_edit_within_a_draft_is_no_edit_of_the_site(site: Project) -> None:
    four = {"title": "第四篇", "date": "2025-05-01", "draft": "true"}
    site.article("four.md", LONG, **four)
    site.build()
    site.article("four.md", f"{LONG}\n\n结尾。", **four)
    report = site.build()
    assert (written(report), report.ran) == (set(), {"article": 1, "page": 0, "asset": 0})
    site.article("four.md", f"{LONG}\n\n结尾。", **four | {"draft": "false"})
    assert pages("four/", "three/") <= written(site.build())


def test_an_edit_within_an_article_does_not_hide_damage_elsewhere(site: Project) -> None:
    damaged = site.output / "zh-hans/two/index.html"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:100])
    site.article("one.md", f"{LONG}\n\n新的结尾。", **ARTICLE_ONE)
    assert written(site.build()) == pages("one/") | FEEDS | {"zh-hans/two/index.html"}
    assert damaged.read_bytes() == whole


def test_an_old_article_is_not_in_the_feed(site: Project) -> None:
    site.write("sitegen.toml", f"{CONFIG}[build]\nfeed_size = 2\n")
    site.build()
    site.article("one.md", f"{LONG}\n\n结尾。", **ARTICLE_ONE)
    assert written(site.build()) == pages("one/")


def test_a_future_article_comes_with_its_day(site: Project) -> None:
    site.article("four.md", LONG, title="第四篇", date="2026-05-01")
    assert written(site.build(now=date(2026, 4, 30))) == set()
    report = site.build(now=date(2026, 5, 1))
    assert pages("four/", "", "archive/", "archive/2026/05/") | FEEDS <= written(report)
    assert report.ran["article"] == 0
    assert deleted(site.build(now=date(2026, 4, 30))) == pages("four/", "archive/2026/05/")


def test_drafts_are_published_when_asked_for(site: Project) -> None:
    site.article("four.md", LONG, title="第四篇", date="2025-05-01", draft="true")
    assert written(site.build()) == set()
    assert pages("four/") <= written(site.build(drafts=True))
    assert pages("four/") <= set(site.build().deleted)


def test_a_changed_frame_is_a_changed_site(site: Project) -> None:
    site.write("templates/partials/footer.html", "<footer>新的页脚</footer>\n")
    report = site.build()
    everything = {path for path in site.tree() if path.endswith("index.html")} - EVERYWHERE
    assert written(report) == everything
    assert report.ran["article"] == 0
    site.remove("templates/partials/footer.html")
    assert written(site.build()) == everything


def test_a_changed_template_is_its_own_pages(site: Project) -> None:
    site.write(
        "templates/tags.html", '{% extends "theme/tags.html" %}\n{% block main %}{{ super() }}<hr>{% endblock %}\n'
    )
    report = site.build()
    assert written(report) == pages("tags/")
    assert report.ran == {"article": 0, "page": 2, "asset": 0}


def test_a_template_that_nothing_uses_changes_nothing(site: Project) -> None:
    site.write("templates/mine.html", "{{ view.head.title }}")
    assert site.build().ran == {"article": 0, "page": 0, "asset": 0}


def test_a_changed_style_has_a_new_name(site: Project) -> None:
    (old,) = (path for path in site.tree() if path.startswith("extra."))
    site.write("static/extra.css", "p { color: blue }")
    report = site.build()
    (new,) = (path for path in site.tree() if path.startswith("extra."))
    assert old != new
    assert set(report.deleted) == {old}
    # Which styles a page asks for is not known before its template runs; that none does shows in what is written.
    assert written(report) == {new}
    assert report.ran["article"] == 0


def test_the_style_of_all_pages_is_asked_for_by_its_new_name(site: Project) -> None:
    site.write("static/style.css", "body { margin: 0 }")
    report = site.build()
    (style,) = (path for path in site.tree() if path.startswith("style."))
    assert style in report.written
    assert all(style in text.decode() for path, text in site.tree().items() if path.endswith(".html"))


def test_a_new_title_of_the_site_is_on_every_page_and_reads_no_article_again(site: Project) -> None:
    site.write("sitegen.toml", CONFIG.replace("书与字", "字与书"))
    report = site.build()
    assert written(report) == {path for path in site.tree() if path.endswith(".html")} | FEEDS
    assert report.ran["article"] == 0
    assert "字與書" in site.page("zh-hant/index.html")


def test_another_time_zone_is_another_instant_in_feeds(site: Project) -> None:
    site.write("sitegen.toml", f'{CONFIG}timezone = "UTC"\n')
    assert written(site.build()) == FEEDS


def test_a_variant_that_keeps_quotation_marks_shows_them_as_written(site: Project) -> None:
    site.article("one.md", "他说“好”。", title="第一篇", date="2025-01-10", tags="[铅字, 排版]", slug="one")
    site.build()
    page = site.output / "zh-hant/one/index.html"
    assert "他說「好」。" in page.read_text("utf-8")
    site.write("sitegen.toml", f'{CONFIG}[site.quotes]\nzh-Hant = "keep"\n')
    assert site.build().ran["article"] == 3 + 1
    assert "他說“好”。" in page.read_text("utf-8")


def test_a_new_variant_converts_every_article(site: Project) -> None:
    site.write("sitegen.toml", f'{CONFIG}variants = ["zh-Hans", "zh-Hant", "zh-Hant-HK"]\n')
    report = site.build()
    assert report.ran["article"] == 4
    assert "zh-hant-hk/one/index.html" in report.written
    site.write("sitegen.toml", CONFIG)
    assert "zh-hant-hk/one/index.html" in site.build().deleted
    assert not (site.output / "zh-hant-hk").exists()


def lose(site: Project, path: str) -> None:
    (site.output / path).unlink()


def cut(site: Project, path: str) -> None:
    file = site.output / path
    file.write_bytes(file.read_bytes()[:10])


@pytest.mark.parametrize("damage", [lose, cut])
@pytest.mark.parametrize("path", ["zh-hans/one/index.html", "zh-hant/atom.xml", "media/picture.png"])
def test_a_damaged_output_file_is_written_again(
    site: Project, path: str, damage: Callable[[Project, str], None]
) -> None:
    before = site.tree()
    damage(site, path)
    report = site.build()
    assert report.written == (path,)
    assert sum(report.ran.values()) == 1
    assert site.tree() == before


def test_files_of_others_are_never_touched(site: Project) -> None:
    mine = {"CNAME": "example.org", "zh-hans/three/notes.txt": "我的", ".well-known/a": "b", "zh-hans/mine/x": "y"}
    for name, text in mine.items():
        site.write(f"public/{name}", text)
    site.remove("content/three.md")
    site.build()
    assert {name: site.page(name) for name in mine} == mine
    assert not (site.output / "zh-hans/three/index.html").exists()


def test_a_lost_cache_costs_only_time(site: Project) -> None:
    before = site.tree()
    site.remove(CACHE_PATH)
    site.remove("content/three.md")
    report = site.build()
    assert set(report.deleted) == pages("three/", "tags/网页/", "archive/2025/03/"), "the manifest remembers them"
    assert report.ran["article"] == 3
    assert written(report) == pages("two/", "", "tags/", "archive/") | FEEDS | SITEMAP
    site.remove(CACHE_PATH)
    again = site.build()
    assert (again.written, again.deleted) == ((), ())
    assert set(site.tree()) < set(before)


def test_a_lost_manifest_costs_only_what_is_stale(site: Project) -> None:
    site.remove(f"public/{MANIFEST_NAME}")
    site.remove("content/three.md")
    report = site.build()
    assert report.deleted == ()
    assert (site.output / "zh-hans/three/index.html").exists(), "nobody can say any more whose it is"
    assert site.build().written == ()


def test_a_case_that_changes_is_no_second_file(site: Project) -> None:
    site.write("content/Picture.png", PICTURE)
    site.remove("content/picture.png")
    report = site.build()
    assert (report.written, report.deleted) == (("media/Picture.png",), ("media/picture.png",))
    assert site.build().written == ()


def test_a_file_becomes_a_folder_and_a_file_again(site: Project) -> None:
    site.write("static/data", "file")
    site.build()
    site.remove("static/data")
    site.write("static/data/inner", "folder")
    report = site.build()
    assert (report.written, report.deleted) == (("data/inner",), ("data",))
    site.remove("static/data")
    site.write("static/data", "file")
    report = site.build()
    assert (report.written, report.deleted) == (("data",), ("data/inner",))
    assert site.page("data") == "file"


def test_what_is_ahead_is_explained(site: Project) -> None:
    assert explanation(site, "/zh-hans/one/") is None
    site.article("one.md", "短。", **ARTICLE_ONE)
    assert explanation(site, "/zh-hans/one/") == ("inputs", ("content",))
    assert explanation(site, "/zh-hans/three/") is None
    site.write("templates/tags.html", "{{ view.head.title }}")
    assert explanation(site, "/zh-hans/tags/") == ("inputs", ("template",))
    lose(site, "zh-hans/atom.xml")
    assert explanation(site, "/zh-hans/atom.xml") == ("inputs", ("content",))
    lose(site, "media/picture.png")
    assert explanation(site, "/media/picture.png") == ("output", ())


def explanation(site: Project, url: str) -> tuple[str, tuple[str, ...]] | None:
    found = site.explain(url)
    assert isinstance(found, Explanation)
    return (found.reason.code, found.reason.inputs) if found.reason else None
