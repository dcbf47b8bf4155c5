"""What people and raw pages may write that must lead out of nowhere: not out of the output, not out of the page."""

import re
import xml.etree.ElementTree as ET
from typing import Final

import pytest

from sitegen.errors import ConfigError, SitegenError
from tests.project import CONFIG, Project, article

PAGE: Final = "zh-hans/a/index.html"


def refused_or_built(project: Project) -> None:
    """Build twice; a refusal must not blame the manifest, which nobody edited."""
    for _ in range(2):
        try:
            project.build()
        except SitegenError as error:
            refusal = str(error)
        else:
            refusal = ""
        assert "manifest" not in refusal


@pytest.mark.parametrize("alias", ["../../outside", "/../outside/", "https://old.example/a", "a\\\\b", "c:/x"])
def test_an_alias_stays_in_the_output(project: Project, alias: str) -> None:
    project.article("a.md", aliases=f'["{alias}"]')
    refused_or_built(project)
    found = [path for path in project.root.parent.rglob("outside") if not path.is_relative_to(project.output)]
    assert found == []


@pytest.mark.skipif("os.name == 'nt'", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["static/c:b.txt", "static/a\\b.txt", "content/a\\b.png"])
def test_a_file_with_an_odd_name_does_not_break_the_manifest(project: Project, name: str) -> None:
    project.write(name, "x")
    refused_or_built(project)


@pytest.mark.parametrize("address", ["javascript%3Aalert(1)", "%6aavascript:alert(1)", "java%0Ascript%3Aalert(1)"])
def test_no_address_becomes_a_script(project: Project, address: str) -> None:
    project.article("a.md", f"正文 [点]({address})")
    project.build()
    for path in (PAGE, "zh-hans/atom.xml"):
        # Browsers ignore line breaks in addresses.
        assert (
            re.findall(r'href=(?:"|&quot;)javascript:', re.sub(r"[\t\r\n]", "", project.page(path)), re.IGNORECASE)
            == []
        )


@pytest.mark.parametrize("address", ["%2F%2Fmirror.example/p.png", "/%2Fmirror.example/p.png"])
def test_no_picture_is_loaded_from_elsewhere(project: Project, address: str) -> None:
    project.article("a.md", f"正文\n\n![图]({address})")
    project.build()
    assert 'src="//' not in project.page(PAGE)


def test_an_address_that_leads_nowhere_stays_as_it_was_written(project: Project) -> None:
    project.article("a.md", "正文 [一](/find?q=a%20b#c)")
    project.build()
    assert 'href="/find?q=a%20b#c"' in project.page(PAGE)


def test_words_are_no_place_for_a_link(project: Project) -> None:
    project.article("a.md", '正文 [一](a.md "sitegen:0")')
    project.build()
    assert 'title="sitegen:0"' in project.page(PAGE)


def test_a_feed_is_xml_whatever_a_title_holds(project: Project) -> None:
    project.article("a.md", title='"一\\u0001二\\uFFFE三"')
    project.build()
    ET.fromstring(project.page("zh-hans/atom.xml"))  # noqa: S314 (our own)


@pytest.mark.parametrize(("one", "two"), [("Linux", "linux"), ("C/C", "C:C")])
def test_tags_that_share_an_address_name_the_articles(project: Project, one: str, two: str) -> None:
    project.article("a.md", tags=f"['{one}']")
    project.article("b.md", tags=f"['{two}']")
    try:
        told = " ".join(found.message + found.path for found in project.build().diagnostics)
    except SitegenError as error:
        told = str(error)
        assert "a.md" in told
        assert "b.md" in told
    assert ("a.md" in told) == ("b.md" in told)


def test_a_broken_article_without_text_in_a_new_variant_does_not_stop_the_others(project: Project) -> None:
    project.article("a.md")
    project.article("b.md", date="2025-04-01")
    project.build()
    project.write("content/a.md", "---\n")
    project.write("sitegen.toml", f'{CONFIG}variants = ["zh-Hans", "zh-Hant-HK"]\n')
    assert project.build().failed
    assert "zh-hant-hk/b/index.html" in project.tree()


def test_a_file_of_somebody_else_where_our_folder_was_stops_no_build(project: Project) -> None:
    project.article("a.md")
    project.build()
    project.remove("public/zh-hans/a")
    project.write("public/zh-hans/a", "我的")
    project.remove("content/a.md")
    project.build()
    assert project.page("zh-hans/a") == "我的"


def test_a_folder_of_somebody_else_where_our_file_was_stops_no_build(project: Project) -> None:
    project.article("a.md")
    project.build()
    project.remove(f"public/{PAGE}")
    project.write(f"public/{PAGE}/mine.txt", "我的")
    project.remove("content/a.md")
    project.build()
    assert project.page(f"{PAGE}/mine.txt") == "我的"


def test_a_template_that_includes_itself_is_named(project: Project) -> None:
    project.write("templates/archive.html", '一\n{% include "archive.html" %}')
    try:
        told = [found.message for found in project.build().diagnostics]
    except SitegenError as error:
        told = [str(error)]
    assert any("templates/archive.html" in message for message in told)


def test_the_order_of_extra_fields_counts_for_a_template_that_shows_it(project: Project) -> None:
    project.write("templates/article.html", "{% for name in view.article.extra %}{{ name }}{% endfor %}")
    project.article("a.md", extra="{x: 1, y: 2}")
    project.build()
    project.article("a.md", extra="{y: 2, x: 1}")
    project.build()
    incremental = project.tree()
    project.remove("public")
    project.remove(".sitegen")
    project.build()
    assert project.tree() == incremental


@pytest.mark.parametrize(
    "files",
    [
        {"static/zh-hans": "x", "content/a.md": article()},
        {"content/a.md": article(aliases="[/x.html, /x.html/y/]")},
    ],
    ids=["a static file", "an alias"],
)
def test_a_file_where_a_folder_must_be_is_named_with_both_owners(project: Project, files: dict[str, str]) -> None:
    for name, text in files.items():
        project.write(name, text)
    with pytest.raises(SitegenError, match=r"a\.md"):
        project.build()
    assert not project.output.exists()


@pytest.mark.parametrize(
    "source",
    [
        'site = "x"',
        '[site]\ntitle = "t"\ntext = "x"',
        'deploy = "x"\n[site]\ntitle = "t"',
        '[site]\ntitle = "t"\n[site.text.zh-Hant]\ntitle = 5',
    ],
    ids=["site", "text", "deploy", "override"],
)
def test_a_configuration_of_the_wrong_shape_is_refused(project: Project, source: str) -> None:
    project.write("sitegen.toml", source)
    with pytest.raises(ConfigError, match=r"sitegen\.toml"):
        project.build()
