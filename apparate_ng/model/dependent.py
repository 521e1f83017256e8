"""A dependent as it was found: what holds references, and what matters for deciding on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import msgspec

from apparate_ng.model.reference import Reference


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


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A dependent that takes its requirements from a file, and what matters for deciding."""

    kind: DependentKind
    id: str
    name: str
    managed_by: Manager | None = field(compare=False)
    tags: Mapping[str, str] = field(compare=False)


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
    """Of a file, everything that uses it, also through other files."""


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """A dependent that is there but could not be read."""

    kind: DependentKind
    id: str
    name: str
    error: str
