"""Moments as precise as they are known, and the names of repairs."""

from datetime import UTC, date, timedelta, timezone

import pytest

from sitegen.model import LANGUAGE_ALIASES, VARIANTS, Diagnostic, Html
from sitegen.moment import Moment

EAST = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("text", "iso", "full"),
    [
        ("2021-11-29", "2021-11-29", "2021-11-29T00:00:00+08:00"),
        ("2021-11-29T09:33", "2021-11-29T09:33+08:00", "2021-11-29T09:33:00+08:00"),
        ("2021-11-29 09:33", "2021-11-29T09:33+08:00", "2021-11-29T09:33:00+08:00"),
        ("2021-11-29T09:33:26", "2021-11-29T09:33:26+08:00", "2021-11-29T09:33:26+08:00"),
        ("2021-11-29T09:33:26.789", "2021-11-29T09:33:26+08:00", "2021-11-29T09:33:26+08:00"),
        ("2021-11-29T09:33Z", "2021-11-29T09:33+00:00", "2021-11-29T09:33:00+00:00"),
        ("2021-11-29T09:33 -0330", "2021-11-29T09:33-03:30", "2021-11-29T09:33:00-03:30"),
        (" 2024-02-29 ", "2024-02-29", "2024-02-29T00:00:00+08:00"),
        ("0987-01-01", "0987-01-01", "0987-01-01T00:00:00+08:00"),
    ],
)
def test_a_moment_is_as_precise_as_it_is_known(text: str, iso: str, full: str) -> None:
    moment = Moment.parse(text, EAST)
    assert (moment.iso, moment.rfc3339) == (iso, full)
    assert Moment.parse(moment.iso, UTC).iso == iso
    assert moment.day == date.fromisoformat(iso[:10])


@pytest.mark.parametrize(
    "text",
    [
        *("", "2021", "2021-11", "2021-1-2", "2021-02-29", "2021-13-01", "0000-01-01", "20211129", "2021/11/29"),
        *(
            "2021-11-29T24:00",
            "2021-11-29T09:60",
            "2021-11-29T09",
            "2021-11-29T09:33+25:00",
            "２０２１-11-29",
            "2021-11-29x",
        ),
    ],
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Moment.parse(text, UTC)


def test_moments_are_ordered_by_instant() -> None:
    texts = ["2021-11-29T01:00+08:00", "2021-11-28T23:00:00Z", "2021-11-29", "2021-11-29T00:30-08:00"]
    assert sorted(texts, key=lambda text: Moment.parse(text, UTC)) == texts


def test_every_alias_means_a_variant() -> None:
    assert set(LANGUAGE_ALIASES.values()) == set(VARIANTS)
    assert all(alias == alias.lower() for alias in LANGUAGE_ALIASES)
    assert {tag: LANGUAGE_ALIASES[tag.lower()] for tag in VARIANTS} == {tag: tag for tag in VARIANTS}


def test_folders_of_variants_differ() -> None:
    assert len({variant.folder for variant in VARIANTS.values()}) == len(VARIANTS)


def test_a_diagnostic_says_where() -> None:
    assert str(Diagnostic("a.md", 3, "wrong")) == "a.md:3: wrong"
    assert str(Diagnostic("a.md", 0, "wrong")) == "a.md: wrong"


def test_markup_is_text_that_needs_no_escaping() -> None:
    assert (Html("<b>").__html__(), Html("<b>") == "<b>") == ("<b>", True)
