"""Places of repairs: taking all of them back gives the text as it was, and marks leave no trace."""

from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.text.marked import Tree, can_mark, map_words, mark, mark_gone, numbers, transfer, tree, unmark
from sitegen.text.repair import Repaired, repair
from sitegen.text.repair.edits import Edit
from sitegen.text.repair.trace import PLACES_MAX, trace
from tests.soak import examples

_DAMAGE: Final = st.lists(
    st.sampled_from(["春天来了", ",", "?", "!", "(kāi)", "开", "&amp;", "&#44;", "\u200b",
                     "?!薄爸灰", "锟斤拷", "ä½\xa0", "\n", "\ue013"]),
    max_size=12,
).map("".join)  # fmt: skip


def as_found(repaired: Repaired, pieces: Tree) -> str:
    """What stands there with all steps taken back."""
    text = ""
    for piece in pieces:
        match piece:
            case str():
                text += piece
            case (number, after):
                before = repaired.places[number].before
                text += as_found(repaired, after if before is None else tree(before))
    return text


@pytest.mark.law
@given(_DAMAGE)
@example("服務(wù)器&amp;amp;甲,乙")
@settings(max_examples=examples(150), deadline=None)
def test_with_all_steps_taken_back_the_text_is_as_it_was(text: str) -> None:
    repaired = repair(text)
    assert unmark(repaired.marked) == (repaired.text if repaired.places else "")
    if repaired.places:
        assert as_found(repaired, tree(repaired.marked)) == text
        assert {place.step for place in repaired.places} == set(range(len(repaired.steps)))


_EDITS: Final = st.lists(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 4), st.sampled_from(["", "x", "yz"]), st.booleans())),
    max_size=5,
)


Wanted = list[list[tuple[int, int, str, bool]]]
Rounds = list[list[tuple[Edit, int]]]


def made(text: str, wanted: Wanted, count: int = 0) -> tuple[str, Rounds, int]:
    """Return what becomes of a text, the edits that fit, and the number of the next step."""
    now = text
    rounds: Rounds = []
    for row in wanted:
        edits: list[tuple[Edit, int]] = []
        end = 0
        for start, length, after, applied in sorted(row):
            if start >= end and start + length <= len(now):
                edits.append((Edit(start, start + length, after, applied=applied), count))
                count, end = count + 1, start + length
        for edit, _ in reversed(edits):
            now = now[: edit.start] + edit.after + now[edit.end :] if edit.applied else now
        rounds.append(edits)
    return now, rounds, count


@pytest.mark.law
@given(st.text("abcd", min_size=1, max_size=12), _EDITS, _EDITS)
@settings(max_examples=examples(200), deadline=None)
def test_changes_go_on_where_others_ended(text: str, first: Wanted, second: Wanted) -> None:
    now, rounds, count = made(text, first)
    marked, known = trace(text, rounds)
    end, more, total = made(now, second, count)
    marked, places = trace(now, more, marked, known)
    if total:
        assert unmark(marked) == end
        assert as_found(Repaired(end, (), marked, places), tree(marked)) == text
        assert sorted(place.step for place in places) == list(range(total))


@pytest.mark.law
@given(st.text("abcd", min_size=1, max_size=12), _EDITS)
@settings(max_examples=examples(300), deadline=None)
def test_changes_of_changes_have_their_places(text: str, wanted: Wanted) -> None:
    now, rounds, count = made(text, wanted)
    marked, places = trace(text, rounds)
    if count:
        assert unmark(marked) == now
        assert as_found(Repaired(now, (), marked, places), tree(marked)) == text
        assert sorted(place.step for place in places) == list(range(count))
    else:
        assert (marked, places) == ("", ())


def test_a_text_of_marks_and_one_of_too_many_places_are_left_alone() -> None:
    assert trace("a\ufdd0", [[(Edit(0, 1, "b"), 0)]]) == ("", ())
    assert trace("a" * 9999, [[(Edit(n, n + 1, "b"), 0) for n in range(PLACES_MAX + 1)]]) == ("", ())
    assert not can_mark("\ufdef")


def test_marks_are_read_back() -> None:
    marked = f"a{mark(10, f'b{mark(2, chr(10))}')}\n\n{mark_gone(3)}\n\nc\n\n{mark_gone(4, is_last=True)}\n"
    assert tree(marked) == ["a", (10, ["b", (2, ["\n"])]), "\n\n", 3, "c", 4, "\n"]
    assert unmark(marked) == "ab\n\n\nc\n"
    assert numbers(marked) == [10, 2]
    assert unmark(map_words(marked, str.upper)) == "AB\n\n\nC\n"


@pytest.mark.parametrize("new", ["头发与发展", "头发和他的发展", "", "头"])
def test_marks_pass_to_a_converted_text(new: str) -> None:
    moved = transfer(f"頭{mark(0, '髮')}與{mark(1, '')}發展", new)
    assert unmark(moved) == new
    assert numbers(moved) == [0, 1]
