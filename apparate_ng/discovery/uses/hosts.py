"""Hosts: clusters and cluster policies that have the library, and who runs on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from apparate_ng.discovery.uses.files import FileUse
from apparate_ng.discovery.uses.users import in_order
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, User

_KEYS = (b'"existing_cluster_id"', b'"policy_id"')
_HOSTS = frozenset({DependentKind.CLUSTER, DependentKind.POLICY})


@dataclass(frozen=True, slots=True)
class Hosts:
    """The ids of those that have the library, or a file that may; few, and mostly none."""

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


FindHosts: TypeAlias = Callable[[], Hosts]
"""Gives the hosts that have the library; the first time it may have to wait for them."""


def hosts_among(dependents: Iterable[Dependent], uses: Iterable[FileUse] = ()) -> Hosts:
    """Those that a job can run on, of what has the library, and of what takes it from files."""
    named = {(one.kind, one.id) for one in dependents}
    named |= {(use.user.kind, use.user.id) for use in uses}
    ids = {host: frozenset(id_ for kind, id_ in named if kind is host) for host in _HOSTS}
    clusters, policies = ids[DependentKind.CLUSTER], ids[DependentKind.POLICY]
    raw = tuple(sorted(id_.encode() for id_ in clusters | policies))
    return Hosts(clusters=clusters, policies=policies, raw=raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostUse:
    """One job's or pipeline's use of one host."""

    kind: DependentKind
    id: str
    user: User


def with_users(hosts: Iterable[Dependent], uses: Iterable[HostUse]) -> list[Dependent]:
    """The hosts, each with those who run on it."""
    users = _by_host(uses)
    return [replace(host, users=in_order(users[host.kind, host.id])) for host in hosts]


def files_through_hosts(files: Iterable[FileUse], uses: Iterable[HostUse]) -> list[FileUse]:
    """The files that hosts name, as used by those who run there: they get what is in them, too.

    What runs there is said of the host already.
    """
    users = _by_host(uses)
    return [
        FileUse(path=file.path, user=user)
        for file in files
        for user in users[file.user.kind, file.user.id]
    ]


def _by_host(uses: Iterable[HostUse]) -> defaultdict[tuple[DependentKind, str], list[User]]:
    users: defaultdict[tuple[DependentKind, str], list[User]] = defaultdict(list)
    for use in uses:
        users[use.kind, use.id].append(use.user)
    return users
