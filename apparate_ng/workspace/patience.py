"""How long answers are waited for, and how long the pauses between attempts are."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

_LOOK_EACH_S = 0.1
_HURRIED_S = 1.0
"""The longest pause, in seconds, when somebody is in a hurry."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """The usual one has the limits that the lease's promises rest on: never be more patient."""

    answer_s: float = 60.0
    """Seconds without a byte of an answer, after which it counts as lost."""
    pause_scale: float = 1.0
    """What every pause between attempts is multiplied with; who plays a server may hurry."""
    in_a_hurry: Callable[[], bool] = _never
    """Whether somebody wants an end by now, as after Ctrl-C. It is asked again and again: what a
    signal's handler sets must need no lock."""

    def pause(self, seconds: float) -> None:
        """Sleep. A pause that goes on when the hurry begins ends then."""
        if self.in_a_hurry():
            time.sleep(min(seconds, _HURRIED_S))
            return
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.in_a_hurry():
            time.sleep(min(left, _LOOK_EACH_S))


USUAL = Patience()
