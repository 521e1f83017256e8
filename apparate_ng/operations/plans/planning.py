"""Plan: look at the whole workspace and decide, without writing anything anywhere.

What makes plans takes as long to import as everything before it: the first pages of jobs are asked
for before that, and come meanwhile.
"""

from __future__ import annotations

from apparate_ng.errors import RefusedError
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.releases.artifact import Artifact
from apparate_ng.operations.workspace import Workspace
from apparate_ng.store.port import LibraryStore


def plan_for_artifact(
    workspace: Workspace,
    store: LibraryStore,
    artifact: Artifact,
    wish: Wish,
    observer: Observer,
) -> tuple[Plan, bool]:
    """The plan for a release at hand, and whether the store has that release already.

    Raises:
        OtherBytesError: the store has other contents under that version.
        WorkspaceError: the workspace cannot be read.
    """
    with workspace.jobs.listing_begun():
        from apparate_ng.operations.plans.making import make_for_artifact

        return make_for_artifact(workspace, store, artifact, wish, observer)


def plan_for_release(
    workspace: Workspace, release: Release, wish: Wish, observer: Observer
) -> Plan:
    """The plan for a release whose file is in the store.

    A plan over the wish's limit is a plan all the same; `refuse_too_many` refuses it.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    with workspace.jobs.listing_begun():
        from apparate_ng.operations.plans.making import make_for_release

        return make_for_release(workspace, release, wish, observer)


def refuse_too_many(plan: Plan, limit: int | None) -> None:
    """Hold a plan against the limit that people set.

    Raises:
        RefusedError: it would change more dependents than `max_dependents`.
    """
    changing = len(plan.changing)
    if is_too_many(plan, limit):
        raise RefusedError(
            f"the plan would change {changing} dependents, and the limit is {limit}",
            where="max_dependents",
            hint=f"apparate plan shows it, and --max-dependents {changing} lets it through",
        )


def is_too_many(plan: Plan, limit: int | None) -> bool:
    """True where it would change more dependents than that."""
    return limit is not None and len(plan.changing) > limit
