"""Instance pools: `list` and `get`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, invalid, json_answer
from apparate_ng.sandbox.api.document_permissions import permitted
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.state.job_access import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.state.workspace import Workspace

_BASE = "/api/2.0/instance-pools"


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`GET …/list` and `get`; the list has no pages (documented)."""
    api = InstancePools(workspace)
    return [web.get(f"{_BASE}/list", api.list), web.get(f"{_BASE}/get", api.get)]


class InstancePools:
    """The instance pools API, as far as it does not make or change pools."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the pools of this workspace."""
        self._pools = workspace.pools

    async def list(self, request: web.Request) -> web.Response:
        """Every pool that the identity may see."""
        del request
        found = [pool for _, pool in self._pools.page(identity())]
        return json_answer({"instance_pools": found} if found else {})

    async def get(self, request: web.Request) -> web.Response:
        """One pool."""
        identifier = request.query.get("instance_pool_id")
        if not identifier:
            raise invalid("Missing required field: instance_pool_id")
        message = f"Instance pool {identifier} does not exist."
        missing = ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)
        return json_answer(permitted(self._pools, identifier, Level.CAN_VIEW, missing=missing))
