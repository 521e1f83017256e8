"""Plan: what would change, and nothing is written anywhere."""

from __future__ import annotations

from pathlib import Path

from apparate_ng.api.results import Plan, shown
from apparate_ng.api.workspace import Workspace, observer_of, opened_by, session_of, using
from apparate_ng.errors import ApparateError
from apparate_ng.model.plans import plan as model
from apparate_ng.operations.plans.planning import plan_for_artifact, plan_for_release
from apparate_ng.operations.plans.saved import load_plan, save_plan, with_file_beside
from apparate_ng.operations.plans.wish import Selection, Wish
from apparate_ng.operations.releases.stored import stored_release
from apparate_ng.operations.session import with_release


def plan(  # noqa: PLR0913  what can be said to the command
    path: str | Path = ".",
    *,
    workspace: Workspace | None = None,
    library: str | None = None,
    version: str | None = None,
    selection: Selection | None = None,
    allow_downgrade: bool = False,
    override_freeze: str | None = None,
    deep: bool = False,
    out: str | Path | None = None,
) -> Plan:
    """Say what `upload_and_update` would do, and why, and what it would not.

    Args:
        path: a project folder, which is built out of its tree, or a wheel, egg or jar.
        workspace: where; without it, the one that configuration and environment name.
        library: instead of `path`, a library of which a release is in the store.
        version: which release of it; the newest final one where none is named.
        selection: which dependents are looked at; all where none is given.
        allow_downgrade: move newer pins down, too.
        override_freeze: why it may go ahead in a freeze.
        deep: read init scripts and notebooks, too.
        out: save the plan here, and its artifact beside it, for `apply` and `apparate apply`.

    Raises:
        ApparateError: there is no release, no store, or the workspace cannot be read.
    """
    refuse_version_alone(library, version, "plan(version=…)")
    with using(workspace, path) as here:
        wish = wish_of(
            here,
            selection,
            allow_downgrade=allow_downgrade,
            override_freeze=override_freeze,
            deep=deep,
        )
        if library is not None:
            return _of_stored(here, library, version, wish, out)
        return _of_file(here, Path(path), wish, out)


def read_plan(file: str | Path) -> Plan:
    """A plan that was saved.

    Raises:
        PlanFileError: it cannot be read.
    """
    return shown(load_plan(Path(file)), Plan)


def refuse_version_alone(library: str | None, version: str | None, where: str) -> None:
    """See that whoever names a version says of what.

    Raises:
        ApparateError: there is a version, and no library.
    """
    if version is not None and library is None:
        raise ApparateError("a version needs a library", where=where)


def wish_of(
    workspace: Workspace,
    selection: Selection | None,
    *,
    allow_downgrade: bool,
    override_freeze: str | None,
    deep: bool,
) -> Wish:
    """What the workspace's settings and this call say about what may change."""
    settings = workspace.settings
    return Wish(
        policy=settings.policy(allow_downgrade=allow_downgrade, override_freeze=override_freeze),
        selection=selection or Selection(),
        max_dependents=settings.max_dependents,
        deep=deep,
    )


def _of_file(here: Workspace, path: Path, wish: Wish, out: str | Path | None) -> Plan:
    with with_release(session_of(here), path, observer_of(here)) as session:
        made, _ = plan_for_artifact(
            session.workspace, session.store, session.artifact, wish, observer_of(here)
        )
        if out is None:
            return shown(made, Plan)
        return _saved(with_file_beside(made), Path(out), session.artifact.file)


def _of_stored(
    here: Workspace, library: str, version: str | None, wish: Wish, out: str | Path | None
) -> Plan:
    release = stored_release(session_of(here).store, library, version)
    made = plan_for_release(opened_by(here), release, wish, observer_of(here))
    return shown(made, Plan) if out is None else _saved(made, Path(out), None)


def _saved(made: model.Plan, out: Path, artifact: Path | None) -> Plan:
    plan_ = shown(made, Plan)
    save_plan(plan_, plan_.to_json(), out, artifact)
    return plan_
