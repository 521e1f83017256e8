"""Documents of one kind, such as pipelines, and who may do what with each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from apparate_ng.sandbox.documents.json_text import to_text
from apparate_ng.sandbox.state.job_access import Level, granted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.identities import Identity

# The same rule as for jobs: the user's own entry wins, then the strongest of a group, then what
# the user has everywhere.
_PAGE = """
SELECT sequence, document FROM documents d WHERE kind = :kind AND sequence > :after
AND (:admin OR creator = :user OR COALESCE(
    (SELECT level FROM document_access a
        WHERE a.kind = d.kind AND a.id = d.id AND a.principal = :user),
    (SELECT level FROM document_access a
        WHERE a.kind = d.kind AND a.id = d.id
        AND a.principal IN (SELECT value FROM json_each(:groups)) ORDER BY level LIMIT 1),
    :default_level, 'NO_ACCESS') != 'NO_ACCESS')
ORDER BY sequence LIMIT :limit
"""


class Documents:
    """Documents by id, in the order of their creation."""

    def __init__(self, database: sqlite3.Connection, kind: str) -> None:
        """The documents of this kind in a database."""
        self._database = database
        self._kind = kind

    def add(
        self,
        identifier: str,
        document: JsonObject,
        *,
        creator: str | None = None,
        access: Mapping[str, str] | None = None,
    ) -> None:
        """Store a new document. `access` maps users and groups to permission levels.

        Raises:
            ValueError: there is one of that id.
        """
        if self.get(identifier) is not None:
            raise ValueError(f"{self._kind.capitalize()} {identifier} exists already.")
        self._database.execute(
            "INSERT INTO documents (kind, id, creator, document) VALUES (?, ?, ?, ?)",
            (self._kind, identifier, creator, to_text(document)),
        )
        self._database.executemany(
            "INSERT INTO document_access VALUES (?, ?, ?, ?)",
            [(self._kind, identifier, name, level) for name, level in (access or {}).items()],
        )

    def replace(self, identifier: str, document: JsonObject) -> None:
        """Store a changed document in the place of the old one."""
        self._database.execute(
            "UPDATE documents SET document = ? WHERE kind = ? AND id = ?",
            (to_text(document), self._kind, identifier),
        )

    def delete(self, identifier: str) -> None:
        """Remove a document, if it is there."""
        for table in ("documents", "document_access"):
            self._database.execute(
                f"DELETE FROM {table} WHERE kind = ? AND id = ?",  # noqa: S608  two names of ours
                (self._kind, identifier),
            )

    def get(self, identifier: str) -> JsonObject | None:
        """A document, or None."""
        row = self._row(identifier)
        document: JsonObject | None = json.loads(row["document"]) if row else None
        return document

    def all(self) -> list[JsonObject]:
        """Every document, oldest first."""
        rows = self._database.execute(
            "SELECT document FROM documents WHERE kind = ? ORDER BY sequence", (self._kind,)
        ).fetchall()
        return [json.loads(row["document"]) for row in rows]

    def page(
        self, identity: Identity, *, after: int = 0, limit: int = -1
    ) -> list[tuple[int, JsonObject]]:
        """Positions and documents that the identity sees, oldest first; -1 is no limit."""
        parameters = {
            "kind": self._kind,
            "after": after,
            "limit": limit,
            "admin": identity.admin,
            "user": identity.user_name,
            "groups": json.dumps(identity.groups),
            "default_level": identity.default_level,
        }
        rows = self._database.execute(_PAGE, parameters).fetchall()
        return [(row["sequence"], json.loads(row["document"])) for row in rows]

    def level(self, identity: Identity, identifier: str) -> Level:
        """What the identity may do with a document that is there."""
        row = self._row(identifier)
        if identity.admin:
            return Level.CAN_MANAGE
        if row is not None and row["creator"] == identity.user_name:
            return Level.IS_OWNER
        return granted(identity, self._access(identifier))

    def _access(self, identifier: str) -> dict[str, str]:
        rows = self._database.execute(
            "SELECT principal, level FROM document_access WHERE kind = ? AND id = ?",
            (self._kind, identifier),
        ).fetchall()
        return {row["principal"]: row["level"] for row in rows}

    def is_empty(self) -> bool:
        """True where there is none."""
        query = "SELECT 1 FROM documents WHERE kind = ? LIMIT 1"
        return self._database.execute(query, (self._kind,)).fetchone() is None

    def clear(self) -> None:
        """Remove every document of this kind."""
        self._database.execute("DELETE FROM documents WHERE kind = ?", (self._kind,))
        self._database.execute("DELETE FROM document_access WHERE kind = ?", (self._kind,))

    def _row(self, identifier: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._database.execute(
            "SELECT creator, document FROM documents WHERE kind = ? AND id = ?",
            (self._kind, identifier),
        ).fetchone()
        return row
