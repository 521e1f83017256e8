"""Additive increase, multiplicative decrease; what a clock would show is read from the state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.workspace.pace import Pace, _Endpoint


def test_at_first_nothing_waits() -> None:
    assert [Pace._reserve(_Endpoint(), now=5.0) for _ in range(3)] == [0.0, 0.0, 0.0]


def test_slots_are_spaced_by_the_rate() -> None:
    state = _Endpoint(rate=4.0)

    assert [Pace._reserve(state, now=10.0) for _ in range(4)] == [0.0, 0.25, 0.5, 0.75]


def test_slots_that_nobody_used_are_lost() -> None:
    state = _Endpoint(rate=4.0)
    Pace._reserve(state, now=10.0)

    assert [Pace._reserve(state, now=60.0) for _ in range(2)] == [0.0, 0.25]


def test_the_first_refusal_cuts_below_what_went_well() -> None:
    pace = Pace()
    for _ in range(40):
        pace.succeeded("update")

    pace.throttled("update")

    assert pace._endpoints["update"].rate == pytest.approx(32.0)


def test_a_refusal_without_a_history_does_not_slow_down_to_a_crawl() -> None:
    pace = Pace()

    pace.throttled("list")

    assert pace._endpoints["list"].rate == pytest.approx(8.0)


def test_refusals_go_on_cutting_down_to_a_floor() -> None:
    pace = Pace()
    for _ in range(50):
        pace.throttled("update")
        pace._endpoints["update"].cut_at -= 1.0  # as if a second had passed

    assert pace._endpoints["update"].rate == 0.5


def test_refusals_of_one_window_cut_once() -> None:
    pace = Pace()
    for _ in range(10):
        pace.succeeded("update")

    for _ in range(16):
        pace.throttled("update")

    assert pace._endpoints["update"].rate == pytest.approx(8.0)


def test_without_a_refusal_no_rate_is_known() -> None:
    pace = Pace()
    pace.succeeded("update")

    assert pace._endpoints["update"].rate is None


def test_success_raises_the_rate_a_little() -> None:
    pace = Pace()
    pace.throttled("update")

    pace.succeeded("update")

    assert pace._endpoints["update"].rate == pytest.approx(8.0 + 0.5 / 8.0)


def test_endpoints_do_not_slow_each_other() -> None:
    pace = Pace()
    pace.throttled("update")

    assert pace._endpoints["get"].rate is None


@given(st.lists(st.booleans(), max_size=60))
def test_the_rate_never_comes_to_a_halt(outcomes: list[bool]) -> None:
    pace = Pace()
    for went_well in outcomes:
        (pace.succeeded if went_well else pace.throttled)("update")

    rate = pace._endpoints["update"].rate
    assert rate is None or rate >= 0.5
