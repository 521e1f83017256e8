"""Which DBFS file a request means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.answers import ApiError, invalid
from apparate_ng.sandbox.state.dbfs_paths import dbfs_path

if TYPE_CHECKING:
    from apparate_ng.sandbox.state.file_tree import TreeEntry
    from apparate_ng.sandbox.state.workspace import Workspace


def require_dbfs(workspace: Workspace, path: str) -> None:
    """Raise 403 where DBFS is switched off."""
    if workspace.switches.dbfs_off:
        message = f"Public DBFS root is disabled. Access is denied on path: {path}"
        raise ApiError(403, "PERMISSION_DENIED", message)


def asked_dbfs_path(workspace: Workspace, path: object) -> str:
    """The stored spelling of a path in a request.

    Raises:
        ApiError: 400, or 403 where DBFS is switched off or the path is in a volume (seen).
    """
    found = spelled_dbfs_path(path)
    require_dbfs(workspace, found)
    if f"{found}/".startswith("/Volumes/"):
        raise ApiError(403, "PERMISSION_DENIED", "No operations allowed on this path.")
    return found


def spelled_dbfs_path(path: object) -> str:
    """The stored spelling of a path; raises 400 where it is none."""
    if not isinstance(path, str) or not path:
        raise invalid("Missing required field: path")
    try:
        return dbfs_path(path)
    except ValueError as error:
        raise invalid(str(error)) from None


def dbfs_entry(workspace: Workspace, path: str) -> TreeEntry:
    """What stands at a path; raises 404 if there is nothing."""
    entry = workspace.dbfs.entry(path)
    if entry is None:
        message = f"No file or directory exists on path {path}."
        raise ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)
    return entry


def require_no_file_above(workspace: Workspace, path: str, *, itself: bool = True) -> None:
    """Raise 400 where a file stands in the place of a folder."""
    parts = path.split("/")
    for length in range(2, len(parts) + itself):
        place = "/".join(parts[:length])
        entry = workspace.dbfs.entry(place)
        if entry is not None and not entry.is_folder:
            raise taken(place)


def taken(path: str) -> ApiError:
    """The refusal where something stands already."""
    message = f"A file or directory already exists at the input path dbfs:{path}."
    return ApiError(400, "RESOURCE_ALREADY_EXISTS", message)
