"""How a check of one pin ends."""

from __future__ import annotations

from collections.abc import Iterable

from apparate_ng.model.compatibility.checks import Check, CheckName, CheckOutcome

_GRAVITY = (CheckOutcome.FAILED, CheckOutcome.UNCHECKED, CheckOutcome.PASSED)


def gravest(checks: Iterable[Check]) -> Check:
    """The one that counts: what fails before what could not be told, and the first of these."""
    return min(checks, key=lambda one: _GRAVITY.index(one.outcome))


def passed(name: CheckName, text: str) -> Check:
    """Nothing stands against it."""
    return Check(name=name, outcome=CheckOutcome.PASSED, text=text)


def failed(name: CheckName, text: str, hint: str) -> Check:
    """It would break what runs."""
    return Check(name=name, outcome=CheckOutcome.FAILED, text=text, hint=hint)


def unchecked(name: CheckName, text: str) -> Check:
    """It could not be told."""
    return Check(name=name, outcome=CheckOutcome.UNCHECKED, text=text)
