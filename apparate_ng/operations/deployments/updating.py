"""The main job and its shorter forms: plan, let somebody approve, upload, deploy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import structs

from apparate_ng.deployment.precheck import Stale
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.consent import Approve, DeclinedError
from apparate_ng.operations.deployments.after_failure import has_failed, put_back
from apparate_ng.operations.deployments.deploying import deploy
from apparate_ng.operations.deployments.staleness import refuse_stale, stale_dependents
from apparate_ng.operations.execution.carrying_out import Deployed, Means
from apparate_ng.operations.execution.conduct import Conduct
from apparate_ng.operations.execution.leasing import lessor_of
from apparate_ng.operations.execution.recording import NewRecord
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.plans.planning import (
    plan_for_artifact,
    plan_for_release,
    refuse_too_many,
)
from apparate_ng.operations.plans.saved import (
    artifact_to_upload,
)
from apparate_ng.operations.plans.timing import refuse_frozen
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.queries.history import records_of
from apparate_ng.operations.releases.publishing import (
    as_stored,
    is_still_stored,
    require_still_stored,
    upload,
)
from apparate_ng.operations.releases.stored import stored_release
from apparate_ng.operations.session import ReleaseSession, StoreSession
from apparate_ng.planning.selection import Selection


def upload_and_update(
    session: ReleaseSession,
    wish: Wish,
    approve: Approve,
    observer: Observer,
    conduct: Conduct | None = None,
) -> Deployed:
    """Bring a release into the store and every job that may have it to it.

    A release that is in the store already is no reason to stop: a rerun finishes what was cut
    off.

    Raises:
        RefusedError: more would change than `max_dependents`, or a freeze began meanwhile.
        DeclinedError: it was not approved; nothing was written.
        ApparateError: the store or the workspace says no.
    """
    plan, published = plan_for_artifact(
        session.workspace, session.store, session.artifact, wish, observer
    )
    refuse_too_many(plan, wish.max_dependents)
    _ask(plan, approve, to_upload=not published)
    means = means_of(session, observer, conduct)
    with _alone(means, plan, _why_now(plan, conduct)):
        if not published or not is_still_stored(session.store, plan.release):
            plan = as_stored(plan, upload(session.store, session.artifact, observer).sha256)
        return _deploy(means, plan, conduct, plan_again=wish.selection)


def update(
    session: StoreSession,
    library: str,
    version: str | None,
    wish: Wish,
    approve: Approve,
    observer: Observer,
    conduct: Conduct | None = None,
) -> Deployed:
    """Bring every job that may have it to a release that is in the store.

    Raises:
        NotInStoreError: it is not.
        StaleError: it was, and is not any more; nothing was written.
        RefusedError: more would change than `max_dependents`, or a freeze began meanwhile.
        DeclinedError: it was not approved; nothing was written.
    """
    release = stored_release(session.store, library, version)
    plan = plan_for_release(session.workspace, release, wish, observer)
    refuse_too_many(plan, wish.max_dependents)
    _ask(plan, approve, to_upload=False)
    means = means_of(session, observer, conduct)
    with _alone(means, plan, _why_now(plan, conduct)):
        if plan.changing:
            require_still_stored(session.store, release)
        return _deploy(means, plan, conduct, plan_again=wish.selection)


def apply_saved(  # noqa: PLR0913  each of them is said on its own
    session: StoreSession,
    plan: Plan,
    beside: Path,
    max_dependents: int | None,
    approve: Approve,
    observer: Observer,
    *,
    skip_drifted: bool,
    freezes: tuple[str, ...] = (),
    conduct: Conduct | None = None,
) -> Deployed:
    """Carry out a saved plan: that very plan, or nothing. `beside` is the folder it lies in.

    In a freeze, one of the plan's policy or of `freezes`, nothing is done, unless the plan or
    this command says why it does not hold.

    Raises:
        StaleError: a dependent changed since, or the artifact is nowhere; nothing was written.
        RefusedError: more would change than `max_dependents`, or a freeze is on.
        DeclinedError: it was not approved; nothing was written.
    """
    refuse_too_many(plan, max_dependents)
    plan, artifact = artifact_to_upload(session.store, plan, beside)
    stale = stale_dependents(session.workspace, plan)
    why_now = _why_now(plan, conduct)
    if plan.changing:
        refuse_frozen(session.workspace, (*plan.policy.freeze, *freezes), why_now)
    if not skip_drifted:
        refuse_stale(stale)
    _ask(plan, approve, to_upload=artifact is not None)
    means = means_of(session, observer, conduct)
    with _alone(means, plan, why_now, freezes):
        if artifact is None and plan.changing and not is_still_stored(session.store, plan.release):
            plan, artifact = artifact_to_upload(session.store, plan, beside)
        if artifact is not None:
            plan = as_stored(plan, upload(session.store, artifact, observer).sha256)
        return _deploy(means, plan, conduct, left_out=stale)


def _why_now(plan: Plan, conduct: Conduct | None) -> str | None:
    """Why a freeze does not hold it: said to this command, or when it was planned."""
    said = None if conduct is None else conduct.context.override_freeze
    return (said or None) or plan.policy.override_freeze


@contextmanager
def _alone(
    means: Means, plan: Plan, why_now: str | None, freezes: tuple[str, ...] = ()
) -> Iterator[None]:
    """Hold the lease from the upload to the last put-back, where there is something to change.

    Somebody may have thought, and others may have been waited for: a freeze may have begun.
    """
    if not plan.changing:
        yield
        return
    with means.lessor.held():
        refuse_frozen(means.workspace, (*plan.policy.freeze, *freezes), why_now)
        yield


def _deploy(
    means: Means,
    plan: Plan,
    conduct: Conduct | None,
    *,
    plan_again: Selection | None = None,
    left_out: Sequence[Stale] = (),
) -> Deployed:
    conduct = conduct or Conduct()
    context = structs.replace(
        conduct.context, override_freeze=_why_now(plan, conduct) or msgspec.UNSET
    )
    deployed = deploy(means, plan, plan_again=plan_again, left_out=left_out, context=context)
    if conduct.rollback_on_failure and has_failed(deployed):
        return put_back(deployed, means, context)
    return deployed


def means_of(session: StoreSession, observer: Observer, conduct: Conduct | None) -> Means:
    """What a new deployment is carried out with: it is recorded in the store, and alone there."""
    conduct = conduct or Conduct()
    return Means(
        workspace=session.workspace,
        observer=observer,
        ledger=NewRecord(records_of(session)),
        interrupts=conduct.interrupts,
        lessor=lessor_of(session, observer, conduct),
    )


def _ask(plan: Plan, approve: Approve, *, to_upload: bool) -> None:
    if not approve(plan, to_upload):
        raise DeclinedError("not approved; nothing was changed")
