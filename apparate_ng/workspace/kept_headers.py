"""Headers that prove who asks, kept for a little while: making new ones can cost two requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

KEPT_S = 30.0
"""Far below the life of any token: those of CI servers have minutes, and these begin anew."""


class KeptHeaders:
    """Asks for headers once in a while. Thread-safe: whoever comes meanwhile waits for them.

    Args:
        make: makes new ones, with a new token in them.
        seconds: a clock that never goes back.
    """

    def __init__(
        self,
        make: Callable[[], Mapping[str, str]],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._make = make
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kept: Mapping[str, str] | None = None
        self._until = 0.0

    def __call__(self) -> Mapping[str, str]:
        """The headers; whatever making them raises is raised each time."""
        with self._lock:
            if self._kept is None or self._seconds() >= self._until:
                self._kept = self._make()
                self._until = self._seconds() + KEPT_S
            return self._kept
