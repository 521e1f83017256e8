"""From a store's name to the store."""

from __future__ import annotations

import re

from apparate_ng.errors import ApparateError
from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.store.control_files import ControlFiles
from apparate_ng.store.folder import StoreFolder
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.remote_files import RemoteFiles, ReplaceableFiles
from apparate_ng.store.versioned_files import VersionedFiles
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.dbfs import Dbfs
from apparate_ng.workspace.files import WorkspaceFiles
from apparate_ng.workspace.volumes import Volumes

_ODD = re.compile(r"^\s*file:|(?:^|/)(?:\.{1,2}|\.apparate)(?:/|\s*$)")
"""Local files, steps to another folder than the one that is named, and a store's own records."""
_EXAMPLE = "/Workspace/Shared/libraries"
_VOLUME_DEPTH = 4
"""`/Volumes`, catalog, schema, volume."""


class StoreNameError(ApparateError):
    """What was named cannot be a library store."""


def checked_store_name(name: str) -> str:
    """The store's canonical path.

    Raises:
        StoreNameError: it is no folder below the top of workspace files or DBFS, nor in a volume.
    """
    path = canonical_path(name.strip())
    is_plain = name.strip().isprintable() and not _ODD.search(name)
    if not is_plain or not (_is_below(path, "/Workspace") or _is_in_volume(path) or _is_dbfs(path)):
        raise StoreNameError(
            "this is no library store",
            where=name,
            hint=f"name a folder, such as {_EXAMPLE}, /Volumes/main/libs/wheels"
            " or dbfs:/FileStore/libraries",
        )
    return path


def _is_below(path: str, top: str) -> bool:
    return path.startswith(f"{top}/")


def _is_in_volume(path: str) -> bool:
    return _is_below(path, "/Volumes") and path.count("/") >= _VOLUME_DEPTH


def _is_dbfs(path: str) -> bool:
    return path.startswith("dbfs:/") and path != "dbfs:/"


def open_store(connection: Connection, name: str) -> LibraryStore:
    """The library store of this name; nothing is asked of the workspace yet.

    Raises:
        StoreNameError: it is no folder below the top of workspace files or DBFS, nor in a volume.
    """
    uri = checked_store_name(name)
    if _is_dbfs(uri):
        dbfs = Dbfs(connection)
        return _store(dbfs, uri, VersionedFiles(dbfs), path=uri.removeprefix("dbfs:"))
    files = Volumes(connection) if _is_in_volume(uri) else WorkspaceFiles(connection)
    return _store(files, uri, files, path=uri)


def _store(files: RemoteFiles, uri: str, control: ReplaceableFiles, *, path: str) -> LibraryStore:
    return StoreFolder(files, uri=uri, path=path, control=ControlFiles(control, uri=uri, path=path))
