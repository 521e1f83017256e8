"""The workspace as operations use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from apparate_ng.discovery.sources import Sources
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.workspace.any_files import AnyFiles
from apparate_ng.workspace.cluster_policies import ClusterPolicies
from apparate_ng.workspace.clusters import Clusters
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import Credentials
from apparate_ng.workspace.identity import who_am_i
from apparate_ng.workspace.instance_pools import InstancePools
from apparate_ng.workspace.jobs import Jobs
from apparate_ng.workspace.patience import USUAL, Patience
from apparate_ng.workspace.pipelines import Pipelines


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An open connection and the families of calls on it."""

    connection: Connection
    jobs: Jobs
    pipelines: Pipelines
    policies: ClusterPolicies
    clusters: Clusters
    files: AnyFiles

    @property
    def pools(self) -> InstancePools:
        """Instance pools, which are only looked at."""
        return InstancePools(self.connection)

    @property
    def sources(self) -> Sources:
        """Where dependents come from."""
        return Sources(
            jobs=self.jobs,
            pipelines=self.pipelines,
            policies=self.policies,
            clusters=self.clusters,
            files=self.files,
        )

    def identity(self) -> WorkspaceIdentity:
        """Which workspace this is, and as whom."""
        return WorkspaceIdentity(host=self.connection.host, identity=who_am_i(self.connection))


@contextmanager
def open_workspace(credentials: Credentials, patience: Patience = USUAL) -> Iterator[Workspace]:
    """Connect, and close in the end; nothing is asked of the server yet."""
    connection = Connection(credentials, patience)
    try:
        yield Workspace(
            connection=connection,
            jobs=Jobs(connection),
            pipelines=Pipelines(connection),
            policies=ClusterPolicies(connection),
            clusters=Clusters(connection),
            files=AnyFiles(connection),
        )
    finally:
        connection.close()
