"""Explain: why one dependent is moved or held; nothing is written anywhere."""

from __future__ import annotations

from pathlib import Path

from apparate_ng.api.planning import refuse_version_alone, wish_of
from apparate_ng.api.results import Explanation, shown
from apparate_ng.api.workspace import Workspace, observer_of, opened_by, session_of, using
from apparate_ng.operations.queries.explaining import explain_artifact, explain_release
from apparate_ng.operations.releases.stored import stored_release
from apparate_ng.operations.session import with_release


def explain(  # noqa: PLR0913  what can be said to the command
    job: str,
    path: str | Path = ".",
    *,
    workspace: Workspace | None = None,
    library: str | None = None,
    version: str | None = None,
    allow_downgrade: bool = False,
    override_freeze: str | None = None,
    deep: bool = False,
) -> Explanation:
    """Say why `plan` moves or holds a dependent: rules, settings in force, checks, what decided.

    Args:
        job: an id, or a glob on names, of a dependent of any kind.
        path: a project folder, or a wheel, egg or jar.
        workspace: where; without it, the one that configuration and environment name.
        library: instead of `path`, a library of which a release is in the store.
        version: which release of it; the newest final one where none is named.
        allow_downgrade: as for `plan`.
        override_freeze: as for `plan`.
        deep: as for `plan`.

    Raises:
        NothingToExplainError: nothing that refers to the library goes by that id or name.
        ApparateError: there is no release, no store, or the workspace cannot be read.
    """
    refuse_version_alone(library, version, "explain(version=…)")
    with using(workspace, path) as here:
        session, told = session_of(here), observer_of(here)
        wish = wish_of(
            here, None, allow_downgrade=allow_downgrade, override_freeze=override_freeze, deep=deep
        )
        if library is not None:
            release = stored_release(session.store, library, version)
            found = explain_release(opened_by(here), release, wish, job, told)
            return shown(found, Explanation)
        with with_release(session, Path(path), told) as own:
            found = explain_artifact(own.workspace, own.artifact, wish, job, told)
            return shown(found, Explanation)
