"""The control endpoint for volumes, and for files in volumes and in DBFS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from aiohttp import web

from apparate_ng.sandbox.answers import json_answer
from apparate_ng.sandbox.api.dbfs_places import spelled_dbfs_path
from apparate_ng.sandbox.api.receiving import received
from apparate_ng.sandbox.api.stored_content import StoredContent
from apparate_ng.sandbox.api.volume_places import asked_volume_path, require_volume
from apparate_ng.sandbox.control.routes import decoded
from apparate_ng.sandbox.state.folder_rules import EVERYBODY
from apparate_ng.sandbox.state.paths import parent_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from apparate_ng.sandbox.state.file_tree import FileTree
    from apparate_ng.sandbox.state.workspace import Workspace

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
    Place = Callable[[str], str]


class NewVolume(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A volume, `catalog.schema.volume`, and who may read and write it."""

    name: str
    readers: list[str] = msgspec.field(default_factory=lambda: [EVERYBODY])
    writers: list[str] = msgspec.field(default_factory=lambda: [EVERYBODY])


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`POST /sandbox/volumes`; `PUT` and `GET /sandbox/volume-files` and `dbfs-files`, `?path=`."""

    def volume_place(path: str) -> str:
        found = asked_volume_path(path)
        require_volume(workspace, found)
        return found

    volumes, dbfs = (workspace.volumes, volume_place), (workspace.dbfs, spelled_dbfs_path)
    return [
        web.post("/sandbox/volumes", _add_volume(workspace)),
        web.put("/sandbox/volume-files", _writing(workspace, *volumes)),
        web.get("/sandbox/volume-files", _reading(workspace, *volumes), allow_head=False),
        web.put("/sandbox/dbfs-files", _writing(workspace, *dbfs)),
        web.get("/sandbox/dbfs-files", _reading(workspace, *dbfs), allow_head=False),
    ]


def _add_volume(workspace: Workspace) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        new = decoded(NewVolume, await request.read())
        path = asked_volume_path("/Volumes/" + new.name.replace(".", "/"))
        workspace.volumes.make_folder(path)
        workspace.folder_rules.set(path, readers=new.readers, writers=new.writers)
        return json_answer({})

    return handler


def _writing(workspace: Workspace, tree: FileTree, place: Place) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        path = place(request.query["path"])
        blob = await received(request, workspace.blobs)
        tree.make_folder(parent_of(path))
        tree.put(path, blob)
        return json_answer({})

    return handler


def _reading(workspace: Workspace, tree: FileTree, place: Place) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        entry = tree.entry(place(request.query["path"]))
        if entry is None or entry.is_folder:
            return web.Response(status=404)
        return StoredContent(request, workspace.blobs, entry)

    return handler
