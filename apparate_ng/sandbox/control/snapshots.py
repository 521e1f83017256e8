"""The whole state of the workspace, kept under a name and brought back: for many runs from one start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import invalid, json_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.state.workspace import Saved, Workspace


class Snapshots:
    """Snapshots of one workspace, in memory."""

    def __init__(self, workspace: Workspace) -> None:
        """None at first."""
        self._workspace = workspace
        self._kept: dict[str, Saved] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        """`PUT` keeps the state under a name, `POST` brings it back."""
        return [
            web.put("/sandbox/snapshots/{name}", self._keep),
            web.post("/sandbox/snapshots/{name}", self._restore),
        ]

    async def _keep(self, request: web.Request) -> web.Response:
        self._kept[request.match_info["name"]] = self._workspace.saved()
        return json_answer({})

    async def _restore(self, request: web.Request) -> web.Response:
        saved = self._kept.get(request.match_info["name"])
        if saved is None:
            raise invalid(f"There is no snapshot {request.match_info['name']!r}.")
        self._workspace.restore(saved)
        return json_answer({})
