"""The name that somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(wanted: str, names: Iterable[str]) -> str | None:
    """The question after the nearest of the names; None where none is near."""
    known = {name.lower(): name for name in names}
    close = get_close_matches(wanted.lower(), known, 1)
    return f"did you mean {known[close[0]]}?" if close else None
