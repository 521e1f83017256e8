"""A recorded deployment, held against the workspace as it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from msgspec import structs

from apparate_ng.deployment.editor import Editor
from apparate_ng.deployment.goal import Goal
from apparate_ng.deployment.restating import Restated, restated, was_edited, without_missing
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.plan import Notice, PlannedDependent
from apparate_ng.operations.execution.carrying_out import PIN_KEPT, pending
from apparate_ng.operations.execution.editors import editors_of
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.hosts import restart_notices
from apparate_ng.workspace.connection import CONCURRENCY
from apparate_ng.workspace.failures import NotFoundError, WorkspaceError
from apparate_ng.workspace.pools import workers

Reread: TypeAlias = Restated | DeployedDependent
"""As it stands, or why it could not be read."""


def reread(workspace: Workspace, recorded: Sequence[PlannedDependent], goal: Goal) -> list[Reread]:
    """Each dependent as it stands now, with its pins decided anew; one that cannot be read failed."""
    read = partial(_reread, editors=editors_of(workspace), goal=goal)
    with workers(CONCURRENCY, "reread") as pool:
        return list(pool.map(read, recorded))


def _reread(
    recorded: PlannedDependent, editors: Mapping[DependentKind, Editor], goal: Goal
) -> Reread:
    editor = editors.get(recorded.kind)
    if editor is None:
        return _failed(recorded, f"a {recorded.kind.value} cannot be changed")
    try:
        return restated(recorded, editor.read(recorded.id).content, editor, goal)
    except NotFoundError:
        return _failed(recorded, f"the {editor.noun} is gone")
    except WorkspaceError as error:
        return _failed(recorded, error.what)


def _failed(recorded: PlannedDependent, error: str) -> DeployedDependent:
    return structs.replace(pending(recorded, Outcome.FAILED), error=error)


def without_missing_files(
    workspace: Workspace, found: Sequence[Reread], never_there: Collection[str] = ()
) -> list[Reread]:
    """The same; a pin whose file is not there any more is kept: it would break whoever has it.

    What was not there before the deployment either breaks nobody: `never_there`, canonical paths.

    Raises:
        WorkspaceError: it cannot be told whether a file is there.
    """
    wanted = {
        one.paths[pin.location]
        for one in found
        if isinstance(one, Restated)
        for pin in one.dependent.upgrades
        if pin.location in one.paths and canonical_path(one.paths[pin.location]) not in never_there
    }
    with workers(CONCURRENCY, "files") as pool:
        there = dict(zip(wanted, pool.map(workspace.files.exists, wanted), strict=True))
    missing = {path for path, is_there in there.items() if is_there is False}
    return [without_missing(one, missing) if isinstance(one, Restated) else one for one in found]


def as_drafted(found: Reread) -> DeployedDependent:
    """What stands in the document before anything is done: `pending` where something is to be."""
    if isinstance(found, DeployedDependent):
        return found
    restart = tuple(restart_notices(found.dependent, found.dependent.upgrades))
    dependent = structs.replace(found.dependent, warnings=restart)
    if not was_edited(dependent.pins):
        return pending(dependent, Outcome.PENDING if dependent.upgrades else Outcome.UNCHANGED)
    said = "; ".join(
        f"{pin.location}: {pin.explanation}"
        for pin in dependent.pins
        if pin.decision is Decision.HOLD
    )
    if not dependent.upgrades:
        return structs.replace(pending(dependent, Outcome.DRIFTED), error=said)
    kept = Notice(code=PIN_KEPT, text=f"not all was put back: {said}")
    return structs.replace(pending(dependent), warnings=(*restart, kept))
