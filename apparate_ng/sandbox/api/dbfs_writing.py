"""DBFS, writing through a stream: `create`, `add-block`, `close`.

A file appears on `create`, empty, and grows with each block: whoever looks meanwhile sees the half
of it. That is how the platform does it.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, invalid, json_answer
from apparate_ng.sandbox.api.dbfs_places import (
    asked_dbfs_path,
    dbfs_entry,
    require_dbfs,
    require_no_file_above,
    taken,
)
from apparate_ng.sandbox.api.uploads import FORM
from apparate_ng.sandbox.reading import flag, integer, json_object, text_in
from apparate_ng.sandbox.state.paths import parent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace

MAX_BLOCK = 1024 * 1024
"""Bytes of one block (documented: 1 MB)."""

ADD_BLOCK = "/api/2.0/dbfs/add-block"


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`POST /api/2.0/dbfs/` `create`, `add-block`, `close`."""
    api = DbfsWriting(workspace)
    return [
        web.post("/api/2.0/dbfs/create", api.create),
        web.post(ADD_BLOCK, api.add_block),
        web.post("/api/2.0/dbfs/close", api.close),
    ]


class DbfsWriting:
    """The streams of the DBFS API."""

    def __init__(self, workspace: Workspace) -> None:
        """Writes the DBFS of this workspace."""
        self._workspace = workspace

    async def create(self, request: web.Request) -> web.Response:
        """An empty file, the folders above it, and a handle to write to it."""
        body = await json_object(request)
        path = asked_dbfs_path(self._workspace, body.get("path"))
        present = self._workspace.dbfs.entry(path)
        if present is not None and (present.is_folder or not flag(body.get("overwrite"))):
            raise taken(path)
        require_no_file_above(self._workspace, path, itself=False)
        self._workspace.dbfs.make_folder(parent_of(path))
        self._workspace.dbfs.put(path, self._workspace.blobs.new())
        return json_answer({"handle": self._workspace.dbfs_handles.open(path)})

    async def add_block(self, request: web.Request) -> web.Response:
        """Add to the end of the file."""
        body = await json_object(request)
        FORM.set({"handle": body.get("handle")})
        path = self._path(body)
        block = _decoded(text_in(body, "data"))
        entry = dbfs_entry(self._workspace, path)
        if entry.blob is None:
            raise taken(path)
        self._workspace.blobs.append(entry.blob, block)
        self._workspace.dbfs.put(path, entry.blob)
        return json_answer({})

    async def close(self, request: web.Request) -> web.Response:
        """Let go of the handle; the file stays."""
        body = await json_object(request)
        self._path(body)
        self._workspace.dbfs_handles.close(integer(body.get("handle"), "handle"))
        return json_answer({})

    def _path(self, body: JsonObject) -> str:
        handle = integer(body.get("handle"), "handle")
        path = self._workspace.dbfs_handles.path(handle)
        require_dbfs(self._workspace, path or "/")
        if path is None:
            message = f"No open stream with handle {handle}."
            raise ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)
        return path


def _decoded(data: str) -> bytes:
    try:
        block = base64.b64decode(data, validate=True)
    except binascii.Error:
        raise invalid("The data is no base64.") from None
    if len(block) > MAX_BLOCK:
        message = f"The block of {len(block)} bytes is larger than 1 MB."
        raise ApiError(400, "MAX_BLOCK_SIZE_EXCEEDED", message)
    return block
