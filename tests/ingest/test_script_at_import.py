"""In which script a raw page is found to be, what is done with it, and what is told of that."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.text.script.careless import maps
from sitegen.text.script.convert import convert
from tests.cli.program import sitegen
from tests.project import Project

_CASES: Final = Path(__file__).parents[1] / "cases" / "traditional"


def _passage(region: str, label: str) -> str:
    text = (_CASES / f"{region}.txt").read_text(encoding="utf-8")
    return text.split(f"## {label}\n")[1].split("\n")[0]


_TAIWAN: Final = _passage("taiwan", "blog: night market")
_HONG_KONG: Final = _passage("hong-kong", "recipe: steamed fish")
_UNDECIDED: Final = _passage("hong-kong", "news: typhoon signal")
_HANS: Final = convert(_TAIWAN, ("tw2s",))
_NAIVE: Final = "".join(maps()[1].get(letter, letter) for letter in _HANS)
_JAPANESE: Final = "この町の図書館は、来月から新しい建物に移ることになった。古い本を運ぶのは大変だと館長は言う。" * 5
_ENGLISH: Final = "The library of the town is about to move into a new house, and the old books (发展) go with it. " * 8


def _page(text: str, lang: str = "") -> str:
    attribute = f' lang="{lang}"' if lang else ""
    return (
        f"<html{attribute}><title>一二三四</title><body><article><h1>一二三四</h1><p>{text}</p></article></body></html>"
    )


def _imported(project: Project, page: str, **stated: str) -> tuple[str, dict[str, Any], str]:
    """Import *page* and return its article, its receipt and what was said."""
    project.write("raw/page.html", page)
    if stated:
        project.write("raw/page.meta.toml", "".join(f'{name} = "{value}"\n' for name, value in stated.items()))
    result = sitegen("-C", project.root, "import", project.root / "raw")
    (article,) = (project.root / "content").glob("*.md")
    (receipt,) = (project.root / "content" / ".receipts").glob("*.json")
    return article.read_text("utf-8"), json.loads(receipt.read_text("utf-8")), result.stderr


@pytest.mark.parametrize(
    ("page", "stated", "lang", "kept", "told"),
    [
        pytest.param(_page(_HANS), {}, "zh-Hans", _HANS, "zh-Hans: kept", id="simplified"),
        pytest.param(_page(_TAIWAN), {}, "zh-Hant", _TAIWAN, "zh-Hant (score 0.0", id="taiwan"),
        pytest.param(_page(_HONG_KONG), {}, "zh-Hant-HK", _HONG_KONG, "zh-Hant-HK (score 0.0", id="hong kong"),
        pytest.param(_page(_NAIVE), {}, "zh-Hans", _HANS, "character by character (score ", id="naive"),
        pytest.param(_page(_NAIVE), {"lang": "zh-TW"}, "zh-Hant", _NAIVE, "kept as written", id="naive, kept"),
        pytest.param(_page(_UNDECIDED), {}, "zh-Hant", _UNDECIDED, "zh-Hant (", id="no region"),
        pytest.param(_page(_UNDECIDED, "zh-HK"), {}, "zh-Hant-HK", _UNDECIDED, "zh-Hant-HK (", id="stated region"),
        pytest.param(_page(_TAIWAN, "zh-HK"), {}, "zh-Hant", _TAIWAN, "zh-Hant (", id="wrong region"),
        pytest.param(_page(_JAPANESE, "zh"), {}, "ja", _JAPANESE, "ja: kept", id="japanese"),
        pytest.param(_page(_ENGLISH, "en"), {}, "en", _ENGLISH.strip(), "en", id="english"),
        pytest.param(
            _page(f"{_HANS}</p><p>{_TAIWAN[:120]}"), {}, "zh-Hans", _TAIWAN[:120], "mixed with", id="both scripts"
        ),
    ],
)
def test_the_script_of_a_page(
    project: Project, page: str, stated: dict[str, str], lang: str, kept: str, told: str
) -> None:
    article, receipt, _ = _imported(project, page, **stated)
    assert f"lang: {lang}\n" in article
    assert kept in article.replace("\\", "")
    (evidence,) = (row["text"] for row in receipt["evidence"] if row["source"] in {"script", "attribute:lang"})
    assert told in evidence
    rules = [step["rule"] for step in receipt["repairs"]]
    assert ("naive-traditional" in rules) == ("taken back" in evidence)


def test_both_scripts_are_warned_of(project: Project) -> None:
    _, receipt, said = _imported(project, _page(f"{_HANS}</p><p>{_TAIWAN[:120]}"))
    assert "in both scripts" in said
    assert "in both scripts" in receipt["warnings"][0]


def test_a_statement_against_all_characters_is_warned_of(project: Project) -> None:
    article, _, said = _imported(project, _page(_TAIWAN), lang="zh-CN")
    assert "lang: zh-Hans\n" in article
    assert "said to be zh-Hans, but its characters are those of zh-Hant" in said


def test_the_front_matter_has_the_last_word(project: Project) -> None:
    _imported(project, _page(_HONG_KONG))
    (path,) = (project.root / "content").glob("*.md")
    path.write_text(path.read_text("utf-8").replace("lang: zh-Hant-HK", "lang: zh-Hant"), "utf-8")
    assert sitegen("-C", project.root, "build").exit_code == 0
    page = (project.root / "public" / "zh-hant" / path.stem / "index.html").read_text("utf-8")
    assert _HONG_KONG in page


def test_the_lines_around_tell_where_the_article_does_not(project: Project) -> None:
    # All right by chance; but the foot of the page is not.
    text = "河上的老橋是石頭砌的，每年春天，兩岸的居民都來看水。工程師測量了每一塊石頭的位置，畫了三十多張圖。" * 5
    foot = '<div class="footer"><a href="/a">聯系我們</a> <a href="/b">關于本站</a> <a href="/c">后臺管理</a></div>'
    page = _page(text).replace("</article>", f"</article>{foot}")
    article, receipt, _ = _imported(project, page)
    assert "lang: zh-Hans\n" in article
    assert "naive-traditional" in [step["rule"] for step in receipt["repairs"]]


def test_simplified_lines_around_say_nothing(project: Project) -> None:
    foot = '<div class="footer"><a href="/a">联系我们</a> <a href="/b">皇后后天后台</a></div>'
    article, _, _ = _imported(project, _page(_TAIWAN).replace("</article>", f"</article>{foot}"))
    assert "lang: zh-Hant\n" in article
