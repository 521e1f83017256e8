"""A wish: everything people said about what may change."""

from __future__ import annotations

from dataclasses import dataclass

from apparate_ng.model.policy import Policy
from apparate_ng.planning.selection import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which steps are allowed, on which dependents, and how many at most."""

    policy: Policy
    selection: Selection
    max_dependents: int | None = None
