"""Who the token belongs to: SCIM `Me`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import json_answer
from apparate_ng.sandbox.api.discovery import WORKSPACE_ID
from apparate_ng.sandbox.authentication import identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.state.workspace import Workspace


def routes(_workspace: Workspace) -> Sequence[web.RouteDef]:
    """`GET /api/2.0/preview/scim/v2/Me`."""
    return [web.get("/api/2.0/preview/scim/v2/Me", me)]


async def me(_request: web.Request) -> web.Response:
    """The asking user, with its groups; a header names the workspace (seen in the SDK)."""
    user = identity()
    name = user.user_name
    groups = [*user.groups, *(["admins"] * user.admin), "users"]
    digest = hashlib.blake2b(name.encode(), digest_size=6).digest()
    answer = json_answer(
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "id": str(int.from_bytes(digest, "big")),
            "userName": name,
            "displayName": name.partition("@")[0],
            "active": True,
            "emails": [{"type": "work", "value": name, "primary": True}],
            "groups": [{"display": group, "type": "direct"} for group in groups],
        }
    )
    answer.headers["X-Databricks-Org-Id"] = WORKSPACE_ID
    return answer
