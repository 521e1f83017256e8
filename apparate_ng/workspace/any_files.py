"""Small text files by their path, wherever in the workspace they are."""

from __future__ import annotations

import io

from apparate_ng.model.workspace_path import canonical_path
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.dbfs import Dbfs
from apparate_ng.workspace.failures import UnavailableError
from apparate_ng.workspace.files import WorkspaceFiles
from apparate_ng.workspace.volumes import Volumes

_LARGEST = 10 << 20
"""In bytes: nobody writes requirements of that size."""


class AnyFiles:
    """Files of workspace folders, volumes and DBFS."""

    def __init__(self, connection: Connection) -> None:
        self._places: dict[str, Volumes | Dbfs | WorkspaceFiles] = {
            "/Volumes/": Volumes(connection),
            "dbfs:": Dbfs(connection),
            "/Workspace/": WorkspaceFiles(connection),
        }

    def read(self, path: str) -> bytes:
        """The whole content.

        Raises:
            NotFoundError: it is not there.
            UnavailableError: it is in no place of the workspace, or too large to be read.
            WorkspaceError: as its subclasses say.
        """
        files, name = self._place(path)
        content = io.BytesIO()
        with files.open(name) as chunks:
            for chunk in chunks:
                content.write(chunk)
                if content.tell() > _LARGEST:
                    raise UnavailableError("the file is larger than 10 MB", where=path)
        return content.getvalue()

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
