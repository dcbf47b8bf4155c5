"""The theme's own words: complete in every script, and no template asks for one that is missing."""

import re
import string
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from sitegen import resources
from sitegen.model import VARIANTS, Script

TEMPLATES = resources.theme() / "templates"
WORDS: Mapping[str, Mapping[str, str]] = tomllib.loads((TEMPLATES / "words.toml").read_text("utf-8"))
USED = re.compile(r"""\bwords(?:\.(\w+)|\[["'](\w+)["']\])""")
COMPLETE = [script.value for script in Script]
REGIONS = [tag for tag in WORDS if tag not in COMPLETE]


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def test_every_script_has_its_words() -> None:
    assert set(COMPLETE) <= set(WORDS) <= set(VARIANTS)


@pytest.mark.parametrize("tag", COMPLETE)
def test_scripts_have_the_same_words(tag: str) -> None:
    assert list(WORDS[tag]) == list(WORDS["zh-Hans"])


@pytest.mark.parametrize("tag", REGIONS)
def test_a_region_says_only_what_differs(tag: str) -> None:
    script = WORDS[VARIANTS[tag].script]
    assert set(WORDS[tag]) <= set(script)
    assert [name for name, text in WORDS[tag].items() if text == script[name]] == []


@pytest.mark.parametrize("tag", WORDS)
def test_words_say_something_and_have_the_same_gaps(tag: str) -> None:
    for name, text in WORDS[tag].items():
        assert text.strip() == text != "", name
        assert placeholders(text) == placeholders(WORDS["zh-Hans"][name]), name


def test_no_word_is_hidden_by_a_method_of_mappings() -> None:
    assert [name for name in WORDS["zh-Hans"] if hasattr(Mapping, name) or hasattr(dict, name)] == []


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_templates_use_words_that_exist(template: Path) -> None:
    used = {first or second for first, second in USED.findall(template.read_text("utf-8"))}
    assert used <= set(WORDS["zh-Hans"])
