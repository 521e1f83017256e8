"""Files in volumes, raw: `PUT`, `GET`, `HEAD` and `DELETE /api/2.0/fs/files/Volumes/…`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError
from apparate_ng.sandbox.api.receiving import received
from apparate_ng.sandbox.api.stored_content import StoredContent, headers_of
from apparate_ng.sandbox.api.volume_places import (
    file_at,
    readable_path,
    require_place,
    writable_path,
)
from apparate_ng.sandbox.reading import flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.state.workspace import Workspace

BASE = "/api/2.0/fs/files/"


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """The four methods on one file."""
    api = VolumeFiles(workspace)
    one = BASE + "{path:.+}"
    return [
        web.put(one, api.write),
        web.get(one, api.read, allow_head=False),
        web.head(one, api.look),
        web.delete(one, api.delete),
    ]


class VolumeFiles:
    """The Files API, for files."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the volumes of this workspace."""
        self._workspace = workspace

    async def write(self, request: web.Request) -> web.Response:
        """Create a file, or replace one unless `overwrite=false`.

        It appears when the body was read to its end: a cut-off upload leaves nothing behind, and
        of two that may not overwrite one alone succeeds.
        """
        path = writable_path(self._workspace, request)
        overwrite = flag(request.query.get("overwrite", "true"))
        require_place(self._workspace, path, overwrite=overwrite)
        blob = await received(request, self._workspace.blobs)
        try:
            require_place(self._workspace, path, overwrite=overwrite)
        except ApiError:
            self._workspace.blobs.remove(blob)
            raise
        self._workspace.volumes.put(path, blob)
        return web.Response(status=204)

    async def read(self, request: web.Request) -> web.StreamResponse:
        """The bytes, or the range of them that is asked for."""
        entry = file_at(self._workspace, readable_path(self._workspace, request))
        return StoredContent(request, self._workspace.blobs, entry)

    async def look(self, request: web.Request) -> web.Response:
        """Size and time, as headers."""
        entry = file_at(self._workspace, readable_path(self._workspace, request))
        return web.Response(headers=headers_of(entry))

    async def delete(self, request: web.Request) -> web.Response:
        """Remove a file."""
        path = writable_path(self._workspace, request)
        self._workspace.volumes.delete(file_at(self._workspace, path).path)
        return web.Response(status=204)
