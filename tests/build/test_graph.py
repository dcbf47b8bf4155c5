"""Literals in, reasons out."""

from typing import Final

import pytest

from sitegen.build.cache import Record
from sitegen.build.graph import Reason, out_of_date
from sitegen.digest import Digest

MADE: Final = Record({"view": "v1", "template": "t1"}, Digest("o1"), "12:34")
SAME: Final = {"view": "v1", "template": "t1"}


@pytest.mark.parametrize(
    ("wanted", "record", "state", "promised", "expected"),
    [
        pytest.param(SAME, MADE, "12:34", "o1", None, id="nothing changed"),
        pytest.param(SAME, None, "12:34", "o1", Reason("new"), id="no record"),
        pytest.param(SAME | {"view": "v2"}, MADE, "12:34", "o1", Reason("inputs", ("view",)), id="an input changed"),
        pytest.param(
            {"view": "v2", "template": "t2"},
            MADE,
            "12:34",
            "o1",
            Reason("inputs", ("template", "view")),
            id="inputs are named in order",
        ),
        pytest.param(SAME | {"data": "d"}, MADE, "12:34", "o1", Reason("inputs", ("data",)), id="an input was added"),
        pytest.param({"view": "v1"}, MADE, "12:34", "o1", Reason("inputs", ("template",)), id="an input went"),
        pytest.param(SAME, MADE, "", "o1", Reason("output"), id="the file is lost"),
        pytest.param(SAME, MADE, "12:35", "o1", Reason("output"), id="the file was touched"),
        pytest.param(SAME, MADE, "12:34", None, Reason("output"), id="the manifest is lost"),
        pytest.param(SAME, MADE, "12:34", "o2", Reason("output"), id="the manifest says otherwise"),
        pytest.param(SAME | {"view": "v2"}, MADE, "", None, Reason("inputs", ("view",)), id="inputs come first"),
    ],
)
def test_out_of_date(
    wanted: dict[str, str], record: Record | None, state: str, promised: str | None, expected: Reason | None
) -> None:
    assert out_of_date(wanted, record, state, Digest(promised) if promised else None) == expected


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("new"), "it was never made"),
        (Reason("inputs", ("template", "view")), "changed: template, view"),
        (Reason("output"), "its file is missing, or was changed by somebody else"),
    ],
)
def test_a_reason_is_told_in_words(reason: Reason, words: str) -> None:
    assert str(reason) == words
