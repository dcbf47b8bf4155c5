"""Texts that lie packed."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from sitegen.site.rows import Texts


@given(st.lists(st.text()))
def test_texts_come_back(texts: list[str]) -> None:
    for row in (Texts(texts), pickle.loads(pickle.dumps(Texts(texts)))):  # noqa: S301 (ours)
        assert [row[place] for place in range(len(row))] == texts


def test_halves_of_characters_come_back() -> None:
    assert Texts(["a\ud800", "\udfff春"])[1] == "\udfff春"
