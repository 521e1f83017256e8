"""Requests to stop: Ctrl-C, or a CI server's stop. While something is carried out, it ends tidily."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Interrupts:
    """Whoever carries something out is told, instead of being torn out of it."""

    def __init__(self) -> None:
        self._stop: Callable[[], None] | None = None
        self.number = 0
        """How many have come so far."""

    def have_come(self) -> bool:
        """Whether anybody wants an end by now."""
        return self.number > 0

    def arrive(self) -> bool:
        """Note one; True where somebody is told, who will come to an end by themselves."""
        self.number += 1
        if self._stop is None:
            return False
        self._stop()
        return True

    @contextmanager
    def told_to(self, stop: Callable[[], None]) -> Iterator[None]:
        """While the context is open, have `stop` called; it must be quick, and may run anywhere."""
        before, self._stop = self._stop, stop
        try:
            yield
        finally:
            self._stop = before
