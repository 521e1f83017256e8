"""When what one signs in with ends."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.server_clock import moment_of
from apparate_ng.workspace.shapes import entries_of

_PATH = "/api/2.0/token/list"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalToken:
    """A personal access token of the identity; never its text."""

    comment: str
    ends_at: datetime | None
    """None where it has no end."""


def personal_tokens(connection: Connection) -> list[PersonalToken]:
    """Those of the identity; nothing tells which of them is in use.

    Raises:
        WorkspaceError: as its subclasses say; an admin can switch tokens off.
    """
    document = connection.read(_PATH)
    return [
        PersonalToken(
            comment=str(entry.get("comment") or ""),
            # -1 for a token without an end (documented: Token API, `expiry_time`)
            ends_at=moment_of(entry.get("expiry_time"))
            if _ends(entry.get("expiry_time"))
            else None,
        )
        for entry in entries_of(document, "token_infos", _PATH)
    ]


def _ends(expiry: object) -> bool:
    return isinstance(expiry, int) and expiry > 0


def end_of_bearer(headers: Mapping[str, str]) -> datetime | None:
    """When the token in these headers ends, if it is one that says so itself (JWT, RFC 7519)."""
    parts = headers.get("Authorization", "").removeprefix("Bearer ").split(".")
    if len(parts) != 3:  # noqa: PLR2004  header, claims, signature
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.urlsafe_b64decode(padded))
        return datetime.fromtimestamp(claims["exp"], timezone.utc)
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return None
