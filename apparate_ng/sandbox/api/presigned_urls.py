"""Presigned URLs, as a workspace answers that has them switched off.

The SDK asks for them first, for every download and for uploads from 50 MB, and then falls back to
plain `GET` and `PUT` (seen in the SDK: `mixins/files.py`).
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, invalid, json_answer
from apparate_ng.sandbox.api.volume_files import BASE
from apparate_ng.sandbox.api.volume_places import require_place, writable_path
from apparate_ng.sandbox.reading import flag

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from apparate_ng.sandbox.state.workspace import Workspace

_WANTING = ("upload-part-urls", "resumable-upload-url", "download-url", "abort-upload-url")


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`POST /api/2.0/fs/files/Volumes/…?action=initiate-upload`, and `POST /api/2.0/fs/create-…`."""
    wanting = [web.post(f"/api/2.0/fs/create-{each}", refused) for each in _WANTING]
    return [web.post(BASE + "{path:.+}", initiated(workspace)), *wanting]


async def refused(_request: web.Request) -> web.Response:
    """403, for the reason that makes the SDK fall back."""
    message = "Presigned URLs API is not enabled."
    raise ApiError(403, "PERMISSION_DENIED", message, reason="FILES_API_API_IS_NOT_ENABLED")


def initiated(workspace: Workspace) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler that opens an upload in parts, which goes no further."""

    async def handler(request: web.Request) -> web.Response:
        if request.query.get("action") != "initiate-upload":
            raise invalid(f"Invalid action: {request.query.get('action')}")
        overwrite = flag(request.query.get("overwrite", "true"))
        require_place(workspace, writable_path(workspace, request), overwrite=overwrite)
        return json_answer({"multipart_upload": {"session_token": secrets.token_urlsafe(16)}})

    return handler
