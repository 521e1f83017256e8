"""Deploy: a plan is carried out, and what became of it is a deployment document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec import structs

from apparate_ng.deployment.goal import ToRelease
from apparate_ng.deployment.precheck import Stale
from apparate_ng.discovery.survey import look_again
from apparate_ng.model.dependents.dependent import Dependent, DependentKind
from apparate_ng.model.deployments.deployment import (
    Context,
    DeployedDependent,
    Deployment,
    Outcome,
    Status,
)
from apparate_ng.model.plans.plan import Plan, PlannedDependent
from apparate_ng.operations.deployments.old_files import missing_before
from apparate_ng.operations.deployments.staleness import with_changed_users
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
    left_out: Sequence[Stale] = (),
    context: Context | None = None,
) -> Deployed:
    """Carry out a plan. One dependent that fails does not stop the others.

    Who uses what is to be changed is looked at once more; where one of them changed, it drifted.

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
    missing = missing_before(means.workspace, plan.changing)
    stale = [*left_out, *with_changed_users(means.workspace, plan, left_out)]
    draft = _draft(plan, stale, context, missing)
    undertaking = Undertaking(
        draft=draft,
        changing=[
            planned
            for planned, one in zip(plan.changing, draft.dependents, strict=True)
            if one.outcome is Outcome.PENDING
        ],
        goal=ToRelease(release=plan.release),
    )
    again = None
    if plan_again is not None:
        again = partial(_planned_again, means.workspace, plan, plan_again)
    return carry_out(undertaking, means, again)


def _draft(
    plan: Plan,
    stale: Sequence[Stale],
    context: Context | None,
    missing: tuple[str, ...],
) -> Deployment:
    left_out = {(one.dependent.kind, one.dependent.id): one for one in stale}
    return Deployment(
        id=new_id(),
        plan_id=plan.id,
        started_at=timestamp(),
        finished_at=None,
        status=Status.RUNNING,
        workspace=plan.workspace,
        release=plan.release,
        dependents=tuple(_drafted(one, left_out.get((one.kind, one.id))) for one in plan.changing),
        unreadable=plan.unreadable,
        context=context,
        missing_before=missing,
        planned=plan.summary,
        stores=plan.policy.stores,
    )


def _drafted(one: PlannedDependent, stale: Stale | None) -> DeployedDependent:
    if stale is None:
        return pending(one)
    return structs.replace(pending(one, Outcome.DRIFTED), error=stale.why)


def _planned_again(
    workspace: Workspace, plan: Plan, selection: Selection, results: Results
) -> list[PlannedDependent]:
    # what has users is decided on by all of them, who would have to be found again: it stays drifted
    drifted = [
        one
        for one in results.values()
        if one.outcome is Outcome.DRIFTED and one.kind is not DependentKind.FILE and not one.users
    ]
    again: list[PlannedDependent] = []
    for one in drifted:
        try:
            fresh = look_again(workspace.sources, one.kind, one.id, plan.release.name)
        except WorkspaceError:
            continue  # it stays drifted, and is named as such
        found = [] if fresh is None or not selection.selects(fresh) else [fresh]
        planned = _planned_with_facts(workspace, plan, found)
        again += [each for each in planned if each.upgrades]
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
