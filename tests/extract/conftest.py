"""A short way to extract an invented document."""

from collections.abc import Callable
from datetime import timedelta, timezone

import pytest

from sitegen.extract import extract
from sitegen.model import Extraction, RawDocument


@pytest.fixture
def read() -> Callable[..., Extraction]:
    def read_one(text: str | bytes, url: str | None = None, **fields: str) -> Extraction:
        data = text if isinstance(text, bytes) else text.encode()
        zone = timezone(timedelta(hours=8))
        return extract(RawDocument("page", data, url, fields=fields), zone=zone)

    return read_one
