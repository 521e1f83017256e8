"""Plan: look at the whole workspace and decide, without writing anything anywhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.errors import RefusedError
from apparate_ng.model.plan import Plan
from apparate_ng.model.release import Release
from apparate_ng.operations.artifact import Artifact
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.occasion import new_occasion
from apparate_ng.operations.wish import Wish
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.planner import make_plan
from apparate_ng.releases.contents import same_contents
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import is_published


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
        RefusedError: more would change than the wish allows.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="store") as pool:
        published = pool.submit(
            is_published, store, artifact.release.filename, artifact.file, same_contents
        )
        plan = plan_for_release(workspace, artifact.release, wish, observer)
        return plan, published.result()


def plan_for_release(
    workspace: Workspace,
    release: Release,
    wish: Wish,
    observer: Observer,
) -> Plan:
    """The plan for a release whose file is, or will be, in the store.

    Raises:
        WorkspaceError: the workspace cannot be read.
        RefusedError: more would change than the wish allows.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="identity") as pool:
        identity = pool.submit(workspace.identity)
        survey = survey_workspace(workspace.sources, release.name, observer.scanned)
        occasion = new_occasion(identity.result())
    plan = make_plan(release, survey, wish.policy, wish.selection, occasion)
    refuse_too_many(plan, wish.max_dependents)
    return plan


def refuse_too_many(plan: Plan, limit: int | None) -> None:
    """Hold a plan against the limit that people set.

    Raises:
        RefusedError: it would change more dependents than `max_dependents`.
    """
    changing = len(plan.changing)
    if limit is not None and changing > limit:
        raise RefusedError(
            f"the plan would change {changing} dependents, and the limit is {limit}",
            where="max_dependents",
            hint=f"look at it with: apparate plan --max-dependents {changing}",
        )
