"""The control endpoint for pipelines, cluster policies and clusters: putting in, looking at them raw."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from apparate_ng.sandbox.answers import invalid, json_answer
from apparate_ng.sandbox.control.routes import decoded
from apparate_ng.sandbox.documents.cluster_libraries import INSTALLED, statuses_of
from apparate_ng.sandbox.state.identities import ADMIN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.documents import Documents
    from apparate_ng.sandbox.state.workspace import Workspace

    Handler = Callable[[web.Request], Awaitable[web.Response]]


class NewDocument(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A document that is to be stored exactly as given, without defaults or validation."""

    document: dict[str, Any]
    """A pipeline's spec, a policy, or a cluster."""
    id: str | None = None
    creator: str | None = ADMIN
    access: dict[str, str] = msgspec.field(default_factory=dict)
    top_level: dict[str, Any] = msgspec.field(default_factory=dict)
    """More fields, beside a pipeline's spec."""
    libraries: list[dict[str, Any]] = msgspec.field(default_factory=list)
    """What is installed on a cluster."""


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`POST /sandbox/KIND` to add one, `GET /sandbox/state/KIND[?id=]` to see them as stored."""
    control = DocumentControl(workspace)
    return [
        web.post("/sandbox/pipelines", control.add_pipeline),
        web.post("/sandbox/policies", control.add_policy),
        web.post("/sandbox/clusters", control.add_cluster),
        web.post("/sandbox/instance-pools", control.add_pool),
        web.get("/sandbox/state/pipelines", shown(workspace.pipelines)),
        web.get("/sandbox/state/policies", shown(workspace.policies)),
        web.get("/sandbox/state/clusters", shown(workspace.clusters)),
        web.get("/sandbox/state/cluster-libraries", shown(workspace.cluster_libraries)),
    ]


def shown(documents: Documents) -> Handler:
    """A handler that gives every document, or the one of `id` if it is there."""

    async def handler(request: web.Request) -> web.Response:
        identifier = request.query.get("id")
        found = documents.all() if identifier is None else [documents.get(identifier)]
        return json_answer({"documents": [each for each in found if each is not None]})

    return handler


class DocumentControl:
    """What tests arrange, past permissions, defaults and validation."""

    def __init__(self, workspace: Workspace) -> None:
        """The documents of this workspace."""
        self._workspace = workspace

    async def add_pipeline(self, request: web.Request) -> web.Response:
        """A pipeline with this spec, idle."""
        new = decoded(NewDocument, await request.read())
        identifier = new.id or str(uuid.uuid4())
        document: JsonObject = {"pipeline_id": identifier, "spec": new.document, "state": "IDLE"}
        if "name" in new.document:
            document["name"] = new.document["name"]
        if new.creator is not None:
            document["creator_user_name"] = document["run_as_user_name"] = new.creator
        document["last_modified"] = self._workspace.now()
        return _added(self._workspace.pipelines, identifier, {**document, **new.top_level}, new)

    async def add_policy(self, request: web.Request) -> web.Response:
        """A cluster policy."""
        new = decoded(NewDocument, await request.read())
        identifier = new.id or secrets.token_hex(8).upper()
        document: JsonObject = {"policy_id": identifier, **new.document}
        document.setdefault("created_at_timestamp", self._workspace.now())
        if new.creator is not None:
            document.setdefault("creator_user_name", new.creator)
        return _added(self._workspace.policies, identifier, document, new)

    async def add_cluster(self, request: web.Request) -> web.Response:
        """An all-purpose cluster, running unless said otherwise, with libraries installed."""
        new = decoded(NewDocument, await request.read())
        identifier = new.id or f"0101-000000-{secrets.token_hex(4)}"
        document: JsonObject = {
            "cluster_id": identifier,
            "state": "RUNNING",
            "cluster_source": "UI",
            **new.document,
        }
        if new.creator is not None:
            document.setdefault("creator_user_name", new.creator)
        answer = _added(self._workspace.clusters, identifier, document, new)
        statuses = statuses_of(new.libraries, INSTALLED)
        self._workspace.cluster_libraries.add(
            identifier, {"cluster_id": identifier, "library_statuses": statuses}
        )
        return answer

    async def add_pool(self, request: web.Request) -> web.Response:
        """An instance pool."""
        new = decoded(NewDocument, await request.read())
        identifier = new.id or f"pool-{secrets.token_hex(4)}"
        document: JsonObject = {"instance_pool_id": identifier, "state": "ACTIVE", **new.document}
        return _added(self._workspace.pools, identifier, document, new)


def _added(
    documents: Documents, identifier: str, document: JsonObject, new: NewDocument
) -> web.Response:
    try:
        documents.add(identifier, document, creator=new.creator, access=new.access)
    except ValueError as error:
        raise invalid(str(error)) from None
    return json_answer({"id": identifier})
