"""Files in Unity Catalog volumes: the Files API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, BinaryIO
from urllib.parse import quote

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import (
    NotAWorkspaceError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
)
from apparate_ng.workspace.files import Progress, WorkspaceObject
from apparate_ng.workspace.patience import Patience
from apparate_ng.workspace.retrying import Repeat
from apparate_ng.workspace.server_clock import ServerClock, moment_of, moment_of_header
from apparate_ng.workspace.shapes import entries_of, token_of
from apparate_ng.workspace.streaming import ToldStream

_FILES, _FOLDERS = "/api/2.0/fs/files", "/api/2.0/fs/directories"
_NAMED = slice(2, 5)
"""Catalog, schema and volume among the parts of a path."""
_MOST_PAGES = 10_000
_MOST_DIGITS = 18
"""Of a size in bytes."""


class Volumes:
    """Files of the volumes of one workspace."""

    largest_replaced = 64 << 20
    """In bytes; the platform takes more, which no small file has."""

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
            headers = self._headers(_FILES, path)
        except NotFoundError:
            return None
        size = headers.get("Content-Length", "")
        return WorkspaceObject(
            path=path,
            is_folder=False,
            size=int(size) if size.isdecimal() and len(size) <= _MOST_DIGITS else None,
            modified_at=moment_of_header(headers.get("Last-Modified")),
        )

    def list(self, path: str) -> list[WorkspaceObject]:
        """What is in a folder, one level deep, all pages.

        Raises:
            NotFoundError: it is not there, or this identity may not read it.
            UnavailableError: the pages go round in a circle, or on for ever.
        """
        found: list[WorkspaceObject] = []
        tokens = [""]
        for _ in range(_MOST_PAGES):
            query = {"page_token": tokens[-1]} if tokens[-1] else {}
            page = self._connection.read(_FOLDERS + quote(path), **query)
            found += [_object(entry, path) for entry in entries_of(page, "contents", path)]
            token = token_of(page, path)
            if not token:
                return found
            if token in tokens:
                break
            tokens.append(token)
        raise UnavailableError("the list of files does not end", where=path)

    def make_folder(self, path: str) -> None:
        """Make a folder and its parents inside the volume; a success where they are there.

        Raises:
            NotFoundError: the volume is not there; only people make volumes.
        """
        url = _FOLDERS + quote(path)
        try:
            self._connection.write(url, None, repeat=Repeat.SAFE, method="PUT")
        except NotFoundError as error:
            volume = _volume_of(path)
            hint = f"make it first (CREATE VOLUME {volume}), or name a store in another volume"
            where = f"/Volumes/{volume.replace('.', '/')}"
            raise NotFoundError(error.what, where=where, hint=hint) from error

    def create(self, path: str, file: BinaryIO, progress: Progress) -> None:
        """Upload a new file as a stream.

        The folder is looked for before, not to send a gigabyte only to learn that it is missing.

        Raises:
            AlreadyExistsError: there is one; it is left as it is.
            NotFoundError: its folder is missing.
            UnconfirmedError: the answer was lost; look before trying again.
        """
        self._headers(_FOLDERS, path.rpartition("/")[0])
        self._connection.send(
            _FILES + quote(path),
            lambda: (ToldStream(file, progress), "application/octet-stream"),
            method="PUT",
            query={"overwrite": "false"},
        )

    def replace(self, path: str, content: bytes) -> None:
        """Write a small file over what is there, once.

        Raises:
            UnconfirmedError: the answer was lost; look before trying again.
            TransientFailure: it had no effect, and may be sent again after another look.
        """
        self._connection.send(
            _FILES + quote(path),
            lambda: (content, "application/octet-stream"),
            method="PUT",
            query={"overwrite": "true"},
            repeat=Repeat.BY_CALLER,
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

    def _headers(self, api: str, path: str) -> Mapping[str, str]:
        """What HEAD says. Its answers have no body, so it cannot say what is wrong: we do."""
        try:
            headers = self._connection.headers(api + quote(path))
        except PermissionDeniedError as error:
            raise PermissionDeniedError(
                f"this identity may not read the volume {_volume_of(path)}",
                where=path,
                hint="grant READ VOLUME and WRITE VOLUME on it, and USE CATALOG and USE SCHEMA",
            ) from error
        if headers.get("Content-Type", "").startswith("text/html"):
            raise NotAWorkspaceError(
                "a page for people answers in place of the workspace's API",
                where=self._connection.host,
                hint="check the host, and that no proxy asks for a sign-in",
            )
        return headers


def _volume_of(path: str) -> str:
    return ".".join(path.split("/")[_NAMED])


def _object(entry: dict[str, Any], folder: str) -> WorkspaceObject:
    size = entry.get("file_size")
    return WorkspaceObject(
        path=str(entry.get("path") or f"{folder}/{entry.get('name', '')}"),
        is_folder=bool(entry.get("is_directory")),
        size=size if isinstance(size, int) else None,
        modified_at=moment_of(entry.get("last_modified")),
    )
