"""What an identity must be allowed to do with a job, and who is: `permissions/jobs/{id}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, json_answer
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.reading import integer
from apparate_ng.sandbox.state.job_access import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.identities import Identity
    from apparate_ng.sandbox.state.workspace import Workspace

_NEEDED = {
    Level.CAN_VIEW: "View or Admin or Manage Run or Owner",
    Level.CAN_MANAGE_RUN: "Admin or Manage Run or Owner",
    Level.CAN_MANAGE: "Admin or Manage Run or Owner",
}


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`GET /api/2.0/permissions/jobs/{id}`."""
    return [web.get("/api/2.0/permissions/jobs/{job_id}", JobPermissions(workspace).read)]


def permitted_document(
    workspace: Workspace, identity: Identity, job_id: int, level: Level
) -> JsonObject:
    """The job's whole document, if the identity has at least this level.

    Raises:
        ApiError: 403, which is checked first, so that it hides whether the job exists (seen: a
            deleted job gives a non-admin 403); then 400 or 404.
    """
    require(workspace, identity, job_id, level)
    document = workspace.jobs.document(job_id)
    if document is None:
        raise missing(workspace, job_id)
    return document


def require(workspace: Workspace, identity: Identity, job_id: int, level: Level) -> None:
    """Raise 403 unless the identity has at least this level on the job."""
    if workspace.job_access.level(identity, job_id) < level:
        message = (
            f"User {identity.user_name} does not have {_NEEDED[level]} permissions on job {job_id}"
        )
        raise ApiError(403, "PERMISSION_DENIED", message)


def missing(workspace: Workspace, job_id: int) -> ApiError:
    """The refusal for a job that is not there: 400 (older) or 404, with the same message."""
    message = f"Job {job_id} does not exist."
    if workspace.switches.missing_is_404:
        return ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)
    return ApiError(400, "INVALID_PARAMETER_VALUE", message)


class JobPermissions:
    """The permissions API, for jobs."""

    def __init__(self, workspace: Workspace) -> None:
        """Permissions on the jobs of this workspace."""
        self._workspace = workspace

    async def read(self, request: web.Request) -> web.Response:
        """The access control list of one job."""
        job_id = integer(request.match_info["job_id"], "job_id")
        document = permitted_document(self._workspace, identity(), job_id, Level.CAN_VIEW)
        return json_answer(
            {
                "object_id": f"/jobs/{job_id}",
                "object_type": "job",
                "access_control_list": self._entries(job_id, document),
            }
        )

    def _entries(self, job_id: int, document: JsonObject) -> list[JsonObject]:
        levels = {
            identity.user_name: identity.default_level
            for identity in self._workspace.identities.all()
            if identity.default_level
        }
        levels.update(self._workspace.job_access.entries(job_id))
        owner = document.get("creator_user_name")
        if owner:
            levels[owner] = Level.IS_OWNER.name
        found = [_entry(name, level) for name, level in levels.items() if level != "NO_ACCESS"]
        return [*found, _entry("admins", Level.CAN_MANAGE.name, inherited=True)]


def _entry(principal: str, level: str, *, inherited: bool = False) -> JsonObject:
    kind = "user_name" if "@" in principal else "group_name"
    permission: JsonObject = {"permission_level": level, "inherited": inherited}
    if inherited:
        permission["inherited_from_object"] = ["/jobs/"]
    return {kind: principal, "all_permissions": [permission]}
