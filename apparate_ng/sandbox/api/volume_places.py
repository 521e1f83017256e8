"""Which file or folder of a volume a request means, and whether the identity may have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.answers import ApiError, invalid
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.state.paths import parent_of
from apparate_ng.sandbox.state.volume_paths import PREFIX, volume_name, volume_of, volume_path

if TYPE_CHECKING:
    from aiohttp import web

    from apparate_ng.sandbox.state.file_tree import TreeEntry
    from apparate_ng.sandbox.state.workspace import Workspace

_NOT_FOUND = "NOT_FOUND"


def asked_volume_path(path: str) -> str:
    """The stored spelling of a path in a volume; raises 400 for another."""
    try:
        return volume_path(path)
    except ValueError as error:
        raise invalid(str(error)) from None


def require_volume(workspace: Workspace, path: str) -> None:
    """Raise 404 unless the volume that a path lies in is there."""
    if not workspace.volumes.is_folder(volume_of(path)):
        raise ApiError(404, _NOT_FOUND, f"Volume '{volume_name(path)}' does not exist.")


def readable_path(workspace: Workspace, request: web.Request) -> str:
    """The path of a request, in a volume that is there and that the identity may read.

    Raises:
        ApiError: 400, 404, 403; 501 for what is in no volume.
    """
    asked = "/" + request.match_info["path"].lstrip("/")
    if not asked.startswith(f"{PREFIX}/"):
        raise ApiError(501, "NOT_IMPLEMENTED", f"The sandbox serves no files but in {PREFIX}.")
    path = asked_volume_path(asked)
    require_volume(workspace, path)
    if not workspace.folder_rules.may_read(identity(), path):
        raise _denied("READ VOLUME", path)
    return path


def writable_path(workspace: Workspace, request: web.Request) -> str:
    """The path of a request, in a volume that the identity may write; raises as `readable_path`."""
    path = readable_path(workspace, request)
    if not workspace.folder_rules.may_write(identity(), path):
        raise _denied("WRITE VOLUME", path)
    return path


def file_at(workspace: Workspace, path: str) -> TreeEntry:
    """The file at a path; raises 404 if there is none."""
    entry = workspace.volumes.entry(path)
    if entry is None or entry.is_folder:
        raise ApiError(404, _NOT_FOUND, "The file being accessed is not found.")
    return entry


def require_folder(workspace: Workspace, path: str) -> None:
    """Raise 404 unless a folder stands at the path."""
    if not workspace.volumes.is_folder(path):
        raise ApiError(404, _NOT_FOUND, "The directory being accessed is not found.")


def require_place(workspace: Workspace, path: str, *, overwrite: bool) -> None:
    """Raise unless a file may be put at the path: 404 without a folder for it, 409 if it is taken."""
    present = workspace.volumes.entry(path)
    if present is not None and (present.is_folder or not overwrite):
        raise ApiError(409, "ALREADY_EXISTS", "The file being created already exists.")
    if workspace.switches.volume_parents:
        workspace.volumes.make_folder(parent_of(path))
    require_folder(workspace, parent_of(path))


def _denied(privilege: str, path: str) -> ApiError:
    user, volume = identity().user_name, volume_name(path)
    message = f"User {user} does not have {privilege} on Volume '{volume}'."
    return ApiError(403, "PERMISSION_DENIED", message)
