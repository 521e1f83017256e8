"""Plan: look at the whole workspace and decide, without writing anything anywhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.errors import RefusedError
from apparate_ng.model.plan import Plan
from apparate_ng.model.release import Release
from apparate_ng.operations.artifact import Artifact
from apparate_ng.operations.gathering import LocalRelease, gather_facts, moving_pins
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.occasion import new_occasion
from apparate_ng.operations.publishing import as_stored
from apparate_ng.operations.timing import timing_of
from apparate_ng.operations.wish import Wish
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.planner import make_plan, referring
from apparate_ng.releases.contents import same_contents
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import published_sha256
from apparate_ng.telemetry.spans import span


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
    with ThreadPoolExecutor(1, thread_name_prefix="store") as pool:
        published = pool.submit(
            published_sha256, store, artifact.release.filename, artifact.file, same_contents
        )
        local = LocalRelease(file=artifact.file, named=artifact.named or str(artifact.file))
        plan = plan_for_release(workspace, artifact.release, wish, observer, local)
        sha256 = published.result()
        return (plan, False) if sha256 is None else (as_stored(plan, sha256), True)


def plan_for_release(
    workspace: Workspace,
    release: Release,
    wish: Wish,
    observer: Observer,
    local: LocalRelease | None = None,
) -> Plan:
    """The plan for a release whose file is, or will be, in the store; `local` where it is at hand.

    A plan over the wish's limit is a plan all the same; `refuse_too_many` refuses it.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="identity") as pool:
        identity = pool.submit(workspace.identity)
        with span("scan", library=release.name) as note:
            survey = survey_workspace(
                workspace.sources, release.name, observer.scanned, deep=wish.deep
            )
            note("dependents", len(survey.dependents))
        occasion = new_occasion(identity.result(), timing_of(workspace, release, wish.policy))
    with span("decide") as note:
        plan = make_plan(release, survey, wish.policy, wish.selection, occasion)
        moving = moving_pins(plan.dependents, referring(survey.dependents, release))
        facts = gather_facts(workspace, release, local, wish.policy, moving)
        if facts is not None:
            plan = make_plan(release, survey, wish.policy, wish.selection, occasion, facts)
        note("changes", len(plan.changing))
    return plan


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
