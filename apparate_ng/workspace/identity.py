"""Who the workspace thinks we are."""

from __future__ import annotations

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import (
    BadRequestError,
    NotFoundError,
    PermissionDeniedError,
)


def who_am_i(connection: Connection) -> str | None:
    """The identity's user name (SCIM `Me`), or None where the workspace does not tell.

    Raises:
        AuthenticationError: the credentials are not accepted.
    """
    try:
        document = connection.read("/api/2.0/preview/scim/v2/Me")
    except (NotFoundError, PermissionDeniedError, BadRequestError):
        return None
    name = document.get("userName") if isinstance(document, dict) else None
    return name if isinstance(name, str) else None


def is_admin(connection: Connection) -> bool:
    """True where the workspace says that the identity is one of its admins, who see everything.

    Raises:
        AuthenticationError: the credentials are not accepted.
    """
    try:
        document = connection.read("/api/2.0/preview/scim/v2/Me")
    except (NotFoundError, PermissionDeniedError, BadRequestError):
        return False
    groups = document.get("groups") if isinstance(document, dict) else None
    named = groups if isinstance(groups, list) else []
    return any(isinstance(one, dict) and one.get("display") == "admins" for one in named)
