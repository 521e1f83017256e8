"""Files in DBFS: blocks of at most 1 MB, in base64."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import NotFoundError, UnavailableError, WorkspaceError
from apparate_ng.workspace.files import Progress, WorkspaceObject
from apparate_ng.workspace.retrying import Repeat
from apparate_ng.workspace.streaming import told_chunks

_API = "/api/2.0/dbfs"
_BLOCK = 1 << 20


class Dbfs:
    """Files of one workspace's DBFS; paths without the scheme, as `/FileStore/x`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def status(self, path: str) -> WorkspaceObject | None:
        """What is at `path`, or None where nothing is."""
        try:
            return _object(self._connection.read(f"{_API}/get-status", path=path))
        except NotFoundError:
            return None

    def list(self, path: str) -> list[WorkspaceObject]:
        """What is in a folder, one level deep.

        Raises:
            NotFoundError: it is not there.
        """
        document = self._connection.read(f"{_API}/list", path=path)
        return [_object(entry) for entry in document.get("files") or ()]

    def make_folder(self, path: str) -> None:
        """Make a folder and its parents; a success where they are there."""
        self._connection.write(f"{_API}/mkdirs", {"path": path}, repeat=Repeat.SAFE)

    def create(self, path: str, file: BinaryIO, progress: Progress) -> None:
        """Upload a new file, block by block. Folders come into being by themselves.

        A file that was begun and not finished is visible, so it is removed.

        Raises:
            AlreadyExistsError: there is one; it is left as it is.
            UnconfirmedError: an answer was lost.
        """
        begun = self._connection.ask(f"{_API}/create", {"path": path, "overwrite": False})
        try:
            self._fill(begun.get("handle"), file, progress)
        except BaseException:
            with suppress(WorkspaceError):
                self.delete(path)
            raise

    def _fill(self, handle: object, file: BinaryIO, progress: Progress) -> None:
        for chunk in told_chunks(file, progress):
            data = base64.b64encode(chunk).decode()
            self._connection.write(
                f"{_API}/add-block",
                {"handle": handle, "data": data},
                repeat=Repeat.ONLY_IF_REFUSED,
            )
        self._connection.write(f"{_API}/close", {"handle": handle}, repeat=Repeat.ONLY_IF_REFUSED)

    @contextmanager
    def open(self, path: str) -> Iterator[Iterator[bytes]]:
        """The file's bytes as a stream of blocks."""
        yield self._blocks(path)

    def _blocks(self, path: str) -> Iterator[bytes]:
        found = self.status(path)
        size = found.size if found is not None and found.size is not None else 0
        for offset in range(0, size, _BLOCK):
            block = self._connection.read(
                f"{_API}/read", path=path, offset=str(offset), length=str(_BLOCK)
            )
            content = base64.b64decode(block.get("data") or "")
            if len(content) != min(_BLOCK, size - offset):
                raise UnavailableError("the download broke off", where=f"dbfs:{path}")
            yield content

    def delete(self, path: str) -> None:
        """Remove one file, for good. A success where it is not there."""
        body = {"path": path, "recursive": False}
        try:
            self._connection.write(f"{_API}/delete", body, repeat=Repeat.SAFE)
        except NotFoundError:
            return


def _object(document: dict[str, Any]) -> WorkspaceObject:
    size = document.get("file_size")
    return WorkspaceObject(
        path=str(document.get("path", "")),
        is_folder=bool(document.get("is_dir")),
        size=size if isinstance(size, int) else None,
    )
