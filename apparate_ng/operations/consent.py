"""What somebody is asked before anything is written, and what it is when they say no."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from apparate_ng.errors import ApparateError
from apparate_ng.model.plans.plan import Plan

Approve: TypeAlias = Callable[[Plan, bool], bool]
"""Asked once, with the plan and whether its release is still to be uploaded."""


class DeclinedError(ApparateError):
    """Somebody was asked and said no."""
