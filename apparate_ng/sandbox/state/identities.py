"""Who may use the workspace, and the tokens they show."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

ADMIN = "admin@example.com"
CI = "ci@example.com"
ANA = "ana@example.com"
TOKENS = {ADMIN: "sandbox-admin-token", CI: "sandbox-ci-token", ANA: "sandbox-ana-token"}
"""The tokens that every sandbox knows; they open nothing else."""

CLIENT = ("sandbox-client", "sandbox-secret")
"""The OAuth client that every sandbox knows, and its secret; it acts as `CI`."""

ID_TOKEN = "sandbox-id-token"  # noqa: S105  of the local sandbox, no secret
"""What that client may show in place of its secret: a CI server's word for a run of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A user.

    `default_level` is the permission on jobs that say nothing about the user or the user's
    groups; None is no permission. An admin manages everything.
    """

    user_name: str
    admin: bool = False
    default_level: str | None = None
    groups: tuple[str, ...] = ()


KNOWN = (
    Identity(user_name=ADMIN, admin=True),
    Identity(user_name=CI, default_level="CAN_MANAGE"),
    Identity(user_name=ANA, groups=("sales",)),
)
"""The users that every sandbox has at first."""


class Identities:
    """The users of the workspace, their tokens, and the OAuth clients that act for them."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """The identities in a database."""
        self._database = database

    def add(self, identity: Identity, token: str) -> None:
        """Add a user with a token, or change the one of that name."""
        self._database.execute(
            "INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?, ?)",
            (
                identity.user_name,
                token,
                identity.admin,
                identity.default_level,
                json.dumps(identity.groups),
            ),
        )

    def add_client(self, client_id: str, secret: str, user_name: str) -> None:
        """Let an OAuth client act as a user."""
        self._database.execute(
            "INSERT OR REPLACE INTO clients VALUES (?, ?, ?)", (client_id, secret, user_name)
        )

    def of_token(self, token: str) -> Identity | None:
        """Whose token this is, a personal one or an OAuth access token."""
        row = self._database.execute(
            "SELECT * FROM identities WHERE token = :token OR user_name ="
            " (SELECT user_name FROM access_tokens WHERE token = :token)",
            {"token": token},
        ).fetchone()
        return _identity(row) if row else None

    def issue(self, client_id: str, secret: str) -> str | None:
        """A new access token for an OAuth client, or None if its secret is wrong."""
        return self._issued(
            self._database.execute(
                "SELECT user_name FROM clients WHERE client_id = ? AND secret = ?",
                (client_id, secret),
            ).fetchone()
        )

    def exchange(self, client_id: str, id_token: str) -> str | None:
        """A new access token for whom a CI server vouches, or None if nobody trusts it."""
        if id_token != ID_TOKEN:
            return None
        return self._issued(
            self._database.execute(
                "SELECT user_name FROM clients WHERE client_id = ?", (client_id,)
            ).fetchone()
        )

    def _issued(self, row: sqlite3.Row | None) -> str | None:
        if row is None:
            return None
        token = secrets.token_urlsafe(32)
        self._database.execute("INSERT INTO access_tokens VALUES (?, ?)", (token, row["user_name"]))
        return token

    def all(self) -> list[Identity]:
        """Every user, by name."""
        rows = self._database.execute("SELECT * FROM identities ORDER BY user_name").fetchall()
        return [_identity(row) for row in rows]


def _identity(row: sqlite3.Row) -> Identity:
    return Identity(
        user_name=row["user_name"],
        admin=bool(row["admin"]),
        default_level=row["default_level"],
        groups=tuple(json.loads(row["groups"])),
    )
