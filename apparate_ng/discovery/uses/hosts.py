"""Hosts: clusters and cluster policies that have the library, and the jobs that run on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from apparate_ng.discovery.uses.users import in_order
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, User

_KEYS = (b'"existing_cluster_id"', b'"policy_id"')
_HOSTS = frozenset({DependentKind.CLUSTER, DependentKind.POLICY})


@dataclass(frozen=True, slots=True)
class Hosts:
    """The ids of those that have the library; few, and mostly none."""

    clusters: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    raw: tuple[bytes, ...] = ()
    """The ids of both, as they stand in the text of a job."""

    def may_hold(self, raw: bytes) -> bool:
        """Whether a job's text could name one; the sieve before parsing."""
        return (
            bool(self.raw)
            and any(key in raw for key in _KEYS)
            and any(host in raw for host in self.raw)
        )


def hosts_among(dependents: Iterable[Dependent]) -> Hosts:
    """Those that a job can run on."""
    ids = {kind: frozenset[str]() for kind in _HOSTS}
    for one in dependents:
        if one.kind in _HOSTS:
            ids[one.kind] |= {one.id}
    clusters, policies = ids[DependentKind.CLUSTER], ids[DependentKind.POLICY]
    raw = tuple(sorted(id_.encode() for id_ in clusters | policies))
    return Hosts(clusters=clusters, policies=policies, raw=raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostUse:
    """One job's use of one host."""

    kind: DependentKind
    id: str
    user: User


def with_users(hosts: Iterable[Dependent], uses: Iterable[HostUse]) -> list[Dependent]:
    """The hosts, each with the jobs that run on it."""
    users: defaultdict[tuple[DependentKind, str], list[User]] = defaultdict(list)
    for use in uses:
        users[use.kind, use.id].append(use.user)
    return [replace(host, users=in_order(users[host.kind, host.id])) for host in hosts]
