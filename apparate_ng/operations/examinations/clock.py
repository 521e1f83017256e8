"""Whether this machine's clock agrees with the server's."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import Case, fine, signed_in, skipped, warned

NAME = "clock"
_TOLERATED = timedelta(seconds=60)
"""Sign-ins by OAuth bear some minutes; plans and records are stamped with this machine's time."""


def examine(case: Case) -> Check:
    """Compare the two; leases go by the server's alone, so a difference is no failure."""
    clock = signed_in(case).workspace.connection.clock
    if not clock.is_set:
        return skipped(NAME, "the server does not tell its time")
    ahead = datetime.now(timezone.utc) - clock.now()
    if abs(ahead) <= _TOLERATED:
        return fine(NAME, "this machine agrees with the server")
    word = "ahead of" if ahead > timedelta() else "behind"
    span = f"{round(abs(ahead).total_seconds()):,} s"
    return warned(NAME, f"this machine is {span} {word} the server", "set the clock by NTP")
