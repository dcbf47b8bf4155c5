"""The faster code of a template makes what Jinja2's own makes, or leaves the page to it."""

from dataclasses import replace
from typing import Any, Final

import markupsafe
import pytest
from jinja2 import Template

from sitegen.build import pages
from sitegen.site import compiling
from sitegen.site.compiling import FastEnvironment
from sitegen.site.sources import TemplateSource
from sitegen.site.templates import TemplateFault, TemplateSet
from sitegen.site.views import NavLink
from tests.project import Project
from tests.site.pieces import described, plans

# One line each, as long as it takes.
# ruff: noqa: E501
TEXTS: Final = {
    "values": "{{ view.article.title }}{{ view.article.title|upper }}{{ 1 }}{{ none }}{{ view.article.tags|length }}",
    "markup": "{{ view.article.title|safe }}{{ '<b>' ~ view.article.title }}{% autoescape false %}{{ '<' }}{% endautoescape %}",
    "tables": "{{ view.site.words.tags }}{{ view.site.words['tags'] }}{% with words = view.site.words %}{{ words.archive }}{% endwith %}",
    "methods of tables": "{% for k, v in view.site.words.items() %}{{ k }}{{ v }}{% endfor %}{{ view.site.words.get('x', 'y') }}",
    "fields of people": "{{ view.article.extra.table.key }}{{ view.article.extra.list[0] }}",
    "what may be absent": "{% if view.article.nothing is defined %}a{% else %}b{% endif %}{{ view.nothing|default('c') }}",
    "loops": "{% for tag in view.article.tags %}{% include 'part.html' %}{{ loop.index }}{% else %}-{% endfor %}",
    "scopes": "{% set x = 1 %}{% include 'sets.html' %}{{ x }}{% with tags = () %}{% include 'tags.html' %}{% endwith %}",
    "inheritance": "{% extends 'base.html' %}{% block a %}{{ super() }}{% include 'part.html' %}{% endblock %}",
    "macros": "{% from 'macros.html' import m %}{{ m('<') }}{% include 'macros.html' %}",
    "calls": "{% macro f() %}({{ caller() }}){% endmacro %}{% call f() %}<{{ view.article.title }}{% endcall %}",
    "filters": "{% filter upper %}a{{ view.article.title }}{% endfilter %}",
    "includes without context": "{% include 'plain.html' without context %}{% include 'none.html' ignore missing %}",
    "what pages share": "{{ view.site.title }}{{ view.site.words.tags.format(n=1) }}{{ view.site.assets }}<{{ view.site.words }}>",
    "choices": "{% if view.site.nav %}n{% elif view.article.title %}t{% else %}e{% endif %}{% if view.article.nope is defined %}a{% elif view.site.title %}b{% elif 1 %}c{% endif %}{% if not view.site.author and view.site.title %}d{% endif %}{{ 1 if view.site.title else 2 }}",
    "loops over what is shared": "{% for entry in view.site.nav %}{{ entry.title }}{{ entry.url }}{% if entry.is_current %}c{% endif %}{% else %}-{% endfor %}{% for entry in view.site.nav %}{{ loop.index }}{{ entry }}{% endfor %}",
    "parts that loops keep": "{% for entry in view.site.nav %}{% include 'dynamic.html' %}{% set x = entry.title %}{{ x }}{% endfor %}{% for entry in view.site.nav %}{{ entry.title ~ entry|string }}{% endfor %}",
    "names of what is shared": "{% with words = view.site.words, t = view.site.title %}{{ words.tags }}{{ t }}{% for words in view.article.tags %}{{ words.title }}{% endfor %}{{ words['tags'] }}{% set t = 'u' %}{{ t }}{% endwith %}",
    "names within names": "{% with a = view.site.title %}{% with a = view.article.title, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}{% endwith %}{{ a|default('-') }}",
    "names that parts see": "{% with tag = view.site.nav[0] %}{% include 'part.html' %}{% include 'dynamic.html' %}{% macro m() %}{{ view.site.title }}{{ tag is defined }}{% endmacro %}{{ m() }}{% endwith %}",
    "another view": "{% with view = view.article %}{{ view.title }}{{ view.site is defined }}{% endwith %}{{ view.site.title }}",
    "blocks within choices": "{% if view.site.title %}{% block c %}{{ view.site.title }}{% endblock %}{% endif %}{{ self.c() }}",
    "names that Python keeps": "{{ {'class': 1}.class }}",
}
PARTS: Final = {
    "part.html": "[{{ tag.title if tag is defined else view.article.title }}]",
    "sets.html": "{% set x = 2 %}{{ x }}",
    "tags.html": "{{ tags|length }}",
    "base.html": "<{% block a %}{{ view.article.title }}{% endblock %}>",
    "macros.html": "{% macro m(x) %}{{ x }}{% endmacro %}",
    "plain.html": "plain",
    "dynamic.html": "{% macro n() %}{% endmacro %}{{ tag.title if tag is defined else '' }}{{ entry.title if entry is defined else '' }}",
}


def sources(text: str) -> dict[str, TemplateSource]:
    return {name: TemplateSource(f"t/{name}", found) for name, found in {**PARTS, "page.html": text}.items()}


@pytest.mark.parametrize("what", TEXTS)
def test_both_ways_make_one_page(what: str) -> None:
    article = described("a.md", title="'一 < 二 & \"三\"'", tags="[甲, 乙]", extra="{table: {key: v}, list: [1]}")
    view: Any = plans(article)["/zh-hant/a/"].view
    site = replace(view.site, nav=(NavLink("一 < 二", "/a/", is_current=False), NavLink("", "/b/", is_current=True)))
    view = replace(view, site=site)
    fast, slow = (TemplateSet(sources(TEXTS[what])) for _ in range(2))
    known = TemplateSet(sources(TEXTS[what]), [site])
    slow._slow.add("page.html")
    expected = slow.render("page.html", view)
    assert fast.render("page.html", view) == expected
    assert fast.render("page.html", view) == expected, "the second time too"
    assert known.render("page.html", view) == expected
    assert known._slow == fast._slow, "what pages share makes no template slower"


@pytest.mark.parametrize("text", ["", "春", "/a/?b=c&d", "<'\">&", "一<二" * 100, "\ud800"])
def test_texts_are_escaped_as_the_library_does(text: str) -> None:
    assert compiling.escaped(text) == compiling._escaped(text) == str(markupsafe.escape(text))
    assert type(compiling.escaped(text)) is str


@pytest.mark.parametrize("large", [0, 1000])
def test_pages_of_the_bundled_theme_need_no_other_code(
    project: Project, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(pages, "LARGE", large)
    project.article("a.md", "## 一\n\n## 二\n\n## 三\n", tags="[甲]", source="{url: https://example.net/a}")
    project.write("content/pages/b.md", "---\ntitle: 二\n---\n")
    left: list[str] = []
    render = Template.render

    def watched(self: Template, *args: Any, **kwargs: Any) -> str:
        if not isinstance(self.environment, FastEnvironment):
            left.append(str(self.name))
        return render(self, *args, **kwargs)

    monkeypatch.setattr(Template, "render", watched)
    assert project.build().written
    assert left == []


def test_a_template_that_includes_itself_is_told() -> None:
    view = plans(described("a.md"))["/zh-hant/a/"].view
    with pytest.raises(TemplateFault, match="includes itself"):
        TemplateSet(sources("{% include 'page.html' %}")).render("page.html", view)  # type: ignore[arg-type]
