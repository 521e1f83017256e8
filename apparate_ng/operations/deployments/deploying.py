"""Deploy: a plan is carried out, and what became of it is a deployment document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec import structs

from apparate_ng.deployment.goal import ToRelease
from apparate_ng.discovery.survey import look_again
from apparate_ng.model.dependents.dependent import Dependent, DependentKind
from apparate_ng.model.deployments.deployment import Context, Deployment, Outcome, Status
from apparate_ng.model.plans.plan import Plan, PlannedDependent
from apparate_ng.operations.deployments.old_files import missing_before
from apparate_ng.operations.execution.carrying_out import (
    Deployed,
    Means,
    Results,
    Undertaking,
    carry_out,
    pending,
)
from apparate_ng.operations.facts.gathering import gather_facts, moving_pins
from apparate_ng.operations.occasion import new_id, timestamp
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.planner import plan_dependents, referring
from apparate_ng.planning.selection import Selection
from apparate_ng.workspace.failures import WorkspaceError


def deploy(
    means: Means,
    plan: Plan,
    *,
    plan_again: Selection | None,
    left_out: Sequence[PlannedDependent] = (),
    context: Context | None = None,
) -> Deployed:
    """Carry out a plan. One dependent that fails does not stop the others.

    Args:
        means: where, and who is told.
        plan: what; only the pins that it upgrades are touched.
        plan_again: where given, a dependent that changed since the plan gets a second plan, once,
            if it is still selected.
        left_out: dependents that are known to have changed and are not to be tried.
        context: from where it was started.

    Raises:
        NotRecordedError: the record cannot be written; nothing was changed.
    """
    undertaking = Undertaking(
        draft=_draft(plan, left_out, context, missing_before(means.workspace, plan.changing)),
        changing=[one for one in plan.changing if one not in left_out],
        goal=ToRelease(release=plan.release),
    )
    again = None
    if plan_again is not None:
        again = partial(_planned_again, means.workspace, plan, plan_again)
    return carry_out(undertaking, means, again)


def _draft(
    plan: Plan,
    left_out: Sequence[PlannedDependent],
    context: Context | None,
    missing: tuple[str, ...],
) -> Deployment:
    return Deployment(
        id=new_id(),
        plan_id=plan.id,
        started_at=timestamp(),
        finished_at=None,
        status=Status.RUNNING,
        workspace=plan.workspace,
        release=plan.release,
        dependents=tuple(
            pending(one, Outcome.DRIFTED if one in left_out else Outcome.PENDING)
            for one in plan.changing
        ),
        unreadable=plan.unreadable,
        context=context,
        missing_before=missing,
    )


def _planned_again(
    workspace: Workspace, plan: Plan, selection: Selection, results: Results
) -> list[PlannedDependent]:
    # a file's decision rests on all of its users, who would have to be found again: it stays drifted
    drifted = [
        one
        for one in results.values()
        if one.outcome is Outcome.DRIFTED and one.kind is not DependentKind.FILE
    ]
    again: list[PlannedDependent] = []
    for one in drifted:
        try:
            fresh = look_again(workspace.sources, one.kind, one.id, plan.release.name)
        except WorkspaceError:
            continue  # it stays drifted, and is named as such
        found = [] if fresh is None or not selection.selects(fresh) else [fresh]
        planned = _planned_with_facts(workspace, plan, found)
        # who runs there has just been looked for, and is not asked again
        again += [structs.replace(each, users=one.users) for each in planned if each.upgrades]
    return again


def _planned_with_facts(
    workspace: Workspace, plan: Plan, found: Sequence[Dependent]
) -> tuple[PlannedDependent, ...]:
    """As the plan was made: what would move is looked into. The release is in the store by now."""
    decide = partial(
        plan_dependents, found, plan.release, plan.policy, plan.workspace.host, plan.timing or None
    )
    planned = decide()
    moving = moving_pins(planned, referring(found, plan.release))
    facts = gather_facts(workspace, plan.release, None, plan.policy, moving)
    return planned if facts is None else decide(facts)
