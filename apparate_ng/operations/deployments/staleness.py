"""Whether a plan still holds: its dependents and their users, as they stand now."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from apparate_ng.deployment.precheck import Precheck, Stale
from apparate_ng.errors import StaleError
from apparate_ng.model.plans.plan import Plan, PlannedDependent
from apparate_ng.operations.execution.editors import editors_of
from apparate_ng.operations.workspace import Workspace
from apparate_ng.workspace.connection import CONCURRENCY

_MOST_NAMED = 5


def stale_dependents(workspace: Workspace, plan: Plan) -> list[Stale]:
    """Those that changed since the plan was made, and those whose users did.

    What stands as planned already is not stale, whoever uses it.

    Raises:
        WorkspaceError: one of the dependents could not be read.
    """
    check = _precheck(workspace, plan)
    changed = [Stale(dependent=one) for one in check.changed()]
    return [*changed, *_of_users(check, plan, changed)]


def with_changed_users(workspace: Workspace, plan: Plan, known: Collection[Stale]) -> list[Stale]:
    """Those whose users changed since the plan was made, beside those that are known as stale.

    One request for each user of what is to be changed; most dependents have none.
    """
    return _of_users(_precheck(workspace, plan), plan, known)


def _of_users(check: Precheck, plan: Plan, known: Collection[Stale]) -> list[Stale]:
    stale = {(one.dependent.kind, one.dependent.id) for one in known}
    return check.with_changed_users(one for one in plan.changing if (one.kind, one.id) not in stale)


def _precheck(workspace: Workspace, plan: Plan) -> Precheck:
    return Precheck(
        planned=plan.changing,
        editors=editors_of(workspace),
        release=plan.release,
        concurrency=CONCURRENCY,
    )


def refuse_stale(stale: Sequence[Stale]) -> None:
    """Stop where anything changed since the plan.

    Raises:
        StaleError: something did; the first few are named.
    """
    if not stale:
        return
    named = ", ".join(_named(one.dependent, one.why) for one in stale[:_MOST_NAMED])
    more = len(stale) - _MOST_NAMED
    raise StaleError(
        f"{len(stale)} of the plan's dependents changed since it was made; nothing was written",
        where=named + (f" and {more} more" if more > 0 else ""),
        hint="make a new plan (apparate plan --out FILE), or add --skip-drifted to change the others",
    )


def _named(dependent: PlannedDependent, why: str | None) -> str:
    named = f"{dependent.name} ({dependent.id})"
    if dependent.name == dependent.id:
        named = dependent.name
    return named if why is None else f"{named}: {why}"
