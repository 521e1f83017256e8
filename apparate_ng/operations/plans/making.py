"""The making of a plan: a survey of the workspace, the facts about the release, the decisions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.facts.gathering import LocalRelease, gather_facts, moving_pins
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.occasion import new_occasion
from apparate_ng.operations.plans.timing import timing_of
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.releases.artifact import Artifact
from apparate_ng.operations.releases.publishing import as_stored
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.planner import make_plan, referring
from apparate_ng.releases.contents import same_contents
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import published_sha256
from apparate_ng.telemetry.spans import span


def make_for_artifact(
    workspace: Workspace,
    store: LibraryStore,
    artifact: Artifact,
    wish: Wish,
    observer: Observer,
) -> tuple[Plan, bool]:
    """The plan for a release at hand, and whether the store has that release already."""
    with ThreadPoolExecutor(1, thread_name_prefix="store") as pool:
        published = pool.submit(
            published_sha256, store, artifact.release.filename, artifact.file, same_contents
        )
        local = LocalRelease(file=artifact.file, named=artifact.named or str(artifact.file))
        plan = make_for_release(workspace, artifact.release, wish, observer, local)
        sha256 = published.result()
        return (plan, False) if sha256 is None else (as_stored(plan, sha256), True)


def make_for_release(
    workspace: Workspace,
    release: Release,
    wish: Wish,
    observer: Observer,
    local: LocalRelease | None = None,
) -> Plan:
    """The plan for a release whose file is, or will be, in the store; `local` where it is at hand."""
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
