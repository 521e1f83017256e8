"""How a client finds the token endpoint, and gets a token for its secret or a CI server's word."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import json_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.state.workspace import Workspace

WORKSPACE_ID = "6200000000000001"
_LIFETIME = 3600
_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
"""RFC 8693, by which workloads are federated (seen in the SDK: `oidc.py`)."""


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """The discovery documents (seen in the SDK: `oauth.py`, `config.py`) and the token endpoint."""
    api = Discovery(workspace)
    return [
        web.get("/.well-known/databricks-config", api.config),
        web.get("/oidc/.well-known/oauth-authorization-server", api.server),
        web.post("/oidc/v1/token", api.token),
    ]


class Discovery:
    """OAuth as far as machines need it."""

    def __init__(self, workspace: Workspace) -> None:
        """Tokens act for the identities of this workspace."""
        self._workspace = workspace

    async def config(self, request: web.Request) -> web.Response:
        """Where the OAuth server is; the SDK asks when a client is made."""
        return json_answer({"oidc_endpoint": _oidc(request), "workspace_id": WORKSPACE_ID})

    async def server(self, request: web.Request) -> web.Response:
        """The endpoints of the OAuth server."""
        return json_answer(
            {
                "issuer": _oidc(request),
                "authorization_endpoint": f"{_oidc(request)}/v1/authorize",
                "token_endpoint": f"{_oidc(request)}/v1/token",
                "grant_types_supported": ["client_credentials", _EXCHANGE],
            }
        )

    async def token(self, request: web.Request) -> web.Response:
        """A bearer token for client credentials, in a header or the form, or for an id token."""
        form = await request.post()
        identities = self._workspace.identities
        client_id, secret = _basic(request) or (form.get("client_id"), form.get("client_secret"))
        if form.get("grant_type") == "client_credentials":
            token = identities.issue(str(client_id), str(secret))
        elif form.get("grant_type") == _EXCHANGE:
            token = identities.exchange(str(client_id), str(form.get("subject_token")))
        else:
            return _refused(400, "unsupported_grant_type", "this grant is not served")
        if token is None:
            return _refused(401, "invalid_client", "Client authentication failed")
        return json_answer(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": _LIFETIME,
                "scope": form.get("scope", "all-apis"),
            }
        )


def _oidc(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}/oidc"


def _basic(request: web.Request) -> tuple[str, str] | None:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return client_id, secret


def _refused(status: int, error: str, description: str) -> web.Response:
    return json_answer({"error": error, "error_description": description}, status)
