"""Raw bodies, written to disk as they come: their size has no limit here."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

    from apparate_ng.sandbox.state.blobs import Blobs

RECEIVED: ContextVar[int] = ContextVar("received")
"""Bytes of the raw body of this request, once it was read; for the journal."""


async def received(request: web.Request, blobs: Blobs) -> str:
    """The name of a new content that is the whole body; a body that is cut off leaves nothing."""
    blob = blobs.new()
    try:
        with blobs.file(blob).open("wb", buffering=0) as content:
            async for chunk in request.content.iter_any():
                content.write(chunk)
            RECEIVED.set(content.tell())
    except BaseException:
        blobs.remove(blob)
        raise
    return blob
