"""From what a document says of compute to the runtime, and the Python that it has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache

from apparate_ng.model.dependents.task_run import Compute, PolicyCompute
from apparate_ng.planning.runtime_table import ENVIRONMENTS, LAST_WITH_EGGS, RUNTIMES

_KEY = re.compile(r"v?(?P<number>(?P<major>\d+)(?:\.(?P<minor>\d+))?)\.x(?:-[a-z0-9.]+)*")
"""`15.4.x-scala2.12`, `15.4.x-photon-scala2.12`, `15.4.x-gpu-ml-scala2.12`,
`15.4.x-aarch64-scala2.12`, and from 18 on `18.x-scala2.13`, seen with a `v` in front, too. What
begins otherwise (`custom:…`, `auto:…`) says no number."""
_ARM_OF_AWS = re.compile(r"[a-z]+\d+g[a-z]*\.")
"""Graviton: `m7g.xlarge`, `r6gd.2xlarge`. Source: AWS, naming of EC2 instance types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """What a task really runs on, as far as anybody can tell."""

    name: str
    """For people: `runtime 15.4.x-scala2.12`, `serverless environment 3`."""
    python: str | None
    """None where nobody can tell."""
    is_arm: bool = False
    installs_eggs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCompute:
    """What was looked up of the compute that documents only name. Absent is what nobody could read."""

    clusters: Mapping[str, Compute] = field(default_factory=dict)
    policies: Mapping[str, PolicyCompute] = field(default_factory=dict)
    pools: Mapping[str, Compute] = field(default_factory=dict)
    """Of an instance pool, the version that it preloads, if it is just one."""


def runtime_of(compute: Compute, known: KnownCompute) -> Runtime:
    """The runtime: the document's own word, else that of its policy, pool or cluster."""
    full = _completed(compute, known)
    is_arm = full.node_type_id is not None and _ARM_OF_AWS.match(full.node_type_id) is not None
    if full.image is not None:
        return Runtime(name="a container image", python=None, is_arm=is_arm)
    if full.spark_version is not None:
        found = _of_key(full.spark_version)
        return replace(found, is_arm=found.is_arm or is_arm)
    if full.environment_version is not None:
        version = full.environment_version
        python = ENVIRONMENTS.get(version)
        return Runtime(name=f"serverless environment {version}", python=python)
    return Runtime(name=_unnamed(compute), python=None, is_arm=is_arm)


def pool_of(compute: Compute, policies: Mapping[str, PolicyCompute]) -> str | None:
    """The instance pool that a cluster's machines come from, by its own or its policy's word."""
    return _under_policy(compute, policies).instance_pool_id


def _completed(compute: Compute, known: KnownCompute) -> Compute:
    if compute.cluster_id is not None:
        return known.clusters.get(compute.cluster_id, Compute())
    full = _under_policy(compute, known.policies)
    return _filled(full, known.pools.get(full.instance_pool_id or "", Compute()))


def _under_policy(compute: Compute, policies: Mapping[str, PolicyCompute]) -> Compute:
    """What the policy fixes, the document says too or leaves out."""
    policy = policies.get(compute.policy_id or "", PolicyCompute())
    fixed = _filled(compute, policy.fixed)
    return _filled(fixed, policy.default) if compute.takes_defaults else fixed


def _filled(compute: Compute, more: Compute) -> Compute:
    """What one does not say, the other does."""
    names = (one.name for one in fields(Compute))
    missing = {name: getattr(more, name) for name in names if getattr(compute, name) is None}
    return replace(compute, **missing)


@cache
def _of_key(key: str) -> Runtime:
    match = _KEY.fullmatch(key)
    if match is None:
        return Runtime(name=f"runtime {key}", python=None)
    number = (int(match["major"]), int(match["minor"] or 0))
    return Runtime(
        name=f"runtime {key}",
        python=RUNTIMES.get(match["number"]),
        is_arm="-aarch64-" in key,
        installs_eggs=number <= LAST_WITH_EGGS,
    )


def _unnamed(compute: Compute) -> str:
    if compute.cluster_id is not None:
        return f"cluster {compute.cluster_id}, of which no runtime is known"
    if compute.policy_id is not None:
        return f"a cluster under policy {compute.policy_id}, of which no runtime is known"
    if compute.instance_pool_id is not None:
        return f"a cluster of pool {compute.instance_pool_id}, of which no runtime is known"
    return "a runtime that the document does not name"
