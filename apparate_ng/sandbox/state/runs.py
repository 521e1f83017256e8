"""The runs of jobs, as whole documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from apparate_ng.sandbox.documents.json_text import to_text
from apparate_ng.sandbox.documents.runs import is_active

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from apparate_ng.sandbox.documents.json_text import JsonObject

_FIRST_ID = 400_000_000_000_000
_STEP = 7_919
_PAGE = """
SELECT run_id, document FROM runs
WHERE (:job_id IS NULL OR job_id = :job_id) AND (:active IS NULL OR active = :active)
AND (:before IS NULL OR run_id < :before) ORDER BY run_id DESC
"""


class Runs:
    """Run documents by id; a newer run has a larger id."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """The runs in a database."""
        self._database = database

    def new_id(self) -> int:
        """The id of the next run."""
        last = self._database.execute("SELECT MAX(run_id) FROM runs").fetchone()[0]
        return (last or _FIRST_ID) + _STEP

    def store(self, document: JsonObject) -> None:
        """Store a new run, or a changed one in the place of the old one."""
        self._database.execute(
            "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)",
            (document["run_id"], document["job_id"], is_active(document), to_text(document)),
        )

    def get(self, run_id: int) -> JsonObject | None:
        """A run, or None."""
        row = self._database.execute(
            "SELECT document FROM runs WHERE run_id = ?", (run_id,)
        ).fetchone()
        document: JsonObject | None = json.loads(row["document"]) if row else None
        return document

    def newest_first(
        self, *, job_id: int | None = None, active: bool | None = None, before: int | None = None
    ) -> Iterator[JsonObject]:
        """The runs, newest first, from behind `before`; None chooses nothing."""
        wanted = {"job_id": job_id, "active": active, "before": before}
        for row in self._database.execute(_PAGE, wanted):
            yield json.loads(row["document"])

    def count(self, job_id: int) -> int:
        """How many runs of a job there are."""
        query = "SELECT COUNT(*) FROM runs WHERE job_id = ?"
        count: int = self._database.execute(query, (job_id,)).fetchone()[0]
        return count

    def clear(self) -> None:
        """Remove every run."""
        self._database.execute("DELETE FROM runs")
