"""What runs with a library: on what compute, started how, and with which other libraries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Compute:
    """What a part of a document runs on, as it is written there; nothing is looked up."""

    spark_version: str | None = None
    """The key of a runtime, such as `15.4.x-photon-scala2.12`."""
    environment_version: str | None = None
    """Of serverless compute, such as `3`; the older `client` is the same."""
    cluster_id: str | None = None
    """An all-purpose cluster."""
    policy_id: str | None = None
    takes_defaults: bool = False
    """Whether what the policy gives by default counts, where nothing else is said.

    Source: Clusters API, `apply_policy_default_values`.
    """
    instance_pool_id: str | None = None
    node_type_id: str | None = None
    image: str | None = None
    """A container image, which brings a Python of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCompute:
    """What a cluster policy gives to the clusters under it."""

    fixed: Compute = Compute()
    default: Compute = Compute()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPoint:
    """What a task calls of a Python package."""

    package: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRun:
    """One part of a dependent that gets the library."""

    part: str
    """In words: `task score`."""
    compute: Compute
    entry_point: EntryPoint | None = None
    main_class: str | None = None
    """Of a jar task, such as `com.example.Main`."""
    beside: frozenset[str] = frozenset()
    """The other libraries that it gets, by the names in which they are compared."""
