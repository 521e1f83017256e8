"""How long is waited and when patience ends, as pure functions of what happened."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tenacity import RetryAction, RetryCallState

from apparate_ng.workspace.failures import UnavailableError
from apparate_ng.workspace.patience import Patience
from apparate_ng.workspace.retrying import Obstacle, TransientFailure, attempts


def _state(
    obstacle: Obstacle, *, attempt: int = 1, retry_after: float | None = None, since: float = 0.0
) -> RetryCallState:
    state = RetryCallState(attempts(), None, (), {})
    failure = TransientFailure(UnavailableError("no"), obstacle, retry_after)
    state.attempt_number = attempt
    state.set_exception((type(failure), failure, None))
    state.outcome_timestamp = state.start_time + since
    return state


@given(st.sampled_from(Obstacle), st.integers(1, 50))
def test_waits_are_bounded(obstacle: Obstacle, attempt: int) -> None:
    wait = attempts().wait(_state(obstacle, attempt=attempt))

    assert 0.2 <= wait <= 15.3


@pytest.mark.parametrize(
    ("told", "least", "most"), [(0, 0, 0.5), (1, 1, 1.5), (60, 60, 60.5), (86_400, 60, 60.5)]
)
def test_what_the_server_tells_counts_up_to_a_minute(
    told: float, least: float, most: float
) -> None:
    wait = attempts().wait(_state(Obstacle.THROTTLED, retry_after=told))

    assert least <= wait <= most


@pytest.mark.parametrize(("obstacle", "last"), [(Obstacle.FAULT, 6), (Obstacle.UNREACHED, 3)])
def test_attempts_are_counted(obstacle: Obstacle, last: int) -> None:
    stops = [attempts().stop(_state(obstacle, attempt=number)) for number in (last - 1, last)]

    assert stops == [False, True]


def test_a_server_that_throttles_is_waited_for_by_time() -> None:
    stops = [
        attempts().stop(_state(Obstacle.THROTTLED, attempt=1000, since=since))
        for since in (299.0, 301.0)
    ]

    assert stops == [False, True]


def test_in_a_hurry_a_few_attempts_are_left_whatever_came_before() -> None:
    answers = [False, False, True, True, True, True]
    series = attempts(Patience(in_a_hurry=lambda: answers.pop(0)))
    state = _state(Obstacle.THROTTLED, attempt=1000)

    assert [series.stop(state) for _ in range(6)] == [False] * 5 + [True]


def test_a_pause_ends_when_the_hurry_begins_and_is_short_from_then_on() -> None:
    begun = time.monotonic()
    patience = Patience(in_a_hurry=lambda: time.monotonic() > begun + 0.2)

    patience.pause(60)
    cut = time.monotonic()
    patience.pause(60)

    assert 0.2 <= cut - begun < 5
    assert 1 <= time.monotonic() - cut < 5


def _told(caplog: pytest.LogCaptureFixture, state: RetryCallState, sleep: float) -> list[str]:
    caplog.set_level("INFO", "apparate_ng.workspace.retrying")
    state.next_action = RetryAction(sleep)
    before_sleep = attempts().before_sleep
    assert before_sleep is not None
    before_sleep(state)
    return [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize(
    ("obstacle", "since", "sleep", "said"),
    [
        (Obstacle.THROTTLED, 0, 20, "the workspace takes no more requests for now"),
        (Obstacle.FAULT, 0, 20.4, "the workspace fails (no)"),
        (Obstacle.FAULT, 19, 1, "the workspace fails (no)"),
        (Obstacle.UNREACHED, 22, 0.4, "the workspace cannot be reached"),
    ],
)
def test_a_long_wait_is_told(
    caplog: pytest.LogCaptureFixture, obstacle: Obstacle, since: float, sleep: float, said: str
) -> None:
    [told] = _told(caplog, _state(obstacle, since=since), sleep)

    assert told == f"{said}: trying again in {max(1, round(sleep))} s"


@pytest.mark.parametrize(("since", "sleep"), [(0, 9.0), (14, 5.0), (0, 0.3)])
def test_a_short_wait_is_not_told(
    caplog: pytest.LogCaptureFixture, since: float, sleep: float
) -> None:
    assert _told(caplog, _state(Obstacle.FAULT, since=since), sleep) == []


def test_a_pause_without_hurry_lasts() -> None:
    begun = time.monotonic()

    Patience().pause(0.25)

    assert time.monotonic() - begun >= 0.25
