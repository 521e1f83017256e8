"""The server's clock, as its answers tell it: nobody's own clock has to be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from apparate_ng.workspace.steady_time import steady

_QUICK_S = 5.0
"""Of an answer that takes longer, nobody knows how long ago its date was written."""


class ServerClock:
    """What time it is over there. Thread-safe.

    Every answer carries a `Date` (RFC 9110, 6.6.1), cut to the second and stamped before the
    answer came here, so the time told is never ahead of the server's, and behind it by at most a
    second and the answer's way. Between answers it goes on with a steady clock of this machine.

    Args:
        seconds: a clock that never goes back, whatever is done to the machine's own.
    """

    def __init__(self, seconds: Callable[[], float] = steady) -> None:
        self._seconds = seconds
        self._seen: tuple[datetime, float, float] | None = None

    @property
    def is_set(self) -> bool:
        """Whether an answer has told the time yet."""
        return self._seen is not None

    def observe(self, date: str | None, took_s: float) -> None:
        """Take the `Date` of an answer that has just come, and took so many seconds.

        What is no date is passed over, and so is a slow answer where a quicker one has told.
        """
        received = self._seconds()
        told = moment_of_header(date)
        if told is not None and (took_s <= _QUICK_S or not self.is_set):
            self._seen = told, received, took_s

    def now(self) -> datetime:
        """The server's time, in UTC; this machine's where no answer has told it."""
        return self.reading()[0]

    def reading(self) -> tuple[datetime, float]:
        """The time, and where only slow answers have told it, by how many seconds it may be behind."""
        if self._seen is None:
            return datetime.now(timezone.utc), 0.0
        told, received, took_s = self._seen
        now = told + timedelta(seconds=self._seconds() - received)
        return now, took_s if took_s > _QUICK_S else 0.0


def moment_of(milliseconds: object) -> datetime | None:
    """A time as the platform's JSON gives it, in milliseconds since 1970; None where it is none."""
    if not isinstance(milliseconds, int):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, timezone.utc)
    except (ValueError, OverflowError, OSError):
        return None


def moment_of_header(text: str | None) -> datetime | None:
    """A time as HTTP's headers give it; None where it is none."""
    try:
        told = parsedate_to_datetime(text or "")
        # without a zone it is in UTC all the same: HTTP knows no other
        return told.replace(tzinfo=told.tzinfo or timezone.utc).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
