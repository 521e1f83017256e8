"""A library store in a folder of workspace files."""

from __future__ import annotations

from pathlib import Path

from apparate_ng.store.port import Progress, StoredFile
from apparate_ng.workspace.failures import NotFoundError
from apparate_ng.workspace.files import WorkspaceFiles, WorkspaceObject


class WorkspaceFolder:
    """Releases as files of a workspace folder, such as `/Workspace/Shared/libraries`."""

    def __init__(self, files: WorkspaceFiles, uri: str) -> None:
        self._files = files
        self.uri = uri

    def uri_of(self, name: str) -> str:
        """The path of a file of this name."""
        return f"{self.uri}/{name}"

    def files(self) -> list[StoredFile]:
        """All files of the folder; none where it is not there or not ours to read."""
        try:
            found = self._files.list(self.uri)
        except NotFoundError:
            return []
        return [self._stored(entry) for entry in found if not entry.is_folder]

    def find(self, name: str) -> StoredFile | None:
        """One file, or None."""
        found = self._files.status(self.uri_of(name))
        return None if found is None or found.is_folder else self._stored(found)

    def create(self, name: str, file: Path, progress: Progress) -> None:
        """Upload a new file, and make the folder where it is missing."""
        try:
            self._create(name, file, progress)
        except NotFoundError:
            self._files.make_folder(self.uri)
            self._create(name, file, progress)

    def _create(self, name: str, file: Path, progress: Progress) -> None:
        with file.open("rb") as stream:
            self._files.create(self.uri_of(name), stream, progress)

    def download(self, name: str, target: Path) -> None:
        """Write the stored bytes to a local file."""
        with self._files.open(self.uri_of(name)) as chunks, target.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)

    def remove(self, name: str) -> None:
        """Delete one file."""
        self._files.delete(self.uri_of(name))

    def _stored(self, entry: WorkspaceObject) -> StoredFile:
        name = entry.path.rsplit("/", 1)[-1]
        return StoredFile(name=name, uri=self.uri_of(name), size=entry.size)
