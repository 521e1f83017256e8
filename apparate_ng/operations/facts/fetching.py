"""Fetching files of the workspace, each once, and not at all where they were kept."""

from __future__ import annotations

import posixpath
import tempfile
from dataclasses import dataclass
from pathlib import Path

from apparate_ng.errors import ApparateError
from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.operations.facts.file_cache import FileCache
from apparate_ng.operations.facts.once import Once
from apparate_ng.store.publishing import sha256_of
from apparate_ng.workspace.any_files import AnyFiles
from apparate_ng.workspace.failures import NotFoundError
from apparate_ng.workspace.files import WorkspaceObject

_LARGEST = 512 << 20
"""In bytes: a larger library is not fetched to be looked into."""


class NotFetchedError(ApparateError):
    """A file is not there, or cannot be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file of the workspace, at hand. It is not to be changed."""

    path: Path
    name: str
    """The file's own name, in the workspace."""
    sha256: str


class Fetcher:
    """Brings files to hand. Thread-safe.

    A file that has the size and the time of change that it had before is the one that was kept: what
    lies in a library store does not change.

    Args:
        files: of the workspace.
        host: of the workspace.
        cache: what was kept from earlier runs.
        folder: where files are put.
    """

    def __init__(self, files: AnyFiles, host: str, cache: FileCache, folder: Path) -> None:
        self._files, self._host = files, host
        self._cache, self._folder = cache, folder
        self._listings = Once[str, dict[str, WorkspaceObject]](self._list)

    def fetch(self, path: str) -> Fetched:
        """The file of this path.

        Raises:
            NotFetchedError: it is not there, or too large, or there is no room for it.
            WorkspaceError: the workspace says no.
        """
        canonical = canonical_path(path)
        name = posixpath.basename(canonical)
        found = self.names(posixpath.dirname(canonical)).get(name)
        if found is None or found.is_folder:
            raise NotFetchedError("its file is not there any more", where=path)
        if found.size is not None and found.size > _LARGEST:
            raise NotFetchedError(f"its file is larger than {_LARGEST >> 20} MB", where=path)
        return self._kept(canonical, name, found) or self._downloaded(canonical, name, found)

    def names(self, folder: str) -> dict[str, WorkspaceObject]:
        """What lies in a folder, by name; it is listed once.

        Raises:
            NotFetchedError: it is not there.
            WorkspaceError: the workspace says no.
        """
        return self._listings.of(folder)

    def _list(self, folder: str) -> dict[str, WorkspaceObject]:
        try:
            found = self._files.listed(folder)
        except NotFoundError as error:
            raise NotFetchedError("its folder is not there", where=folder) from error
        return {posixpath.basename(entry.path.rstrip("/")): entry for entry in found}

    def _kept(self, path: str, name: str, found: WorkspaceObject) -> Fetched | None:
        key = self._key(path, found)
        sha256 = None if key is None else self._cache.document("seen", key, str)
        file = None if sha256 is None else self._cache.file(sha256)
        return None if file is None else Fetched(path=file, name=name, sha256=sha256 or "")

    def _downloaded(self, path: str, name: str, found: WorkspaceObject) -> Fetched:
        try:
            target = Path(tempfile.mkdtemp(dir=self._folder)) / "file"
            self._files.download(path, target)
            sha256 = sha256_of(target)
        except OSError as error:
            why = f"its file cannot be put on this machine's disk: {error.strerror or error}"
            raise NotFetchedError(why, where=path) from error
        self._cache.keep_file(target, sha256)
        key = self._key(path, found)
        if key is not None:
            self._cache.keep_document("seen", key, sha256)
        return Fetched(path=target, name=name, sha256=sha256)

    def _key(self, path: str, found: WorkspaceObject) -> tuple[str, ...] | None:
        if found.size is None or found.modified_at is None:
            return None
        return (self._host, path, str(found.size), found.modified_at.isoformat())
