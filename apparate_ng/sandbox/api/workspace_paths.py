"""Which workspace object a request means, and whether the identity may have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.answers import ApiError, invalid
from apparate_ng.sandbox.state.paths import object_path

if TYPE_CHECKING:
    from apparate_ng.sandbox.state.files import Entry
    from apparate_ng.sandbox.state.identities import Identity
    from apparate_ng.sandbox.state.workspace import Workspace


def asked_path(path: str | None) -> str:
    """The stored spelling of a path in a request."""
    if not path:
        raise invalid("Missing required field: path")
    try:
        return object_path(path)
    except ValueError as error:
        raise invalid(str(error)) from None


def shown(workspace: Workspace, path: str) -> str:
    """A path as answers spell it: `/X`, or `/Workspace/X` with `prefixed_paths`."""
    return f"/Workspace{path}".rstrip("/") if workspace.switches.prefixed_paths else path


def missing(workspace: Workspace, path: str) -> ApiError:
    """404 for what is not there, or may not be read (both are answered alike)."""
    message = f"Path ({shown(workspace, path)}) doesn't exist."
    return ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)


def readable(workspace: Workspace, identity: Identity, path: str) -> Entry:
    """The object at a path.

    Raises:
        ApiError: 404, it is not there or the identity may not read it.
    """
    entry = workspace.files.entry(path)
    if entry is None or not workspace.folder_rules.may_read(identity, path):
        raise missing(workspace, path)
    return entry


def require_writable(workspace: Workspace, identity: Identity, path: str) -> None:
    """Raise 403 unless the identity may write at the path."""
    if not workspace.folder_rules.may_write(identity, path):
        message = (
            f"User {identity.user_name} does not have permission to write {shown(workspace, path)}."
        )
        raise ApiError(403, "PERMISSION_DENIED", message)
