"""Whether a saved plan still holds: its dependents, as they stand now."""

from __future__ import annotations

from collections.abc import Sequence

from apparate_ng.deployment.precheck import changed_since
from apparate_ng.errors import StaleError
from apparate_ng.model.plans.plan import Plan, PlannedDependent
from apparate_ng.operations.execution.editors import editors_of
from apparate_ng.operations.workspace import Workspace
from apparate_ng.workspace.connection import CONCURRENCY

_MOST_NAMED = 5


def stale_dependents(workspace: Workspace, plan: Plan) -> list[PlannedDependent]:
    """Those that changed since the plan was made."""
    return changed_since(
        plan.changing, editors_of(workspace), plan.release, concurrency=CONCURRENCY
    )


def refuse_stale(stale: Sequence[PlannedDependent]) -> None:
    """Stop where anything changed since the plan.

    Raises:
        StaleError: something did; the first few are named.
    """
    if not stale:
        return
    named = ", ".join(f"{one.name} ({one.id})" for one in stale[:_MOST_NAMED])
    more = len(stale) - _MOST_NAMED
    raise StaleError(
        f"{len(stale)} of the plan's dependents changed since it was made; nothing was written",
        where=named + (f" and {more} more" if more > 0 else ""),
        hint="make a new plan, or add --skip-drifted to change the others",
    )
