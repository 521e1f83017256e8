"""Pipelines, cluster policies and clusters: arranged and looked at past all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apparate_ng.sandbox.handles.talking import Talking
from apparate_ng.sandbox.state.identities import ADMIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject


class DocumentHandle(Talking):
    """The part of the handle for documents that are no jobs.

    `access` maps users and groups to the permission levels of jobs (`NO_ACCESS` hides). Looking at
    one that is not there is a `KeyError`.
    """

    def add_pipeline(
        self,
        spec: JsonObject,
        *,
        pipeline_id: str | None = None,
        creator: str | None = ADMIN,
        access: Mapping[str, str] | None = None,
        **top_level: object,
    ) -> str:
        """Store a pipeline with exactly this spec; `top_level` stands beside it; gives its id."""
        body = {"document": spec, "id": pipeline_id, "creator": creator, "top_level": top_level}
        return self._added("pipelines", body, access)

    def pipelines(self) -> list[JsonObject]:
        """Every pipeline as it is stored, oldest first."""
        return self._all("pipelines")

    def pipeline(self, pipeline_id: str) -> JsonObject:
        """One pipeline as it is stored, with `spec` and `last_modified` (milliseconds)."""
        return self._one("pipelines", pipeline_id)

    def add_policy(
        self,
        policy: JsonObject,
        *,
        policy_id: str | None = None,
        creator: str | None = ADMIN,
        access: Mapping[str, str] | None = None,
    ) -> str:
        """Store a cluster policy exactly as given; gives its id."""
        body = {"document": policy, "id": policy_id, "creator": creator}
        return self._added("policies", body, access)

    def policies(self) -> list[JsonObject]:
        """Every cluster policy as it is stored, oldest first."""
        return self._all("policies")

    def policy(self, policy_id: str) -> JsonObject:
        """One cluster policy as it is stored."""
        return self._one("policies", policy_id)

    def add_cluster(
        self,
        cluster: JsonObject,
        *,
        libraries: Sequence[JsonObject] = (),
        cluster_id: str | None = None,
        creator: str | None = ADMIN,
        access: Mapping[str, str] | None = None,
    ) -> str:
        """Store an all-purpose cluster, `RUNNING` unless it says otherwise; gives its id.

        `libraries` are installed on it.
        """
        body = {
            "document": cluster,
            "id": cluster_id,
            "creator": creator,
            "libraries": list(libraries),
        }
        return self._added("clusters", body, access)

    def add_instance_pool(
        self,
        pool: JsonObject,
        *,
        pool_id: str | None = None,
        creator: str | None = ADMIN,
        access: Mapping[str, str] | None = None,
    ) -> str:
        """Store an instance pool, `ACTIVE` unless it says otherwise; gives its id."""
        body = {"document": pool, "id": pool_id, "creator": creator}
        return self._added("instance-pools", body, access)

    def clusters(self) -> list[JsonObject]:
        """Every cluster as it is stored, oldest first."""
        return self._all("clusters")

    def cluster(self, cluster_id: str) -> JsonObject:
        """One cluster as it is stored."""
        return self._one("clusters", cluster_id)

    def cluster_libraries(self, cluster_id: str) -> list[JsonObject]:
        """The libraries of a cluster with their statuses, as they are; looking moves none of them."""
        found: list[JsonObject] = self._one("cluster-libraries", cluster_id)["library_statuses"]
        return found

    def _added(self, kind: str, body: dict[str, Any], access: Mapping[str, str] | None) -> str:
        body = {**body, "access": dict(access or {})}
        added: str = self._calls.json("POST", f"/sandbox/{kind}", body)["id"]
        return added
