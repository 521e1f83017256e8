"""Looking up what documents only name: clusters, cluster policies, instance pools."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from typing import TypeVar

from apparate_ng.discovery.places import Json, inner
from apparate_ng.discovery.readers.compute import (
    compute_of_cluster,
    compute_of_policy,
    compute_of_pool,
)
from apparate_ng.discovery.walkers.cluster_document import cluster_document, name_of_library
from apparate_ng.errors import ApparateError
from apparate_ng.model.dependents.task_run import Compute
from apparate_ng.operations.facts.once import Once
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.runtimes import KnownCompute, pool_of

_S = TypeVar("_S")
_T = TypeVar("_T")


def each_if_had(
    pool: Executor, wanted: Mapping[str, _S], look_up: Callable[[_S], _T]
) -> dict[str, _T]:
    """Several at a time; what cannot be had is left out, and counts as unknown."""

    def if_had(one: _S) -> list[_T]:
        try:
            return [look_up(one)]
        except ApparateError:
            return []

    futures = {key: pool.submit(if_had, one) for key, one in wanted.items()}
    return {key: found for key, future in futures.items() for found in future.result()}


class ComputeLookup:
    """What is known of compute beyond what a document says. Each thing is read once."""

    def __init__(self, workspace: Workspace, pool: Executor) -> None:
        self._workspace, self._pool = workspace, pool
        self._policies = Once[str, Json](workspace.policies.read)

    def known(self, named: Iterable[Compute]) -> KnownCompute:
        """The clusters, policies and pools that these name."""
        listed = set(named)
        policies = self._each(
            {one.policy_id for one in listed},
            lambda id_: compute_of_policy(self._policies.of(id_)),
        )
        return KnownCompute(
            clusters=self._each(
                {one.cluster_id for one in listed},
                lambda id_: compute_of_cluster(self._workspace.clusters.read(id_)),
            ),
            policies=policies,
            pools=self._each(
                {pool_of(one, policies) for one in listed},
                lambda id_: compute_of_pool(self._workspace.pools.read(id_)),
            ),
        )

    def libraries_on(self, named: Iterable[Compute]) -> dict[str, frozenset[str]]:
        """The names of the libraries of these clusters and policies, by their ids."""
        listed = set(named)
        on_clusters = self._each(
            {one.cluster_id for one in listed},
            lambda id_: _names_on(self._workspace.clusters.libraries(id_)),
        )
        under_policies = self._each(
            {one.policy_id for one in listed},
            lambda id_: _names_in(inner(self._policies.of(id_), "libraries")),
        )
        return {**on_clusters, **under_policies}

    def _each(self, ids: Iterable[str | None], look_up: Callable[[str], _T]) -> dict[str, _T]:
        wanted = {id_: id_ for id_ in sorted(one for one in ids if one is not None)}
        return each_if_had(self._pool, wanted, look_up)


def _names_on(statuses: list[Json]) -> frozenset[str]:
    """What goes at the next restart no longer counts."""
    document = cluster_document(statuses)
    return _names_in([library for each in document.values() for library in each])


def _names_in(libraries: Json) -> frozenset[str]:
    found = map(name_of_library, libraries if isinstance(libraries, list) else ())
    return frozenset(name for name in found if name is not None)
