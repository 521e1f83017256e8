"""Workspace files: what the workspace API can do with files and folders.

`/Workspace/X` and `/X` are one object.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from requests_toolbelt import MultipartEncoder, MultipartEncoderMonitor

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import NotFoundError
from apparate_ng.workspace.patience import Patience
from apparate_ng.workspace.retrying import Repeat
from apparate_ng.workspace.server_clock import ServerClock, moment_of
from apparate_ng.workspace.shapes import entries_of, object_of

Json: TypeAlias = Any
Progress: TypeAlias = Callable[[int], None]
"""Told how many bytes have been sent or received so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceObject:
    """A file or folder."""

    path: str
    is_folder: bool
    size: int | None
    """In bytes; None for folders, and where the platform does not say."""
    modified_at: datetime | None = None
    """By the server's clock, in UTC; None where the platform does not say."""


class WorkspaceFiles:
    """Files of one workspace."""

    largest_replaced = 7 << 20
    """In bytes: a JSON request ends at 10 MB, and holds the content in base64."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def clock(self) -> ServerClock:
        """The server's."""
        return self._connection.clock

    @property
    def patience(self) -> Patience:
        """Ours with the server."""
        return self._connection.patience

    def status(self, path: str) -> WorkspaceObject | None:
        """What is at `path`, or None: not there, or not for this identity to see."""
        try:
            document = self._connection.read("/api/2.0/workspace/get-status", path=path)
        except NotFoundError:
            return None
        return _object(object_of(document, path))

    def list(self, path: str) -> list[WorkspaceObject]:
        """What is in a folder, one level deep.

        Raises:
            NotFoundError: it is not there, or this identity may not read it.
        """
        document = self._connection.read("/api/2.0/workspace/list", path=path)
        return [_object(entry) for entry in entries_of(document, "objects", path)]

    def make_folder(self, path: str) -> None:
        """Make a folder and its parents; a success where they are there."""
        self._connection.write("/api/2.0/workspace/mkdirs", {"path": path}, repeat=Repeat.SAFE)

    def create(self, path: str, file: BinaryIO, progress: Progress) -> None:
        """Upload a new file as a stream.

        Raises:
            AlreadyExistsError: there is one; it is left as it is.
            UnconfirmedError: the answer was lost; look before trying again.
        """

        def content() -> tuple[Any, str]:
            file.seek(0)
            fields = {
                "path": path,
                # without AUTO a wheel is refused
                "format": "AUTO",
                "overwrite": "false",
                "content": (Path(path).name, file, "application/octet-stream"),
            }
            encoder = MultipartEncoder(fields)
            monitor = MultipartEncoderMonitor(encoder, lambda sent: progress(sent.bytes_read))
            return monitor, monitor.content_type

        self._connection.send("/api/2.0/workspace/import", content)

    def replace(self, path: str, content: bytes) -> None:
        """Write a small file over what is there, once.

        Raises:
            UnconfirmedError: the answer was lost; look before trying again.
            TransientFailure: it had no effect, and may be sent again after another look.
        """
        body = {
            "path": path,
            "format": "AUTO",
            "overwrite": True,
            "content": base64.b64encode(content).decode(),
        }
        self._connection.write("/api/2.0/workspace/import", body, repeat=Repeat.BY_CALLER)

    def open(self, path: str) -> AbstractContextManager[Iterator[bytes]]:
        """The file's bytes as a stream."""
        return self._connection.download(
            "/api/2.0/workspace/export", path=path, direct_download="true"
        )

    def open_notebook(self, path: str) -> AbstractContextManager[Iterator[bytes]]:
        """A notebook's source as a stream, whatever its language and the form it is kept in."""
        return self._connection.download(
            "/api/2.0/workspace/export", path=path, format="SOURCE", direct_download="true"
        )

    def delete(self, path: str) -> None:
        """Remove one file, for good. A success where it is not there."""
        body = {"path": path, "recursive": False}
        try:
            self._connection.write("/api/2.0/workspace/delete", body, repeat=Repeat.SAFE)
        except NotFoundError:
            return


def _object(document: Json) -> WorkspaceObject:
    size = document.get("size")
    return WorkspaceObject(
        path=str(document.get("path", "")),
        is_folder=document.get("object_type") in {"DIRECTORY", "REPO"},
        size=size if isinstance(size, int) else None,
        modified_at=moment_of(document.get("modified_at")),
    )
