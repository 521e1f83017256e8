"""Folders in volumes: `PUT`, `GET`, `HEAD` and `DELETE /api/2.0/fs/directories/Volumes/…`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, invalid, json_answer
from apparate_ng.sandbox.api.page_tokens import name_of, name_token_of
from apparate_ng.sandbox.api.volume_places import readable_path, require_folder, writable_path
from apparate_ng.sandbox.reading import integer
from apparate_ng.sandbox.state.paths import lineage
from apparate_ng.sandbox.state.volume_paths import volume_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.file_tree import TreeEntry
    from apparate_ng.sandbox.state.workspace import Workspace

_MAX_PAGE = 1000


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """The four methods on one folder."""
    api = VolumeFolders(workspace)
    one = "/api/2.0/fs/directories/{path:.+}"
    return [
        web.put(one, api.make),
        web.get(one, api.list, allow_head=False),
        web.head(one, api.look),
        web.delete(one, api.delete),
    ]


class VolumeFolders:
    """The Files API, for folders."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the volumes of this workspace."""
        self._workspace = workspace

    async def make(self, request: web.Request) -> web.Response:
        """Create a folder and those above it; one that is there is no error (documented)."""
        path = writable_path(self._workspace, request)
        for place in lineage(path):
            entry = self._workspace.volumes.entry(place)
            if entry is not None and not entry.is_folder:
                message = "A file stands where the directory is to be created."
                raise ApiError(409, "ALREADY_EXISTS", message)
        self._workspace.volumes.make_folder(path)
        return web.Response(status=204)

    async def list(self, request: web.Request) -> web.Response:
        """A page of what stands directly in a folder; of an empty one the field is missing."""
        path = readable_path(self._workspace, request)
        require_folder(self._workspace, path)
        token = request.query.get("page_token")
        limit = min(integer(request.query.get("page_size", str(_MAX_PAGE)), "page_size"), _MAX_PAGE)
        if limit < 1:
            raise invalid(f"Invalid page_size: {limit}")
        after = name_of(token, "folder") if token else ""
        found = self._workspace.volumes.children(path, after=after, limit=limit + 1)
        answer: JsonObject = {"contents": [_info(each) for each in found[:limit]]} if found else {}
        if len(found) > limit:
            answer["next_page_token"] = name_token_of("folder", found[limit - 1].path)
        return json_answer(answer)

    async def look(self, request: web.Request) -> web.Response:
        """200 if the folder is there."""
        require_folder(self._workspace, readable_path(self._workspace, request))
        return web.Response()

    async def delete(self, request: web.Request) -> web.Response:
        """Remove an empty folder; the volume itself stays."""
        path = writable_path(self._workspace, request)
        require_folder(self._workspace, path)
        if path == volume_of(path):
            raise invalid("The root directory of a volume cannot be deleted.")
        if self._workspace.volumes.children(path, limit=1):
            raise ApiError(
                400,
                "INVALID_PARAMETER_VALUE",
                "The directory is not empty.",
                reason="FILES_API_DIRECTORY_IS_NOT_EMPTY",
            )
        self._workspace.volumes.delete(path)
        return web.Response(status=204)


def _info(entry: TreeEntry) -> JsonObject:
    info: JsonObject = {
        "path": entry.path,
        "name": entry.name,
        "is_directory": entry.is_folder,
        "last_modified": entry.modified_at,
    }
    return info if entry.is_folder else {**info, "file_size": entry.size}
