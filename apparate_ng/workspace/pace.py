"""An adaptive rate for each endpoint: as fast as it goes, slower once the server says so.

The platform publishes no rate for the calls that matter here, so the rate is found by trying:
unlimited until the first 429, then cut, then raised again a little with each success. That is
TCP's additive increase, multiplicative decrease.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

_CUT = 0.8
_RAISE_PER_SECOND = 0.5
_SLOWEST = 0.5
_LEAST_TO_JUDGE_BY = 10
"""Of fewer requests in one window nothing can be told about what the server would have served."""
_WINDOW_S = 1.0


@dataclass(slots=True)
class _Endpoint:
    rate: float | None = None
    next_slot: float = 0.0
    cut_at: float = float("-inf")
    recent: deque[float] = field(default_factory=deque)


class Pace:
    """Spaces requests over time; one for each connection, shared by its threads."""

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self._pause = pause
        self._lock = threading.Lock()
        self._endpoints: defaultdict[str, _Endpoint] = defaultdict(_Endpoint)

    def wait(self, endpoint: str) -> None:
        """Sleep until a request to `endpoint` is due."""
        with self._lock:
            delay = self._reserve(self._endpoints[endpoint], time.monotonic())
        if delay > 0:
            self._pause(delay)

    def succeeded(self, endpoint: str) -> None:
        """Raise the rate a little, where one is known; and remember what went well."""
        with self._lock:
            state, now = self._endpoints[endpoint], time.monotonic()
            state.recent.append(now)
            while state.recent[0] < now - _WINDOW_S:
                state.recent.popleft()
            if state.rate is not None:
                state.rate += _RAISE_PER_SECOND / max(state.rate, 1.0)

    def throttled(self, endpoint: str) -> None:
        """Cut the rate, once for all requests of one window that were refused."""
        with self._lock:
            state, now = self._endpoints[endpoint], time.monotonic()
            if now - state.cut_at < _WINDOW_S:
                return
            state.cut_at = now
            served = len([moment for moment in state.recent if moment > now - _WINDOW_S])
            tried = max(served, _LEAST_TO_JUDGE_BY) / _WINDOW_S
            known = state.rate if state.rate is not None else tried
            state.rate = max(known * _CUT, _SLOWEST)

    @staticmethod
    def _reserve(state: _Endpoint, now: float) -> float:
        if state.rate is None:
            return 0.0
        slot = max(state.next_slot, now)
        state.next_slot = slot + 1 / state.rate
        return slot - now
