"""What was done: history, show, resume and rollback, from any machine."""

from __future__ import annotations

from apparate_ng.api.changing import Approve
from apparate_ng.api.results import Deployment, History, Plan, shown
from apparate_ng.api.telling import told
from apparate_ng.api.workspace import Workspace, conduct_of, observer_of, session_of, using
from apparate_ng.operations.deployments import resuming, rolling_back
from apparate_ng.operations.queries import history as past


def history(*, workspace: Workspace | None = None, limit: int = 20) -> History:
    """The newest `limit` deployments that the store knows of, newest first.

    Raises:
        ApparateError: no store is configured, or it cannot be read.
    """
    with using(workspace) as here:
        return shown(past.history_of(session_of(here), limit), History)


def show(deployment: str | None = None, *, workspace: Workspace | None = None) -> Deployment | None:
    """One deployment, by its id or the beginning of it; without one, the latest.

    None where there is none at all.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
    """
    with using(workspace) as here:
        found = past.find_deployment(session_of(here), deployment)
        return None if found is None else shown(found, Deployment)


def resume(
    deployment: str | None = None,
    *,
    workspace: Workspace | None = None,
    override_freeze: str | None = None,
    lease_wait_s: float = 0.0,
) -> Deployment | None:
    """Finish a deployment that was cut off: this one, or the latest; None where there is none.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
        StaleError: its release is not in the store any more, or the deployment that was named was
            followed by another one while this one waited.
        RefusedError: a freeze is on, or somebody else is at work.
    """
    conduct = conduct_of("resume", override_freeze=override_freeze, lease_wait_s=lease_wait_s)
    with using(workspace) as here:
        done = resuming.resume(
            session_of(here), deployment, here.settings.freeze, observer_of(here), conduct
        )
        return None if done is None else told(here, done)


def plan_rollback(
    deployment: str | None = None,
    *,
    workspace: Workspace | None = None,
    library: str | None = None,
    jobs: tuple[str, ...] = (),
) -> Plan | None:
    """Say what `rollback` would put back; None where there is no deployment.

    Its `earlier` names deployments of the release that `rollback` would leave as they stand.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
    """
    with using(workspace) as here:
        context = conduct_of("rollback").context
        wish = rolling_back.RollbackWish(deployment=deployment, library=library, jobs=jobs)
        found = rolling_back.plan_rollback(session_of(here), wish, context)
        return None if found is None else shown(found.plan, Plan)


def rollback(
    deployment: str | None = None,
    *,
    workspace: Workspace | None = None,
    library: str | None = None,
    jobs: tuple[str, ...] = (),
    approve: Approve | None = None,
    lease_wait_s: float = 0.0,
) -> Deployment | None:
    """Put back what a deployment changed, where it still stands as deployed.

    Args:
        deployment: its id or the beginning of it; without one, the latest that is no rollback.
        workspace: the one that it was made in.
        library: without an id, the latest deployment of this library is taken.
        jobs: ids, or globs on id or name; without any, everything that was deployed.
        approve: asked before anything is written; again where it has become more by then.
        lease_wait_s: how long to wait while another deployment is at work, in seconds.

    Returns:
        A deployment of its own in the history; None where there is nothing to roll back. Its
        `earlier` names deployments of the release that still stand, each to be rolled back by
        its id.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
        DeclinedError: it was not approved; nothing was written.
        RefusedError: somebody else is at work.
        StaleError: it became more each time it was looked at; nothing was written.
    """
    conduct = conduct_of("rollback", lease_wait_s=lease_wait_s)
    with using(workspace) as here:
        done = rolling_back.roll_back(
            session_of(here),
            rolling_back.RollbackWish(deployment=deployment, library=library, jobs=jobs),
            lambda plan: approve is None or approve(shown(plan, Plan)),
            observer_of(here),
            conduct,
        )
        return None if done is None else told(here, done)
