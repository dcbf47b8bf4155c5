"""Literals in, reasons out."""

from typing import Final

import pytest

from sitegen.build.cache import Record
from sitegen.build.graph import Reason, out_of_date
from sitegen.digest import Digest

MADE: Final = Record("content=c1 template=t1", Digest("o1"), "12:34")
SAME: Final = "content=c1 template=t1"


@pytest.mark.parametrize(
    ("wanted", "record", "state", "promised", "expected"),
    [
        pytest.param(SAME, MADE, "12:34", "o1", None, id="nothing changed"),
        pytest.param(SAME, None, "12:34", "o1", Reason("new"), id="no record"),
        pytest.param(
            "content=c2 template=t1", MADE, "12:34", "o1", Reason("inputs", ("content",)), id="an input changed"
        ),
        pytest.param(
            "content=c2 template=t2",
            MADE,
            "12:34",
            "o1",
            Reason("inputs", ("content", "template")),
            id="inputs are named in order",
        ),
        pytest.param(f"{SAME} data=d", MADE, "12:34", "o1", Reason("inputs", ("data",)), id="an input was added"),
        pytest.param("content=c1", MADE, "12:34", "o1", Reason("inputs", ("template",)), id="an input went"),
        pytest.param(SAME, MADE, "", "o1", Reason("output"), id="the file is lost"),
        pytest.param(SAME, MADE, "12:35", "o1", Reason("output"), id="the file was touched"),
        pytest.param(SAME, MADE, "12:34", None, Reason("output"), id="the manifest is lost"),
        pytest.param(SAME, MADE, "12:34", "o2", Reason("output"), id="the manifest says otherwise"),
        pytest.param("content=c2 template=t1", MADE, "", None, Reason("inputs", ("content",)), id="inputs come first"),
    ],
)
def test_out_of_date(
    wanted: str, record: Record | None, state: str, promised: str | None, expected: Reason | None
) -> None:
    assert out_of_date(wanted, record, state, Digest(promised) if promised else None) == expected


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("new"), "it was not there"),
        (Reason("inputs", ("program", "template")), "changed: sitegen itself; its template, or one that this includes"),
        (Reason("output"), "its file is missing, or was changed by somebody else"),
    ],
)
def test_a_reason_is_told_in_words(reason: Reason, words: str) -> None:
    assert str(reason) == words
