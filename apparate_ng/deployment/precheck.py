"""The check of a saved plan: does every dependent still stand as it was planned?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apparate_ng.deployment.change import planned_rewrites, stands_as_planned
from apparate_ng.deployment.editor import Editor
from apparate_ng.deployment.goal import ToRelease
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.dependents.fingerprint import fingerprint
from apparate_ng.model.plans.plan import PlannedDependent
from apparate_ng.model.releases.release import Release
from apparate_ng.workspace.failures import NotFoundError, PermissionDeniedError
from apparate_ng.workspace.pools import workers


def changed_since(
    dependents: Sequence[PlannedDependent],
    editors: Mapping[DependentKind, Editor],
    release: Release,
    *,
    concurrency: int,
) -> list[PlannedDependent]:
    """Those that no longer fit the plan: changed, and not in the way that was planned, or gone.

    Raises:
        WorkspaceError: one could not be read.
    """
    goal = ToRelease(release=release)

    def is_stale(dependent: PlannedDependent) -> bool:
        editor = editors.get(dependent.kind)
        if editor is None:
            return True  # no plan of ours changes such a dependent
        try:
            content = editor.read(dependent.id).content
        except (NotFoundError, PermissionDeniedError):
            return True  # those who are no admin are refused a job that is gone
        if stands_as_planned(editor.places(content), release.name, dependent.upgrades):
            return False
        rewrites = planned_rewrites(editor.places(content), goal, dependent.upgrades)
        return rewrites is None or fingerprint(content) != dependent.fingerprint

    with workers(concurrency, "check") as pool:
        stale = pool.map(is_stale, dependents)
        return [dependent for dependent, gone in zip(dependents, stale, strict=True) if gone]
