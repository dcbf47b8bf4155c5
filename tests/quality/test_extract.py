"""How much of real pages is found: the floors of each set, which only rise.

The sets are pages as fetched with what people found in them; they stand beside the checkout and are no part of the
project. A floor is the figure that was measured when it was last raised; to raise floors run

    SITEGEN_FLOORS=raise python -m pytest tests/quality/test_extract.py

which writes `extract_floors.json` and lowers none.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_SHARED: Final = Path(__file__).parents[2].parent / "shared"
_FLOORS: Final = Path(__file__).with_name("extract_floors.json")
_SLACK: Final = 0.0005
"""The floors have three digits."""


@pytest.mark.parametrize("name", sorted(json.loads(_FLOORS.read_text(encoding="utf-8"))))
def test_no_figure_falls_below_its_floor(name: str) -> None:
    scorer, folder = _SHARED / "eval" / "score_extract.py", _SHARED / "eval" / "extract" / name
    if not folder.is_dir():
        pytest.skip("the evaluation sets are not part of the project")
    command = [sys.executable, str(scorer), str(folder), "--json"]
    run = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")  # 1: a page is refused
    found = json.loads(run.stdout)
    floors = json.loads(_FLOORS.read_text(encoding="utf-8"))
    print({figure: round(found[figure], 3) for figure in floors[name]})  # noqa: T201
    assert {f: found[f] for f, floor in floors[name].items() if found[f] < floor - _SLACK} == {}
    if os.environ.get("SITEGEN_FLOORS") == "raise":
        floors[name] = {figure: max(floor, int(found[figure] * 1000) / 1000) for figure, floor in floors[name].items()}
        text = json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True)
        _FLOORS.write_text(f"{text}\n", encoding="utf-8", newline="\n")
