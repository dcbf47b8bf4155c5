"""The developers' own measuring sets, where they are at hand: nothing of them is part of the project."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from sitegen.model import Script
from sitegen.text.decode import decode
from sitegen.text.repair import repair, replay
from sitegen.text.script.convert import convert
from sitegen.text.script.detect import detect
from sitegen.text.script.naive import NAIVE_THRESHOLD, canonicalise, naive_score
from sitegen.text.script.quotes import localise_quotes

_SHARED: Final = Path(__file__).parents[2].parent / "shared"


@pytest.fixture(scope="module")
def seed() -> tuple[str, dict[str, Any]]:
    """Return a dirty document as text, and its truth."""
    pages = sorted((_SHARED / "seeds").glob("*.txt"))
    if not pages:
        pytest.skip("the seed document is not part of the project")
    truth = json.loads((_SHARED / "seeds" / "seed.truth.json").read_text(encoding="utf-8"))
    return decode(pages[0].read_bytes()).text, truth


def test_the_seed_is_repaired(seed: tuple[str, dict[str, Any]]) -> None:
    text, truth = seed
    repaired = repair(text)
    lines = [canonicalise(line.strip()) for line in repaired.text.split("\n")]
    for expected in (*truth["paragraphs"], truth["title"], truth["subtitle"], f"责编：{truth['editor']}"):
        assert expected in lines
    assert all(step.applied for step in repaired.steps)
    assert [step for step in repaired.steps if step.confidence < 0.9]
    assert repair(repaired.text).text == repaired.text
    assert replay(text, repaired.steps) == repaired.text


def test_the_seed_is_naive_and_its_truth_is_not(seed: tuple[str, dict[str, Any]]) -> None:
    text, truth = seed
    assert detect(text).is_naive
    assert naive_score("\n".join(truth["paragraphs_tw"])) <= NAIVE_THRESHOLD
    assert detect("\n".join(truth["paragraphs_tw"])).lang == "zh-Hant"
    assert detect("\n".join(truth["paragraphs"])).lang == "zh-Hans"


def test_the_seed_in_taiwan_orthography(seed: tuple[str, dict[str, Any]]) -> None:
    _, truth = seed
    for simplified, traditional in zip(truth["paragraphs"], truth["paragraphs_tw"], strict=True):
        assert localise_quotes(convert(simplified, ("s2tw",)), Script.HANT) == traditional


def test_healthy_sentences_do_not_change() -> None:
    path = _SHARED / "eval" / "repair" / "healthy.jsonl"
    if not path.is_file():
        pytest.skip("the healthy sentences are not part of the project")
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert [text for text in texts if repair(text).steps] == []


def test_conversion_agrees_with_the_reference() -> None:
    path = _SHARED / "eval" / "script" / "conformance.json"
    if not path.is_file():
        pytest.skip("the conversion checks are not part of the project")
    checks = json.loads(path.read_text(encoding="utf-8"))
    right = sum(convert(check["input"], (check["config"],)) == check["expected"] for check in checks)
    # The other ten need segmentation or rare glyphs.
    assert right >= 546
