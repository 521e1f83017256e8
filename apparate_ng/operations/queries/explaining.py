"""Explain: why a plan decides as it does about one dependent, or some."""

from __future__ import annotations

from dataclasses import replace

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.errors import ApparateError
from apparate_ng.model.plans.explanation import Explanation
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.facts.gathering import LocalRelease, gather_facts, moving_pins
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.occasion import new_occasion
from apparate_ng.operations.plans.timing import timing_of
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.releases.artifact import Artifact
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.explaining import explain
from apparate_ng.planning.nearest import did_you_mean
from apparate_ng.planning.planner import Terms, referring
from apparate_ng.releases.failures import NoProjectError

__all__ = ["NoProjectError", "NothingToExplainError", "explain_artifact", "explain_release"]


class NothingToExplainError(ApparateError):
    """Nothing of what was found goes by that id or name."""


def explain_artifact(
    workspace: Workspace, artifact: Artifact, wish: Wish, wanted: str, observer: Observer
) -> Explanation:
    """The same as `explain_release`, of a release at hand."""
    local = LocalRelease(file=artifact.file, named=artifact.named or str(artifact.file))
    return explain_release(workspace, artifact.release, wish, wanted, observer, local)


def explain_release(
    workspace: Workspace,
    release: Release,
    wish: Wish,
    wanted: str,
    observer: Observer,
    local: LocalRelease | None = None,
) -> Explanation:
    """Explain what a plan for the release would decide about `wanted`, an id or a glob on names.

    Raises:
        NothingToExplainError: nothing that refers to the library goes by it.
        WorkspaceError: the workspace cannot be read.
    """
    survey = survey_workspace(workspace.sources, release.name, observer.scanned, deep=wish.deep)
    timing = timing_of(workspace, release, wish.policy)
    occasion = new_occasion(workspace.identity(), timing)
    terms = Terms(release=release, policy=wish.policy, timing=timing)
    explanation = explain(terms, survey, wanted, occasion)
    moving = moving_pins(explanation.dependents, referring(survey.dependents, release))
    facts = gather_facts(workspace, release, local, wish.policy, moving)
    if facts is not None:  # as for a plan: files are read for what would move otherwise
        explanation = explain(replace(terms, facts=facts), survey, wanted, occasion)
    if not explanation.dependents and not explanation.unreadable:
        raise NothingToExplainError(
            f"nothing that refers to {release.name} goes by {wanted!r}",
            where=workspace.connection.host,
            hint=_where_to_look(wanted, survey, release),
        )
    return explanation


def _where_to_look(wanted: str, survey: Survey, release: Release) -> str:
    """The name that may have been meant; else how to see all that there are."""
    unread = len(survey.unreadable)
    may_be = f"it may be among the {unread} that could not be read; " if unread else ""
    names = [one.name for one in referring(survey.dependents, release)]
    otherwise = f"{may_be}look at what does with: apparate inventory {release.name}"
    return did_you_mean(wanted, names) or otherwise
