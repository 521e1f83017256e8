"""Roll back: the pins of a deployment go back to what they were, where they still stand as deployed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from apparate_ng.errors import ApparateError, StaleError
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import Context, Deployment, Status
from apparate_ng.model.plans.plan import Notice, Plan
from apparate_ng.operations.consent import DeclinedError
from apparate_ng.operations.deployments.earlier import earlier_unknown, with_earlier
from apparate_ng.operations.deployments.reversing import Reversal, reversal_of, with_notices
from apparate_ng.operations.deployments.updating import means_of
from apparate_ng.operations.execution.carrying_out import Deployed, carry_out
from apparate_ng.operations.execution.conduct import Conduct
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.queries.history import (
    NewestRecords,
    is_of,
    latest_to_roll_back,
    named_deployment,
    of_this_workspace,
    recent_libraries,
    records_of,
)
from apparate_ng.operations.session import StoreSession
from apparate_ng.releases.project import project_name
from apparate_ng.workspace.failures import WorkspaceError

ApproveRollback: TypeAlias = Callable[[Plan], bool]
"""Asked with what would be put back; again where it has become more meanwhile."""
_ASKED = 3
"""How often, until somebody else has to come to an end first."""
_SEVERAL = 2
_NAMED = 5
"""How many libraries are named."""
_GREW = "more is to be put back than was shown, since somebody deployed meanwhile"


class OtherLibraryError(ApparateError):
    """The deployment that is named is none of the library that is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackWish:
    """What is to go back."""

    deployment: str | None = None
    """Its id, or the beginning of it; without one, the latest that is no rollback."""
    library: str | None = None
    """Without an id, only a deployment of this library."""
    jobs: tuple[str, ...] = ()
    """Ids, or globs on id or name; without any, everything that was deployed."""
    folder: Path | None = None
    """Where somebody stands: of the project there, nobody need be told whose deployment it is."""


def plan_rollback(
    session: StoreSession, wish: RollbackWish, context: Context | None
) -> Reversal | None:
    """What rolling back would do; None where there is no deployment to roll back.

    Args:
        session: the workspace and its store.
        wish: what is to go back.
        context: from where it is started.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
        WorkspaceError: the workspace cannot be read.
    """
    newest = NewestRecords(records_of(session))
    deployment = _meant(session, wish, newest)
    if deployment is None:
        return None
    reversal = reversal_of(session.workspace, deployment, wish.jobs, context)
    try:
        told = _several_libraries(wish, deployment, newest)
        return with_earlier(session.workspace, with_notices(reversal, told), newest, wish.jobs)
    except WorkspaceError as error:  # the way back is free, whatever else cannot be seen
        return with_notices(reversal, [earlier_unknown(error.what)])


def _meant(session: StoreSession, wish: RollbackWish, newest: NewestRecords) -> Deployment | None:
    host = session.workspace.connection.host
    if wish.deployment is None:
        return latest_to_roll_back(newest, host, wish.library)
    named = of_this_workspace(named_deployment(records_of(session), wish.deployment), host)
    if wish.library is not None and not is_of(named, wish.library):
        raise OtherLibraryError(
            f"the deployment is of {named.release.name}, and not of {wish.library}",
            where=named.id,
            hint="leave out the id, or --library",
        )
    return named


def _several_libraries(
    wish: RollbackWish, deployment: Deployment, newest: NewestRecords
) -> list[Notice]:
    """The latest may be somebody else's, where several libraries share a store."""
    if wish.deployment is not None or wish.library is not None:
        return []
    project = None if wish.folder is None else project_name(wish.folder)
    names = recent_libraries(newest, deployment.workspace.host)
    if len(names) < _SEVERAL or (project is not None and is_of(deployment, project)):
        return []
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    text = (
        f"this is the latest deployment of all, of {deployment.release.name}; the store has those"
        f" of {', '.join(names[:_NAMED])}{more}: to choose, name the id, or --library"
    )
    return [Notice(code="several-libraries", text=text)]


def roll_back(
    session: StoreSession,
    wish: RollbackWish,
    approve: ApproveRollback,
    observer: Observer,
    conduct: Conduct,
) -> Deployed | None:
    """Put back what is to be put back. It is a deployment of its own in the history.

    What is shown may become more until the lease is held, since the deployment was still at work
    or another one followed. Then nothing is written before that was approved, too.

    Args:
        session: the workspace and its store.
        wish: what is to go back.
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
    look = partial(plan_rollback, session, wish, conduct.context)
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
