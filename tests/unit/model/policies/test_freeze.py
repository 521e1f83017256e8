"""Freezes: when they begin, when they end, and when something may move again."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.model.policies.freeze import first_free, freeze_at, freeze_window, moment_words

YEAR_END = "2026-12-20..2027-01-03"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "moment", "held"),
    [
        (YEAR_END, "2026-12-19T23:59:59", False),
        (YEAR_END, "2026-12-20T00:00:00", True),
        (YEAR_END, "2027-01-03T23:59:59", True),
        (YEAR_END, "2027-01-04T00:00:00", False),
        ("2026-12-24", "2026-12-24T12:00:00", True),
        ("2026-12-24", "2026-12-25T00:00:00", False),
        ("2026-12-20T18:00..2026-12-21T06:00", "2026-12-20T17:59:59", False),
        ("2026-12-20T18:00..2026-12-21T06:00", "2026-12-21T05:59:59", True),
        ("2026-12-20T18:00..2026-12-21T06:00", "2026-12-21T06:00:00", False),
        ("2026-12-20T18:00Z .. 2026-12-21", "2026-12-21T23:00:00", True),
        ("2026-12-20 18:00:00..2026-12-21", "2026-12-20T18:00:00", True),
    ],
)
def test_days_are_whole_and_times_are_moments(text: str, moment: str, *, held: bool) -> None:
    assert freeze_window(text).holds_at(at(moment)) is held


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "christmas",
        "2026-12-20..",
        "..2026-12-20",
        "2026-12-20...2027-01-03",
        "2026-12-20 - 2027-01-03",
        "2026-13-01",
        "2026-02-30..2026-03-01",
        "20.12.2026..3.1.2027",
        "2026-12-20T18:00+01:00..2026-12-21",
        "2026-12-20T25:00..2026-12-21",
    ],
)
def test_what_is_no_freeze(text: str) -> None:
    with pytest.raises(ValueError, match="no freeze"):
        freeze_window(text)


@pytest.mark.parametrize("text", ["2027-01-03..2026-12-20", "2026-12-20T18:00..2026-12-20T18:00"])
def test_the_end_comes_after_the_beginning(text: str) -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        freeze_window(text)


def test_of_several_the_one_that_ends_last_is_told() -> None:
    found = freeze_at(["2026-12-24", YEAR_END, "2026-12-23..2026-12-25"], at("2026-12-24T01:00:00"))
    assert found is not None
    assert found.text == YEAR_END


def test_what_follows_at_once_is_one_freeze() -> None:
    freezes = [YEAR_END, "2027-01-04..2027-01-06", "2027-01-08"]
    assert first_free(freezes, at("2026-12-24T01:00:00")) == at("2027-01-07T00:00:00")
    assert first_free(freezes, at("2027-01-07T12:00:00")) == at("2027-01-07T12:00:00")


DAYS = st.dates(min_value=datetime(2026, 1, 1).date(), max_value=datetime(2026, 2, 1).date())  # noqa: DTZ001  only its date is used
WINDOWS = st.lists(st.tuples(DAYS, DAYS).map(lambda days: f"{min(days)}..{max(days)}"), max_size=5)
MOMENTS = st.integers(0, 24 * 40).map(
    lambda hours: at("2026-01-01T00:00:00") + timedelta(hours=hours)
)


@given(WINDOWS, MOMENTS)
def test_at_the_first_free_moment_nothing_holds_and_before_it_something_does(
    freezes: list[str], moment: datetime
) -> None:
    free = first_free(freezes, moment)
    assert free >= moment
    assert freeze_at(freezes, free) is None
    if free > moment:
        assert freeze_at(freezes, free - timedelta(seconds=1)) is not None


def test_a_moment_in_words_is_never_too_early() -> None:
    assert moment_words(at("2027-01-04T00:00:00")) == "2027-01-04 00:00 UTC"
    assert moment_words(at("2027-01-04T00:00:01")) == "2027-01-04 00:01 UTC"
