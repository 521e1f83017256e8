"""Small text files by their path, wherever in the workspace they are."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.dbfs import Dbfs
from apparate_ng.workspace.failures import UnavailableError
from apparate_ng.workspace.files import WorkspaceFiles, WorkspaceObject
from apparate_ng.workspace.volumes import Volumes

_LARGEST = 10 << 20
"""In bytes: nobody writes requirements of that size."""


class AnyFiles:
    """Files of workspace folders, volumes and DBFS."""

    def __init__(self, connection: Connection) -> None:
        self._folders = WorkspaceFiles(connection)
        self._places: dict[str, Volumes | Dbfs | WorkspaceFiles] = {
            "/Volumes/": Volumes(connection),
            "dbfs:": Dbfs(connection),
            "/Workspace/": self._folders,
        }

    def read(self, path: str) -> bytes:
        """The whole content.

        Raises:
            NotFoundError: it is not there.
            UnavailableError: it is in no place of the workspace, or too large to be read.
            WorkspaceError: as its subclasses say.
        """
        files, name = self._place(path)
        return _whole(files.open(name), path)

    def read_notebook(self, path: str) -> bytes:
        """The source of a notebook, as `read` reads files.

        Raises:
            NotFoundError: it is not there.
            UnavailableError: it is too large to be read.
            WorkspaceError: as its subclasses say.
        """
        return _whole(self._folders.open_notebook(canonical_path(path)), path)

    def exists(self, path: str) -> bool | None:
        """Whether a file is there; None for what is in no place of the workspace.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        try:
            files, name = self._place(path)
        except UnavailableError:
            return None
        return files.status(name) is not None

    def listed(self, folder: str) -> list[WorkspaceObject]:
        """What is in a folder, one level deep.

        Raises:
            NotFoundError: it is not there.
            UnavailableError: it is in no place of the workspace.
            WorkspaceError: as its subclasses say.
        """
        files, name = self._place(folder)
        return files.list(name)

    def download(self, path: str, target: Path) -> None:
        """Write a file of any size to a local one, as it comes.

        Raises:
            NotFoundError: it is not there.
            UnavailableError: it is in no place of the workspace.
            WorkspaceError: as its subclasses say.
        """
        files, name = self._place(path)
        with files.open(name) as chunks, target.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)

    def replace(self, path: str, content: bytes) -> None:
        """Write the whole content over what is there, once.

        Raises:
            UnconfirmedError: the answer was lost.
            TransientFailure: it had no effect, and may be sent again after another look.
            WorkspaceError: as its subclasses say.
        """
        files, name = self._place(path)
        if isinstance(files, Dbfs):
            raise UnavailableError("a file in DBFS cannot be replaced in one step", where=path)
        files.replace(name, content)

    def _place(self, path: str) -> tuple[Volumes | Dbfs | WorkspaceFiles, str]:
        canonical = canonical_path(path)
        for start, files in self._places.items():
            if canonical.startswith(start):
                return files, canonical.removeprefix("dbfs:")
        raise UnavailableError("this is no path of a file in the workspace", where=path)


def _whole(stream: AbstractContextManager[Iterator[bytes]], path: str) -> bytes:
    content = io.BytesIO()
    with stream as chunks:
        for chunk in chunks:
            content.write(chunk)
            if content.tell() > _LARGEST:
                raise UnavailableError("the file is larger than 10 MB", where=path)
    return content.getvalue()
