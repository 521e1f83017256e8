"""Jobs 2.2, writing: `jobs/create`, `update`, `reset` and `delete`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import invalid, json_answer
from apparate_ng.sandbox.api.job_permissions import permitted_document
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.documents.merging import MergeRules
from apparate_ng.sandbox.documents.writing import new_document, updated, with_settings
from apparate_ng.sandbox.reading import integer, json_object, object_in
from apparate_ng.sandbox.state.job_access import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`POST /api/2.2/jobs/` `create`, `update`, `reset`, `delete`."""
    api = JobsWriting(workspace)
    return [
        web.post("/api/2.2/jobs/create", api.create),
        web.post("/api/2.2/jobs/update", api.update),
        web.post("/api/2.2/jobs/reset", api.reset),
        web.post("/api/2.2/jobs/delete", api.delete),
    ]


class JobsWriting:
    """The jobs API as far as it changes something."""

    def __init__(self, workspace: Workspace) -> None:
        """Writes the jobs of this workspace."""
        self._workspace = workspace

    async def create(self, request: web.Request) -> web.Response:
        """A new job; the body is its settings, and `access_control_list`."""
        body = await json_object(request)
        access = _access(body.pop("access_control_list", None))
        jobs = self._workspace.jobs
        with _refusing():
            document = new_document(
                jobs.new_id(),
                body,
                creator=identity().user_name,
                now=self._workspace.now(),
            )
        jobs.add(document, access)
        return json_answer({"job_id": document["job_id"]})

    async def update(self, request: web.Request) -> web.Response:
        """Change some settings, merged as documented or as the switches say."""
        body = await json_object(request)
        document = self._manageable(body)
        switches = self._workspace.switches
        with _refusing():
            changed = updated(
                document,
                object_in(body, "new_settings"),
                fields_to_remove=_fields(body),
                rules=MergeRules(
                    tasks=not switches.replace_tasks, environments=switches.environments_merge
                ),
                drop_unknown=switches.drop_unknown,
            )
        return self._stored(changed)

    async def reset(self, request: web.Request) -> web.Response:
        """Put settings in the place of all that were there."""
        body = await json_object(request)
        document = self._manageable(body)
        drop = self._workspace.switches.drop_unknown
        with _refusing():
            changed = with_settings(document, object_in(body, "new_settings"), drop_unknown=drop)
        return self._stored(changed)

    async def delete(self, request: web.Request) -> web.Response:
        """Remove a job."""
        document = self._manageable(await json_object(request))
        self._workspace.jobs.delete(document["job_id"])
        return json_answer({})

    def _stored(self, document: JsonObject) -> web.Response:
        if not self._workspace.switches.ignore_updates:
            self._workspace.jobs.replace(document)
        return json_answer({})

    def _manageable(self, body: JsonObject) -> JsonObject:
        job_id = integer(body.get("job_id"), "job_id")
        document = permitted_document(self._workspace, identity(), job_id, Level.CAN_MANAGE)
        deployment = (document.get("settings") or {}).get("deployment") or {}
        if deployment.get("kind") == "SYSTEM_MANAGED":
            raise invalid(f"Job {job_id} is managed by the system and cannot be changed.")
        return document


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise invalid(str(error)) from None


def _fields(body: JsonObject) -> list[str]:
    fields = body.get("fields_to_remove") or []
    if not isinstance(fields, list) or not all(isinstance(field, str) for field in fields):
        raise invalid("fields_to_remove must be an array of names.")
    return fields


def _access(entries: list[JsonObject] | None) -> dict[str, str]:
    access = {}
    for entry in entries or []:
        names = ("user_name", "group_name", "service_principal_name")
        principal = next((entry[name] for name in names if entry.get(name)), None)
        if principal is None or entry.get("permission_level") not in Level.__members__:
            raise invalid(f"Invalid access control entry: {entry}")
        access[principal] = entry["permission_level"]
    return access
