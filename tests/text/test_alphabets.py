"""Places of damage in one line that lie so close that their margins overlap."""

from itertools import pairwise

import pytest

from sitegen.text.repair import alphabets
from sitegen.text.repair.edits import Edit

_BETWEEN = 18
"""More than parts two places, less than both their margins."""


def test_what_one_place_made_is_not_read_again_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_of_it(part: str, _core: str, start: int, *_rest: object, **_options: object) -> list[Edit]:
        return [Edit(start, start + len(part), "河边的人都在等船", 0.5)]

    monkeypatch.setattr(alphabets, "reread", all_of_it)
    damaged = "\u0e01\u0e02\u0e03\u0e04"
    found = alphabets.restore_misread_alphabet(f"{damaged}{'他' * _BETWEEN}{damaged}")
    assert len(found) > 1
    assert all(one.end <= other.start for one, other in pairwise(found))
