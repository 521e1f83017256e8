"""How a fault is carried out on the connection."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import json_answer
from apparate_ng.sandbox.api.stored_content import StoredContent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from apparate_ng.sandbox.control.faults import Fault
    from apparate_ng.sandbox.control.holding import Holding

    Serve = Callable[[], Awaitable[web.StreamResponse]]

_LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>"


async def faulty(
    fault: Fault, request: web.Request, serve: Serve, holding: Holding
) -> web.StreamResponse:
    """What the fault makes of a request; `serve` has the effect and gives the true answer."""
    if fault.action == "truncate":
        return await _truncated(request, await serve())
    if fault.action == "delay":
        return await _delayed(fault, serve)
    if fault.action == "hold":
        return await serve() if await holding.hold() else _dropped(request)
    if fault.when == "after":
        _discard(await serve())
    if fault.action == "drop":
        return _dropped(request)
    if fault.action == "login-page":
        return web.Response(text=_LOGIN_PAGE, content_type="text/html")
    return _answer(fault)


def _answer(fault: Fault) -> web.Response:
    if fault.body is None or isinstance(fault.body, str):
        response = web.Response(status=fault.status, text=fault.body)
    else:
        response = json_answer(fault.body, fault.status)
    response.headers.update(fault.headers)
    return response


async def _delayed(fault: Fault, serve: Serve) -> web.StreamResponse:
    if fault.when == "before":
        await asyncio.sleep(fault.seconds)
        return await serve()
    response = await serve()
    await asyncio.sleep(fault.seconds)
    return response


def _dropped(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def _truncated(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    """Send half of the body under the length of the whole, then close the connection."""
    size, first = _halved(response)
    half = web.StreamResponse(status=response.status)
    half.content_type = response.content_type
    half.content_length = size or 1
    await half.prepare(request)
    for block in first:
        await half.write(block)
    _discard(response)
    if request.transport is not None:
        request.transport.close()
    return half


def _halved(response: web.StreamResponse) -> tuple[int, Iterable[bytes]]:
    """The size of the whole body, and the first half of it."""
    if isinstance(response, StoredContent):
        return response.size, response.blocks(response.size // 2)
    body = response.body if isinstance(response, web.Response) else b""
    whole = body if isinstance(body, bytes) else b""
    return len(whole), [whole[: len(whole) // 2]]


def _discard(response: web.StreamResponse) -> None:
    """What is not sent lets go of its file."""
    if isinstance(response, StoredContent):
        response.close()
