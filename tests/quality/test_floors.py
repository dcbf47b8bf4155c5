"""What is found of real pages and damaged documents: a floor for each figure of each set, which only rises.

The sets of the scorers stand beside the checkout and are no part of the project, nor are the scorers; the damaged
pages of `tests/cases/dumps` are ours. A floor is the figure that was measured when it was last raised; of what should
be small it is a ceiling. To raise floors run

    SITEGEN_FLOORS=raise python -m pytest tests/quality/test_floors.py

which writes `floors.json`, and makes none easier.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from math import ceil, trunc
from pathlib import Path
from typing import Any, Final

import pytest

_ROOT: Final = Path(__file__).parents[2]
_EVAL: Final = _ROOT.parent / "shared" / "eval"
_FLOORS: Final = Path(__file__).with_name("floors.json")
_SLACK: Final = 0.0005
"""The floors have three digits."""
_SMALL: Final = frozenset("lost extra spam_left junk_left mojibake_left html_left pua_left changed".split())
"""Figures that are better when smaller."""


def _command(name: str) -> list[Path | str]:
    kind, _, rest = name.partition("/")
    match kind:
        case "extract":
            return [_EVAL / "score_extract.py", _EVAL / "extract" / rest]
        case "clean":
            return [_EVAL / "score_clean.py", _EVAL / "clean"]
        case "dumps":
            return [_EVAL / "score_clean.py", _ROOT / "tests" / "cases" / "dumps" / rest]
        case _:
            return [_EVAL / "score_repair.py", _EVAL / "repair" / "dev.jsonl", _EVAL / "repair" / "healthy.jsonl"]


def _figures(found: Mapping[str, Any]) -> dict[str, float]:
    families: Mapping[str, Mapping[str, float]] = found.get("families", {})
    exact = {family: row["exact"] for family, row in families.items() if row["recoverable"]}
    return {key: value for key, value in found.items() if isinstance(value, int | float)} | exact


@pytest.mark.parametrize("name", sorted(json.loads(_FLOORS.read_text(encoding="utf-8"))))
def test_no_figure_falls_below_its_floor(name: str) -> None:
    command = _command(name)
    if not all(Path(part).exists() for part in command):
        pytest.skip("the scorers and the evaluation sets are not part of the project")
    # The scorers end with 1 where a page is refused.
    run = subprocess.run(
        [sys.executable, *command, "--json"], check=False, capture_output=True, text=True, encoding="utf-8", cwd=_ROOT
    )
    found = _figures(json.loads(run.stdout))
    floors: dict[str, dict[str, float]] = json.loads(_FLOORS.read_text(encoding="utf-8"))
    print({figure: round(found[figure], 3) for figure in floors[name]})  # noqa: T201
    worse = {
        figure: found[figure]
        for figure, floor in floors[name].items()
        if (found[figure] > floor + _SLACK if figure in _SMALL else found[figure] < floor - _SLACK)
    }
    assert worse == {}
    if os.environ.get("SITEGEN_FLOORS") == "raise":
        floors[name] = {figure: _raised(figure, floor, found[figure]) for figure, floor in floors[name].items()}
        text = json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True)
        _FLOORS.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _raised(figure: str, floor: float, found: float) -> float:
    if figure in _SMALL:
        return min(floor, ceil(found * 1000) / 1000)
    return max(floor, trunc(found * 1000) / 1000)
