"""Files of somebody else in the output: they are never replaced unasked."""

import json
from collections.abc import Callable, Mapping
from typing import Final

import pytest
from click.testing import CliRunner, Result

from sitegen.build.manifest import MANIFEST_NAME
from sitegen.build.session import CACHE_PATH
from sitegen.cli import cli
from sitegen.errors import ConfigError, ContentError, SitegenError
from tests.project import LONG, Project, tree

PAGE: Final = "zh-hans/a/index.html"


@pytest.fixture
def site(project: Project) -> Project:
    """A project with one article that was not built yet."""
    project.article("a.md")
    return project


def build(site: Project, *options: str) -> Result:
    result = CliRunner().invoke(cli, ["-C", str(site.root), "build", "--now", "2026-01-31", *options])
    if isinstance(result.exception, SitegenError):
        raise result.exception
    return result


@pytest.mark.parametrize("options", [(), ("--atomic",), ("--workers", "2")])
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("index.html", id="where a page is to be"),
        pytest.param(PAGE, id="further below"),
        pytest.param("zh-hant", id="where a folder is to be"),
        pytest.param("sitemap.xml/notes.txt", id="in a folder where a file is to be"),
    ],
)
def test_a_file_of_others_is_named_and_nothing_is_changed(site: Project, name: str, options: tuple[str, ...]) -> None:
    site.write(f"public/{name}", "我的")
    with pytest.raises(ConfigError, match=f"a file that sitegen did not make .* to be written: {name}$") as caught:
        build(site, *options)
    assert "--overwrite" in caught.value.hint
    assert tree(site.root / "public") == {name: "我的".encode()}
    assert sorted(path.name for path in site.root.iterdir()) == [".sitegen", "content", "public", "sitegen.toml"]


def test_of_many_files_some_are_named(site: Project) -> None:
    for name in ("index.html", "404.html", "sitemap.xml", PAGE, "zh-hans/atom.xml", "zh-hant/atom.xml"):
        site.write(f"public/{name}", "我的")
    with pytest.raises(ConfigError, match=r"public: 6 files .*: 404\.html, index\.html, .*atom\.xml and 1 more$"):
        build(site)


def test_whoever_asks_for_it_gets_it(site: Project) -> None:
    site.write("public/index.html", "我的")
    site.write("public/mine.txt", "我的")
    done = json.loads(build(site, "--overwrite", "--json").stdout)
    assert "index.html" in done["written"]
    assert site.page("mine.txt") == "我的"
    assert json.loads(build(site, "--json").stdout)["written"] == [], "from now on it is ours"


def test_folders_are_not_replaced_on_any_word(site: Project) -> None:
    site.write("public/sitemap.xml/notes.txt", "我的")
    with pytest.raises(ContentError, match=r"sitemap\.xml: cannot be written"):
        build(site, "--overwrite")
    assert site.page("sitemap.xml/notes.txt") == "我的"


def test_a_new_article_does_not_replace_what_stands_at_its_address(site: Project) -> None:
    site.build()
    site.write("public/zh-hans/b/index.html", "我的")
    site.article("b.md", LONG, date="2025-04-01")
    before = site.tree()
    with pytest.raises(ConfigError, match=r"zh-hans/b/index\.html$"):
        site.build()
    assert site.tree() == before
    site.remove("public/zh-hans/b")
    assert "zh-hans/b/index.html" in site.build().written


def lose_manifest(site: Project) -> None:
    site.remove(f"public/{MANIFEST_NAME}")


def lose_cache(site: Project) -> None:
    site.remove(CACHE_PATH)


@pytest.mark.parametrize("lose", [lose_manifest, lose_cache])
def test_what_either_record_knows_is_ours(site: Project, lose: Callable[[Project], None]) -> None:
    site.build()
    lose(site)
    site.article("a.md", f"新。{LONG}")
    assert PAGE in site.build().written


def test_what_no_record_knows_is_not(site: Project) -> None:
    site.build()
    lose_manifest(site)
    lose_cache(site)
    before: Mapping[str, bytes] = site.tree()
    with pytest.raises(ConfigError, match="files that sitegen did not make"):
        site.build()
    assert site.tree() == before


def test_a_file_that_changed_while_the_manifest_was_lost_is_somebody_elses(site: Project) -> None:
    site.build()
    lose_manifest(site)
    site.write(f"public/{PAGE}", "我的")
    with pytest.raises(ConfigError, match=f"{PAGE}$"):
        site.build()
