"""The page of a plan, and of a deployment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import UnsetType

from apparate_ng.model.dependents.dependent import Unreadable
from apparate_ng.model.deployments.deployment import Context, Deployment, Outcome
from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.plan import Notice, Plan, PlannedDependent, WorkspaceIdentity
from apparate_ng.model.releases.release import Release
from apparate_ng.reports.pages.matrix import Axes, Matrix, matrix_of
from apparate_ng.reports.pages.page import Figure, Page, Warned, owner_of, table_of
from apparate_ng.reports.pages.plan_table import deployment_rows, plan_rows
from apparate_ng.reports.pages.row import Row, Tone
from apparate_ng.reports.pages.version_columns import VersionColumns
from apparate_ng.reports.text.deployment import deployment_summary
from apparate_ng.reports.text.rollback import rollback_plan_summary
from apparate_ng.reports.wording.command import Command
from apparate_ng.reports.wording.counts import counted_kinds
from apparate_ng.reports.wording.passed_warnings import without_passed_warnings
from apparate_ng.reports.wording.plan_summary import plan_summary

_NOUNS = {
    Decision.UPGRADE: ("to upgrade", Tone.GOOD),
    Decision.HOLD: ("held", Tone.WAIT),
    Decision.CURRENT: ("current", Tone.STILL),
    Decision.IGNORE: ("ignored", Tone.QUIET),
}
_OUTCOMES = {
    Outcome.UPDATED: ("updated", Tone.GOOD),
    Outcome.UNCHANGED: ("as planned already", Tone.STILL),
    Outcome.DRIFTED: ("drifted", Tone.WAIT),
    Outcome.FAILED: ("failed", Tone.BAD),
    Outcome.ROLLED_BACK: ("rolled back", Tone.BAD),
    Outcome.PENDING: ("not reached", Tone.WAIT),
}
Facts = Iterator[tuple[str, str]]


def plan_page(plan: Plan, commands: Sequence[Command]) -> Page:
    """Return what the page of a plan says."""
    rows = plan_rows(plan)
    back = not isinstance(plan.rolls_back, UnsetType)
    counts = plan.summary.pins
    name = f"{plan.release.name} {plan.release.version}"
    return Page(
        kind="Rollback, planned" if back else "Plan",
        title=plan.release.name if back else name,
        lead=lead_of(plan),
        figures=tuple(
            Figure(number=getattr(counts, decision.value), noun=noun, tone=tone)
            for decision, (noun, tone) in _NOUNS.items()
        ),
        counted="These are pins; a dependent can have several.",
        matrices=_pictures(
            rows,
            plan.release,
            "Who runs which version, and what would move",
            ("would move", "stays"),
        ),
        facts=tuple(_plan_facts(plan)),
        commands=tuple(commands),
        warnings=tuple(_warned(plan.warnings, plan.dependents)),
        unreadable=tuple(unread(plan.unreadable)),
        table=table_of(rows, state="Decision", change="Change"),
    )


def lead_of(plan: Plan) -> str:
    """The sentence of a plan, or of the plan of a rollback."""
    if isinstance(plan.rolls_back, UnsetType):
        return plan_summary(plan)
    return rollback_plan_summary(plan)


def deployment_page(deployment: Deployment, commands: Sequence[Command]) -> Page:
    """Return what the page of a deployment says."""
    deployment = without_passed_warnings(deployment)
    rows = deployment_rows(deployment)
    name = f"{deployment.release.name} {deployment.release.version}"
    return Page(
        kind="Deployment" if deployment.rolls_back is None else "Rollback",
        title=name if deployment.rolls_back is None else deployment.release.name,
        lead=deployment_summary(deployment),
        figures=tuple(
            Figure(number=deployment.count(outcome), noun=noun, tone=tone)
            for outcome, (noun, tone) in _outcomes(deployment).items()
            if deployment.count(outcome) or outcome is Outcome.UPDATED
        ),
        counted="These are dependents.",
        matrices=_pictures(
            rows,
            deployment.release,
            "Who ran which version, and what has moved",
            ("has moved", "has not"),
        ),
        facts=tuple(_deployment_facts(deployment)),
        commands=tuple(commands),
        warnings=tuple(_warned(deployment.warnings, deployment.dependents)),
        unreadable=tuple(unread(deployment.unreadable)),
        table=table_of(rows, state="Outcome", change="Change"),
    )


def _outcomes(deployment: Deployment) -> Mapping[Outcome, tuple[str, Tone]]:
    """What is pending in an open record may have been written since."""
    unknown = {Outcome.PENDING: ("unknown", Tone.WAIT)} if deployment.is_open else {}
    return {**_OUTCOMES, **unknown}


def _pictures(
    rows: Sequence[Row], release: Release, title: str, moves: tuple[str, str]
) -> tuple[Matrix, ...]:
    columns = VersionColumns(rows, release.version, "this release")
    axes = Axes(
        title=title,
        of="Owner",
        line=owner_of,
        column=columns.of,
        columns=columns.columns,
        moves=lambda row: row.state.tone is Tone.GOOD,
        moves_words=moves,
        is_behind=lambda row: row.state.tone in {Tone.GOOD, Tone.WAIT, Tone.BAD},
        others="other owners",
    )
    found = matrix_of(rows, axes)
    return () if found is None else (found,)


def _plan_facts(plan: Plan) -> Facts:
    yield "Plan", plan.id
    if not isinstance(plan.rolls_back, UnsetType):
        yield "Rolls back", plan.rolls_back
    yield "Made", at(plan.created_at)
    yield from workspace_facts(plan.workspace)
    yield from _release_facts(plan.release)
    yield "Scanned", counted_kinds(plan.summary.scanned)
    yield "Largest step allowed", plan.policy.allow.value
    yield "Made by", f"apparate-ng {plan.tool_version}"


def _deployment_facts(deployment: Deployment) -> Facts:
    context = deployment.context or Context()
    yield "Deployment", deployment.id
    if deployment.rolls_back is not None:
        yield "Rolls back", deployment.rolls_back
    if deployment.rolled_back_by is not None:
        yield "Rolled back by", deployment.rolled_back_by
    yield "Began", at(deployment.started_at)
    if deployment.finished_at is not None:
        yield "Ended", at(deployment.finished_at)
    yield from workspace_facts(deployment.workspace)
    yield from _release_facts(deployment.release)
    named = (("Command", context.command), ("Machine", context.machine), ("Commit", context.commit))
    yield from ((name, text) for name, text in (*named, ("CI run", context.ci_url)) if text)


def _release_facts(release: Release) -> Facts:
    yield "Release", release.uri
    yield "sha256", release.sha256


def workspace_facts(workspace: WorkspaceIdentity) -> Facts:
    """Which workspace, and as whom."""
    yield "Workspace", workspace.host
    if workspace.identity is not None:
        yield "As", workspace.identity


def at(moment: str) -> str:
    """A moment for people; all are in UTC."""
    return moment.replace("T", " ").replace("Z", " UTC")


def unread(those: Iterable[Unreadable]) -> Iterator[Warned]:
    """What could not be read, so that nothing is known of its pins."""
    for each in those:
        yield Warned(
            who=f"{each.name or each.id} ({each.kind.value} id {each.id})", what=each.error
        )


def _warned(general: Iterable[Notice], dependents: Iterable[PlannedDependent]) -> Iterator[Warned]:
    for notice in general:
        yield Warned(who="", what=notice.text)
    for each in dependents:
        for notice in each.warnings:
            who = f"{each.name or each.id} ({each.kind.value} id {each.id})"
            yield Warned(who=who, what=notice.text)
