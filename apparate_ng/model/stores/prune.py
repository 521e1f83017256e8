"""A prune: which releases of a store go, which stay and why, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

import msgspec

from apparate_ng.model.plans.plan import Notice, WorkspaceIdentity
from apparate_ng.model.releases.kinds import ArtifactKind

PRUNE_SCHEMA = "apparate.prune/1"


class KeepReason(str, Enum):
    """Why a release stays. Of several reasons the first of these is given."""

    REFERENCED = "referenced"
    """Its path stands somewhere."""
    ACTIVE_RUN = "active-run"
    """A run that has not ended uses it, or may use it."""
    MAY_BE_REFERENCED = "may-be-referenced"
    """A requirement, a range, a glob or a path elsewhere could lead to it."""
    ROLLBACK = "rollback"
    """The last deployment, or one that has not ended, leads to it or back to it."""
    NEWEST = "newest"
    YOUNG = "young"
    AGE_UNKNOWN = "age-unknown"
    NOT_CHECKED = "not-checked"
    """Something could not be read that may refer to it."""


class PruneOutcome(str, Enum):
    """What became of a release that was to go."""

    REMOVED = "removed"
    GONE = "gone"
    """It was not there any more."""
    CHANGED = "changed"
    """Another file stands there since, and was left."""
    CLAIMED = "claimed"
    """Something came to need it before it was removed, so it was left."""
    FAILED = "failed"
    PENDING = "pending"
    """Not reached, or only looked at."""


class PruneStatus(str, Enum):
    """How far a prune is."""

    PLANNED = "planned"
    """Only looked at; nothing was removed."""
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTIAL = "partial"


class Claiming(msgspec.Struct, frozen=True, kw_only=True):
    """Who needs a release, or may. `kind` is a dependent's kind, `run` or `deployment`."""

    kind: str
    id: str
    name: str
    location: str | None = None
    """Where in it; None where the whole text was searched."""


class Unchecked(msgspec.Struct, frozen=True, kw_only=True):
    """What could not be read, and may refer to anything. Kinds are those of `Claiming`."""

    kind: str
    id: str
    name: str
    error: str


class _File(msgspec.Struct, frozen=True, kw_only=True):
    library: str
    version: str
    kind: ArtifactKind
    filename: str
    uri: str
    size: int | None
    """In bytes, where the platform says it."""
    modified_at: str | None
    """By the server's clock, in UTC, where the platform says it."""


class RemovedRelease(_File, frozen=True, kw_only=True):
    """A release that nothing needs."""

    explanation: str
    sha256: str | None = None
    """Where a deployment has recorded it."""
    outcome: PruneOutcome = PruneOutcome.PENDING
    error: str | None = None


class KeptRelease(_File, frozen=True, kw_only=True):
    """A release that stays."""

    reason: KeepReason
    explanation: str
    used_by: tuple[Claiming, ...] = ()


class PrunePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What stays in any case."""

    keep: int = 1
    """So many newest versions of each library."""
    older_than_s: int = 86_400
    """Whatever is younger stays, in seconds."""


class PruneSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts that add up."""

    scanned: dict[str, int]
    """What was looked at, by kind; `run` are those that had not ended."""
    releases: int
    remove: int
    keep: int
    other_files: int
    """Files of the store that are no releases; they are never touched."""


class Prune(msgspec.Struct, frozen=True, kw_only=True):
    """What goes and what stays. With `--dry-run` nothing went."""

    schema: str = PRUNE_SCHEMA
    id: str
    started_at: str
    finished_at: str | None
    status: PruneStatus
    tool_version: str
    workspace: WorkspaceIdentity
    stores: tuple[str, ...]
    library: str | None
    """The only one that was asked for, or None for all."""
    policy: PrunePolicy
    summary: PruneSummary
    remove: tuple[RemovedRelease, ...]
    keep: tuple[KeptRelease, ...]
    unreadable: tuple[Unchecked, ...] = ()
    warnings: tuple[Notice, ...] = ()

    def count(self, outcome: PruneOutcome) -> int:
        """How many that were to go ended so."""
        return sum(1 for one in self.remove if one.outcome is outcome)


def moment_text(at: datetime | None) -> str | None:
    """A moment in UTC as documents write it, to the second."""
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


_GOOD = frozenset({PruneOutcome.REMOVED, PruneOutcome.GONE, PruneOutcome.CLAIMED})


def status_of(removed: Iterable[RemovedRelease]) -> PruneStatus:
    """What the outcomes of a prune that has ended add up to."""
    if all(one.outcome in _GOOD for one in removed):
        return PruneStatus.SUCCEEDED
    return PruneStatus.PARTIAL
