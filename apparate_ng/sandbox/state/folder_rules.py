"""Who may read and write which folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from apparate_ng.sandbox.state.paths import ROOT, lineage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from apparate_ng.sandbox.state.identities import Identity

EVERYBODY = "*"


class FolderRules:
    """Readers and writers of folders: user names, groups, or `*`. The nearest rule above counts.

    From the start everybody reads and writes `/Shared`, reads the root, and each user has the
    own folder in `/Users`. Admins may do everything.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        """The rules in a database."""
        self._database = database
        self._set_first()

    def clear(self) -> None:
        """Only the rules of the start; those of the users' folders are gone too."""
        self._database.execute("DELETE FROM folder_rules")
        self._set_first()

    def _set_first(self) -> None:
        for path, writers in ((ROOT, []), ("/Shared", [EVERYBODY])):
            self._database.execute(
                "INSERT OR IGNORE INTO folder_rules VALUES (?, ?, ?)",
                (path, json.dumps([EVERYBODY]), json.dumps(writers)),
            )

    def set(self, path: str, *, readers: Sequence[str], writers: Sequence[str]) -> None:
        """Say who may read and who may write a folder and what is below it."""
        self._database.execute(
            "INSERT OR REPLACE INTO folder_rules VALUES (?, ?, ?)",
            (path, json.dumps(list(readers)), json.dumps(list(writers))),
        )

    def may_read(self, identity: Identity, path: str) -> bool:
        """True where the identity may see what is at the path; who writes also reads."""
        readers, writers = self._nearest(path)
        return _named(identity, [*readers, *writers])

    def may_write(self, identity: Identity, path: str) -> bool:
        """True where the identity may create, change and delete what is at the path."""
        return _named(identity, self._nearest(path)[1])

    def _nearest(self, path: str) -> tuple[list[str], list[str]]:
        for folder in lineage(path):
            row = self._database.execute(
                "SELECT readers, writers FROM folder_rules WHERE path = ?", (folder,)
            ).fetchone()
            if row:
                return json.loads(row["readers"]), json.loads(row["writers"])
        return [], []


def _named(identity: Identity, names: Sequence[str]) -> bool:
    own = {EVERYBODY, identity.user_name, *identity.groups}
    return identity.admin or not own.isdisjoint(names)
