"""Seconds that go on while the machine sleeps, and never back."""

from __future__ import annotations

import time

_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None) or getattr(time, "CLOCK_MONOTONIC", None)
"""Linux has the first, macOS the second, Windows neither: its `time.monotonic` does not stand still."""


def steady() -> float:
    """Seconds since some moment in the past.

    `time.monotonic` stands still while a laptop sleeps on Linux and macOS, and whoever wakes would
    believe that no time has passed.
    """
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)
