"""Files in DBFS: blocks of at most 1 MB, in base64."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO
from uuid import uuid4

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    BrokenOffError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
    UnconfirmedError,
    WorkspaceError,
)
from apparate_ng.workspace.files import Progress, WorkspaceObject
from apparate_ng.workspace.patience import Patience
from apparate_ng.workspace.retrying import Repeat
from apparate_ng.workspace.server_clock import ServerClock, moment_of
from apparate_ng.workspace.shapes import entries_of, object_of
from apparate_ng.workspace.streaming import told_chunks

_API = "/api/2.0/dbfs"
_BLOCK = 1 << 20
_ATTEMPTS = 3
_ELSEWHERE = (
    "where DBFS is switched off, name a volume as the store, such as /Volumes/main/libs/wheels"
)


class Dbfs:
    """Files of one workspace's DBFS; paths without the scheme, as `/FileStore/x`.

    Every method raises PermissionDeniedError where DBFS is switched off.
    """

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
        """What is at `path`, or None where nothing is."""
        try:
            return _object(self._read("get-status", path=path))
        except NotFoundError:
            return None

    def list(self, path: str) -> list[WorkspaceObject]:
        """What is in a folder, one level deep.

        Raises:
            NotFoundError: it is not there.
        """
        document = self._read("list", path=path)
        return [_object(entry) for entry in entries_of(document, "files", f"dbfs:{path}")]

    def make_folder(self, path: str) -> None:
        """Make a folder and its parents; a success where they are there."""
        self._write("mkdirs", {"path": path}, Repeat.SAFE)

    def create(self, path: str, file: BinaryIO, progress: Progress) -> None:
        """Upload a new file, block by block. Folders come into being by themselves.

        A file that is being written is visible, so it is written beside its place, and moved there
        when it is whole.

        Raises:
            AlreadyExistsError: there is one; it is left as it is.
            UnavailableError: no attempt got as far as to the move; nothing is left of them.
            UnconfirmedError: the answer to the move was lost.
        """
        if self.status(path) is not None:
            raise AlreadyExistsError("there is something already", where=f"dbfs:{path}")
        part = self._written_beside(path, file, progress)
        with self._removed_on_failure(part):
            places = {"source_path": part, "destination_path": path}
            self._write("move", places, Repeat.ONLY_IF_REFUSED)

    def _written_beside(self, path: str, file: BinaryIO, progress: Progress) -> str:
        """Where the whole file stands, under a name that is nobody else's.

        A block whose answer was lost may be there or not, and cannot be sent again: it all begins
        anew, under another name.
        """
        for _ in range(_ATTEMPTS):
            part = f"{path.rpartition('/')[0]}/.{uuid4().hex}.part"
            with suppress(UnconfirmedError), self._removed_on_failure(part):
                self._fill(part, file, progress)
                return part
        raise UnavailableError(
            "the upload broke off each time it was tried",
            where=f"dbfs:{path}",
            hint="run the same command again later",
        )

    def _fill(self, path: str, file: BinaryIO, progress: Progress) -> None:
        with _told_where_else():
            begun = self._connection.ask(f"{_API}/create", {"path": path, "overwrite": False})
        handle = {"handle": object_of(begun, f"dbfs:{path}").get("handle")}
        file.seek(0)
        for chunk in told_chunks(file, progress):
            block = {**handle, "data": base64.b64encode(chunk).decode()}
            self._write("add-block", block, Repeat.ONLY_IF_REFUSED)
        self._write("close", handle, Repeat.ONLY_IF_REFUSED)

    @contextmanager
    def _removed_on_failure(self, path: str) -> Iterator[None]:
        try:
            yield
        except BaseException:
            with suppress(WorkspaceError):
                self.delete(path)
            raise

    @contextmanager
    def open(self, path: str) -> Iterator[Iterator[bytes]]:
        """The file's bytes as a stream of blocks.

        Raises:
            NotFoundError: it is not there.
        """
        size = _object(self._read("get-status", path=path)).size or 0
        yield self._blocks(path, size)

    def _blocks(self, path: str, size: int) -> Iterator[bytes]:
        for offset in range(0, size, _BLOCK):
            block = self._read("read", path=path, offset=str(offset), length=str(_BLOCK))
            content = _decoded(block.get("data"))
            if len(content) != min(_BLOCK, size - offset):
                raise BrokenOffError(
                    "the download broke off", where=f"dbfs:{path}", hint="run the command again"
                )
            yield content

    def delete(self, path: str) -> None:
        """Remove one file, for good. A success where it is not there."""
        with suppress(NotFoundError):
            self._write("delete", {"path": path, "recursive": False}, Repeat.SAFE)

    def _read(self, what: str, **query: str) -> dict[str, Any]:
        with _told_where_else():
            document = self._connection.read(f"{_API}/{what}", **query)
        found: dict[str, Any] = object_of(document, f"dbfs:{query.get('path', '')}")
        return found

    def _write(self, what: str, body: dict[str, Any], repeat: Repeat) -> None:
        with _told_where_else():
            self._connection.write(f"{_API}/{what}", body, repeat=repeat)


@contextmanager
def _told_where_else() -> Iterator[None]:
    """An admin can switch DBFS off, and then nobody may do anything there."""
    try:
        yield
    except PermissionDeniedError as error:
        raise PermissionDeniedError(error.what, where=error.where, hint=_ELSEWHERE) from error


def _decoded(data: object) -> bytes:
    """The bytes of a block; none where it is none."""
    try:
        return base64.b64decode(data) if isinstance(data, str) else b""
    except binascii.Error:
        return b""


def _object(document: dict[str, Any]) -> WorkspaceObject:
    size = document.get("file_size")
    return WorkspaceObject(
        path=str(document.get("path", "")),
        is_folder=bool(document.get("is_dir")),
        size=size if isinstance(size, int) else None,
        modified_at=moment_of(document.get("modification_time")),
    )
