"""From a store's name to the store."""

from __future__ import annotations

from apparate_ng.errors import ApparateError
from apparate_ng.model.workspace_path import canonical_path
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.workspace_folder import WorkspaceFolder
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.files import WorkspaceFiles

_EXAMPLE = "/Workspace/Shared/libraries"
_TOP = "/Workspace"


class StoreNameError(ApparateError):
    """What was named cannot be a library store."""


def checked_store_name(name: str) -> str:
    """The store's canonical path.

    Raises:
        StoreNameError: it is no folder of workspace files below the top.
    """
    path = canonical_path(name.strip())
    if path.startswith(("/Volumes/", "dbfs:")):
        raise StoreNameError(
            "releases can be put into workspace folders only, so far",
            where=name,
            hint=f"name a workspace folder, such as {_EXAMPLE}; also_stores may be anywhere",
        )
    if not path.startswith(f"{_TOP}/") or any(ord(character) < ord(" ") for character in path):
        raise StoreNameError(
            "this is no library store", where=name, hint=f"name a folder, such as {_EXAMPLE}"
        )
    return path


def open_store(connection: Connection, name: str) -> LibraryStore:
    """The library store of this name; nothing is asked of the workspace yet.

    Raises:
        StoreNameError: it is no folder of workspace files below the top.
    """
    return WorkspaceFolder(WorkspaceFiles(connection), checked_store_name(name))
