"""All-purpose clusters and the libraries that people installed on them."""

from __future__ import annotations

from typing import Any, TypeAlias

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import UnavailableError
from apparate_ng.workspace.retrying import Repeat
from apparate_ng.workspace.shapes import entries_of, token_of

Json: TypeAlias = Any
_LIBRARIES = "/api/2.0/libraries"
_MOST_PAGES = 1_000
_LIST = "GET clusters/list"
_STATUSES = "library_statuses"


class Clusters:
    """Clusters of one workspace, as raw JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def runtimes(self) -> list[str]:
        """The keys of the runtimes on offer, such as `15.4.x-scala2.12`.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        path = "/api/2.1/clusters/spark-versions"
        entries = entries_of(self._connection.read(path), "versions", path)
        return [entry["key"] for entry in entries if isinstance(entry.get("key"), str)]

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
            found += entries_of(page, "clusters", _LIST)
            token = token_of(page, _LIST)
            if not token:
                return found
        raise UnavailableError("the list of clusters does not end", where=_LIST)

    def read(self, cluster_id: str) -> Json:
        """One cluster.

        Raises:
            NotFoundError: it is gone.
            UnavailableError: something else is answered.
            WorkspaceError: as its subclasses say.
        """
        document = self._connection.read("/api/2.1/clusters/get", cluster_id=cluster_id)
        return _of(cluster_id, document)

    def libraries(self, cluster_id: str) -> list[Json]:
        """The library statuses of one cluster.

        Raises:
            NotFoundError: it is gone.
            UnavailableError: something else is answered.
            WorkspaceError: as its subclasses say.
        """
        document = self._connection.read(f"{_LIBRARIES}/cluster-status", cluster_id=cluster_id)
        return entries_of(_of(cluster_id, document), _STATUSES, f"cluster {cluster_id}")

    def install(self, cluster_id: str, libraries: list[Json]) -> None:
        """Have libraries installed; what is there already stays as it is.

        The platform does it in its own time, after the answer. Sent again it ends the same, and
        nobody else's libraries are in it: so it is repeated where an answer is lost.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        self._change("install", cluster_id, libraries)

    def uninstall(self, cluster_id: str, libraries: list[Json]) -> None:
        """Have libraries leave at the next restart; what is not there is passed over.

        It is repeated where an answer is lost, for the same reasons.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        self._change("uninstall", cluster_id, libraries)

    def _change(self, what: str, cluster_id: str, libraries: list[Json]) -> None:
        body = {"cluster_id": cluster_id, "libraries": libraries}
        self._connection.write(f"{_LIBRARIES}/{what}", body, repeat=Repeat.SAFE)

    def all_libraries(self) -> dict[str, list[Json]]:
        """The library statuses of every cluster, by cluster id.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        document = self._connection.read(f"{_LIBRARIES}/all-cluster-statuses")
        return {
            str(one.get("cluster_id")): entries_of(one, _STATUSES, _LIBRARIES)
            for one in entries_of(document, "statuses", _LIBRARIES)
        }


def _of(cluster_id: str, document: Json) -> Json:
    if not isinstance(document, dict) or document.get("cluster_id") != cluster_id:
        raise UnavailableError(
            "the answer is not the cluster asked for", where=f"cluster {cluster_id}"
        )
    return document
