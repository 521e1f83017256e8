"""What documents say of compute. Nothing is looked up: a policy, a pool, a cluster is only named."""

from __future__ import annotations

from collections.abc import Mapping

from apparate_ng.discovery.places import Json, inner
from apparate_ng.discovery.readers.fields import text_or_none
from apparate_ng.discovery.walkers.policy_definition import default_values, fixed_values
from apparate_ng.model.dependents.task_run import Compute, PolicyCompute


def compute_of_cluster(cluster: Json) -> Compute:
    """That of a `new_cluster`, or of a cluster as the clusters API says it."""
    return Compute(
        spark_version=text_or_none(inner(cluster, "spark_version")),
        policy_id=text_or_none(inner(cluster, "policy_id")),
        takes_defaults=inner(cluster, "apply_policy_default_values") is True,
        instance_pool_id=text_or_none(inner(cluster, "instance_pool_id")),
        node_type_id=text_or_none(inner(cluster, "node_type_id")),
        image=text_or_none(inner(cluster, "docker_image", "url")),
    )


def compute_of_environment(spec: Json) -> Compute:
    """That of an environment; `client` is the older name of its version."""
    version = inner(spec, "environment_version") or inner(spec, "client")
    return Compute(environment_version=text_or_none(version))


def compute_of_policy(policy: Json) -> PolicyCompute:
    """What a cluster policy gives to the clusters under it, where it is plain text."""
    return PolicyCompute(
        fixed=_of_values(fixed_values(policy)), default=_of_values(default_values(policy))
    )


def _of_values(values: Mapping[str, str]) -> Compute:
    return Compute(
        spark_version=values.get("spark_version"),
        instance_pool_id=values.get("instance_pool_id"),
        node_type_id=values.get("node_type_id"),
        image=values.get("docker_image.url"),
    )


def compute_of_pool(pool: Json) -> Compute:
    """What an instance pool preloads; several versions say nothing."""
    versions = inner(pool, "preloaded_spark_versions")
    only = versions[0] if isinstance(versions, list) and len(versions) == 1 else None
    return Compute(
        spark_version=text_or_none(only), node_type_id=text_or_none(inner(pool, "node_type_id"))
    )
