"""The collector of unreachable circles rests within a document, and only there."""

import gc
from collections.abc import Iterator
from datetime import UTC

import pytest

from sitegen.extract import ExtractionError, extract
from sitegen.extract.rest import collector_at_rest
from sitegen.model import RawDocument


@pytest.fixture(params=[True, False])
def was_at_work(request: pytest.FixtureRequest) -> Iterator[bool]:
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


def test_what_was_before_comes_back(was_at_work: bool) -> None:
    with collector_at_rest():
        assert not gc.isenabled()
        with collector_at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled() == was_at_work


def test_it_comes_back_after_an_error(was_at_work: bool) -> None:
    with pytest.raises(ExtractionError):
        extract(RawDocument("page.html", b" "), zone=UTC)
    assert gc.isenabled() == was_at_work
