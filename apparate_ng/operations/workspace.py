"""The workspace as operations use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from apparate_ng.model.plan import WorkspaceIdentity
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import Credentials
from apparate_ng.workspace.identity import who_am_i
from apparate_ng.workspace.jobs import Jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An open connection and the families of calls on it."""

    connection: Connection
    jobs: Jobs

    def identity(self) -> WorkspaceIdentity:
        """Which workspace this is, and as whom."""
        return WorkspaceIdentity(host=self.connection.host, identity=who_am_i(self.connection))


@contextmanager
def open_workspace(credentials: Credentials) -> Iterator[Workspace]:
    """Connect, and close in the end; nothing is asked of the server yet."""
    connection = Connection(credentials)
    try:
        yield Workspace(connection=connection, jobs=Jobs(connection))
    finally:
        connection.close()
