"""Resume: a deployment that was cut off goes on, from whatever machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from msgspec import structs

from apparate_ng.deployment.goal import AsRecorded, Goal, ToRelease
from apparate_ng.deployment.records import Records
from apparate_ng.deployment.restating import Restated, all_or_nothing
from apparate_ng.errors import StaleError
from apparate_ng.model.deployments.deployment import (
    Context,
    DeployedDependent,
    Deployment,
    DeploymentKind,
    Outcome,
    Resumption,
    Status,
)
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.deployments.earlier import EARLIER_STANDS
from apparate_ng.operations.deployments.failed_before import failed_before
from apparate_ng.operations.deployments.rereading import as_drafted, reread, without_missing_files
from apparate_ng.operations.execution.carrying_out import Deployed, Means, Undertaking, carry_out
from apparate_ng.operations.execution.conduct import Conduct
from apparate_ng.operations.execution.leasing import lessor_of
from apparate_ng.operations.execution.recording import SameRecord
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.occasion import timestamp
from apparate_ng.operations.plans.timing import refuse_frozen
from apparate_ng.operations.queries.history import (
    aftermath_of,
    follower,
    is_settled,
    latest_to_resume,
    named_deployment,
    of_this_workspace,
    records_of,
)
from apparate_ng.operations.releases.stored import holds_release
from apparate_ng.operations.session import StoreSession

_DONE = frozenset({Outcome.UPDATED, Outcome.UNCHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A deployment, and what of it is still to be done."""

    deployment: Deployment
    """As it was recorded."""
    undertaking: Undertaking


def find_unfinished(
    session: StoreSession, wanted: str | None, context: Context
) -> Unfinished | None:
    """What resuming would do; None where there is nothing to resume.

    Args:
        session: the workspace and its store.
        wanted: the id of a deployment; without it, the latest one that is unfinished.
        context: from where it is resumed.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
        StaleError: its release is not in the store any more.
        WorkspaceError: the workspace cannot be read.
    """
    records, host = records_of(session), session.workspace.connection.host
    if wanted is None:
        deployment = latest_to_resume(records, host)
    else:
        deployment = of_this_workspace(named_deployment(records, wanted), host)
    if deployment is None or is_settled(deployment):
        return None
    return _unfinished(session, deployment, context)


def _unfinished(session: StoreSession, deployment: Deployment, context: Context) -> Unfinished:
    goal = _goal(deployment)
    open_ones = [one for one in deployment.dependents if one.upgrades]
    found = reread(session.workspace, open_ones, goal)
    if deployment.kind is DeploymentKind.ROLLBACK:
        found = without_missing_files(session.workspace, found)
    else:
        found = [all_or_nothing(one) if isinstance(one, Restated) else one for one in found]
    recorded = {(one.kind, one.id): one for one in open_ones}
    drafted = [_told_again(recorded[one.kind, one.id], one) for one in map(as_drafted, found)]
    changing = [one for one in drafted if one.outcome is Outcome.PENDING]
    if changing and deployment.kind is DeploymentKind.DEPLOY:
        _require_release(session, deployment)
    resumption = Resumption(
        at=timestamp(), identity=session.workspace.identity().identity, context=context
    )
    now = {(one.kind, one.id): one for one in drafted}
    draft = structs.replace(
        deployment,
        status=Status.RUNNING,
        finished_at=None,
        warnings=tuple(one for one in deployment.warnings if one.code == EARLIER_STANDS),
        rolled_back_by=None,
        resumed=(*deployment.resumed, resumption),
        dependents=tuple(
            _carried_on(one, now.get((one.kind, one.id), one)) for one in deployment.dependents
        ),
    )
    return Unfinished(
        deployment=deployment,
        undertaking=Undertaking(draft=draft, changing=changing, goal=goal, resumes=True),
    )


def _goal(deployment: Deployment) -> Goal:
    if deployment.kind is DeploymentKind.ROLLBACK:
        return AsRecorded(release=deployment.release, stores=deployment.stores)
    return ToRelease(release=deployment.release)


def _carried_on(recorded: DeployedDependent, now: DeployedDependent) -> DeployedDependent:
    """The recorded pins stay: a later rollback needs all of them."""
    done = now.outcome is Outcome.UNCHANGED and recorded.outcome in _DONE
    outcome = recorded.outcome if done else now.outcome
    return structs.replace(
        recorded,
        outcome=outcome,
        error=now.error,
        hint=now.hint,
        warnings=now.warnings,
    )


def _told_again(recorded: DeployedDependent, now: DeployedDependent) -> DeployedDependent:
    told = failed_before(recorded, stands_as_after=now.outcome is Outcome.UNCHANGED)
    return structs.replace(now, warnings=(*now.warnings, *told))


def _require_release(session: StoreSession, deployment: Deployment) -> None:
    if not holds_release(session.store, deployment.release):
        raise StaleError(
            "the release is not in the store any more; nothing was written",
            where=deployment.release.uri,
            hint="upload it again: apparate upload",
        )


def resume(
    session: StoreSession,
    wanted: str | None,
    freezes: tuple[str, ...],
    observer: Observer,
    conduct: Conduct,
) -> Deployed | None:
    """Go on where it was cut off. It stays one deployment, with one record.

    Everything is looked at twice, and the second time under the lease: until then others may have
    finished it, or have rolled it back.

    Args:
        session: the workspace and its store.
        wanted: the id of a deployment; without it, the latest one that is unfinished.
        freezes: when nothing moves.
        observer: who is told.
        conduct: how it is carried out.

    Returns:
        None where there is nothing to resume.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
        LeaseHeldError: another deployment is at work; nothing was written.
        RefusedError: a freeze is on; nothing was written.
        StaleError: its release is not in the store any more, or the deployment that was named was
            followed by another one meanwhile; nothing was written.
        NotRecordedError: the record cannot be written; nothing was changed.
        WorkspaceError: the workspace cannot be read.
    """
    records = records_of(session)
    known = frozenset(() if wanted is None else records.ids())
    look = partial(_allowed, session, wanted, freezes, conduct.context)
    if look() is None:
        return None
    means = _means(session, observer, conduct)
    with means.lessor.held():
        found = look()
        if found is None:
            return None
        if wanted is not None:
            _refuse_followed(records, found.deployment, known)
            _warn_of_rollback(records, found, observer)
        return carry_out(found.undertaking, means)


def _allowed(
    session: StoreSession, wanted: str | None, freezes: tuple[str, ...], context: Context
) -> Unfinished | None:
    """What there is to do, unless a freeze is on that nobody overrode; a way back is free."""
    found = find_unfinished(session, wanted, context)
    if found is None or not found.undertaking.changing:
        return found
    if found.deployment.kind is not DeploymentKind.ROLLBACK:
        began = found.deployment.context or Context()
        override = context.override_freeze or began.override_freeze or None
        refuse_frozen(session.workspace, freezes, override)
    return found


def _refuse_followed(records: Records, deployment: Deployment, known: frozenset[str]) -> None:
    """Whoever named it did not know of what came meanwhile, and would undo that."""
    following = follower(records, deployment, known)
    if following is not None:
        raise StaleError(
            "the deployment was followed by another one since; nothing was written",
            where=following,
            hint=f"if it is to go on all the same: apparate resume {deployment.id}",
        )


def _warn_of_rollback(records: Records, found: Unfinished, observer: Observer) -> None:
    """Whoever names it may still have the hint in mind that was given before it was rolled back."""
    if not found.undertaking.changing:
        return
    back = aftermath_of(records, found.deployment).rolled_back_by
    if back is not None:
        text = f"it was rolled back by {back} since, and goes out again now"
        observer.noticed(Notice(code="rolled-back-since", text=text))


def _means(session: StoreSession, observer: Observer, conduct: Conduct) -> Means:
    """What it is carried out with: the record that there is goes on."""
    return Means(
        workspace=session.workspace,
        observer=observer,
        ledger=SameRecord(records_of(session)),
        interrupts=conduct.interrupts,
        lessor=lessor_of(session, observer, conduct),
    )
