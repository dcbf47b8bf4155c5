"""The merge of what import finds now into what people made of it: field by field, and nobody's work is lost."""

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.ingest.merge import field_digests, merge
from sitegen.markdown.frontmatter import join, split

_VALUES: Final = st.sampled_from(["a", "b", "c", ["a", "b"], {"url": "a"}, True, 2])
_FIELDS: Final = st.dictionaries(st.sampled_from(["title", "date", "tags", "source", "editor", "body"]), _VALUES)


@pytest.mark.law
@given(_FIELDS, _FIELDS, _FIELDS)
def test_each_field_goes_by_who_changed_it(base: dict[str, Any], theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    merged = merge(field_digests(base), theirs, ours)
    for name in {*base, *theirs, *ours}:
        was, edited, found = base.get(name), theirs.get(name), ours.get(name)
        expected = found if edited == was else edited
        assert merged.fields.get(name) == expected, name
        is_conflict = edited != was and found not in (was, edited)
        assert (name in merged.conflicts) is is_conflict, name
    assert set(merged.fields) <= set(theirs) | set(ours)


@pytest.mark.law
@given(_FIELDS, _FIELDS)
def test_nothing_is_merged_where_one_side_is_as_it_was(base: dict[str, Any], other: dict[str, Any]) -> None:
    digests = field_digests(base)
    assert merge(digests, base, other) == (other, ())
    assert merge(digests, other, base) == (other, ())
    assert merge(digests, other, other) == (other, ())


@pytest.mark.law
@given(_FIELDS, _FIELDS, _FIELDS)
def test_merging_again_changes_nothing(base: dict[str, Any], theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    once = merge(field_digests(base), theirs, ours)
    assert merge(field_digests(ours), once.fields, ours).fields == once.fields


@pytest.mark.parametrize(
    "value",
    [
        "2021-11-29",
        "2021-11-29T09:33:26+08:00",
        "1984",
        "no",
        ["a", "1.10"],
        {"url": "https://example.org/", "sha256": "0e1"},
        [{"rule": "a", "before": "", "after": "b", "confidence": 0.63}],
        [{"rule": "a", "confidence": 1.0}],
    ],
)
def test_a_file_that_nobody_touched_counts_as_untouched(value: object) -> None:
    found = {"date": value, "body": "正文\n\n完\n"}
    head = split(join({"date": value} if isinstance(value, str) else {"tags": value}, "正文\n\n完\n"))
    (read,) = head.fields.values()
    assert field_digests({"date": read, "body": head.body}) == field_digests(found)


def test_a_persons_order_stays_and_new_fields_come_behind() -> None:
    base = field_digests({"title": "a", "date": "1"})
    merged = merge(base, {"date": "1", "title": "b", "mine": "x"}, {"title": "a", "date": "2", "editor": "y"})
    assert list(merged.fields.items()) == [("date", "2"), ("title", "b"), ("mine", "x"), ("editor", "y")]
