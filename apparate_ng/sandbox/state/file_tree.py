"""Folders and files whose contents lie on disk: volumes, and DBFS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from apparate_ng.sandbox.state.clock import now
from apparate_ng.sandbox.state.paths import ROOT, lineage, parent_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from apparate_ng.sandbox.state.blobs import Blobs

Tree: TypeAlias = Literal["volumes", "dbfs"]
"""Each tree has its own root."""

_ENTRY = "SELECT path, blob, size, modified_at FROM tree_entries WHERE tree = ? AND path = ?"
_CHILDREN = """
SELECT path, blob, size, modified_at FROM tree_entries
WHERE tree = ? AND parent = ? AND path > ? ORDER BY path LIMIT ?
"""
_BELOW = """
SELECT path, blob, size, modified_at FROM tree_entries
WHERE tree = :tree AND (path = :path OR SUBSTR(path, 1, LENGTH(:below)) = :below) ORDER BY path
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class TreeEntry:
    """A folder, or a file with its content's name in `Blobs`. Milliseconds, bytes."""

    path: str
    blob: str | None
    size: int
    modified_at: int

    @property
    def is_folder(self) -> bool:
        """True for a folder; its size is 0."""
        return self.blob is None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


class FileTree:
    """One tree. Paths are absolute, without a slash at the end; the root is always there."""

    def __init__(
        self,
        database: sqlite3.Connection,
        tree: Tree,
        blobs: Blobs,
        clock: Callable[[], int] = now,
    ) -> None:
        """The tree of this name in a database; `clock` tells milliseconds."""
        self._database = database
        self._tree = tree
        self._blobs = blobs
        self._clock = clock
        self.make_folder(ROOT)

    def entry(self, path: str) -> TreeEntry | None:
        """What stands at a path, or None."""
        row = self._database.execute(_ENTRY, (self._tree, path)).fetchone()
        return TreeEntry(**dict(row)) if row else None

    def is_folder(self, path: str) -> bool:
        """True where a folder stands at the path."""
        entry = self.entry(path)
        return entry is not None and entry.is_folder

    def children(self, path: str, *, after: str = "", limit: int = -1) -> list[TreeEntry]:
        """What stands directly in a folder, by path, from behind `after`; -1 is no limit."""
        rows = self._database.execute(_CHILDREN, (self._tree, path, after, limit)).fetchall()
        return [TreeEntry(**dict(row)) for row in rows]

    def make_folder(self, path: str) -> None:
        """Create a folder and those above it; one that is there stays as it is."""
        for folder in reversed(lineage(path)):
            if self.entry(folder) is None:
                self._store(folder, None, 0)

    def put(self, path: str, blob: str) -> None:
        """Create a file, or replace its content, with what is in the blob."""
        old = self.entry(path)
        self._store(path, blob, self._blobs.size(blob))
        if old is not None and old.blob not in {None, blob}:
            self._blobs.remove(str(old.blob))

    def delete(self, path: str) -> None:
        """Remove what stands at a path and all that is below it."""
        for entry in self._below(path):
            self._forget(entry.path)
            if entry.blob is not None:
                self._blobs.remove(entry.blob)

    def move(self, source: str, target: str) -> None:
        """Give what stands at a path, and all that is below it, another place."""
        for entry in self._below(source):
            self._forget(entry.path)
            self._store(target + entry.path.removeprefix(source), entry.blob, entry.size)

    def is_empty(self) -> bool:
        """True where there is nothing but the root."""
        return not self.children(ROOT, limit=1)

    def clear(self) -> None:
        """Remove everything but the root."""
        for entry in self.children(ROOT):
            self.delete(entry.path)

    def _below(self, path: str) -> list[TreeEntry]:
        place = {"tree": self._tree, "path": path, "below": f"{path}/"}
        return [TreeEntry(**dict(row)) for row in self._database.execute(_BELOW, place).fetchall()]

    def _forget(self, path: str) -> None:
        self._database.execute(
            "DELETE FROM tree_entries WHERE tree = ? AND path = ?", (self._tree, path)
        )

    def _store(self, path: str, blob: str | None, size: int) -> None:
        # The root is its own row without a parent, so that it is no child of itself.
        parent = parent_of(path)
        self._database.execute(
            "INSERT OR REPLACE INTO tree_entries VALUES (?, ?, ?, ?, ?, ?)",
            (self._tree, path, parent, blob, size, self._clock()),
        )
