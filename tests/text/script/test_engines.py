"""The converters beside one another, and the choice between them."""

import json
from pathlib import Path

import pytest

from sitegen.cli import importing
from sitegen.errors import ConfigError
from sitegen.text.script.convert import ENGINES, convert, tables_digest
from sitegen.text.script.profiles import PROFILES

_STOCK = {"hk2s", "s2hk", "s2t", "s2tw", "s2twp", "t2hk", "t2s", "t2tw", "tw2s", "tw2sp"}
_PROSE = (
    "旧报社的后院里有一台停了几十年的印刷机。退休工人范师傅说，当年他什么都干过：排字、校对、发行，后来还管过仓库。"
    "纸是从松江运来的，冬天受潮，得先在炉子旁边烘干才能用。一只黑猫常年住在里面，机器一响它就跑到台阶下面去。"
)  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_converts(engine: str) -> None:
    assert convert("头发和发展", ("s2t",), engine) == "頭髮和發展"


@pytest.mark.parametrize("profile", PROFILES)
def test_engines_agree_on_usual_prose(profile: str) -> None:
    source = convert(_PROSE, ("s2t",)) if profile[:2] != "s2" else _PROSE
    assert convert(source, (profile,)) == convert(source, (profile,), "reimplemented")


@pytest.mark.parametrize("profile", PROFILES)
def test_the_stock_engine_says_what_it_lacks(profile: str) -> None:
    if profile in _STOCK:
        assert convert("人", (profile,), "reimplemented-stock") == "人"
    else:
        with pytest.raises(ConfigError, match=profile):
            convert("人", (profile,), "reimplemented-stock")


def test_impossible_choices_are_refused() -> None:
    with pytest.raises(ConfigError, match="no engine"):
        convert("人", ("s2t",), "other")
    with pytest.raises(ConfigError, match="no engine"):
        tables_digest("other")
    with pytest.raises(ConfigError, match="rare glyphs"):
        convert("人", ("s2t",), "reimplemented-stock", rare_glyphs=True)


def test_each_engine_has_a_digest_of_its_own() -> None:
    assert len({tables_digest(engine) for engine in ENGINES}) == len(ENGINES)


def test_the_command_line_names_the_same() -> None:
    assert importing._ENGINES == ENGINES
    assert importing._PROFILES == PROFILES


@pytest.mark.parametrize(
    ("engine", "rare_glyphs", "right"),
    [("compiled", False, 553), ("compiled", True, 556), ("reimplemented", False, 546)],
)
def test_the_published_checks(engine: str, rare_glyphs: bool, right: int, shared: Path) -> None:
    checks = json.loads((shared / "eval" / "script" / "conformance.json").read_text(encoding="utf-8"))
    converted = (convert(check["input"], (check["config"],), engine, rare_glyphs=rare_glyphs) for check in checks)
    assert sum(made == check["expected"] for made, check in zip(converted, checks, strict=True)) >= right
