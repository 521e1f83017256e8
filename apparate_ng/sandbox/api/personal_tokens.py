"""The personal access tokens of whoever asks: `token/list`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import json_answer
from apparate_ng.sandbox.authentication import identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.state.workspace import Workspace

_NO_END = -1
"""As the Token API writes it (documented)."""


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`GET /api/2.0/token/list`."""
    return [web.get("/api/2.0/token/list", PersonalTokens(workspace).list)]


class PersonalTokens:
    """The token API, as far as it lists."""

    def __init__(self, workspace: Workspace) -> None:
        """Tokens of the identities of this workspace."""
        self._workspace = workspace

    async def list(self, _request: web.Request) -> web.Response:
        """The one token that an identity has here; never its text."""
        name = identity().user_name
        left_s = self._workspace.switches.token_ends_in_s
        now = self._workspace.now()
        token = {
            "token_id": hashlib.blake2b(name.encode(), digest_size=32).hexdigest(),
            "creation_time": now,
            "expiry_time": now + left_s * 1000 if left_s else _NO_END,
            "comment": "sandbox",
        }
        return json_answer({"token_infos": [token]})
