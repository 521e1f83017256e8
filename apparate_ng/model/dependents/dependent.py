"""A dependent as it was found: what holds references, and what matters for deciding on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import msgspec

from apparate_ng.model.dependents.reference import Reference
from apparate_ng.model.dependents.task_run import TaskRun


class DependentKind(str, Enum):
    """What can hold a reference."""

    JOB = "job"
    PIPELINE = "pipeline"
    POLICY = "policy"
    CLUSTER = "cluster"
    FILE = "file"


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """When a dependent runs by itself.

    `kind` is `cron`, `periodic`, `file_arrival`, `table_update`, `continuous`, or `trigger`
    for a kind that this version does not know.
    """

    kind: str
    paused: bool
    text: str


class Manager(msgspec.Struct, frozen=True, kw_only=True):
    """Who else writes this dependent: `BUNDLE` or `SYSTEM_MANAGED`, as the platform says it."""

    kind: str
    metadata_file_path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedReference:
    """A reference and where it stands."""

    location: str
    """By keys (`tasks[score].libraries[0].whl`), as printed and as stored in plans."""
    text: str
    """The whole entry as it stands."""
    reference: Reference
    runs: tuple[TaskRun, ...] = ()
    """What gets the library by it, where that can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Who takes requirements from a file or runs on a host, and what matters for deciding."""

    kind: DependentKind
    id: str
    name: str
    managed_by: Manager | None = field(compare=False)
    tags: Mapping[str, str] = field(compare=False)
    owner: str | None = field(default=None, compare=False)
    schedule: Schedule | None = field(default=None, compare=False)
    fingerprint: str | None = field(default=None, compare=False)
    """As that of a dependent; None where nobody looks at it again."""
    runs: tuple[TaskRun, ...] = ()
    """Of who uses a file: what gets it. One that uses several files is a user in several ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A cluster or cluster policy that has the library, under which parts of a job run."""

    kind: DependentKind
    id: str
    parts: tuple[str, ...]
    """In words: `task score`, `job cluster main`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependent:
    """What was seen of a dependent that mentions the library."""

    kind: DependentKind
    id: str
    name: str
    owner: str | None
    schedule: Schedule | None
    managed_by: Manager | None
    tags: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str
    """`sha256:` and the digest of the canonical JSON of the whole settings."""
    references: tuple[LocatedReference, ...]
    users: tuple[User, ...] = ()
    """Of a file, everything that uses it, also through other files and through hosts; of a host,
    the jobs and pipelines on it."""
    unseen_users: tuple[str, ...] = ()
    """Of a file, the names of what could not be read and may use it."""
    hosts: tuple[Host, ...] = ()
    """Of a job, what it runs on that has the library, too."""
    shares: DependentKind | None = None
    """Of one who stands for a file that it uses, or a host that it runs on: of which kind that is.

    What is decided is an entry of that."""


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """A dependent that is there but could not be read."""

    kind: DependentKind
    id: str
    name: str
    error: str
