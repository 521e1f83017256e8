"""Signs and colours. A sign always stands beside the colour: nothing is said by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apparate_ng.model.deployments.deployment import Deployment, Outcome
from apparate_ng.model.plans.decision import Decision

QUIET = "dim"
STRONG = "bold"
HINT = "cyan"
WARNING = "yellow"
TROUBLE = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one group of dependents looks: its heading, the sign before each entry, the colour."""

    title: str
    sign: str
    style: str


DECISIONS = {
    Decision.UPGRADE: Look(title="Upgrade", sign="~", style="green"),
    Decision.HOLD: Look(title="Hold", sign="!", style=WARNING),
    Decision.CURRENT: Look(title="Current", sign="=", style="blue"),
    Decision.IGNORE: Look(title="Ignore", sign="-", style=QUIET),
}

OUTCOMES = {
    Outcome.UPDATED: Look(title="Updated", sign="+", style="green"),
    Outcome.UNCHANGED: Look(title="Unchanged, already as planned", sign="=", style="blue"),
    Outcome.DRIFTED: Look(
        title="Drifted, changed since the plan and not written", sign="!", style=WARNING
    ),
    Outcome.FAILED: Look(title="Failed", sign="x", style=TROUBLE),
    Outcome.ROLLED_BACK: Look(title="Rolled back to what was there", sign="<", style=TROUBLE),
    Outcome.PENDING: Look(title="Pending, not reached", sign="-", style=WARNING),
}
"""In the order in which people want to read them: trouble last, next to the summary."""

OUTCOMES_OF_ROLLBACK = {
    **OUTCOMES,
    Outcome.UPDATED: Look(title="Put back", sign="<", style="green"),
    Outcome.UNCHANGED: Look(title="Unchanged, as before already", sign="=", style="blue"),
    Outcome.DRIFTED: Look(title="Kept as they are", sign="!", style=WARNING),
}

_UNKNOWN = Look(title="Unknown, cut off or still at work", sign="?", style=WARNING)


def looks_of(deployment: Deployment) -> Mapping[Outcome, Look]:
    """How its outcomes look. What is pending in an open record may have been written since."""
    told = OUTCOMES if deployment.rolls_back is None else OUTCOMES_OF_ROLLBACK
    return {**told, Outcome.PENDING: _UNKNOWN} if deployment.is_open else told


DECISIONS_OF_ROLLBACK = {
    **DECISIONS,
    Decision.UPGRADE: Look(title="Put back", sign="<", style="green"),
    Decision.HOLD: Look(title="Keep", sign="!", style=WARNING),
    Decision.CURRENT: Look(title="As before already", sign="=", style="blue"),
}

UNREADABLE = Look(title="Could not read", sign="?", style=TROUBLE)
WARNINGS = Look(title="Warnings", sign="!", style=WARNING)
