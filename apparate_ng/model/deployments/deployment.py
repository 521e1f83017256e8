"""A deployment: one execution of a plan, and what became of each dependent.

It is also the record of it: written into the store before the first change, closed in the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import msgspec

from apparate_ng.model.dependents.dependent import Unreadable
from apparate_ng.model.plans.plan import (
    EarlierDeployment,
    Notice,
    PlannedDependent,
    Summary,
    WorkspaceIdentity,
)
from apparate_ng.model.releases.release import Release

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
    """Not reached: the run stopped before. Where the record is open, nobody knows."""


class DeploymentKind(str, Enum):
    """Which way it goes."""

    DEPLOY = "deploy"
    """Pins move to the release."""
    ROLLBACK = "rollback"
    """Pins go back to what another deployment took them from."""


class Status(str, Enum):
    """What became of the deployment as a whole."""

    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"
    ROLLED_BACK = "rolled-back"
    RUNNING = "running"
    """Under way, or cut off: nobody closed the record."""
    INTERRUPTED = "interrupted"


UNFINISHED = frozenset({Status.RUNNING, Status.INTERRUPTED, Status.PARTIAL, Status.FAILED})
"""What there may be something to resume of."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """From where, and by what it was started; never how it signed in."""

    machine: str | None = None
    user: str | None = None
    """Of the machine, not of the workspace."""
    command: str | None = None
    """The name of the command, without its options."""
    tool_version: str | None = None
    commit: str | None = None
    """Of the project, in full."""
    ci_url: str | None = None
    """Where people see the run of the CI server."""
    override_freeze: str | msgspec.UnsetType = msgspec.UNSET
    """Why it went ahead in a freeze, where somebody said so."""
    approved_by: str | msgspec.UnsetType = msgspec.UNSET
    """Who approved it, where a CI server asked somebody; that server's word, not checked."""


class Resumption(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody went on with it."""

    at: str
    identity: str | None
    context: Context


class DeployedDependent(PlannedDependent, frozen=True, kw_only=True):
    """A dependent that was to change, with what became of it."""

    outcome: Outcome
    error: str | None = None
    hint: str | msgspec.UnsetType = msgspec.UNSET
    """What somebody can do about the error, where that is known."""
    damaged: bool | msgspec.UnsetType = msgspec.UNSET
    """There, and true, where a write went wrong and could not be put back: somebody has to look."""


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
    kind: DeploymentKind = DeploymentKind.DEPLOY
    rolls_back: str | None = None
    """Of a rollback, the deployment whose pins go back."""
    rolled_back_by: str | None = None
    """The rollback that followed by itself, since it did not succeed."""
    earlier: tuple[EarlierDeployment, ...] | msgspec.UnsetType = msgspec.UNSET
    """There where a rollback leaves what earlier deployments of the release did; newest first."""
    context: Context | None = None
    resumed: tuple[Resumption, ...] = ()
    warnings: tuple[Notice, ...] = ()
    missing_before: tuple[str, ...] = ()
    """Old files that were not there when it began: pins go back to them all the same."""
    recorded: bool | msgspec.UnsetType = msgspec.UNSET
    """There, and false, where nothing was to be changed, so that no record was written."""
    stores: tuple[str, ...] = ()
    """The folders in which pins counted as ours, by the policy of its plan."""

    planned: Summary | msgspec.UnsetType = msgspec.UNSET
    """What its plan counted, with what is held and what was left out; not there in old records."""

    @property
    def library(self) -> tuple[str, str]:
        """What of two deployments is the same where they are of one library."""
        return self.release.kind.ecosystem.value, self.release.comparable_name

    @property
    def is_unfinished(self) -> bool:
        """True where there may be something to resume."""
        return self.status in UNFINISHED

    @property
    def is_open(self) -> bool:
        """True where nobody closed the record: what is `pending` may have been written since."""
        return self.status is Status.RUNNING

    @property
    def is_recorded(self) -> bool:
        """True where a store knows of it, so that its id leads somewhere."""
        return self.recorded is not False

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
