"""Files in Unity Catalog volumes: the Files API."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import quote

from requests_toolbelt import StreamingIterator

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import NotFoundError, UnavailableError
from apparate_ng.workspace.files import Progress, WorkspaceObject
from apparate_ng.workspace.retrying import Repeat
from apparate_ng.workspace.streaming import told_chunks

_FILES, _FOLDERS = "/api/2.0/fs/files", "/api/2.0/fs/directories"
_MOST_PAGES = 10_000


class Volumes:
    """Files of the volumes of one workspace."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def status(self, path: str) -> WorkspaceObject | None:
        """What is at `path`, or None: not there, or not for this identity to see."""
        try:
            headers = self._connection.headers(_FILES + quote(path))
        except NotFoundError:
            return None
        size = headers.get("Content-Length", "")
        return WorkspaceObject(
            path=path, is_folder=False, size=int(size) if size.isdecimal() else None
        )

    def list(self, path: str) -> list[WorkspaceObject]:
        """What is in a folder, one level deep, all pages.

        Raises:
            NotFoundError: it is not there, or this identity may not read it.
        """
        found: list[WorkspaceObject] = []
        token = ""
        for _ in range(_MOST_PAGES):
            query = {"page_token": token} if token else {}
            page = self._connection.read(_FOLDERS + quote(path), **query)
            found += [_object(entry) for entry in page.get("contents") or ()]
            token = page.get("next_page_token") or ""
            if not token:
                return found
        raise UnavailableError("the list of files does not end", where=path)

    def make_folder(self, path: str) -> None:
        """Make a folder and its parents inside the volume; a success where they are there."""
        self._connection.write(_FOLDERS + quote(path), None, repeat=Repeat.SAFE, method="PUT")

    def create(self, path: str, file: BinaryIO, progress: Progress) -> None:
        """Upload a new file as a stream.

        Raises:
            AlreadyExistsError: there is one; it is left as it is.
            UnconfirmedError: the answer was lost; look before trying again.
        """

        def content() -> tuple[Any, str]:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            return StreamingIterator(size, told_chunks(file, progress)), "application/octet-stream"

        self._connection.send(
            _FILES + quote(path), content, method="PUT", query={"overwrite": "false"}
        )

    def open(self, path: str) -> AbstractContextManager[Iterator[bytes]]:
        """The file's bytes as a stream."""
        return self._connection.download(_FILES + quote(path))

    def delete(self, path: str) -> None:
        """Remove one file, for good. A success where it is not there."""
        try:
            self._connection.remove(_FILES + quote(path))
        except NotFoundError:
            return


def _object(entry: dict[str, Any]) -> WorkspaceObject:
    size = entry.get("file_size")
    path = str(entry.get("path") or PurePosixPath(str(entry.get("name", ""))))
    return WorkspaceObject(
        path=path,
        is_folder=bool(entry.get("is_directory")),
        size=size if isinstance(size, int) else None,
    )
