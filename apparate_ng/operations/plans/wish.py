"""A wish: everything people said about what may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apparate_ng.model.policies.policy import Policy
from apparate_ng.planning.selection import Selection

__all__ = ["Selection", "Wish", "selection_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which steps are allowed, on which dependents, and how many at most."""

    policy: Policy
    selection: Selection = field(default_factory=Selection)
    max_dependents: int | None = None
    deep: bool = False
    """Whether init scripts and notebooks are read as well."""


def selection_of(given: Mapping[str, Any]) -> Selection:
    """What was said with selectors, by their names; what is not said selects everything."""
    names = Selection.__dataclass_fields__
    return Selection(**{name: given[name] for name in names if name in given})
