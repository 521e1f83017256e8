"""The port below the store: what every kind of remote files can do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from apparate_ng.workspace.files import Progress, WorkspaceObject
from apparate_ng.workspace.patience import Patience
from apparate_ng.workspace.server_clock import ServerClock


class RemoteFiles(Protocol):
    """What workspace files, volumes and DBFS have in common."""

    @property
    def clock(self) -> ServerClock:
        """The server's."""

    @property
    def patience(self) -> Patience:
        """Ours with the server."""

    def status(self, path: str) -> WorkspaceObject | None:
        """What is at `path`, or None."""

    def list(self, path: str) -> list[WorkspaceObject]:
        """What is in a folder, one level deep.

        Raises:
            NotFoundError: it is not there.
        """

    def make_folder(self, path: str) -> None:
        """Make a folder; a success where it is there."""

    def create(self, path: str, file: BinaryIO, progress: Progress) -> None:
        """Upload a new file.

        Raises:
            AlreadyExistsError: there is one.
            NotFoundError: its folder is missing.
            UnconfirmedError: the answer was lost.
        """

    def open(self, path: str) -> AbstractContextManager[Iterator[bytes]]:
        """The file's bytes as a stream."""

    def delete(self, path: str) -> None:
        """Remove one file; a success where it is not there."""


class ReplaceableFiles(RemoteFiles, Protocol):
    """Those of which one can be replaced whole."""

    @property
    def largest_replaced(self) -> int:
        """In bytes, the largest content that can replace another."""

    def replace(self, path: str, content: bytes) -> None:
        """Write a small file over what is there, once, whole or not at all.

        Raises:
            AlreadyExistsError: the server does not let it be replaced.
            UnconfirmedError: the answer was lost; look before trying again.
            TransientFailure: it had no effect, and may be sent again after another look.
        """
