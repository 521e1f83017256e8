"""What happens to a request of the API on its way in and out: journal, limits, faults, edits."""

from __future__ import annotations

import asyncio
from email.utils import formatdate
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, error_answer
from apparate_ng.sandbox.api.dbfs_writing import ADD_BLOCK
from apparate_ng.sandbox.api.receiving import RECEIVED
from apparate_ng.sandbox.api.uploads import FORM
from apparate_ng.sandbox.authentication import asking
from apparate_ng.sandbox.control.journal import Entry
from apparate_ng.sandbox.control.matching import seen
from apparate_ng.sandbox.control.misbehaviour import faulty
from apparate_ng.sandbox.documents.json_text import from_text

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

    from apparate_ng.sandbox.control.controls import Controls
    from apparate_ng.sandbox.control.limits import Refused
    from apparate_ng.sandbox.control.matching import Seen

CONTROL = "/sandbox/"


def dated(controls: Controls) -> Middleware:
    """Writes the server's own time into every answer that has not begun yet."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if controls.workspace.switches.clock_ahead_s and not response.prepared:
            response.headers["Date"] = formatdate(controls.workspace.now() / 1000, usegmt=True)
        return response

    return middleware


def journalled(controls: Controls) -> Middleware:
    """Writes every request of the API into the journal, when it comes."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(CONTROL):
            return await handler(request)
        entry = await _entry(controls, request)
        controls.journal.open(entry)
        FORM.set({})
        RECEIVED.set(0)
        with controls.holding.counted():
            response = await handler(request)
        entry.body = FORM.get() or entry.body
        entry.size = RECEIVED.get() or entry.size
        if not _is_lost(request):
            entry.status = response.status
        return response

    return middleware


def _is_lost(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


async def _entry(controls: Controls, request: web.Request) -> Entry:
    look = await seen(request)
    identity = asking(controls.workspace, request)
    return Entry(
        method=request.method,
        path=request.path,
        query=dict(request.query),
        body=None if request.path == ADD_BLOCK else _decoded(look.body),
        size=len(look.body) or request.content_length or 0,
        identity=identity.user_name if identity else None,
        time=controls.journal.now(),
    )


def _decoded(body: bytes) -> object:
    try:
        return from_text(body) if body else None
    except (ValueError, RecursionError):
        return None


def limited(controls: Controls) -> Middleware:
    """Delays requests, and answers 429 to those above a rate."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(CONTROL):
            return await handler(request)
        refused = controls.limits.refusal(request.path)
        if refused is not None:
            return _too_many(refused)
        delay = controls.limits.delay(request.path)
        if delay:
            await asyncio.sleep(delay)
        return await handler(request)

    return middleware


def _too_many(refused: Refused) -> web.Response:
    message = "Current request has to be retried: the rate limit was exceeded."
    response = error_answer(ApiError(429, "REQUEST_LIMIT_EXCEEDED", message))
    if refused.retry_after is not None:
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def disturbed(controls: Controls) -> Middleware:
    """Makes the faults and edits that were asked for."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(CONTROL):
            return await handler(request)
        look = await seen(request)
        fault = controls.faults.next_for(look)
        if fault is None:
            return await _edited(controls, look, request, handler)

        async def serve() -> web.StreamResponse:
            return await _edited(controls, look, request, handler)

        return await faulty(fault, request, serve, controls.holding)

    return middleware


async def _edited(
    controls: Controls, look: Seen, request: web.Request, handler: Handler
) -> web.StreamResponse:
    edits = controls.edits.due_for(look)
    for edit in edits:
        if edit.when.moment == "before":
            controls.edits.make(edit.then)
    response = await handler(request)
    for edit in edits:
        if edit.when.moment == "after":
            controls.edits.make(edit.then)
    return response
