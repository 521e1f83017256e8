"""Folders, files and notebooks of the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apparate_ng.sandbox.state.clock import now
from apparate_ng.sandbox.state.paths import ROOT, lineage, parent_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

DIRECTORY, FILE, NOTEBOOK = "DIRECTORY", "FILE", "NOTEBOOK"
_ENTRY = """
SELECT path, object_id, object_type, language, LENGTH(content) AS size, created_at, modified_at
FROM objects WHERE path = ?
"""
_CHILDREN = """
SELECT path, object_id, object_type, language, LENGTH(content) AS size, created_at, modified_at
FROM objects WHERE parent = ? ORDER BY path
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A workspace object without its content. Times are milliseconds, `size` is bytes."""

    path: str
    object_id: int
    object_type: str
    language: str | None
    size: int | None
    created_at: int
    modified_at: int


class Files:
    """Workspace objects by path; paths are those of `object_path`."""

    def __init__(self, database: sqlite3.Connection, clock: Callable[[], int] = now) -> None:
        """The objects in a database; `clock` tells milliseconds. The root is always there."""
        self._database = database
        self._clock = clock
        self._make_roots()

    def _make_roots(self) -> None:
        for path in (ROOT, "/Shared", "/Users"):
            self.make_folder(path)

    def clear(self) -> None:
        """Remove everything but `/Shared` and `/Users`, which are empty then."""
        self._database.execute("DELETE FROM objects")
        self._make_roots()

    def entry(self, path: str) -> Entry | None:
        """What stands at a path, or None."""
        row = self._database.execute(_ENTRY, (path,)).fetchone()
        return Entry(**dict(row)) if row else None

    def content(self, path: str) -> bytes | None:
        """The bytes of a file or notebook, or None."""
        row = self._database.execute(
            "SELECT content FROM objects WHERE path = ?", (path,)
        ).fetchone()
        return row["content"] if row else None

    def children(self, path: str) -> list[Entry]:
        """What stands directly in a folder, by path."""
        rows = self._database.execute(_CHILDREN, (path,)).fetchall()
        return [Entry(**dict(row)) for row in rows]

    def make_folder(self, path: str) -> None:
        """Create a folder and those above it; one that is there stays as it is."""
        for folder in reversed(lineage(path)):
            if self.entry(folder) is None:
                self._store(folder, DIRECTORY, None, None)

    def write(self, path: str, content: bytes, language: str | None = None) -> None:
        """Create or replace a file, or a notebook where a language is given."""
        self._store(path, NOTEBOOK if language else FILE, language, content)

    def _store(
        self, path: str, object_type: str, language: str | None, content: bytes | None
    ) -> None:
        moment = self._clock()
        self._database.execute(
            "INSERT INTO objects VALUES (:path, :parent,"
            " (SELECT COALESCE(MAX(object_id), 1000000000000) + 1 FROM objects),"
            " :type, :language, :content, :now, :now)"
            " ON CONFLICT (path) DO UPDATE SET object_type = :type, language = :language,"
            " content = :content, modified_at = :now",
            {
                "path": path,
                "parent": parent_of(path),
                "type": object_type,
                "language": language,
                "content": content,
                "now": moment,
            },
        )

    def delete(self, path: str) -> None:
        """Remove an object and everything below it."""
        self._database.execute(
            "DELETE FROM objects WHERE path = :path OR SUBSTR(path, 1, LENGTH(:below)) = :below",
            {"path": path, "below": path.rstrip("/") + "/"},
        )
