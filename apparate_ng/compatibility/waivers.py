"""Breaks that the configuration allows."""

from __future__ import annotations

from collections.abc import Sequence

from apparate_ng.model.compatibility.api_diff import ApiChange
from apparate_ng.model.compatibility.waiver import waiver_of, waivers


def is_waived(change: ApiChange, allow: Sequence[str]) -> bool:
    """True where a pattern names the object, or something that it is in."""
    return waiver_of(change.object, waivers(allow)) is not None
