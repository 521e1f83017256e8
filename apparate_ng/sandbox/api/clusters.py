"""All-purpose clusters: `list`, `get`, and what makes libraries leave: `start`, `restart`, `delete`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, invalid, json_answer
from apparate_ng.sandbox.api.document_permissions import permitted
from apparate_ng.sandbox.api.page_tokens import numbers_of, token_of
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.documents.cluster_libraries import restarted
from apparate_ng.sandbox.reading import integer, json_object, text_in
from apparate_ng.sandbox.state.job_access import Level

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace

_MAX_PAGE = 100
_OFFERED = ("16.4", "15.4", "14.3")
_FILTERS = {
    "filter_by.cluster_sources": "cluster_source",
    "filter_by.cluster_states": "state",
    "filter_by.policy_id": "policy_id",
}


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`/api/2.1/clusters/`, and the older 2.0, which answers alike."""
    api = Clusters(workspace)
    found = []
    for version in ("2.0", "2.1"):
        base = f"/api/{version}/clusters"
        found += [
            web.get(f"{base}/list", api.list),
            web.get(f"{base}/get", api.get),
            web.get(f"{base}/spark-versions", spark_versions),
            web.post(f"{base}/start", api.becoming("RUNNING", only_from="TERMINATED")),
            web.post(f"{base}/restart", api.becoming("RUNNING", only_from="RUNNING")),
            web.post(f"{base}/delete", api.becoming("TERMINATED")),
        ]
    return found


async def spark_versions(_request: web.Request) -> web.Response:
    """The runtimes on offer, newest first (seen in the SDK: `key` and `name`)."""
    versions = [{"key": f"{number}.x-scala2.12", "name": f"{number} LTS"} for number in _OFFERED]
    return json_answer({"versions": versions})


def permitted_cluster(workspace: Workspace, cluster_id: str | None, level: Level) -> JsonObject:
    """A cluster on which the asking identity has at least this level.

    Raises:
        ApiError: 400 if it is not there (seen in the SDK, which maps the message), 403.
    """
    if not cluster_id:
        raise invalid("Missing required field: cluster_id")
    missing = invalid(f"Cluster {cluster_id} does not exist")
    return permitted(workspace.clusters, cluster_id, level, missing=missing)


class Clusters:
    """The clusters API, as far as it does not make or change clusters."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the clusters of this workspace."""
        self._workspace = workspace

    async def list(self, request: web.Request) -> web.Response:
        """A page of clusters, oldest first."""
        limit = integer(request.query.get("page_size", str(_MAX_PAGE)), "page_size")
        limit = limit if 1 <= limit <= _MAX_PAGE else _MAX_PAGE
        token = request.query.get("page_token")
        after = numbers_of(token, "clusters")[0] if token else 0
        wanted = _wanted(request)
        visible = self._workspace.clusters.page(identity(), after=after)
        found = [(place, each) for place, each in visible if _fits(each, wanted)]
        answer: JsonObject = {"clusters": [each for _, each in found[:limit]]} if found else {}
        if len(found) > limit:
            answer["next_page_token"] = token_of("clusters", found[limit - 1][0])
        return json_answer(answer)

    async def get(self, request: web.Request) -> web.Response:
        """One cluster."""
        cluster_id = request.query.get("cluster_id")
        return json_answer(permitted_cluster(self._workspace, cluster_id, Level.CAN_VIEW))

    def becoming(
        self, state: str, *, only_from: str | None = None
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A handler that brings a cluster into a state at once; libraries that were to leave, do."""

        async def handler(request: web.Request) -> web.Response:
            cluster_id = text_in(await json_object(request), "cluster_id")
            cluster = permitted_cluster(self._workspace, cluster_id, Level.CAN_MANAGE)
            if only_from not in {None, cluster.get("state")}:
                message = f"Cluster {cluster_id} is in unexpected state {cluster.get('state')}."
                raise ApiError(400, "INVALID_STATE", message)
            self._workspace.clusters.replace(cluster_id, {**cluster, "state": state})
            if state == "RUNNING":
                self._restart_libraries(cluster_id)
            return json_answer({})

        return handler

    def _restart_libraries(self, cluster_id: str) -> None:
        kept = self._workspace.cluster_libraries.get(cluster_id) or {}
        statuses = restarted(kept.get("library_statuses", []))
        self._workspace.cluster_libraries.replace(
            cluster_id, {**kept, "library_statuses": statuses}
        )


def _wanted(request: web.Request) -> dict[str, list[str]]:
    unknown = {name for name in request.query if name.startswith("filter_by.")} - set(_FILTERS)
    if unknown:
        message = f"The sandbox does not filter clusters by {', '.join(sorted(unknown))}."
        raise ApiError(501, "NOT_IMPLEMENTED", message)
    return {
        field: request.query.getall(name)
        for name, field in _FILTERS.items()
        if name in request.query
    }


def _fits(cluster: JsonObject, wanted: Mapping[str, Sequence[str]]) -> bool:
    return all(cluster.get(field) in values for field, values in wanted.items())
