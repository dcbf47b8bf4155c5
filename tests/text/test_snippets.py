"""Damage as found in the wild: each snippet that its bytes allow is repaired or marked, the others are listed."""

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pytest

from sitegen.text.repair import repair, replay

_FILE: Final = Path(__file__).parents[2].parent / "shared" / "eval" / "repair" / "real_snippets.json"

_NO_DAMAGE_OF_TEXT: Final = "no damage of the text but of the page: it is for extraction to remove"
_REASONS: Final = MappingProxyType(
    dict.fromkeys(range(14, 27), _NO_DAMAGE_OF_TEXT)
    | {
        13: "a question mark between two names, where a middle dot was: nothing tells that it is none",
        36: "characters lost before and behind each other within one line: too little of it is left",
        53: "memory that was never written: it says nothing of the text, and articles quote it",
    }
)


def _snippets() -> list[Any]:
    if not _FILE.is_file():
        return [pytest.param({}, marks=pytest.mark.skip(reason="the snippets are not part of the project"))]
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return [
        pytest.param(
            row,
            id=f"{number}: {row['family'].encode('ascii', 'ignore').decode()}",
            marks=pytest.mark.xfail(reason=_REASONS[number], strict=True) if number in _REASONS else (),
        )
        for number, row in enumerate(rows)
    ]


@pytest.mark.parametrize("row", _snippets())
def test_a_snippet_is_repaired_or_marked(row: dict[str, Any]) -> None:
    repaired = repair(row["text"])
    assert repaired.steps
    assert replay(row["text"], repaired.steps) == repaired.text
