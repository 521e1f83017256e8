"""Who is asking: bearer tokens, and what needs none."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

    from apparate_ng.sandbox.state.identities import Identity
    from apparate_ng.sandbox.state.workspace import Workspace

_OPEN = ("/.well-known/", "/oidc/", "/sandbox/")
_identity: ContextVar[Identity] = ContextVar("identity")


def authentication(workspace: Workspace) -> Middleware:
    """Refuses requests to the API whose token is missing or unknown, with 401."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        found = asking(workspace, request)
        if found is not None:
            _identity.set(found)
        elif not request.path.startswith(_OPEN):
            message = "Credential was not sent or was of an unsupported type for this API."
            raise ApiError(401, "UNAUTHENTICATED", message)
        return await handler(request)

    return middleware


def asking(workspace: Workspace, request: web.Request) -> Identity | None:
    """The identity whose token the request shows, if any."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return workspace.identities.of_token(token) if scheme.lower() == "bearer" else None


def identity() -> Identity:
    """The identity of the request that is being served; it went through `authentication`."""
    return _identity.get()
