"""Places that may be reported, never rewritten; so the editors, which walk for pins, never see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apparate_ng.discovery.places import Json, Place, entries, inner
from apparate_ng.discovery.walkers.cluster_specs import (
    Keys,
    conf_places,
    image_place,
    init_script_place,
    places_in_cluster_spec,
    places_in_conf,
)
from apparate_ng.discovery.walkers.policy_definition import given_values
from apparate_ng.discovery.walkers.spark_submit import reported_in_parameters

_SCRIPT = re.compile(r"init_scripts\.[\d*]+\.\w+\.destination")
_CONF = "spark_conf."


def reported_in_job(settings: Json) -> Iterator[Place]:
    """What the clusters say that a job's runs make for themselves, and what a spark-submit does."""
    for index, task in entries(inner(settings, "tasks")):
        key = _key(task, "task_key", index)
        yield from _in_task(task, f"tasks[{key}]", ("tasks", index))
    for index, cluster in entries(inner(settings, "job_clusters")):
        key = _key(cluster, "job_cluster_key", index)
        yield from places_in_cluster_spec(
            inner(cluster, "new_cluster"),
            f"job_clusters[{key}].new_cluster",
            ("job_clusters", index, "new_cluster"),
        )


def _in_task(task: Json, location: str, path: Keys) -> Iterator[Place]:
    spec = inner(task, "new_cluster")
    yield from places_in_cluster_spec(spec, f"{location}.new_cluster", (*path, "new_cluster"))
    yield from reported_in_parameters(
        inner(task, "spark_submit_task", "parameters"),
        f"{location}.spark_submit_task.parameters",
        (*path, "spark_submit_task", "parameters"),
    )
    nested = inner(task, "for_each_task", "task")
    if isinstance(nested, dict):
        inside = (*path, "for_each_task", "task")
        yield from _in_task(nested, f"{location}.for_each_task.task", inside)


def reported_in_pipeline(spec: Json) -> Iterator[Place]:
    """What a pipeline's clusters and its configuration say."""
    for index, cluster in entries(inner(spec, "clusters")):
        yield from places_in_cluster_spec(cluster, f"clusters[{index}]", ("clusters", index))
    yield from places_in_conf(inner(spec, "configuration"), "configuration", ("configuration",))


def reported_in_policy(policy: Json) -> Iterator[Place]:
    """What a policy's definition gives to each of its clusters."""
    for field, key, value in given_values(policy):
        location, path = f"{field}[{key}]", (field, key)
        if _SCRIPT.fullmatch(key):
            yield init_script_place(value, location, path)
        elif key.startswith(_CONF):
            yield from conf_places(key.removeprefix(_CONF), value, location, path)
        elif key == "docker_image.url":
            yield image_place(value, location, path)


def _key(entry: dict[str, Json], name: str, index: int) -> str:
    key = entry.get(name)
    return key if isinstance(key, str) else f"#{index}"
