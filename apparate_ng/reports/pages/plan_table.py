"""The rows of a plan, and of a deployment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec import UnsetType

from apparate_ng.model.deployments.deployment import DeployedDependent, Deployment, Outcome
from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.plan import Plan, PlannedDependent, PlannedPin, WorkspaceIdentity
from apparate_ng.model.releases.release import Release
from apparate_ng.reports.pages.row import NO_VERSION, Row, State, Tone, entries_of
from apparate_ng.reports.pages.version_ranks import version_ranks
from apparate_ng.reports.typesetting.palette import (
    DECISIONS,
    DECISIONS_OF_ROLLBACK,
    Look,
    looks_of,
)
from apparate_ng.reports.typesetting.pin_rows import step_words
from apparate_ng.reports.web_address import link_into
from apparate_ng.reports.wording.shares import pins_by

_TONES: dict[Decision | Outcome, Tone] = {
    Decision.UPGRADE: Tone.GOOD,
    Decision.HOLD: Tone.WAIT,
    Decision.CURRENT: Tone.STILL,
    Decision.IGNORE: Tone.QUIET,
    Outcome.UPDATED: Tone.GOOD,
    Outcome.UNCHANGED: Tone.STILL,
    Outcome.DRIFTED: Tone.WAIT,
    Outcome.FAILED: Tone.BAD,
    Outcome.ROLLED_BACK: Tone.BAD,
    Outcome.PENDING: Tone.WAIT,
}
_GRAVEST_FIRST = (Tone.BAD, Tone.WAIT, Tone.GOOD, Tone.STILL)
Ranks: TypeAlias = Mapping[str | None, int]


def plan_rows(plan: Plan) -> list[Row]:
    """Return a row for each dependent and each thing that is said of its pins."""
    looks = DECISIONS if isinstance(plan.rolls_back, UnsetType) else DECISIONS_OF_ROLLBACK
    ranks = _ranks(plan.release, plan.dependents)
    rows = [
        _row(
            plan.release, plan.workspace, dependent, alike, _state(alike[0].decision, looks), ranks
        )
        for dependent in plan.dependents
        for alike in _said_alike(dependent.pins)
    ]
    return sorted(rows, key=lambda row: row.state.rank)


def deployment_rows(deployment: Deployment) -> list[Row]:
    """Return a row for each dependent that was to change and each change of its pins."""
    told = looks_of(deployment)
    looks = dict(sorted(told.items(), key=lambda one: _GRAVEST_FIRST.index(_TONES[one[0]])))
    ranks = _ranks(deployment.release, deployment.dependents)
    rows = [
        _row(
            deployment.release,
            deployment.workspace,
            dependent,
            alike,
            _state(dependent.outcome, looks),
            ranks,
        )
        for dependent in deployment.dependents
        for alike in _said_alike(dependent.upgrades)
    ]
    return sorted(rows, key=lambda row: row.state.rank)


def _row(
    release: Release,
    workspace: WorkspaceIdentity,
    dependent: PlannedDependent,
    pins: list[PlannedPin],
    state: State,
    ranks: Ranks,
) -> Row:
    pin = pins[0]
    deployed = isinstance(dependent, DeployedDependent)
    return Row(
        library=release.name,
        kind=dependent.kind,
        id=dependent.id,
        name=dependent.name,
        url=link_into(workspace.host, dependent.url),
        owner=dependent.owner,
        schedule=dependent.schedule,
        state=state,
        version=pin.from_version or NO_VERSION,
        version_rank=ranks[pin.from_version],
        to_version=pin.to_version,
        note=step_words(pin),
        reason=None if deployed else pin.reason.value,
        explanation=None if deployed else pin.explanation,
        hint=None if deployed else pin.hint,
        error=dependent.error if isinstance(dependent, DeployedDependent) else None,
        entries=entries_of((each.from_, each.to, each.location) for each in pins),
        notices=tuple(notice.text for notice in dependent.warnings),
        users=_users(dependent),
    )


def _said_alike(pins: Iterable[PlannedPin]) -> Iterator[list[PlannedPin]]:
    def said(pin: PlannedPin) -> tuple[object, ...]:
        versions = (pin.from_version, pin.to_version, pin.step, pin.breaking)
        return (pin.decision, pin.reason, pin.explanation, pin.hint, *versions)

    return iter(pins_by(pins, said).values())


def _state(
    what: Decision | Outcome, looks: Mapping[Decision, Look] | Mapping[Outcome, Look]
) -> State:
    ranked = {key: (rank, look) for rank, (key, look) in enumerate(looks.items())}
    rank, look = ranked[what]
    return State(word=look.title.split(",")[0], sign=look.sign, tone=_TONES[what], rank=rank)


def _ranks(release: Release, dependents: Iterable[PlannedDependent]) -> Ranks:
    texts = [pin.from_version for dependent in dependents for pin in dependent.pins]
    return version_ranks([*texts, release.version], release.kind.ecosystem)


def _users(dependent: PlannedDependent) -> tuple[str, ...] | None:
    if isinstance(dependent.users, UnsetType):
        return None
    return tuple(user.name for user in dependent.users)
