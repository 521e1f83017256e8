"""What clusters and policies mean for those who run on them, as warnings in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from apparate_ng.model.dependents.dependent import Dependent, DependentKind, Host
from apparate_ng.model.plans.plan import Notice, PlannedDependent, PlannedPin
from apparate_ng.model.releases.release import Release

KnownHosts: TypeAlias = Mapping[tuple[DependentKind, str], Dependent]
"""The dependents that a job can run on, by kind and id."""
HOSTS = frozenset({DependentKind.CLUSTER, DependentKind.POLICY})
_MOST_NAMED = 3


def hosts_among(dependents: Iterable[Dependent]) -> KnownHosts:
    """Clusters and policies that have the library."""
    return {(one.kind, one.id): one for one in dependents if one.kind in HOSTS}


def host_notices(job: Dependent, known: KnownHosts, release: Release) -> Iterator[Notice]:
    """One for each host: whatever the job pins, its tasks find the host's library, too."""
    for host in job.hosts:
        found = known.get((host.kind, host.id))
        if found is not None:
            yield _notice(host, found, release)


def _notice(host: Host, found: Dependent, release: Release) -> Notice:
    parts = ", ".join(host.parts[:_MOST_NAMED])
    more = len(host.parts) - _MOST_NAMED
    who = f"{parts} and {more} more" if more > 0 else parts
    what = f"{release.name} {_versions(found)}".rstrip()
    one = len(host.parts) == 1
    if host.kind is DependentKind.CLUSTER:
        run = "runs" if one else "run"
        return Notice(
            code="runs-on-cluster", text=f"{who} {run} on cluster {found.name}, which has {what}"
        )
    use = "uses" if one else "use"
    return Notice(
        code="uses-policy", text=f"{who} {use} cluster policy {found.name}, which brings {what}"
    )


def _versions(found: Dependent) -> str:
    texts = [one.reference.version or one.reference.specifier or "" for one in found.references]
    return " and ".join(dict.fromkeys(text for text in texts if text))


def restart_notices(
    cluster: Dependent | PlannedDependent, pins: Iterable[PlannedPin]
) -> Iterator[Notice]:
    """Where a cluster is to change: that this is not seen before somebody restarts it."""
    old = [pin.from_version or "" for pin in pins if pin.to is not None]
    if cluster.kind is DependentKind.CLUSTER and old:
        until = " and ".join(dict.fromkeys(old))
        yield Notice(
            code="takes-effect-at-restart",
            text=f"cluster {cluster.name} must be restarted, which is left to you;"
            f" until then it runs {until}",
        )
