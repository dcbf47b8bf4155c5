"""Digests: equal for equal values, different for different ones, the same in every run."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.digest import SKIP, digest_bytes, digest_value
from sitegen.model import Body, Html, Severity
from sitegen.moment import Moment


class Letter(StrEnum):
    A = "a"


@dataclass(frozen=True)
class Point:
    x: object
    y: object = field(default=0, metadata=SKIP)


@dataclass(frozen=True)
class Other:
    x: object


DIFFERENT: Final[tuple[object, ...]] = (
    None, True, False, 0, 1, 1.0, -1, "", "0", "1", "None", b"", b"1", (), ("",), (1,), ("1",), ((1,),), (1, 1),
    {}, {"": ""}, {"a": 1}, {"a": "1"}, {"b": 1}, {1: "a"}, ("a", 1), ("ab",), ("a", "b"), Letter.A, "a", Point(1),
    Point("1"), Other(1), Point(Point(1)), date(2021, 1, 1), "2021-01-01", "é", "e\u0301", "\ud800",
)  # fmt: skip


def test_different_values_have_different_digests() -> None:
    assert len({digest_value(value) for value in DIFFERENT}) == len(DIFFERENT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], (1, 2)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": {"b": 1}}, MappingProxyType({"a": MappingProxyType({"b": 1})})),
        (Point(1, 2), Point(1, 3)),
        (Html("a"), "a"),
        (Body(digest_bytes(b"x"), Html("x")), Body(digest_bytes(b"x"))),
    ],
)
def test_equal_values_have_equal_digests(one: object, other: object) -> None:
    assert digest_value(one) == digest_value(other)


@pytest.mark.parametrize("value", [{1, 2}, object(), 1j, [object()], {"a": lambda: 0}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no canonical form"):
        digest_value(value)


_VALUES: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def typed(value: object) -> object:
    """Return *value* with its types, since True equals 1 in Python."""
    if isinstance(value, Mapping):
        return frozenset((key, typed(item)) for key, item in value.items()), "mapping"
    return tuple(map(typed, value)) if isinstance(value, tuple) else (type(value), value)


@pytest.mark.law
@given(_VALUES, _VALUES)
def test_digests_are_equal_just_where_values_are(one: object, other: object) -> None:
    assert (digest_value(one) == digest_value(other)) is (typed(one) == typed(other))


_PROGRAM: Final = """
from sitegen.digest import digest_value
from sitegen.model import Severity
print(digest_value(({"b": 1, "a": ("春", b"x", 1.5, None, True, Severity.ERROR)}, tuple(sorted({"x", "y", "z"})))))
"""


def test_digests_are_the_same_in_every_run(repository: Path) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(repository), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "1")
    ]
    value = ({"a": ("春", b"x", 1.5, None, True, Severity.ERROR), "b": 1}, ("x", "y", "z"))
    assert set(runs) == {digest_value(value)}


def test_a_digest_does_not_change_from_version_to_version() -> None:
    """A change would be a change of every import record; it needs a reason and a way over."""
    moment = Moment.parse("2021-11-29T09:33+08:00", UTC)
    assert digest_value(("春", 1, None, {"a": True}, moment)) == "fe32b5b00be66ac675335767d1ac0082"
