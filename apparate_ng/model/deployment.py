"""A deployment: one execution of a plan, and what became of each dependent."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import msgspec

from apparate_ng.model.dependent import Unreadable
from apparate_ng.model.plan import PlannedDependent, WorkspaceIdentity
from apparate_ng.model.release import Release

DEPLOYMENT_SCHEMA = "apparate.deployment/1"


class Outcome(str, Enum):
    """What became of one dependent."""

    UPDATED = "updated"
    UNCHANGED = "unchanged"
    """It already stood as planned."""
    DRIFTED = "drifted"
    """It changed since the plan, and was not written."""
    FAILED = "failed"
    ROLLED_BACK = "rolled-back"
    """It was written, failed its verification, and was put back."""
    PENDING = "pending"
    """Not reached: the run stopped before."""


class Status(str, Enum):
    """What became of the deployment as a whole."""

    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"
    ROLLED_BACK = "rolled-back"
    RUNNING = "running"


class DeployedDependent(PlannedDependent, frozen=True, kw_only=True):
    """A dependent that was to change, with what became of it."""

    outcome: Outcome
    error: str | None = None


class Deployment(msgspec.Struct, frozen=True, kw_only=True):
    """What was done. `dependents` are those of the plan that were to change."""

    schema: str = DEPLOYMENT_SCHEMA
    id: str
    plan_id: str
    started_at: str
    finished_at: str | None
    status: Status
    workspace: WorkspaceIdentity
    release: Release
    dependents: tuple[DeployedDependent, ...]
    unreadable: tuple[Unreadable, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many dependents ended so."""
        return sum(1 for dependent in self.dependents if dependent.outcome is outcome)


_GOOD = frozenset({Outcome.UPDATED, Outcome.UNCHANGED})


def status_of(dependents: Iterable[DeployedDependent]) -> Status:
    """The status that the outcomes add up to."""
    outcomes = [dependent.outcome for dependent in dependents]
    if all(outcome in _GOOD for outcome in outcomes):
        return Status.SUCCEEDED
    if Outcome.UPDATED in outcomes:
        return Status.PARTIAL
    if Outcome.ROLLED_BACK in outcomes:
        return Status.ROLLED_BACK
    return Status.PARTIAL if Outcome.UNCHANGED in outcomes else Status.FAILED
