"""Pipelines: `GET`, `POST`, `PUT` and `DELETE` under `/api/2.0/pipelines`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, invalid, json_answer
from apparate_ng.sandbox.api.document_permissions import permitted
from apparate_ng.sandbox.api.page_tokens import numbers_of, token_of
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.documents.pipelines import (
    edited_pipeline,
    is_modified_since,
    new_pipeline,
    pipeline_status,
)
from apparate_ng.sandbox.reading import flag, integer, json_object
from apparate_ng.sandbox.state.job_access import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace

_MAX_RESULTS = 100
_ONE = "/api/2.0/pipelines/{pipeline_id}"


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """List, create; and read, replace, delete one."""
    api = Pipelines(workspace)
    return [
        web.get("/api/2.0/pipelines", api.list),
        web.post("/api/2.0/pipelines", api.create),
        web.get(_ONE, api.get),
        web.put(_ONE, api.replace),
        web.delete(_ONE, api.delete),
    ]


class Pipelines:
    """The pipelines API, as far as it is about specs."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the pipelines of this workspace."""
        self._workspace = workspace
        self._pipelines = workspace.pipelines

    async def list(self, request: web.Request) -> web.Response:
        """A page of statuses, oldest first; `filter` and `order_by` are passed over."""
        limit = integer(request.query.get("max_results", "25"), "max_results")
        if not 1 <= limit <= _MAX_RESULTS:
            raise invalid(f"max_results must be between 1 and {_MAX_RESULTS}, not {limit}.")
        token = request.query.get("page_token")
        after = numbers_of(token, "pipelines")[0] if token else 0
        found = self._pipelines.page(identity(), after=after, limit=limit + 1)
        answer: JsonObject = {}
        if found:
            answer["statuses"] = [pipeline_status(document) for _, document in found[:limit]]
        if len(found) > limit:
            answer["next_page_token"] = token_of("pipelines", found[limit - 1][0])
        return json_answer(answer)

    async def get(self, request: web.Request) -> web.Response:
        """One pipeline with its spec."""
        return json_answer(self._permitted(request, Level.CAN_VIEW))

    async def create(self, request: web.Request) -> web.Response:
        """A new pipeline; the body is its spec, and some words beside it."""
        body = await json_object(request)
        self._require_free_name(body)
        creator = identity().user_name
        identifier = str(uuid.uuid4())
        document = new_pipeline(identifier, body, creator=creator, now=self._workspace.now())
        if not flag(body.get("dry_run")):
            self._pipelines.add(identifier, document, creator=creator)
        return json_answer({"pipeline_id": identifier})

    async def replace(self, request: web.Request) -> web.Response:
        """Put a spec in the place of the whole one that was there."""
        body = await json_object(request)
        document = self._permitted(request, Level.CAN_MANAGE)
        expected = body.get("expected_last_modified")
        if expected is not None and is_modified_since(
            document, integer(expected, "expected_last_modified")
        ):
            message = f"The pipeline {document['pipeline_id']} was modified since {expected}."
            raise ApiError(409, "RESOURCE_CONFLICT", message)
        if body.get("name") != document.get("name"):
            self._require_free_name(body)
        if not self._workspace.switches.ignore_updates:
            changed = edited_pipeline(document, body, now=self._workspace.now())
            self._pipelines.replace(document["pipeline_id"], changed)
        return json_answer({})

    async def delete(self, request: web.Request) -> web.Response:
        """Remove a pipeline."""
        document = self._permitted(request, Level.CAN_MANAGE)
        self._pipelines.delete(document["pipeline_id"])
        return json_answer({})

    def _permitted(self, request: web.Request, level: Level) -> JsonObject:
        identifier = request.match_info["pipeline_id"]
        message = f"The specified pipeline {identifier} was not found."
        missing = ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)
        return permitted(self._pipelines, identifier, level, missing=missing)

    def _require_free_name(self, body: JsonObject) -> None:
        name = body.get("name")
        if name is None or flag(body.get("allow_duplicate_names")):
            return
        if any(each.get("name") == name for each in self._pipelines.all()):
            message = (
                f"The pipeline name '{name}' is already used by another pipeline. This check can"
                " be skipped by setting `allow_duplicate_names = true` in the request."
            )
            raise ApiError(409, "RESOURCE_CONFLICT", message)
