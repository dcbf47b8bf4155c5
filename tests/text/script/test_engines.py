"""The converters beside one another, and the choice between them."""

import json
import sys
from pathlib import Path

import pytest

from sitegen.cli import importing
from sitegen.errors import ConfigError
from sitegen.model import ENGINES
from sitegen.text.script import segmented
from sitegen.text.script.convert import convert, convert_segments, tables_digest
from sitegen.text.script.profiles import PROFILES

_STOCK = {"hk2s", "s2hk", "s2t", "s2tw", "s2twp", "t2hk", "t2s", "t2tw", "tw2s", "tw2sp"}
_PROSE = (
    "旧报社的后院里有一台停了几十年的印刷机。退休工人范师傅说，当年他什么都干过：排字、校对、发行，后来还管过仓库。"
    "纸是从松江运来的，冬天受潮，得先在炉子旁边烘干才能用。一只黑猫常年住在里面，机器一响它就跑到台阶下面去。"
)  # fmt: skip


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Return each engine; the segmenter's is skipped where the extra is not installed."""
    if request.param == "jieba":
        pytest.importorskip("rjieba", reason="the extra [jieba] is not installed")
    return str(request.param)


def test_every_engine_converts(engine: str) -> None:
    assert convert("头发和发展", ("s2t",), engine) == "頭髮和發展"


def test_every_engine_says_what_became_of_which_letter(engine: str) -> None:
    text = "打印头发和发展，用U盘"
    profile = "s2twp"
    segments = convert_segments(text, (profile,), engine)
    assert "".join(made for _, made in segments) == convert(text, (profile,), engine)
    assert sum(size for size, _ in segments) == len(text)


def test_a_segmenter_keeps_phrases_within_words() -> None:
    pytest.importorskip("rjieba", reason="the extra [jieba] is not installed")
    assert convert("他称帝后回国", ("s2tw",)) == "他稱帝后回國"
    assert convert("他称帝后回国", ("s2tw",), "jieba") == "他稱帝後回國"
    # A phrase of several words stays one, and what is no word is converted letter by letter.
    assert convert("千钧一发，一丝不苟", ("s2tw",), "jieba") == "千鈞一髮，一絲不苟"
    assert convert("⿰发展", ("s2tw",), "jieba") == "⿰发展"
    assert convert("豈\n发 ", ("s2tw",), "jieba") == "豈\n發 "


def test_a_missing_segmenter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(ConfigError, match="rjieba") as caught:
        segmented._segmenter()
    assert "sitegen-bilingual[jieba]" in caught.value.hint


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
    pytest.importorskip("rjieba", reason="the extra [jieba] is not installed")
    assert len({tables_digest(engine) for engine in ENGINES}) == len(ENGINES)


def test_the_command_line_names_the_same() -> None:
    assert importing._PROFILES == PROFILES


@pytest.mark.parametrize(
    ("engine", "rare_glyphs", "right"),
    [("compiled", False, 553), ("compiled", True, 556), ("reimplemented", False, 546)],
)
def test_the_published_checks(engine: str, rare_glyphs: bool, right: int, shared: Path) -> None:
    checks = json.loads((shared / "eval" / "script" / "conformance.json").read_text(encoding="utf-8"))
    converted = (convert(check["input"], (check["config"],), engine, rare_glyphs=rare_glyphs) for check in checks)
    assert sum(made == check["expected"] for made, check in zip(converted, checks, strict=True)) >= right
