"""Pages of few and short paragraphs: the article is kept whole, and what readers and other articles say is left.

The pages stand in `tests/cases/short`: builds of pages, and texts that are put into them. One half was looked at while
the extractor was made, the other was not.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.extract import extract
from sitegen.extract.fold import key
from sitegen.model import Extraction, RawDocument

CASES: Final = Path(__file__).parents[1] / "cases" / "short"
BODY: Final = ("body",)
OTHERS: Final = ("menu", "teasers", "comments")
KEPT_MIN: Final = {"seen": 1.0, "held": 1.0}
"""Share of the article's letters that is kept, as measured; before short pages were told .85 and .99."""
OTHERS_MAX: Final = {"seen": 0.0, "held": 0.21}
"""Letters of others that are kept for each letter of the article's, as measured; before .23 and .38."""


def lines(case: Mapping[str, Any], groups: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of the *groups* of *case* as they are set."""
    return (line for group in groups for line in case.get(group, "").split("\n") if line)


def told(case: Mapping[str, Any], groups: tuple[str, ...]) -> list[str]:
    """Return what the lines of the *groups* of *case* say."""
    return [part for line in lines(case, groups) for part in line.removeprefix("# ").split(" / ")]


def read(case: Mapping[str, Any], template: Mapping[str, str]) -> Extraction:
    """Return what is found in the page *template* with the texts of *case*."""
    page = template["page"].replace("{title}", case["title"])
    for group in (*BODY, *OTHERS):
        set_lines = (
            template["head"].format(line[2:])
            if line.startswith("# ")
            else template[group].format(line.replace(" / ", "<br>"))
            for line in lines(case, (group,))
        )
        page = page.replace(f"{{{group}}}", "".join(set_lines))
    return extract(RawDocument(path=f"{case['name']}.html", data=page.encode()), zone=UTC)


def share(found: Extraction, wanted: list[str], size: int) -> float:
    """Return how many letters of *wanted* stand in *found*, as a share of *size*."""
    text = "\n".join(key(line) for line in found.text.split("\n"))
    return sum(len(line) for line in wanted if key(line) in text) / size


@pytest.mark.parametrize("half", ["seen", "held"])
def test_the_article_is_whole_and_alone(half: str) -> None:
    data = tomllib.loads((CASES / f"{half}.toml").read_text(encoding="utf-8"))
    kept, others = [], []
    for case in data["pages"]:
        found = read(case, data["templates"][case["template"]])
        size = sum(map(len, told(case, BODY)))
        kept.append(share(found, told(case, BODY), size))
        others.append(share(found, told(case, OTHERS), size))
    assert sum(kept) / len(kept) >= KEPT_MIN[half]
    assert sum(others) / len(others) <= OTHERS_MAX[half]


def test_the_headline_of_a_short_page_is_no_name_of_its_site_and_no_section() -> None:
    data = tomllib.loads((CASES / "seen.toml").read_text(encoding="utf-8"))
    cases = {case["name"]: read(case, data["templates"][case["template"]]) for case in data["pages"]}
    assert cases["ferry"].publisher == "青灯小说网"
    assert cases["letter"].publisher == "麦浪"
    assert not cases["ferry"].sections
    assert {case["name"]: case["title"] for case in data["pages"]} == {n: found.title for n, found in cases.items()}


def test_who_comments_is_no_author_and_a_menu_no_path() -> None:
    data = tomllib.loads((CASES / "seen.toml").read_text(encoding="utf-8"))
    case = next(case for case in data["pages"] if case["name"] == "keeper")
    found = read(case, data["templates"][case["template"]])
    assert (found.publisher, found.authors, found.sections) == ("海岸线", (), ())
