"""All-purpose clusters and the libraries that people installed on them."""

from __future__ import annotations

from typing import Any, TypeAlias

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import UnavailableError

Json: TypeAlias = Any
_LIBRARIES = "/api/2.0/libraries"
_MOST_PAGES = 1_000


class Clusters:
    """Clusters of one workspace, as raw JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def listed(self) -> list[Json]:
        """Every cluster that the identity can see.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        found: list[Json] = []
        token = ""
        for _ in range(_MOST_PAGES):
            query = {"page_token": token} if token else {}
            page = self._connection.read("/api/2.1/clusters/list", **query)
            found += page.get("clusters") or ()
            token = page.get("next_page_token") or ""
            if not token:
                return found
        raise UnavailableError("the list of clusters does not end", where="GET clusters/list")

    def all_libraries(self) -> dict[str, list[Json]]:
        """The library statuses of every cluster, by cluster id.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        document = self._connection.read(f"{_LIBRARIES}/all-cluster-statuses")
        return {
            str(status.get("cluster_id")): list(status.get("library_statuses") or ())
            for status in document.get("statuses") or ()
        }
