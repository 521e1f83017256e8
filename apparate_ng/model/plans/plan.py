"""The plan: every reference to the library that was found, each with its decision."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from apparate_ng.model.compatibility.checks import Check, RequirementsChange
from apparate_ng.model.dependents.dependent import DependentKind, Manager, Schedule, Unreadable
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Step

PLAN_SCHEMA = "apparate.plan/1"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Something people should know, with a code for scripts."""

    code: str
    text: str


class PlannedPin(msgspec.Struct, frozen=True, kw_only=True):
    """One reference with its decision. `to` and `to_version` are None unless it is `upgrade`."""

    location: str
    from_: str = msgspec.field(name="from")
    to: str | None
    from_version: str | None
    to_version: str | None
    step: Step | None
    """None where no exact version is pinned."""
    breaking: bool
    decision: Decision
    reason: Reason
    explanation: str
    hint: str | None
    checks: tuple[Check, ...] | msgspec.UnsetType = msgspec.UNSET
    """There where nothing but these could hold it."""


class FileUser(msgspec.Struct, frozen=True, kw_only=True):
    """Who uses a file, or runs on a cluster or under a cluster policy."""

    kind: DependentKind
    id: str
    name: str
    fingerprint: str | msgspec.UnsetType = msgspec.UNSET
    """Of the user as the decision was made; there in plans and what became of them."""


class PlannedDependent(msgspec.Struct, frozen=True, kw_only=True):
    """A dependent with the decision on each of its references."""

    kind: DependentKind
    id: str
    name: str
    url: str | None
    owner: str | None
    schedule: Schedule | None
    managed_by: Manager | None
    fingerprint: str
    warnings: tuple[Notice, ...]
    pins: tuple[PlannedPin, ...]
    users: tuple[FileUser, ...] | msgspec.UnsetType = msgspec.UNSET
    """There for files, clusters and cluster policies only."""

    @property
    def upgrades(self) -> tuple[PlannedPin, ...]:
        """The pins that are to be rewritten."""
        return tuple(pin for pin in self.pins if pin.decision is Decision.UPGRADE)


class PinCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many references got which decision."""

    upgrade: int = 0
    hold: int = 0
    current: int = 0
    ignore: int = 0

    @classmethod
    def of(cls, dependents: Iterable[PlannedDependent]) -> PinCounts:
        """Count over all pins of all dependents."""
        counts = {decision.value: 0 for decision in Decision}
        for dependent in dependents:
            for pin in dependent.pins:
                counts[pin.decision.value] += 1
        return cls(**counts)

    @property
    def total(self) -> int:
        """All references."""
        return self.upgrade + self.hold + self.current + self.ignore


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts that add up."""

    scanned: dict[str, int]
    """Dependents looked at, by kind."""
    dependents: int
    """Those that mention the library."""
    pins: PinCounts
    deselected: int = 0
    """Those that mention the library but were left out by a selector."""
    deselected_by: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    """Where there are such: the selectors that were given, by the names of their options."""


class WorkspaceIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Which workspace, and as whom."""

    host: str
    """`https://name`, without a path or a closing slash."""
    identity: str | None


class EarlierDeployment(msgspec.Struct, frozen=True, kw_only=True):
    """A deployment of a release before the one that is rolled back, which does not go back."""

    id: str
    dependents: int
    """How many still stand where it put them, and will when the rollback is done."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What would change and why, and what would not and why not."""

    schema: str = PLAN_SCHEMA
    id: str
    created_at: str
    tool_version: str
    workspace: WorkspaceIdentity
    release: Release
    policy: Policy
    summary: Summary
    has_changes: bool
    dependents: tuple[PlannedDependent, ...]
    unreadable: tuple[Unreadable, ...] = ()
    warnings: tuple[Notice, ...] = ()
    requirement_changes: tuple[RequirementsChange, ...] | msgspec.UnsetType = msgspec.UNSET
    """There where the files were looked into: one for each version that moves."""
    rolls_back: str | msgspec.UnsetType = msgspec.UNSET
    """Of the dry run of a rollback, the deployment whose pins would go back."""
    earlier: tuple[EarlierDeployment, ...] | msgspec.UnsetType = msgspec.UNSET
    """There where a rollback leaves what earlier deployments of the release did; newest first."""

    timing: Timing | msgspec.UnsetType = msgspec.UNSET
    """There where a decision can depend on time: with `soak` or `freeze`."""

    @property
    def changing(self) -> tuple[PlannedDependent, ...]:
        """The dependents that are to be changed."""
        return tuple(dependent for dependent in self.dependents if dependent.upgrades)
