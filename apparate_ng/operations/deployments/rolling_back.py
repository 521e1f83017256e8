"""Roll back: the pins of a deployment go back to what they were, where they still stand as deployed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from apparate_ng.errors import StaleError
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import Context, Deployment, Status
from apparate_ng.model.plans.plan import Notice, Plan
from apparate_ng.operations.consent import DeclinedError
from apparate_ng.operations.deployments.reversing import Reversal, reversal_of
from apparate_ng.operations.deployments.updating import means_of
from apparate_ng.operations.execution.carrying_out import Deployed, carry_out
from apparate_ng.operations.execution.conduct import Conduct
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.queries.history import (
    latest_to_roll_back,
    named_deployment,
    of_this_workspace,
    records_of,
)
from apparate_ng.operations.session import StoreSession

ApproveRollback: TypeAlias = Callable[[Plan], bool]
"""Asked with what would be put back; again where it has become more meanwhile."""
_ASKED = 3
"""How often, until somebody else has to come to an end first."""
_GREW = "more is to be put back than was shown, since somebody deployed meanwhile"


def plan_rollback(
    session: StoreSession, wanted: str | None, jobs: tuple[str, ...], context: Context | None
) -> Reversal | None:
    """What rolling back would do; None where there is no deployment to roll back.

    Args:
        session: the workspace and its store.
        wanted: the id of a deployment; without it, the latest one that is no rollback.
        jobs: ids, or globs on id or name; without any, everything that was deployed.
        context: from where it is started.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
        WorkspaceError: the workspace cannot be read.
    """
    deployment = _meant(session, wanted)
    if deployment is None:
        return None
    return reversal_of(session.workspace, deployment, jobs, context)


def _meant(session: StoreSession, wanted: str | None) -> Deployment | None:
    records, host = records_of(session), session.workspace.connection.host
    if wanted is None:
        return latest_to_roll_back(records, host)
    return of_this_workspace(named_deployment(records, wanted), host)


def roll_back(
    session: StoreSession,
    wanted: str | None,
    jobs: tuple[str, ...],
    approve: ApproveRollback,
    observer: Observer,
    conduct: Conduct,
) -> Deployed | None:
    """Put back what is to be put back. It is a deployment of its own in the history.

    What is shown may become more until the lease is held, since the deployment was still at work
    or another one followed. Then nothing is written before that was approved, too.

    Args:
        session: the workspace and its store.
        wanted: the id of a deployment; without it, the latest one that is no rollback.
        jobs: ids, or globs on id or name; without any, everything that was deployed.
        approve: asked before anything is written.
        observer: who is told.
        conduct: how it is carried out.

    Returns:
        None where there is no deployment to roll back.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
        DeclinedError: it was not approved; nothing was written.
        LeaseHeldError: another deployment is at work; nothing was written.
        StaleError: it became more each time it was looked at; nothing was written.
        NotRecordedError: the record cannot be written; nothing was changed.
        WorkspaceError: the workspace cannot be read.
    """
    look = partial(plan_rollback, session, wanted, jobs, conduct.context)
    means, found = means_of(session, observer, conduct), look()
    for _ in range(_ASKED):
        if found is None:
            return None
        if not approve(found.plan):
            raise DeclinedError("not approved; nothing was changed")
        if _is_at_rest(found):
            return carry_out(found.undertaking, means)
        with means.lessor.held():
            shown, found = found.plan, look()
            if found is None or not _is_more(found.plan, shown):
                return None if found is None else carry_out(found.undertaking, means)
        observer.noticed(Notice(code="rollback-grew", text=_GREW))
    raise StaleError(f"{_GREW}; nothing was written", hint="run the same command again")


def _is_at_rest(reversal: Reversal) -> bool:
    """True where nothing is to be put back, and nobody is at work who will have changed more."""
    return not reversal.plan.changing and reversal.deployment.status is not Status.RUNNING


def _is_more(now: Plan, shown: Plan) -> bool:
    """True where more would be written than was shown, or another deployment be put back."""
    others = now.rolls_back != shown.rolls_back and bool(now.changing)
    return others or bool(_moves(now) - _moves(shown))


def _moves(plan: Plan) -> Counter[tuple[DependentKind, str, str, str | None]]:
    """What goes where; an entry may be at another place of its list by now."""
    return Counter(
        (one.kind, one.id, pin.from_, pin.to) for one in plan.changing for pin in one.upgrades
    )
