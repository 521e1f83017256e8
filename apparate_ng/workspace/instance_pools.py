"""The instance pools API, as far as it says what a pool preloads."""

from __future__ import annotations

from typing import Any, TypeAlias

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import UnavailableError

Json: TypeAlias = Any


class InstancePools:
    """Instance pools of one workspace, as raw JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, pool_id: str) -> Json:
        """One pool.

        Raises:
            NotFoundError: it is gone.
            UnavailableError: something else is answered.
            WorkspaceError: as its subclasses say.
        """
        pool = self._connection.read("/api/2.0/instance-pools/get", instance_pool_id=pool_id)
        if not isinstance(pool, dict) or pool.get("instance_pool_id") != pool_id:
            raise UnavailableError("the answer is not the pool asked for", where=f"pool {pool_id}")
        return pool
