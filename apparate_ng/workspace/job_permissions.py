"""What an identity may do with a job, as its access control list says."""

from __future__ import annotations

from apparate_ng.workspace.connection import Connection, Json
from apparate_ng.workspace.failures import NotFoundError, PermissionDeniedError
from apparate_ng.workspace.identity import Me
from apparate_ng.workspace.shapes import entries_of

_MANAGING = frozenset({"CAN_MANAGE", "IS_OWNER"})
"""What `jobs/update` needs (documented: Jobs API, permissions)."""
_NAMED_BY = ("user_name", "service_principal_name", "group_name")


def may_manage(connection: Connection, job_id: int, me: Me) -> bool:
    """True where the job may be changed; False also where that is not for us to know.

    Raises:
        WorkspaceError: as its subclasses say.
    """
    path = f"/api/2.0/permissions/jobs/{job_id}"
    try:
        document = connection.read(path)
    except (NotFoundError, PermissionDeniedError):
        return False
    names = {me.user_name, *me.groups} - {None}
    entries = entries_of(document, "access_control_list", path)
    return any(_names(entry) & names and _manages(entry, path) for entry in entries)


def _names(entry: Json) -> set[str]:
    return {entry[key] for key in _NAMED_BY if isinstance(entry.get(key), str)}


def _manages(entry: Json, where: str) -> bool:
    permissions = entries_of(entry, "all_permissions", where)
    return any(one.get("permission_level") in _MANAGING for one in permissions)
