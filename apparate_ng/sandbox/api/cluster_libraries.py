"""Libraries of clusters: `all-cluster-statuses`, `cluster-status`, `install` and `uninstall`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import invalid, json_answer
from apparate_ng.sandbox.api.clusters import permitted_cluster
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.documents.cluster_libraries import (
    settled,
    with_installed,
    with_uninstalled,
)
from apparate_ng.sandbox.reading import json_object, text_in
from apparate_ng.sandbox.state.job_access import Level

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace

    Change = Callable[[Sequence[JsonObject], Sequence[JsonObject]], list[JsonObject]]

_BASE = "/api/2.0/libraries"


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`GET …/all-cluster-statuses` and `cluster-status`, `POST …/install` and `uninstall`."""
    api = ClusterLibraries(workspace)
    return [
        web.get(f"{_BASE}/all-cluster-statuses", api.all_statuses),
        web.get(f"{_BASE}/cluster-status", api.statuses),
        web.post(f"{_BASE}/install", api.changing(with_installed)),
        web.post(f"{_BASE}/uninstall", api.changing(with_uninstalled)),
    ]


class ClusterLibraries:
    """The libraries API.

    On a running cluster what is `PENDING` is told once as such and is `INSTALLED` from then on, so
    that a test needs no clock; on another it stays `PENDING`.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Serves the libraries of this workspace's clusters."""
        self._workspace = workspace

    async def all_statuses(self, _request: web.Request) -> web.Response:
        """The libraries of every cluster that the identity sees and that has any."""
        visible = [cluster for _, cluster in self._workspace.clusters.page(identity())]
        told = [self._told(cluster) for cluster in visible]
        return json_answer({"statuses": [each for each in told if each["library_statuses"]]})

    async def statuses(self, request: web.Request) -> web.Response:
        """The libraries of one cluster."""
        cluster_id = request.query.get("cluster_id")
        cluster = permitted_cluster(self._workspace, cluster_id, Level.CAN_VIEW)
        return json_answer(self._told(cluster))

    def changing(self, change: Change) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A handler that adds or removes the libraries of the body."""

        async def handler(request: web.Request) -> web.Response:
            body = await json_object(request)
            cluster_id = text_in(body, "cluster_id")
            permitted_cluster(self._workspace, cluster_id, Level.CAN_MANAGE)
            kept = self._kept(cluster_id)
            self._keep(cluster_id, change(kept, _libraries(body)))
            return json_answer({})

        return handler

    def _told(self, cluster: JsonObject) -> JsonObject:
        cluster_id = cluster["cluster_id"]
        statuses = self._kept(cluster_id)
        if cluster.get("state") == "RUNNING":
            self._keep(cluster_id, settled(statuses))
        return {"cluster_id": cluster_id, "library_statuses": statuses}

    def _kept(self, cluster_id: str) -> list[JsonObject]:
        kept = self._workspace.cluster_libraries.get(cluster_id) or {}
        statuses: list[JsonObject] = kept.get("library_statuses", [])
        return statuses

    def _keep(self, cluster_id: str, statuses: Sequence[JsonObject]) -> None:
        document = {"cluster_id": cluster_id, "library_statuses": statuses}
        self._workspace.cluster_libraries.replace(cluster_id, document)


def _libraries(body: JsonObject) -> list[JsonObject]:
    libraries = body.get("libraries")
    if not isinstance(libraries, list) or not libraries:
        raise invalid("Missing required field: libraries")
    if not all(isinstance(library, dict) and library for library in libraries):
        raise invalid("Every library must name a source.")
    return libraries
