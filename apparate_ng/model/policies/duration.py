"""Spans of time as people write them: `90m`, `24h`, `7d`."""

from __future__ import annotations

import re

_SPAN = re.compile(r"\s*(\d{1,6})\s*([smhdw])\s*")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


def seconds_in(text: str) -> int:
    """How many seconds a number with a unit is.

    Raises:
        ValueError: it is none.
    """
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no span of time such as 30d, 12h or 90m")
    return int(match[1]) * _SECONDS[match[2]]
