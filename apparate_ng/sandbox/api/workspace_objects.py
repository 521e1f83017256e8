"""Workspace objects: `get-status`, `list`, `mkdirs`, `delete`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, json_answer
from apparate_ng.sandbox.api.workspace_paths import (
    asked_path,
    missing,
    readable,
    require_writable,
    shown,
)
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.reading import flag, json_object, text_in
from apparate_ng.sandbox.state.files import DIRECTORY
from apparate_ng.sandbox.state.paths import lineage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.files import Entry
    from apparate_ng.sandbox.state.workspace import Workspace


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`/api/2.0/workspace/` `get-status`, `list`, `mkdirs`, `delete`."""
    api = WorkspaceObjects(workspace)
    return [
        web.get("/api/2.0/workspace/get-status", api.get_status),
        web.get("/api/2.0/workspace/list", api.list),
        web.post("/api/2.0/workspace/mkdirs", api.mkdirs),
        web.post("/api/2.0/workspace/delete", api.delete),
    ]


class WorkspaceObjects:
    """The workspace API, but for contents."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the objects of this workspace."""
        self._workspace = workspace

    async def get_status(self, request: web.Request) -> web.Response:
        """What stands at a path."""
        path = asked_path(request.query.get("path"))
        entry = readable(self._workspace, identity(), path)
        return json_answer(self._info(entry))

    async def list(self, request: web.Request) -> web.Response:
        """One level of a folder, unpaged; a file lists itself (documented)."""
        path, asking = asked_path(request.query.get("path")), identity()
        entry = readable(self._workspace, asking, path)
        found = [entry]
        if entry.object_type == DIRECTORY:
            children = self._workspace.files.children(path)
            rules = self._workspace.folder_rules
            found = [child for child in children if rules.may_read(asking, child.path)]
        return json_answer({"objects": [self._info(each) for each in found]} if found else {})

    async def mkdirs(self, request: web.Request) -> web.Response:
        """Create a folder and those above it; one that is there is no error (documented)."""
        path = asked_path(text_in(await json_object(request), "path"))
        above = [self._workspace.files.entry(each) for each in lineage(path)]
        if above[0] is None:
            require_writable(self._workspace, identity(), path)
        for entry in above:
            if entry is not None and entry.object_type != DIRECTORY:
                message = f"Path ({shown(self._workspace, entry.path)}) is no folder."
                raise ApiError(400, "RESOURCE_ALREADY_EXISTS", message)
        self._workspace.files.make_folder(path)
        return json_answer({})

    async def delete(self, request: web.Request) -> web.Response:
        """Remove an object; a folder that is not empty only with `recursive`."""
        body = await json_object(request)
        path, asking = asked_path(text_in(body, "path")), identity()
        if not self._workspace.folder_rules.may_read(asking, path):
            raise missing(self._workspace, path)
        require_writable(self._workspace, asking, path)
        entry = readable(self._workspace, asking, path)
        full = entry.object_type == DIRECTORY and self._workspace.files.children(path)
        if full and not flag(body.get("recursive")):
            message = f"Folder ({shown(self._workspace, path)}) is not empty"
            raise ApiError(400, "DIRECTORY_NOT_EMPTY", message)
        self._workspace.files.delete(path)
        return json_answer({})

    def _info(self, entry: Entry) -> JsonObject:
        info: JsonObject = {
            "object_type": entry.object_type,
            "path": shown(self._workspace, entry.path),
            "object_id": entry.object_id,
            "resource_id": str(entry.object_id),
        }
        if entry.object_type != DIRECTORY:
            info["created_at"] = entry.created_at
            info["modified_at"] = entry.modified_at
            info["size"] = entry.size
        if entry.language:
            info["language"] = entry.language
        return info
