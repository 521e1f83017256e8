"""Which clusters and cluster policies a job runs on, and which policies a pipeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from apparate_ng.discovery.places import Json, entries, inner
from apparate_ng.discovery.readers.fields import text_or_none
from apparate_ng.discovery.uses.hosts import FindHosts, Hosts, HostUse
from apparate_ng.discovery.uses.users import user_of
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, Host

_Named: TypeAlias = tuple[DependentKind, str, str]
"""Kind and id of a host, and the part of the job that names it."""


def hosts_of_job(settings: Json, hosts: Hosts) -> tuple[Host, ...]:
    """Those of `hosts` that parts of the job run on, with these parts."""
    if not hosts.raw:
        return ()
    parts: defaultdict[tuple[DependentKind, str], dict[str, None]] = defaultdict(dict)
    for kind, id_, part in _named(settings):
        known = hosts.clusters if kind is DependentKind.CLUSTER else hosts.policies
        if id_ in known:
            parts[kind, id_][part] = None
    return tuple(
        Host(kind=kind, id=id_, parts=tuple(those)) for (kind, id_), those in parts.items()
    )


def on_hosts(dependent: Dependent | None, job: Json, hosts: Hosts) -> Dependent | None:
    """A job as it was found, with the hosts that it runs on."""
    found = hosts_of_job(inner(job, "settings"), hosts)
    return dependent if dependent is None or not found else replace(dependent, hosts=found)


def host_uses_of_job(job: Json, hosts: Hosts) -> list[HostUse]:
    """The same, with the job as the user."""
    settings = inner(job, "settings")
    found = hosts_of_job(settings, hosts)
    if not found:
        return []
    user = user_of(DependentKind.JOB, str(inner(job, "job_id")), settings, job)
    return [HostUse(kind=host.kind, id=host.id, user=user) for host in found]


def host_uses_of_pipeline(pipeline: Json, find: FindHosts) -> list[HostUse]:
    """Which of the hosts' policies the clusters of a pipeline are under.

    The hosts are waited for only where it names a policy at all.
    """
    spec = inner(pipeline, "spec")
    named = {
        id_ for _, cluster in entries(inner(spec, "clusters")) for _, id_, _ in _policy(cluster, "")
    }
    known = sorted(named & find().policies) if named else []
    if not known:
        return []
    user = user_of(DependentKind.PIPELINE, str(inner(pipeline, "pipeline_id")), spec, pipeline)
    return [HostUse(kind=DependentKind.POLICY, id=id_, user=user) for id_ in known]


def _named(settings: Json) -> Iterator[_Named]:
    for index, task in entries(inner(settings, "tasks")):
        yield from _named_by_task(task, f"task {_key(task, 'task_key', index)}")
    for index, cluster in entries(inner(settings, "job_clusters")):
        part = f"job cluster {_key(cluster, 'job_cluster_key', index)}"
        yield from _policy(inner(cluster, "new_cluster"), part)


def _named_by_task(task: Json, part: str) -> Iterator[_Named]:
    """What a for-each repeats runs where its inner task says, and goes by the outer name."""
    cluster = text_or_none(inner(task, "existing_cluster_id"))
    if cluster is not None:
        yield DependentKind.CLUSTER, cluster, part
    yield from _policy(inner(task, "new_cluster"), part)
    nested = inner(task, "for_each_task", "task")
    if isinstance(nested, dict):
        yield from _named_by_task(nested, part)


def _policy(new_cluster: Json, part: str) -> Iterator[_Named]:
    policy = text_or_none(inner(new_cluster, "policy_id"))
    if policy is not None:
        yield DependentKind.POLICY, policy, part


def _key(entry: Json, name: str, index: int) -> str:
    return text_or_none(inner(entry, name)) or f"#{index}"
