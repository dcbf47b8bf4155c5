"""Project before theme before what is bundled; and templates that are wrong are named by file and line."""

from typing import Final

import pytest

from sitegen.errors import ConfigError, ContentError
from tests.project import CONFIG, Project

PAGE: Final = "zh-hans/a/index.html"


@pytest.fixture
def site(project: Project) -> Project:
    project.article("a.md")
    return project


def messages(site: Project) -> list[str]:
    return [found.message for found in site.build().diagnostics]


def test_a_template_of_the_project_wins(site: Project) -> None:
    site.write("templates/article.html", "只有{{ view.article.title }}")
    assert messages(site) == []
    assert site.page(PAGE) == "只有一篇文章"


def test_the_bundled_template_can_be_extended_under_its_own_name(site: Project) -> None:
    site.write(
        "templates/base.html",
        '{% extends "theme/base.html" %}\n{% block main %}<p>前言</p>{{ super() }}{% endblock %}\n',
    )
    site.write(
        "templates/article.html",
        '{% extends "theme/article.html" %}\n{% block main %}{{ super() }}<p>后记</p>{% endblock %}\n',
    )
    assert messages(site) == []
    assert site.page(PAGE).count("<p>后记</p>") == 1
    assert "一篇文章" in site.page(PAGE)
    assert "后记" not in site.page("zh-hans/index.html")


def test_a_part_of_the_project_is_used_by_bundled_templates(site: Project) -> None:
    site.write("templates/partials/footer.html", "<footer>我的页脚</footer>")
    assert messages(site) == []
    assert "我的页脚" in site.page(PAGE)


def test_a_theme_stands_between_the_project_and_what_is_bundled(site: Project) -> None:
    site.write("sitegen.toml", f'{CONFIG}[theme]\npath = "themes/plain"\n')
    site.write("themes/plain/templates/article.html", "主题：{{ view.article.title }}")
    site.write("themes/plain/templates/tags.html", "主题的标签")
    site.write("themes/plain/static/theme.css", "p {}")
    site.write("themes/plain/static/style.css", "/* 主题 */")
    site.write("templates/tags.html", "项目的标签")
    site.write("static/style.css", "/* 项目 */")
    assert messages(site) == []
    assert site.page(PAGE) == "主题：一篇文章"
    assert site.page("zh-hans/tags/index.html") == "项目的标签"
    styles = {path.split(".")[0]: data.decode() for path, data in site.tree().items() if path.endswith(".css")}
    assert styles == {"theme": "p {}", "style": "/* 项目 */"}


def test_a_theme_that_is_not_there_is_named(site: Project) -> None:
    site.write("sitegen.toml", f'{CONFIG}[theme]\npath = "themes/nowhere"\n')
    with pytest.raises(ConfigError, match="themes/nowhere does not exist"):
        site.build()


def test_words_of_the_project_stand_over_those_of_the_theme(site: Project) -> None:
    site.write("templates/words.toml", '[zh-Hant]\ntags = "題目"\n')
    assert messages(site) == []
    assert "題目" in site.page("zh-hant/tags/index.html")
    assert "标签" in site.page("zh-hans/tags/index.html")


WRONG: Final = {
    "an undefined variable": ("一\n二\n{{ view.nothing }}\n", "templates/article.html:3: "),
    "an undefined variable in a block": (
        '{% extends "theme/article.html" %}\n{% block main %}\n{{ nothing }}\n{% endblock %}',
        "templates/article.html:3: 'nothing' is undefined",
    ),
    "an attribute of nothing": ("{{ view.newer.title }}", "templates/article.html:1: "),
    "a sum that cannot be": ("\n{{ view.article.title + 1 }}", "templates/article.html:2: "),
    "a division by zero": ("{{ 1 / 0 }}", "templates/article.html:1: "),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_template_that_fails_is_named_with_its_line_and_others_go_on(site: Project, name: str) -> None:
    text, beginning = WRONG[name]
    site.write("templates/article.html", text)
    report = site.build()
    assert report.failed
    assert [found for found in report.diagnostics if not found.message.startswith(beginning)] == []
    assert PAGE not in site.tree()
    assert "zh-hans/index.html" in site.tree()
    site.remove("templates/article.html")
    assert messages(site) == []
    assert PAGE in site.tree()


def test_the_innermost_template_is_named(site: Project) -> None:
    site.write("templates/partials/byline.html", "\n{{ view.nothing }}")
    assert all("templates/partials/byline.html:2:" in message for message in messages(site))


REFUSED: Final = {
    "a computed name": ("一\n{% include view.article.extra.part %}", r"templates/article\.html:2: .* computed"),
    "a computed parent": ("{% extends view.site.words.locale %}", r"templates/article\.html:1: .* computed"),
    "a missing part": ('{% include "partials/nowhere.html" %}', r"article\.html:1: template 'partials/nowhere\.html'"),
    "a missing bundled template": ('{% extends "theme/nowhere.html" %}', r"'theme/nowhere\.html' does not exist"),
    "a tag that is not closed": ("一\n{% if view %}\n", r"templates/article\.html:\d: Unexpected end"),
    "a tag that does not exist": ("一\n二\n{% frobnicate %}\n", r"templates/article\.html:3: .*frobnicate"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_page_is_made_of_must_be_known(site: Project, name: str) -> None:
    text, pattern = REFUSED[name]
    site.write("templates/article.html", text)
    with pytest.raises(ContentError, match=pattern):
        site.build()
    assert not site.output.exists()


def test_a_filter_that_does_not_exist_is_named_with_its_line(site: Project) -> None:
    site.write("templates/article.html", "一\n{{ view.article.title|frobnicate }}")
    assert {message.split(": ")[0] for message in messages(site)} == {"templates/article.html:2"}


def test_a_template_that_is_no_text_is_named(site: Project) -> None:
    site.write("templates/article.html", b"\xff\xfe\x00")
    with pytest.raises(ContentError, match=r"templates/article\.html: not UTF-8"):
        site.build()


def test_templates_escape_what_they_print(site: Project) -> None:
    site.article("a.md", "正文", title='"<script>alert(1)</script>"')
    site.write("templates/article.html", "{{ view.article.title }}")
    site.build()
    assert site.page(PAGE) == "&lt;script&gt;alert(1)&lt;/script&gt;"
