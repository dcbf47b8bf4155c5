"""Templates: closed, escaped, and named by file and line where they fail."""

import pytest

from sitegen.model import Html
from sitegen.site.sources import TemplateSource
from sitegen.site.templates import TemplateFault, TemplateSet
from sitegen.site.views import RedirectPage

VIEW = RedirectPage("zh-Hans", "<b>&", "/a/?b&c", "")


def templates(**texts: str) -> TemplateSet:
    return TemplateSet({f"{name}.html": TemplateSource(f"templates/{name}.html", text) for name, text in texts.items()})


def test_values_are_escaped_and_markup_is_not() -> None:
    assert templates(a="{{ view.title }}|{{ view.url }}").render("a.html", VIEW) == "&lt;b&gt;&amp;|/a/?b&amp;c"
    marked = RedirectPage("zh-Hans", Html("<b>"), "", "")
    assert templates(a="{{ view.title }}").render("a.html", marked) == "<b>"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("一\n{{ view.titel }}", "templates/a.html:2: "),
        ("一\n二\n{{ nothing }}", "templates/a.html:3: 'nothing' is undefined"),
        ("{{ view.title / 2 }}", "templates/a.html:1: "),
        ("\n{{ view.title[99] }}", "templates/a.html:2: "),
        ("\n{% if %}", "templates/a.html:2: "),
        ("{% for x in view.title %}\n", "templates/a.html:"),
        ("\n\n{{ view.title | nofilter }}", "templates/a.html:3: "),
        ("{{ 1 // 0 }}", "templates/a.html:1: "),
    ],
)
def test_a_fault_is_named_with_file_and_line(text: str, message: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        templates(a=text).render("a.html", VIEW)
    assert str(caught.value).startswith(message)


def test_the_innermost_template_is_to_blame() -> None:
    found = templates(
        a='{% extends "base.html" %}\n{% block x %}{% include "part.html" %}{% endblock %}',
        base="{% block x %}{% endblock %}",
        part="\n{{ view.nope }}",
    )
    with pytest.raises(TemplateFault, match=r"^templates/part\.html:2: "):
        found.render("a.html", VIEW)


def test_a_missing_template_is_named_with_the_one_that_asks_for_it() -> None:
    with pytest.raises(TemplateFault, match=r"^templates/a\.html:1: template 'none\.html' does not exist$"):
        templates(a='{% include "none.html" %}').closure("a.html")
    with pytest.raises(TemplateFault, match=r"^template 'a\.html' does not exist$"):
        templates().closure("a.html")


@pytest.mark.parametrize("text", ["\n{% include view.title %}", "\n{% extends name %}", "\n{% import x as y %}"])
def test_a_computed_name_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(TemplateFault, match=r"^templates/a\.html:2: the name of a template is computed$"):
        templates(a=text).closure("a.html")


def test_a_broken_template_is_named_when_its_digest_is_asked_for() -> None:
    with pytest.raises(TemplateFault, match=r"^templates/b\.html:2: "):
        templates(a='{% include "b.html" %}', b="\n{% nonsense %}").closure("a.html")


def test_the_digest_counts_all_that_a_template_is_made_of() -> None:
    parts = {
        "a": '{% extends "b.html" %}{% from "m.html" import x %}',
        "b": '{% include ["c.html", "d.html"] %}',
        "c": "",
        "d": "",
        "m": "{% macro x() %}{% endmacro %}",
        "other": "",
    }
    before = templates(**parts).closure("a.html")
    for name, text in parts.items():
        after = templates(**{**parts, name: f"{text} "}).closure("a.html")
        assert (after == before) is (name == "other"), name
    assert templates(**dict(reversed(parts.items()))).closure("a.html") == before


def test_templates_in_a_circle_have_a_digest() -> None:
    assert templates(a='{% include "b.html" %}', b='{% include "a.html" %}').closure("a.html")
