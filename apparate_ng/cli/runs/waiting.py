"""What keeps a command waiting is told: off a terminal, nothing else moves meanwhile."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SOURCE = "apparate_ng.workspace.retrying"
_SELDOM_S = 30.0
"""Seconds between two lines: a hundred requests may wait for the same."""


@contextmanager
def long_waits_told(
    tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic
) -> Iterator[None]:
    """Hand `tell` a sentence where requests wait long, from any thread, at most one in 30 s."""
    logger, handler = logging.getLogger(_SOURCE), _Seldom(tell, clock)
    level = logger.level
    if not logger.isEnabledFor(logging.INFO):
        logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


class _Seldom(logging.Handler):
    """One at a time, as all handlers: they hold a lock meanwhile."""

    def __init__(self, tell: Callable[[str], None], clock: Callable[[], float]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell
        self._clock = clock
        self._last = float("-inf")

    def emit(self, record: logging.LogRecord) -> None:
        """Pass it on, unless one was passed on just now."""
        now = self._clock()
        if now - self._last >= _SELDOM_S:
            self._last = now
            self._tell(record.getMessage())
