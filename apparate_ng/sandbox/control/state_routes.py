"""The control endpoint for what the workspace holds: putting things in, and looking at them raw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from apparate_ng.sandbox.answers import invalid, json_answer, json_text
from apparate_ng.sandbox.api.workspace_paths import asked_path
from apparate_ng.sandbox.control.routes import decoded
from apparate_ng.sandbox.reading import integer, json_object
from apparate_ng.sandbox.seeds.seeding import Seed, sow
from apparate_ng.sandbox.state.identities import ADMIN, Identity
from apparate_ng.sandbox.state.paths import parent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace


class NewIdentity(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A user that is to be added, or changed."""

    user_name: str
    token: str
    admin: bool = False
    default_level: str | None = None
    groups: tuple[str, ...] = ()


class NewFolderRule(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Who may read and write a folder: user names, groups, or `*`."""

    path: str
    readers: list[str]
    writers: list[str]


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """Jobs, files, identities, folder rules and seeds."""
    state = StateControl(workspace)
    return [
        web.get("/sandbox/state/jobs", state.jobs),
        web.delete("/sandbox/state", state.wipe),
        web.post("/sandbox/jobs", state.add_job),
        web.get("/sandbox/files", state.file),
        web.put("/sandbox/files", state.add_file),
        web.post("/sandbox/folders", state.set_folder),
        web.post("/sandbox/identities", state.add_identity),
        web.post("/sandbox/seed", state.seed),
    ]


class StateControl:
    """What tests arrange and look at, past permissions, defaults and validation."""

    def __init__(self, workspace: Workspace) -> None:
        """The state of this workspace."""
        self._workspace = workspace

    async def jobs(self, request: web.Request) -> web.Response:
        """Every whole job document, oldest first, or the one of `job_id`."""
        jobs, job_id = self._workspace.jobs, request.query.get("job_id")
        if job_id is None:
            texts = jobs.all_texts()
        else:
            found = jobs.text(integer(job_id, "job_id"))
            texts = [found[0]] if found else []
        return json_text('{"jobs":[' + ",".join(texts) + "]}")

    async def wipe(self, _request: web.Request) -> web.Response:
        """Remove jobs, files and folder rules."""
        self._workspace.wipe()
        return json_answer({})

    async def add_job(self, request: web.Request) -> web.Response:
        """Store a job exactly as given: no defaults, no validation.

        `settings`; `job_id` (else a new one), `creator` (null for none), `created_time`,
        `top_level` (more fields beside `settings`), `access` (principal to permission level).
        """
        body = await json_object(request)
        job_id = body.get("job_id") or self._workspace.jobs.new_id()
        document = _document(job_id, body, self._workspace.now())
        try:
            self._workspace.jobs.add(document, body.get("access"))
        except ValueError as error:
            raise invalid(str(error)) from None
        return json_answer({"job_id": job_id})

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of a file, or 404."""
        content = self._workspace.files.content(asked_path(request.query.get("path")))
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def add_file(self, request: web.Request) -> web.Response:
        """Store the body as a file, or a notebook of `language`; create the folders above it."""
        path = asked_path(request.query.get("path"))
        content = b"".join([chunk async for chunk in request.content.iter_any()])
        self._workspace.files.make_folder(parent_of(path))
        self._workspace.files.write(path, content, request.query.get("language"))
        return json_answer({})

    async def set_folder(self, request: web.Request) -> web.Response:
        """Say who may read and write a folder, and create it."""
        rule = decoded(NewFolderRule, await request.read())
        path = asked_path(rule.path)
        self._workspace.files.make_folder(path)
        self._workspace.folder_rules.set(path, readers=rule.readers, writers=rule.writers)
        return json_answer({})

    async def add_identity(self, request: web.Request) -> web.Response:
        """Add a user with a token."""
        new = decoded(NewIdentity, await request.read())
        identity = Identity(
            user_name=new.user_name,
            admin=new.admin,
            default_level=new.default_level,
            groups=new.groups,
        )
        self._workspace.add_identity(identity, new.token)
        return json_answer({})

    async def seed(self, request: web.Request) -> web.Response:
        """Sow a seed; all of it, or none where a job of it is there already."""
        seed = decoded(Seed, await request.read())
        try:
            sow(self._workspace, seed)
        except ValueError as error:
            raise invalid(str(error)) from None
        return json_answer({})


def _document(job_id: int, body: JsonObject, now: int) -> JsonObject:
    creator: Any = body.get("creator", ADMIN)
    document: JsonObject = {"job_id": job_id}
    if creator is not None:
        document["creator_user_name"] = creator
        document["run_as_user_name"] = creator
    document["settings"] = body.get("settings", {})
    document["created_time"] = body.get("created_time", now)
    return {**document, **body.get("top_level", {})}
