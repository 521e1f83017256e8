"""The jobs of the workspace, as whole documents."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from apparate_ng.sandbox.state.job_texts import texts_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from apparate_ng.sandbox.documents.json_text import JsonObject

_SMALLEST_ID = 10**14
_ID_SPAN = 9 * 10**17


class Jobs:
    """Job documents by id, in the order of their creation."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """The jobs in a database."""
        self._database = database

    def add(self, document: JsonObject, access: Mapping[str, str] | None = None) -> None:
        """Store a new job. `access` maps users and groups to permission levels.

        Raises:
            ValueError: there is a job of that id.
        """
        job_id = document["job_id"]
        if self.text(job_id) is not None:
            raise ValueError(f"Job {job_id} exists already.")
        texts = texts_of(document)
        self._database.execute(
            "INSERT INTO jobs (job_id, name, creator, document, expanded, brief, large)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                job_id,
                _name(document),
                document.get("creator_user_name"),
                texts.document,
                texts.expanded,
                texts.brief,
                texts.large,
            ),
        )
        self.allow(job_id, access or {})

    def allow(self, job_id: int, access: Mapping[str, str]) -> None:
        """Give users and groups permission levels on a job."""
        self._database.executemany(
            "INSERT OR REPLACE INTO job_access VALUES (?, ?, ?)",
            [(job_id, principal, level) for principal, level in access.items()],
        )

    def replace(self, document: JsonObject) -> None:
        """Store a changed document in the place of the old one."""
        texts = texts_of(document)
        self._database.execute(
            "UPDATE jobs SET name = ?, document = ?, expanded = ?, brief = ?, large = ?"
            " WHERE job_id = ?",
            (
                _name(document),
                texts.document,
                texts.expanded,
                texts.brief,
                texts.large,
                document["job_id"],
            ),
        )

    def delete(self, job_id: int) -> None:
        """Remove a job, if it is there."""
        self._database.execute("DELETE FROM jobs WHERE job_id = ?", (job_id,))
        self._database.execute("DELETE FROM job_access WHERE job_id = ?", (job_id,))

    def document(self, job_id: int) -> JsonObject | None:
        """The whole document, or None."""
        text = self.text(job_id)
        document: JsonObject | None = json.loads(text[0]) if text else None
        return document

    def text(self, job_id: int) -> tuple[str, bool] | None:
        """The whole document as text, and whether it is too large for one page."""
        row = self._database.execute(
            "SELECT document, large FROM jobs WHERE job_id = ?", (job_id,)
        ).fetchone()
        return (row["document"], bool(row["large"])) if row else None

    def all_texts(self) -> list[str]:
        """Every document as text, oldest first."""
        rows = self._database.execute("SELECT document FROM jobs ORDER BY sequence").fetchall()
        return [row["document"] for row in rows]

    def count(self) -> int:
        """How many jobs there are."""
        count: int = self._database.execute("SELECT COUNT(*) FROM jobs").fetchone()[0]
        return count

    def new_id(self) -> int:
        """An id that no job has: 15 to 18 digits without order, as on the platform."""
        last = self._database.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'jobs'"
        ).fetchone()
        number = last["seq"] if last else 0
        while True:
            number += 1
            job_id = _scattered(number)
            if self.text(job_id) is None:
                return job_id

    def clear(self) -> None:
        """Remove every job."""
        self._database.execute("DELETE FROM jobs")
        self._database.execute("DELETE FROM job_access")


def _scattered(number: int) -> int:
    digest = hashlib.blake2b(str(number).encode(), digest_size=8).digest()
    return _SMALLEST_ID + int.from_bytes(digest, "big") % _ID_SPAN


def _name(document: JsonObject) -> str:
    return str((document.get("settings") or {}).get("name", "")).casefold()
