"""Contents of workspace objects: `import` and `export`."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, invalid, json_answer
from apparate_ng.sandbox.api.uploads import Upload, json_upload, multipart_upload
from apparate_ng.sandbox.api.workspace_paths import (
    asked_path,
    readable,
    require_writable,
    shown,
)
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.reading import MAX_BODY, flag
from apparate_ng.sandbox.state.files import DIRECTORY, FILE, NOTEBOOK
from apparate_ng.sandbox.state.paths import parent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.state.workspace import Workspace

_NOTEBOOK_MARK = b"# Databricks notebook source"
_NOTEBOOK_TYPES = {"PYTHON": "py", "SQL": "sql", "SCALA": "scala", "R": "r"}
"""What `file_type` says of an exported notebook, by its language."""


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`POST /api/2.0/workspace/import` and `GET /api/2.0/workspace/export`."""
    api = WorkspaceContents(workspace)
    return [
        web.post("/api/2.0/workspace/import", api.import_),
        web.get("/api/2.0/workspace/export", api.export),
    ]


class WorkspaceContents:
    """Writing and reading files and notebooks."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the contents of this workspace."""
        self._workspace = workspace

    async def import_(self, request: web.Request) -> web.Response:
        """Create a file or notebook; replace one only with `overwrite`.

        Nothing is stored before the request is read to its end, so a cut-off upload leaves
        nothing behind.
        """
        multipart = request.content_type == "multipart/form-data"
        upload = await (multipart_upload(request) if multipart else json_upload(request))
        path, language = _target(upload)
        path = asked_path(path)
        require_writable(self._workspace, identity(), path)
        self._require_place(path, NOTEBOOK if language else FILE, overwrite=upload.overwrite)
        self._workspace.files.write(path, upload.content, language)
        return json_answer({})

    def _require_place(self, path: str, object_type: str, *, overwrite: bool) -> None:
        parent = self._workspace.files.entry(parent_of(path))
        if parent is None or parent.object_type != DIRECTORY:
            folder = shown(self._workspace, parent_of(path))
            message = f"The parent folder ({folder}) does not exist."
            raise ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)
        present = self._workspace.files.entry(path)
        if present is None:
            return
        place = shown(self._workspace, path)
        if not overwrite:
            message = f"{place} already exists. Please pass overwrite=true to update it."
            raise ApiError(400, "RESOURCE_ALREADY_EXISTS", message)
        if present.object_type != object_type:
            message = f"Node named '{PurePosixPath(place).name}' already exists"
            raise ApiError(400, "RESOURCE_ALREADY_EXISTS", message)

    async def export(self, request: web.Request) -> web.StreamResponse:
        """The bytes with `direct_download=true`, else base64 in JSON, which ends at 10 MB.

        Formats `SOURCE`, which is the default (documented), and `AUTO`.
        """
        path = asked_path(request.query.get("path"))
        entry = readable(self._workspace, identity(), path)
        if entry.object_type == DIRECTORY:
            raise ApiError(501, "NOT_IMPLEMENTED", "The sandbox does not export folders.")
        asked = request.query.get("format") or "SOURCE"
        if asked not in {"SOURCE", "AUTO"}:
            message = f"The sandbox does not export format {asked}."
            raise ApiError(501, "NOT_IMPLEMENTED", message)
        content = self._workspace.files.content(path) or b""
        if flag(request.query.get("direct_download")):
            return web.Response(body=content, content_type="application/octet-stream")
        encoded = base64.b64encode(content).decode()
        if len(encoded) > MAX_BODY:
            message = f"Size of {shown(self._workspace, path)} exceeds the limit of 10 MB."
            raise ApiError(400, "MAX_NOTEBOOK_SIZE_EXCEEDED", message)
        suffix = PurePosixPath(path).suffix.removeprefix(".")
        file_type = _NOTEBOOK_TYPES.get(entry.language or "", suffix)
        return json_answer({"content": encoded, "file_type": file_type})


def _target(upload: Upload) -> tuple[str, str | None]:
    """Path and language; a language makes it a notebook (documented for each format)."""
    if upload.format in {"AUTO", "RAW"}:
        if upload.format == "AUTO" and upload.content.startswith(_NOTEBOOK_MARK):
            return upload.path.removesuffix(".py"), "PYTHON"
        return upload.path, None
    if upload.format != "SOURCE":
        raise ApiError(
            501, "NOT_IMPLEMENTED", f"The sandbox does not import format {upload.format}."
        )
    if not upload.language:
        raise invalid("The language field is required to import a single file as SOURCE.")
    return upload.path, upload.language
