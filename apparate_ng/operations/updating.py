"""The main job and its shorter forms: plan, let somebody approve, upload, deploy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from apparate_ng.errors import ApparateError
from apparate_ng.model.plan import Plan
from apparate_ng.operations.deploying import Deployed, deploy
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.planning import (
    plan_for_artifact,
    plan_for_release,
    refuse_too_many,
)
from apparate_ng.operations.publishing import upload
from apparate_ng.operations.saved_plans import (
    artifact_to_upload,
    refuse_stale,
    stale_dependents,
)
from apparate_ng.operations.session import ReleaseSession, StoreSession
from apparate_ng.operations.stored import stored_release
from apparate_ng.operations.wish import Wish

Approve: TypeAlias = Callable[[Plan, bool], bool]
"""Asked once, with the plan and whether its release is still to be uploaded."""


class DeclinedError(ApparateError):
    """Somebody was asked and said no."""


def upload_and_update(
    session: ReleaseSession,
    wish: Wish,
    approve: Approve,
    observer: Observer,
) -> Deployed:
    """Bring a release into the store and every job that may have it to it.

    A release that is in the store already is no reason to stop: a rerun finishes what was cut
    off.

    Raises:
        RefusedError: more would change than `max_dependents`.
        DeclinedError: it was not approved; nothing was written.
        ApparateError: the store or the workspace says no.
    """
    plan, published = plan_for_artifact(
        session.workspace, session.store, session.artifact, wish, observer
    )
    _ask(plan, approve, to_upload=not published)
    if not published:
        upload(session.store, session.artifact, observer)
    return deploy(session.workspace, plan, observer, plan_again=wish.selection)


def update(
    session: StoreSession,
    library: str,
    version: str | None,
    wish: Wish,
    approve: Approve,
    observer: Observer,
) -> Deployed:
    """Bring every job that may have it to a release that is in the store.

    Raises:
        NotInStoreError: it is not.
        RefusedError: more would change than `max_dependents`.
        DeclinedError: it was not approved; nothing was written.
    """
    release = stored_release(session.store, library, version)
    plan = plan_for_release(session.workspace, release, wish, observer)
    _ask(plan, approve, to_upload=False)
    return deploy(session.workspace, plan, observer, plan_again=wish.selection)


def apply_saved(
    session: StoreSession,
    plan: Plan,
    beside: Path,
    max_dependents: int | None,
    approve: Approve,
    observer: Observer,
    *,
    skip_drifted: bool,
) -> Deployed:
    """Carry out a saved plan: that very plan, or nothing. `beside` is the folder it lies in.

    Raises:
        StaleError: a dependent changed since, or the artifact is nowhere; nothing was written.
        RefusedError: more would change than `max_dependents`.
        DeclinedError: it was not approved; nothing was written.
    """
    refuse_too_many(plan, max_dependents)
    artifact = artifact_to_upload(session.store, plan, beside)
    stale = stale_dependents(session.workspace, plan)
    if not skip_drifted:
        refuse_stale(stale)
    _ask(plan, approve, to_upload=artifact is not None)
    if artifact is not None:
        upload(session.store, artifact, observer)
    return deploy(session.workspace, plan, observer, plan_again=None, left_out=stale)


def _ask(plan: Plan, approve: Approve, *, to_upload: bool) -> None:
    if not approve(plan, to_upload):
        raise DeclinedError("not approved; nothing was changed")
