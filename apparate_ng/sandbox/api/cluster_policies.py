"""Cluster policies: `list`, `get`, `create`, `edit` and `delete`."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError, invalid, json_answer
from apparate_ng.sandbox.api.document_permissions import permitted
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.documents.policies import edited_policy, new_policy
from apparate_ng.sandbox.reading import json_object, text_in
from apparate_ng.sandbox.state.job_access import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace

_BASE = "/api/2.0/policies/clusters"
_SORTED_BY = {"POLICY_NAME": "name", "POLICY_CREATION_TIME": "created_at_timestamp"}


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`GET …/list` and `get`, `POST …/create`, `edit` and `delete`."""
    api = ClusterPolicies(workspace)
    return [
        web.get(f"{_BASE}/list", api.list),
        web.get(f"{_BASE}/get", api.get),
        web.post(f"{_BASE}/create", api.create),
        web.post(f"{_BASE}/edit", api.edit),
        web.post(f"{_BASE}/delete", api.delete),
    ]


class ClusterPolicies:
    """The cluster policies API."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the policies of this workspace."""
        self._workspace = workspace
        self._policies = workspace.policies

    async def list(self, request: web.Request) -> web.Response:
        """Every policy that the identity may use, in one page."""
        column = request.query.get("sort_column", "POLICY_CREATION_TIME")
        if column not in _SORTED_BY:
            raise invalid(f"Invalid sort_column: {column}")
        found = [policy for _, policy in self._policies.page(identity())]
        found.sort(
            key=lambda policy: policy.get(_SORTED_BY[column], 0),
            reverse=request.query.get("sort_order") == "DESC",
        )
        return json_answer({"policies": found, "total_count": len(found)})

    async def get(self, request: web.Request) -> web.Response:
        """One policy."""
        return json_answer(self._permitted(request.query.get("policy_id"), Level.CAN_VIEW))

    async def create(self, request: web.Request) -> web.Response:
        """A new policy."""
        body = await json_object(request)
        self._require_admin()
        self._require_free_name(body, None)
        identifier, creator = secrets.token_hex(8).upper(), identity().user_name
        try:
            policy = new_policy(identifier, body, creator=creator, now=self._workspace.now())
        except ValueError as error:
            raise invalid(str(error)) from None
        self._policies.add(identifier, policy, creator=creator)
        return json_answer({"policy_id": identifier})

    async def edit(self, request: web.Request) -> web.Response:
        """Put the body in the place of the whole policy."""
        body = await json_object(request)
        policy = self._writable(body)
        self._require_free_name(body, policy["policy_id"])
        try:
            changed = edited_policy(policy, body)
        except ValueError as error:
            raise invalid(str(error)) from None
        if not self._workspace.switches.ignore_updates:
            self._policies.replace(policy["policy_id"], changed)
        return json_answer({})

    async def delete(self, request: web.Request) -> web.Response:
        """Remove a policy; clusters that use it stay as they are (documented)."""
        policy = self._writable(await json_object(request))
        self._policies.delete(policy["policy_id"])
        return json_answer({})

    def _writable(self, body: JsonObject) -> JsonObject:
        self._require_admin()
        return self._permitted(text_in(body, "policy_id"), Level.CAN_MANAGE)

    def _permitted(self, identifier: str | None, level: Level) -> JsonObject:
        if not identifier:
            raise invalid("Missing required field: policy_id")
        message = f"Can't find a cluster policy with id: {identifier}."
        missing = ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)
        return permitted(self._policies, identifier, level, missing=missing)

    def _require_admin(self) -> None:
        user = identity()
        if self._workspace.switches.policies_by_admins and not user.admin:
            message = f"Only administrators may write cluster policies, not {user.user_name}."
            raise ApiError(403, "PERMISSION_DENIED", message)

    def _require_free_name(self, body: JsonObject, own: str | None) -> None:
        name = body.get("name")
        for each in self._policies.all():
            if name is not None and each.get("name") == name and each["policy_id"] != own:
                raise invalid(f"Cluster policy name {name} is already in use.")
