"""A library store in a folder, of whatever kind of files the workspace has there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from apparate_ng.store.control_files import ControlFiles
from apparate_ng.store.port import Progress, StoredFile
from apparate_ng.store.remote_files import RemoteFiles
from apparate_ng.workspace.failures import BrokenOffError, NotFoundError
from apparate_ng.workspace.files import WorkspaceObject

_DOWNLOADS = 3
"""How often a download is begun before it is given up."""
_T = TypeVar("_T")


class StoreFolder:
    """Releases as files of one folder.

    Args:
        files: the kind of files.
        uri: the folder, as it stands in references to its files.
        path: the folder, as the kind's API wants it.
        control: the program's own files, below the folder.
    """

    def __init__(self, files: RemoteFiles, *, uri: str, path: str, control: ControlFiles) -> None:
        self._files = files
        self._path = path
        self.uri = uri
        self.control = control

    def uri_of(self, name: str) -> str:
        """How a reference to a file of this name is written."""
        return f"{self.uri}/{name}"

    def exists(self) -> bool:
        """Whether the folder is there, and ours to read."""
        try:
            self._files.list(self._path)
        except NotFoundError:
            return False
        return True

    def files(self) -> list[StoredFile]:
        """All files of the folder; none where it is not there or not ours to read."""
        try:
            found = self._files.list(self._path)
        except NotFoundError:
            return []
        return [self._stored(entry) for entry in found if not entry.is_folder]

    def find(self, name: str) -> StoredFile | None:
        """One file, or None."""
        found = self._files.status(self._path_of(name))
        return None if found is None or found.is_folder else self._stored(found)

    def create(self, name: str, file: Path, progress: Progress) -> None:
        """Upload a new file, and make the folder where it is missing."""
        try:
            self._create(name, file, progress)
        except NotFoundError:
            self._files.make_folder(self._path)
            self._create(name, file, progress)

    def _create(self, name: str, file: Path, progress: Progress) -> None:
        with file.open("rb") as stream:
            self._files.create(self._path_of(name), stream, progress)

    def download(self, name: str, target: Path) -> None:
        """Write the stored bytes to a local file; a stream that breaks off is begun anew.

        Raises:
            NotFoundError: there is no such file.
            BrokenOffError: it broke off each time.
        """
        _begun_anew(lambda: self._download(name, target))

    def sha256(self, name: str) -> str:
        """The digest of the stored bytes, as they come: nothing is kept of them.

        Raises:
            NotFoundError: there is no such file.
            BrokenOffError: it broke off each time.
        """
        return _begun_anew(lambda: self._sha256(name))

    def _sha256(self, name: str) -> str:
        digest = hashlib.sha256()
        with self._files.open(self._path_of(name)) as chunks:
            for chunk in chunks:
                digest.update(chunk)
        return digest.hexdigest()

    def _download(self, name: str, target: Path) -> None:
        with self._files.open(self._path_of(name)) as chunks, target.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)

    def remove(self, name: str) -> None:
        """Delete one file."""
        self._files.delete(self._path_of(name))

    def _path_of(self, name: str) -> str:
        return f"{self._path}/{name}"

    def _stored(self, entry: WorkspaceObject) -> StoredFile:
        name = entry.path.rstrip("/").rsplit("/", 1)[-1]
        return StoredFile(
            name=name,
            uri=self.uri_of(name),
            size=entry.size,
            modified_at=entry.modified_at,
        )


def _begun_anew(download: Callable[[], _T]) -> _T:
    for _ in range(_DOWNLOADS - 1):
        with suppress(BrokenOffError):
            return download()
    return download()
