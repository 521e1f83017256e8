"""When a request is sent again, how often, and after how long."""

from __future__ import annotations

import logging
from enum import Enum

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    wait_exponential,
    wait_random,
)

from apparate_ng.workspace.failures import WorkspaceError
from apparate_ng.workspace.patience import USUAL, Patience

_ATTEMPTS = 6
_ATTEMPTS_TO_CONNECT = 3
_THROTTLED_S = 300.0
_MORE_IN_A_HURRY = 3
"""How often it is tried again when somebody wants an end; a record that is to be closed needs some."""
_LONGEST_WAIT_S = 60.0
_LONG_PAUSE_S = 10.0
_LONG_WHILE_S = 20.0
"""Since the first attempt, with the pause to come: longer than what fails for good takes."""
_BACKOFF = wait_exponential(multiplier=0.3, max=15.0) + wait_random(0.0, 0.3)
_BRIEF_BACKOFF = wait_exponential(multiplier=0.2, max=1.0) + wait_random(0.0, 0.2)
_LOG = logging.getLogger(__name__)
"""Told of long waits, as information; whoever wants to know listens."""


class Repeat(Enum):
    """Whether a request may be sent again when its answer was lost."""

    SAFE = "safe"
    """Reads, and writes that end the same however often they are sent."""
    ONLY_IF_REFUSED = "only-if-refused"
    """Only when the server certainly did nothing: refused by rate, or never reached."""
    BY_CALLER = "by-caller"
    """Never here: whoever sends it looks at the world again before sending it again."""


class Obstacle(Enum):
    """What kept an attempt from its answer."""

    THROTTLED = "throttled"
    UNREACHED = "unreached"
    FAULT = "fault"


class TransientFailure(Exception):  # noqa: N818  not an error yet: it becomes `error` in the end
    """One attempt failed in a way that may pass. `error` is what to say when it does not.

    `retry_after` is in seconds, as the server asked for.
    """

    def __init__(
        self, error: WorkspaceError, obstacle: Obstacle, retry_after: float | None = None
    ) -> None:
        super().__init__(error.what)
        self.error = error
        self.obstacle = obstacle
        self.retry_after = retry_after


def attempts(patience: Patience = USUAL) -> Retrying:
    """A fresh series of attempts; it ends by raising the last `TransientFailure`."""
    return Retrying(
        retry=retry_if_exception_type(TransientFailure),
        wait=lambda state: _wait(state) * patience.pause_scale,
        stop=_Stop(patience),
        sleep=patience.pause,
        before_sleep=_tell,
        reraise=True,
    )


class _Stop:
    """When one series ends: by what stood in its way, or soon after somebody wants an end."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._hurried = 0

    def __call__(self, state: RetryCallState) -> bool:
        """Asked once after each attempt that failed."""
        self._hurried += self._patience.in_a_hurry()
        return self._hurried > _MORE_IN_A_HURRY or _stop(state)


def _failure(state: RetryCallState) -> TransientFailure | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, TransientFailure) else None


def _tell(state: RetryCallState) -> None:
    """Say why nothing seems to happen, once that has lasted."""
    failure, pause = _failure(state), state.next_action.sleep if state.next_action else 0.0
    lasted = (state.seconds_since_start or 0.0) + pause
    if failure is None or (pause < _LONG_PAUSE_S and lasted < _LONG_WHILE_S):
        return
    _LOG.info("%s: trying again in %d s", _reason(failure), max(1, round(pause)))


def _reason(failure: TransientFailure) -> str:
    if failure.obstacle is Obstacle.THROTTLED:
        return "the workspace takes no more requests for now"
    if failure.obstacle is Obstacle.UNREACHED:
        return "the workspace cannot be reached"
    return f"the workspace fails ({failure.error.what})"


def _wait(state: RetryCallState) -> float:
    failure = _failure(state)
    if failure is not None and failure.retry_after is not None:
        return min(failure.retry_after, _LONGEST_WAIT_S) + _BRIEF_BACKOFF(state) / 4
    unreached = failure is not None and failure.obstacle is Obstacle.UNREACHED
    return _BRIEF_BACKOFF(state) if unreached else _BACKOFF(state)


def _stop(state: RetryCallState) -> bool:
    failure = _failure(state)
    if failure is None:
        return False
    if failure.obstacle is Obstacle.THROTTLED:
        return (state.seconds_since_start or 0.0) > _THROTTLED_S
    limit = _ATTEMPTS_TO_CONNECT if failure.obstacle is Obstacle.UNREACHED else _ATTEMPTS
    return state.attempt_number >= limit
