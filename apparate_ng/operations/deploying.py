"""Deploy: a plan is carried out, and what became of it is a deployment document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event
from typing import TypeAlias

from apparate_ng.deployment.applying import Run, apply_to, gravest
from apparate_ng.deployment.deployer import DependentDeployer
from apparate_ng.discovery.survey import look_again
from apparate_ng.errors import ExitCode
from apparate_ng.model.dependent import DependentKind
from apparate_ng.model.deployment import (
    DeployedDependent,
    Deployment,
    Outcome,
    status_of,
)
from apparate_ng.model.plan import Plan, PlannedDependent
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.occasion import new_id, timestamp
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.planner import plan_dependents
from apparate_ng.planning.selection import Selection
from apparate_ng.workspace.connection import CONCURRENCY
from apparate_ng.workspace.failures import WorkspaceError

_UNFINISHED = frozenset({Outcome.DRIFTED, Outcome.FAILED, Outcome.PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """A deployment, and the exit code that it stands for."""

    deployment: Deployment
    exit_code: ExitCode


def deploy(
    workspace: Workspace,
    plan: Plan,
    observer: Observer,
    *,
    plan_again: Selection | None,
    left_out: Sequence[PlannedDependent] = (),
) -> Deployed:
    """Carry out a plan. One dependent that fails does not stop the others.

    Args:
        workspace: where.
        plan: what; only the pins that it upgrades are touched.
        observer: who is told.
        plan_again: where given, a dependent that changed since the plan gets a second plan, once,
            if it is still selected.
        left_out: dependents that are known to have changed and are not to be tried.
    """
    started_at = timestamp()
    changing = [one for one in plan.changing if one not in left_out]
    observer.applying(len(changing))
    deployers = _deployers(workspace, plan)
    stop = Event()
    runs = {kind: Run(stop=stop) for kind in deployers}
    _apply(changing, deployers, runs, observer)
    if plan_again is not None and not stop.is_set():
        again = _planned_again(workspace, plan, runs, plan_again)
        _apply(again, deployers, runs, observer)
    deployment = _document(plan, _ended(plan, runs), started_at)
    stopped = gravest(run.exit_code for run in runs.values())
    return Deployed(deployment=deployment, exit_code=_exit_code(deployment, stopped))


_Deployers: TypeAlias = dict[DependentKind, DependentDeployer]
_Runs: TypeAlias = dict[DependentKind, Run]
"""One for each kind: an id is unique among its kind only."""


def _deployers(workspace: Workspace, plan: Plan) -> _Deployers:
    return {
        kind: DependentDeployer(editor, plan.release) for kind, editor in workspace.editors.items()
    }


def _apply(
    changing: Sequence[PlannedDependent], deployers: _Deployers, runs: _Runs, observer: Observer
) -> None:
    """One kind after the other, so that the first of each kind goes alone."""
    for kind, deployer in deployers.items():
        dependents = [one for one in changing if one.kind is kind]
        apply_to(
            dependents,
            deployer,
            concurrency=CONCURRENCY,
            progress=observer.applied,
            run=runs[kind],
        )


def _planned_again(
    workspace: Workspace, plan: Plan, runs: _Runs, selection: Selection
) -> list[PlannedDependent]:
    # a file's decision rests on all of its users, who would have to be found again: it stays drifted
    drifted = [
        one
        for run in runs.values()
        for one in run.results.values()
        if one.outcome is Outcome.DRIFTED and one.kind is not DependentKind.FILE
    ]
    again: list[PlannedDependent] = []
    for one in drifted:
        try:
            fresh = look_again(workspace.sources, one.kind, one.id, plan.release.name)
        except WorkspaceError:
            continue  # it stays drifted, and is named as such
        found = [] if fresh is None or not selection.selects(fresh) else [fresh]
        planned = plan_dependents(found, plan.release, plan.policy, plan.workspace.host)
        again += [dependent for dependent in planned if dependent.upgrades]
    return again


def _ended(plan: Plan, runs: _Runs) -> list[DeployedDependent]:
    """What became of each dependent of the plan; what was left out had changed before."""
    results = {
        (kind, id_): result for kind, run in runs.items() for id_, result in run.results.items()
    }
    return [results.get((one.kind, one.id)) or _drifted(one) for one in plan.changing]


def _drifted(dependent: PlannedDependent) -> DeployedDependent:
    values = {name: getattr(dependent, name) for name in dependent.__struct_fields__}
    return DeployedDependent(**values, outcome=Outcome.DRIFTED)


def _document(plan: Plan, done: list[DeployedDependent], started_at: str) -> Deployment:
    return Deployment(
        id=new_id(),
        plan_id=plan.id,
        started_at=started_at,
        finished_at=timestamp(),
        status=status_of(done),
        workspace=plan.workspace,
        release=plan.release,
        dependents=tuple(done),
        unreadable=plan.unreadable,
    )


def _exit_code(deployment: Deployment, stopped: ExitCode) -> ExitCode:
    if stopped is not ExitCode.DONE:
        return stopped
    unfinished = any(one.outcome in _UNFINISHED for one in deployment.dependents)
    return ExitCode.PARTIAL if unfinished or deployment.unreadable else ExitCode.DONE
