"""DBFS, all but the streams: `get-status`, `list`, `read`, `mkdirs`, `move`, `delete`."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, invalid, json_answer
from apparate_ng.sandbox.api.dbfs_places import (
    asked_dbfs_path,
    dbfs_entry,
    require_no_file_above,
    taken,
)
from apparate_ng.sandbox.reading import flag, integer, json_object
from apparate_ng.sandbox.state.paths import ROOT, parent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.file_tree import TreeEntry
    from apparate_ng.sandbox.state.workspace import Workspace

_MAX_READ = 1024 * 1024
_USUAL_READ = _MAX_READ // 2


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`GET /api/2.0/dbfs/` `get-status`, `list`, `read`; `POST` `mkdirs`, `move`, `delete`."""
    api = DbfsObjects(workspace)
    return [
        web.get("/api/2.0/dbfs/get-status", api.get_status),
        web.get("/api/2.0/dbfs/list", api.list),
        web.get("/api/2.0/dbfs/read", api.read),
        web.post("/api/2.0/dbfs/mkdirs", api.mkdirs),
        web.post("/api/2.0/dbfs/move", api.move),
        web.post("/api/2.0/dbfs/delete", api.delete),
    ]


class DbfsObjects:
    """The DBFS API; everybody may read and write."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the DBFS of this workspace."""
        self._workspace = workspace
        self._dbfs = workspace.dbfs

    async def get_status(self, request: web.Request) -> web.Response:
        """What stands at a path."""
        return json_answer(_info(self._asked(request)))

    async def list(self, request: web.Request) -> web.Response:
        """One level of a folder, unpaged; a file lists itself (documented)."""
        entry = self._asked(request)
        found = self._dbfs.children(entry.path) if entry.is_folder else [entry]
        return json_answer({"files": [_info(each) for each in found]} if found else {})

    async def read(self, request: web.Request) -> web.Response:
        """At most 1 MB from an offset, as base64."""
        entry = self._asked(request)
        offset = integer(request.query.get("offset", "0"), "offset")
        length = integer(request.query.get("length", str(_USUAL_READ)), "length")
        if entry.blob is None or offset < 0 or length < 0:
            raise invalid(f"Cannot read {length} bytes from {offset} of {entry.path}.")
        if length > _MAX_READ:
            message = f"The read length {length} is larger than 1 MB."
            raise ApiError(400, "MAX_READ_SIZE_EXCEEDED", message)
        with self._workspace.blobs.file(entry.blob).open("rb") as content:
            content.seek(offset)
            data = content.read(length)
        return json_answer({"bytes_read": len(data), "data": base64.b64encode(data).decode()})

    async def mkdirs(self, request: web.Request) -> web.Response:
        """Create a folder and those above it; one that is there is no error."""
        body = await json_object(request)
        path = asked_dbfs_path(self._workspace, body.get("path"))
        require_no_file_above(self._workspace, path)
        self._dbfs.make_folder(path)
        return json_answer({})

    async def move(self, request: web.Request) -> web.Response:
        """Give a file or folder another place; what is there already stays (documented)."""
        body = await json_object(request)
        source = asked_dbfs_path(self._workspace, body.get("source_path"))
        target = asked_dbfs_path(self._workspace, body.get("destination_path"))
        dbfs_entry(self._workspace, source)
        if self._dbfs.entry(target) is not None:
            raise taken(target)
        if source == ROOT or target.startswith(f"{source}/"):
            raise invalid(f"Cannot move {source} into itself.")
        require_no_file_above(self._workspace, target, itself=False)
        self._dbfs.make_folder(parent_of(target))
        self._dbfs.move(source, target)
        return json_answer({})

    async def delete(self, request: web.Request) -> web.Response:
        """Remove a file or folder; what is not there is no error, a full folder needs `recursive`."""
        body = await json_object(request)
        path = asked_dbfs_path(self._workspace, body.get("path"))
        if path == ROOT:
            raise invalid("The root of DBFS cannot be deleted.")
        if self._dbfs.children(path, limit=1) and not flag(body.get("recursive")):
            raise ApiError(400, "IO_ERROR", f"The directory {path} is not empty.")
        self._dbfs.delete(path)
        return json_answer({})

    def _asked(self, request: web.Request) -> TreeEntry:
        path = asked_dbfs_path(self._workspace, request.query.get("path"))
        return dbfs_entry(self._workspace, path)


def _info(entry: TreeEntry) -> JsonObject:
    return {
        "path": entry.path,
        "is_dir": entry.is_folder,
        "file_size": entry.size,
        "modification_time": entry.modified_at,
    }
