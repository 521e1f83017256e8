"""Reversing: what putting back the pins of a deployment means in the workspace as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apparate_ng.deployment.goal import AsRecorded
from apparate_ng.deployment.restating import turned_round
from apparate_ng.model.dependents.dependent import Unreadable
from apparate_ng.model.deployments.deployment import (
    Context,
    DeployedDependent,
    Deployment,
    DeploymentKind,
    Outcome,
    Status,
)
from apparate_ng.model.plans.plan import PinCounts, Plan, PlannedDependent, Summary
from apparate_ng.model.policies.policy import Policy
from apparate_ng.operations.deployments.rereading import as_drafted, reread, without_missing_files
from apparate_ng.operations.execution.carrying_out import Undertaking
from apparate_ng.operations.occasion import new_id, new_occasion, timestamp
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.selection import any_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """What a rollback would do."""

    plan: Plan
    """For people to see and approve."""
    undertaking: Undertaking
    deployment: Deployment
    """What would be rolled back, as it is recorded."""


def reversal_of(
    workspace: Workspace, deployment: Deployment, jobs: tuple[str, ...], context: Context | None
) -> Reversal:
    """What putting back these pins means in the workspace as it stands.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    goal = AsRecorded(release=deployment.release)
    ecosystem = deployment.release.kind.ecosystem
    selected = [
        turned_round(one, ecosystem)
        for one in deployment.dependents
        if one.upgrades and _is_selected(one, jobs)
    ]
    standing = reread(workspace, selected, goal)
    found = without_missing_files(workspace, standing, deployment.missing_before)
    drafted = [as_drafted(one) for one in found]
    plan = _plan(workspace, deployment, drafted)
    return Reversal(
        plan=plan,
        deployment=deployment,
        undertaking=Undertaking(
            draft=_draft(plan, deployment, drafted, context),
            changing=[one for one in drafted if one.outcome is Outcome.PENDING],
            goal=goal,
        ),
    )


def _is_selected(dependent: PlannedDependent, jobs: tuple[str, ...]) -> bool:
    """A file where everybody who uses it is."""
    users = dependent.users or ()
    if users:
        return not jobs or all(any_matches(jobs, user) for user in users)
    return not jobs or any_matches(jobs, dependent)


def _plan(
    workspace: Workspace, deployment: Deployment, drafted: Sequence[DeployedDependent]
) -> Plan:
    occasion = new_occasion(workspace.identity())
    readable = [one for one in drafted if one.outcome is not Outcome.FAILED]
    counts = PinCounts.of(readable)
    return Plan(
        id=occasion.id,
        created_at=occasion.created_at,
        tool_version=occasion.tool_version,
        workspace=occasion.workspace,
        release=deployment.release,
        policy=Policy(allow_downgrade=True),
        summary=Summary(scanned=_scanned(drafted), dependents=len(readable), pins=counts),
        has_changes=counts.upgrade > 0,
        dependents=tuple(_as_planned(one) for one in readable),
        unreadable=tuple(
            Unreadable(kind=one.kind, id=one.id, name=one.name, error=one.error or "")
            for one in drafted
            if one.outcome is Outcome.FAILED
        ),
        rolls_back=deployment.id,
    )


def _scanned(drafted: Sequence[DeployedDependent]) -> dict[str, int]:
    kinds = [one.kind.value for one in drafted]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def _as_planned(one: DeployedDependent) -> PlannedDependent:
    names = PlannedDependent.__struct_fields__
    return PlannedDependent(**{name: getattr(one, name) for name in names})


def _draft(
    plan: Plan,
    deployment: Deployment,
    drafted: Sequence[DeployedDependent],
    context: Context | None,
) -> Deployment:
    return Deployment(
        id=new_id(),
        plan_id=plan.id,
        started_at=timestamp(),
        finished_at=None,
        status=Status.RUNNING,
        workspace=plan.workspace,
        release=deployment.release,
        dependents=tuple(drafted),
        kind=DeploymentKind.ROLLBACK,
        rolls_back=deployment.id,
        context=context,
    )
