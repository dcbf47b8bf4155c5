"""The default converter against a plain port of the reference algorithm, and what it says of the parts of a text."""

import gzip
import random
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text.script.compiled import _FEW_LETTERS, _longest, _Words, engine
from sitegen.text.script.convert import convert, convert_segments, cut
from sitegen.text.script.profiles import PROFILES
from sitegen.text.script.stored import compiled_tables
from sitegen.text.script.tables import tables
from tests.soak import examples
from tests.text.script.reference import reference

_CHARACTERS: Final = 150_000
_CHARACTERS_SOAK: Final = 3_000_000
_COMPARED: Final = ("s2t", "s2tw", "s2hk", "s2twp", "tw2s", "t2s")
_PART: Final = 4000
_SEED: Final = 20261123


@cache
def _vocabulary(profile: str) -> list[str]:
    found = tables(profile)
    words = {text for step in found.chain for one in step for item in one.replacements.items() for text in item}
    return sorted(words | set(map(chr, found.normalisation)))


def _soup(profile: str, chosen: random.Random, size: int) -> str:
    """Return words of the dictionaries, whole and broken, between marks, descriptions and rare characters."""
    words = _vocabulary(profile)
    parts: list[str] = []
    for _ in range(size):
        word = chosen.choice(words)
        broken = chosen.randrange(len(word) + 1)
        parts.append(
            chosen.choice(
                (
                    word,
                    word,
                    word,
                    word[:broken],
                    word[broken:],
                    chosen.choice("，。\n a1《》·-"),
                    chosen.choice("⿰⿱⿲⿿"),
                )
            )
        )
    return "".join(parts)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_dictionary_converts_ascii(profile: str) -> None:
    found = tables(profile)
    assert not any(key.isascii() for step in found.chain for one in step for key in one.replacements)


@pytest.mark.law
@pytest.mark.parametrize("profile", PROFILES)
def test_words_of_the_dictionaries_as_the_reference(profile: str, soak: bool) -> None:
    chosen = random.Random(_SEED)  # noqa: S311 (the same each time)
    for rare_glyphs in (False, True):
        for _ in range(2000 if soak else 30):
            text = _soup(profile, chosen, chosen.randrange(1, 40))
            assert engine(profile, rare_glyphs=rare_glyphs).convert(text) == reference(
                text, profile, rare_glyphs=rare_glyphs
            )


@pytest.mark.parametrize("profile", ["s2tw", "s2twp", "t2s"])
def test_few_texts_are_cut_at_the_same_words_as_many(profile: str) -> None:
    chosen = random.Random(_SEED)  # noqa: S311 (the same each time)
    words = sorted([*compiled_tables(profile, rare_glyphs=False).cut.split("\n"), "头"])
    few, many = _Words(words), _longest(words)
    texts = ["", "头", *(_soup(profile, chosen, 30) for _ in range(100))]
    assert [few(text) for text in texts] == [many(text) for text in texts]
    whole = "".join(texts)
    long = whole * (_FEW_LETTERS // len(whole) + 1)
    assert few(long) == many(long)


@pytest.mark.law
@given(
    st.sampled_from(PROFILES),
    st.text("里后发面干了只台着著裏後發髮麵乾瞭隻臺⿰⿳\uf900𫇭𠀾a ，\n头頭软件軟體内存埠", max_size=30),
)
@settings(max_examples=examples(300), deadline=None)
def test_any_text_as_the_reference(profile: str, text: str) -> None:
    assert engine(profile).convert(text) == reference(text, profile)


@pytest.mark.law
@pytest.mark.parametrize("profile", _COMPARED)
def test_prose_as_the_reference(profile: str, shared: Path, soak: bool) -> None:
    simplified = "".join((shared / "corpus" / name).read_text(encoding="utf-8") for name in ("gsdsimp.txt", "cmrc.txt"))
    simplified += gzip.decompress((shared / "corpus" / "laws.txt.gz").read_bytes()).decode("utf-8")
    traditional = (shared / "corpus" / "classical.txt").read_text(encoding="utf-8")
    size = _CHARACTERS_SOAK if soak else _CHARACTERS // len(_COMPARED)
    if profile.startswith("s"):
        text = simplified[:size]
    else:  # there is little genuine Traditional text: the rest is made
        text = traditional[: size // 3] + convert(simplified[:size], ("s2tw",))
        text = text[:size]
    for start in range(0, len(text), _PART):
        part = text[start : start + _PART]
        assert engine(profile).convert(part) == reference(part, profile)


@pytest.mark.law
@pytest.mark.parametrize(("there", "back"), [("s2t", "t2s"), ("s2tw", "tw2s"), ("s2hk", "hk2s")])
def test_the_variant_of_a_variant_is_stable(there: str, back: str, soak: bool) -> None:
    chosen = random.Random(_SEED)  # noqa: S311 (the same each time)
    for _ in range(2000 if soak else 150):
        first = convert(_soup(there, chosen, 10), (there, back, there))
        assert convert(first, (back, there)) == first


@pytest.mark.law
@pytest.mark.parametrize("profiles", [("s2tw",), ("s2twp",), ("tw2sp",), ("s2hkp", "hk2t", "t2tw"), ("jp2t",), ()])
def test_segments_are_the_conversion(profiles: tuple[str, ...]) -> None:
    chosen = random.Random(_SEED)  # noqa: S311 (the same each time)
    for _ in range(100):
        text = _soup("s2twp", chosen, 20)
        segments = convert_segments(text, profiles)
        assert "".join(made for _, made in segments) == convert(text, profiles)
        assert sum(size for size, _ in segments) == len(text)
        lengths = [len(part) for part in text.partition("，")]
        assert "".join(cut(segments, lengths)) == convert(text, profiles)


@pytest.mark.parametrize(
    ("text", "profiles", "lengths", "expected"),
    [
        ("头发", ("s2tw",), [1, 1], ["頭", "髮"]),
        ("用打印机", ("s2twp",), [2, 2], ["用印", "表機"]),
        ("用打印机打印", ("s2twp",), [1, 3, 2], ["用", "印表機", "列印"]),
        ("用内存吗", ("s2twp",), [2, 2], ["用記", "憶體嗎"]),
        ("内存不足", ("s2twp",), [2, 0, 2], ["記憶體", "", "不足"]),
        ("內記憶體外", ("tw2sp",), [1, 1, 1, 1, 1], ["内", "内", "存", "", "外"]),
        ("内存不足", ("s2twp", "tw2sp"), [2, 2], ["内存", "不足"]),
        ("", ("s2tw",), [0, 0], ["", ""]),
        ("plain", ("s2tw",), [2, 3], ["pl", "ain"]),
    ],
)
def test_converted_text_is_cut_where_the_source_is(
    text: str, profiles: tuple[str, ...], lengths: list[int], expected: list[str]
) -> None:
    assert cut(convert_segments(text, profiles), lengths) == expected


def test_a_description_of_a_character_stays() -> None:
    assert convert("⿰发展，⿰氵发", ("s2tw",)) == "⿰发展，⿰氵发"
    assert convert("⿰发", ("s2tw",)) == "⿰發"


def test_rare_glyphs_are_an_option() -> None:
    assert convert("㑮", ("t2s",)) == "㑮"
    assert convert("㑮", ("t2s",), rare_glyphs=True) == "𫝈"


def test_much_text_without_a_mark_takes_linear_time() -> None:
    # Each clause is walked once, however long it is: a second walk for each anchor would take minutes.
    text = "里面后天头发" * 50_000
    assert convert(text, ("s2tw",)) == convert("里面后天头发" * 10, ("s2tw",)) * 5_000
