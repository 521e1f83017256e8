"""Who the workspace thinks we are."""

from __future__ import annotations

from dataclasses import dataclass

from apparate_ng.workspace.connection import Connection, Json
from apparate_ng.workspace.failures import (
    BadRequestError,
    NotFoundError,
    PermissionDeniedError,
)

_ADMINS = "admins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The identity; of a service principal, the name is its application id."""

    user_name: str | None
    groups: frozenset[str]

    @property
    def is_admin(self) -> bool:
        """True for an admin of the workspace, who sees and manages everything."""
        return _ADMINS in self.groups


_NOBODY = Me(user_name=None, groups=frozenset())


def me(connection: Connection) -> Me:
    """The identity (SCIM `Me`), as far as the workspace tells.

    Raises:
        AuthenticationError: the credentials are not accepted.
    """
    try:
        document = connection.read("/api/2.0/preview/scim/v2/Me")
    except (NotFoundError, PermissionDeniedError, BadRequestError):
        return _NOBODY
    if not isinstance(document, dict):
        return _NOBODY
    name = document.get("userName")
    return Me(user_name=name if isinstance(name, str) else None, groups=_groups(document))


def _groups(document: Json) -> frozenset[str]:
    groups = document.get("groups")
    listed = groups if isinstance(groups, list) else []
    names = (one.get("display") for one in listed if isinstance(one, dict))
    return frozenset(name for name in names if isinstance(name, str))


def who_am_i(connection: Connection) -> str | None:
    """The identity's user name, or None where the workspace does not tell.

    Raises:
        AuthenticationError: the credentials are not accepted.
    """
    return me(connection).user_name


def is_admin(connection: Connection) -> bool:
    """True where the workspace says that the identity is one of its admins, who see everything.

    Raises:
        AuthenticationError: the credentials are not accepted.
    """
    return me(connection).is_admin
