"""A survey: what a look at the whole workspace found of one library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apparate_ng.model.dependents.dependent import Dependent, Unreadable
from apparate_ng.model.plans.plan import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Every dependent that mentions the library, and an account of what was looked at."""

    scanned: Mapping[str, int]
    """How many dependents were looked at, by kind."""
    dependents: tuple[Dependent, ...]
    unreadable: tuple[Unreadable, ...] = ()
    notices: tuple[Notice, ...] = ()
