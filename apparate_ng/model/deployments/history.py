"""The history of a store: its deployments in a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from apparate_ng.model.deployments.deployment import Deployment, DeploymentKind, Outcome, Status

HISTORY_SCHEMA = "apparate.history/1"


class PastDeployment(msgspec.Struct, frozen=True, kw_only=True):
    """One deployment."""

    id: str
    kind: DeploymentKind
    status: Status
    started_at: str
    finished_at: str | None
    host: str
    identity: str | None
    library: str
    from_versions: tuple[str, ...]
    """Of the pins that were to change, each once."""
    to_versions: tuple[str, ...]
    outcomes: dict[str, int]
    """How many dependents ended so, by outcome; those that are none are left out."""
    rolls_back: str | None
    rolled_back_by: str | None
    command: str | None
    machine: str | None
    commit: str | None
    ci_url: str | None


class UnusableRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record that cannot be read."""

    where: str | None
    error: str


class History(msgspec.Struct, frozen=True, kw_only=True):
    """The newest deployments, newest first."""

    schema: str = HISTORY_SCHEMA
    store: str
    total: int
    """How many the store knows of, with those that are not shown."""
    deployments: tuple[PastDeployment, ...]
    unusable: tuple[UnusableRecord, ...] = ()


def past(deployment: Deployment) -> PastDeployment:
    """A deployment in a line."""
    pins = [pin for one in deployment.dependents for pin in one.upgrades]
    counts = Counter(one.outcome for one in deployment.dependents)
    context = deployment.context
    return PastDeployment(
        id=deployment.id,
        kind=deployment.kind,
        status=deployment.status,
        started_at=deployment.started_at,
        finished_at=deployment.finished_at,
        host=deployment.workspace.host,
        identity=deployment.workspace.identity,
        library=deployment.release.name,
        from_versions=_each_once(pin.from_version for pin in pins),
        to_versions=_each_once(pin.to_version for pin in pins),
        outcomes={outcome.value: counts[outcome] for outcome in Outcome if counts[outcome]},
        rolls_back=deployment.rolls_back,
        rolled_back_by=deployment.rolled_back_by,
        command=context.command if context else None,
        machine=context.machine if context else None,
        commit=context.commit if context else None,
        ci_url=context.ci_url if context else None,
    )


def _each_once(versions: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(version for version in versions if version is not None))
