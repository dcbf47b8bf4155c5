"""The real document that the project began with; its text is not ours, so it lies outside the repository."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.model import Extraction

Read = Callable[..., Extraction]
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


@pytest.mark.parametrize("truth_path", sorted(SEEDS.glob("*.truth.json")) or [None])
def test_the_seed(read: Read, truth_path: Path | None) -> None:
    if truth_path is None:
        pytest.skip("the folder ../shared/seeds is not here")
    truth = json.loads(truth_path.read_text("utf-8"))
    found = read((SEEDS / truth["file"]).read_bytes())
    assert found.title == truth["title"]
    assert found.subtitle == truth["subtitle"]
    assert found.date == truth["date"]
    assert found.publisher == truth["source"]
    assert found.editor == truth["editor"]
    assert found.sections == tuple(truth["breadcrumb"][1:])
    assert (found.tags, found.authors, found.lang) == ((), (), "zh-Hans")
    paragraphs = found.text.split("\n")
    assert len(paragraphs) == len(truth["paragraphs"])
    assert paragraphs[1:] == truth["paragraphs"][1:]
    assert paragraphs[0] == truth["paragraphs"][0] or any(not s.applied or s.confidence < 0.9 for s in found.repairs)
    assert found.markdown == "\n\n".join(paragraphs) + "\n"
    assert any(step.rule == "naive-traditional" for step in found.repairs)
