"""What changes the workspace: upload, apply, update, upload and update.

Each goes ahead without asking, as the commands do where no terminal is attached, unless it is given
`approve`, which gets the plan and answers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from msgspec import structs

from apparate_ng.api.planning import wish_of
from apparate_ng.api.results import Deployment, Plan, shown
from apparate_ng.api.telling import told
from apparate_ng.api.workspace import (
    Workspace,
    conduct_of,
    observer_of,
    opened_by,
    session_of,
    using,
)
from apparate_ng.model.plans import plan as model
from apparate_ng.model.releases.release import Release
from apparate_ng.operations import consent
from apparate_ng.operations.deployments import updating
from apparate_ng.operations.plans.saved import load_plan
from apparate_ng.operations.plans.wish import Selection
from apparate_ng.operations.releases import publishing
from apparate_ng.operations.session import session_for_plan, with_release

Approve: TypeAlias = Callable[[Plan], bool]
"""Asked once, before anything is written; False stops it with `DeclinedError`."""


def upload(path: str | Path = ".", *, workspace: Workspace | None = None) -> Release:
    """Put a release into the library store; one that is there already is left as it is.

    Args:
        path: a project folder, which is built, or a wheel, egg or jar.
        workspace: where; without it, the one that configuration and environment name.

    Raises:
        OtherBytesError: the store has other contents under that version.
        ApparateError: no project, no store, or the workspace says no.
    """
    with (
        using(workspace, path) as here,
        with_release(session_of(here), Path(path), observer_of(here)) as session,
    ):
        publishing.upload(session.store, session.artifact, observer_of(here))
        return session.artifact.release


def upload_and_update(  # noqa: PLR0913  what can be said to the command
    path: str | Path = ".",
    *,
    workspace: Workspace | None = None,
    selection: Selection | None = None,
    approve: Approve | None = None,
    allow_downgrade: bool = False,
    override_freeze: str | None = None,
    deep: bool = False,
    rollback_on_failure: bool = False,
    lease_wait_s: float = 0.0,
) -> Deployment:
    """Build a release, upload it, and move every dependent that may have it to it.

    What failed is in the result, each dependent with its outcome: look at `status`. A rerun
    finishes what was cut off.

    Raises:
        RefusedError: more would change than `max_dependents`, or somebody else is at work.
        DeclinedError: it was not approved; nothing was written.
        ApparateError: no project, no store, or the workspace says no.
    """
    folder = Path(path) if Path(path).is_dir() else Path(path).parent
    conduct = conduct_of(
        "upload_and_update",
        folder=folder,
        override_freeze=override_freeze,
        rollback_on_failure=rollback_on_failure,
        lease_wait_s=lease_wait_s,
    )
    with (
        using(workspace, path) as here,
        with_release(session_of(here), Path(path), observer_of(here)) as session,
    ):
        wish = wish_of(
            here,
            selection,
            allow_downgrade=allow_downgrade,
            override_freeze=override_freeze,
            deep=deep,
        )
        done = updating.upload_and_update(
            session, wish, _asking(approve), observer_of(here), conduct
        )
        return told(here, done)


def update(  # noqa: PLR0913  what can be said to the command
    library: str,
    version: str | None = None,
    *,
    workspace: Workspace | None = None,
    selection: Selection | None = None,
    approve: Approve | None = None,
    allow_downgrade: bool = False,
    override_freeze: str | None = None,
    deep: bool = False,
    rollback_on_failure: bool = False,
    lease_wait_s: float = 0.0,
) -> Deployment:
    """Move dependents to a release that is in the store: the newest final one, or `version`.

    Raises:
        NotInStoreError: there is none.
        RefusedError: more would change than `max_dependents`, or somebody else is at work.
        DeclinedError: it was not approved; nothing was written.
    """
    conduct = conduct_of(
        "update",
        override_freeze=override_freeze,
        rollback_on_failure=rollback_on_failure,
        lease_wait_s=lease_wait_s,
    )
    with using(workspace) as here:
        wish = wish_of(
            here,
            selection,
            allow_downgrade=allow_downgrade,
            override_freeze=override_freeze,
            deep=deep,
        )
        done = updating.update(
            session_of(here), library, version, wish, _asking(approve), observer_of(here), conduct
        )
        return told(here, done)


def apply(  # noqa: PLR0913  what can be said to the command
    plan: model.Plan | str | Path,
    *,
    workspace: Workspace | None = None,
    artifact: str | Path | None = None,
    approve: Approve | None = None,
    skip_drifted: bool = False,
    override_freeze: str | None = None,
    rollback_on_failure: bool = False,
    lease_wait_s: float = 0.0,
) -> Deployment:
    """Carry out a plan: that very plan, or nothing.

    Args:
        plan: what `plan` returned, or the file that it was saved in.
        workspace: the one that the plan was made for.
        artifact: the release's file, where the store does not have it yet and it does not lie
            beside the plan's file. Its bytes must be those that were planned.
        approve: asked before anything is written.
        skip_drifted: change the others where some dependents changed since the plan.
        override_freeze: why it may go ahead in a freeze.
        rollback_on_failure: put back what was updated where some of it failed.
        lease_wait_s: how long to wait while another deployment is at work, in seconds.

    Raises:
        PlanFileError: it cannot be read, or is for another workspace.
        StaleError: a dependent changed since, or the artifact is nowhere; nothing was written.
        RefusedError: more would change than `max_dependents`, or somebody else is at work.
        DeclinedError: it was not approved; nothing was written.
    """
    given, where, beside = _given(plan, artifact)
    conduct = conduct_of(
        "apply",
        override_freeze=override_freeze,
        rollback_on_failure=rollback_on_failure,
        lease_wait_s=lease_wait_s,
    )
    with using(workspace) as here:
        done = updating.apply_saved(
            session_for_plan(opened_by(here), given, where),
            given,
            beside,
            here.settings.max_dependents,
            _asking(approve),
            observer_of(here),
            skip_drifted=skip_drifted,
            freezes=here.settings.freeze,
            conduct=conduct,
        )
        return told(here, done)


def _given(
    plan: model.Plan | str | Path, artifact: str | Path | None
) -> tuple[model.Plan, str, Path]:
    """The plan, what to call it, and the folder in which its artifact may lie."""
    file = None if isinstance(plan, model.Plan) else Path(plan)
    loaded = plan if isinstance(plan, model.Plan) else load_plan(Path(plan))
    where, beside = (f"plan {loaded.id}", Path()) if file is None else (str(file), file.parent)
    if artifact is None:
        return loaded, where, beside
    release = structs.replace(loaded.release, file=Path(artifact).name)
    return structs.replace(loaded, release=release), where, Path(artifact).parent


def _asking(approve: Approve | None) -> consent.Approve:
    """The question as the use cases ask it."""

    def ask(plan: model.Plan, to_upload: bool) -> bool:  # noqa: FBT001  the port's shape
        del to_upload
        return approve is None or approve(shown(plan, Plan))

    return ask
