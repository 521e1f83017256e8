"""Reversing: what putting back the pins of a deployment means in the workspace as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgspec import UNSET, structs

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
from apparate_ng.model.plans.plan import (
    EarlierDeployment,
    Notice,
    PinCounts,
    Plan,
    PlannedDependent,
    Summary,
)
from apparate_ng.model.policies.policy import Policy
from apparate_ng.operations.deployments.choosing import (
    choice_notices,
    with_left_out,
)
from apparate_ng.operations.deployments.failed_before import failed_before
from apparate_ng.operations.deployments.rereading import (
    Reread,
    as_drafted,
    reread,
    without_missing_files,
)
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
    standing = standing_of(workspace, deployment, jobs)
    found = without_missing_files(workspace, standing, deployment.missing_before)
    recorded = {(one.kind, one.id): one for one in deployment.dependents}
    drafted = [_told_again(recorded[one.kind, one.id], one) for one in map(as_drafted, found)]
    plan = _plan(workspace, deployment, drafted)
    plan = with_left_out(plan, deployment, selected=len(standing))
    reversal = Reversal(
        plan=plan,
        deployment=deployment,
        undertaking=Undertaking(
            draft=_draft(plan, deployment, drafted, context),
            changing=[one for one in drafted if one.outcome is Outcome.PENDING],
            goal=_goal(deployment),
        ),
    )
    return with_notices(reversal, choice_notices(jobs, deployment))


def standing_of(
    workspace: Workspace, deployment: Deployment, jobs: tuple[str, ...]
) -> list[Reread]:
    """What a deployment changed, turned round, as it stands: what would go back is an upgrade."""
    ecosystem = deployment.release.kind.ecosystem
    selected = [
        turned_round(one, ecosystem)
        for one in deployment.dependents
        if one.upgrades and _is_selected(one, jobs)
    ]
    return reread(workspace, selected, _goal(deployment))


def _goal(deployment: Deployment) -> AsRecorded:
    return AsRecorded(release=deployment.release, stores=deployment.stores)


def _told_again(recorded: DeployedDependent, now: DeployedDependent) -> DeployedDependent:
    """What was damaged stays so, whatever becomes of its pins."""
    told = failed_before(recorded, stands_as_after=now.outcome is Outcome.PENDING)
    return structs.replace(now, damaged=recorded.damaged, warnings=(*now.warnings, *told))


def with_notices(
    reversal: Reversal, notices: Sequence[Notice], earlier: Sequence[EarlierDeployment] = ()
) -> Reversal:
    """The same, with more in the plan's document, and in that of what is done."""
    draft = reversal.undertaking.draft
    stands = tuple(earlier) or UNSET
    plan = structs.replace(
        reversal.plan, warnings=(*reversal.plan.warnings, *notices), earlier=stands
    )
    told = structs.replace(draft, warnings=(*draft.warnings, *notices), earlier=stands)
    undertaking = replace(reversal.undertaking, draft=told)
    return replace(reversal, plan=plan, undertaking=undertaking)


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
        stores=deployment.stores,
        rolls_back=deployment.id,
        context=context,
        planned=plan.summary,
    )
