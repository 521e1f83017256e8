"""The two kinds whose whole document goes back: what tests plant of them, and look at afterwards."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.sandbox.handle import Sandbox

STORE = "/Workspace/Shared/libraries"
OLD, NEW = (f"{STORE}/lib-{version}-py3-none-any.whl" for version in ("1.4.2", "1.5.0"))


class Kind(ABC):
    """Dependents of one kind in a sandbox."""

    kind: ClassVar[DependentKind]
    noun: ClassVar[str]
    read: ClassVar[str]
    write: ClassVar[str]
    method: ClassVar[str]
    listing: ClassVar[str]

    @abstractmethod
    def add(
        self,
        sandbox: Sandbox,
        identifier: str,
        *,
        access: Mapping[str, str] | None = None,
        **fields: object,
    ) -> str:
        """Plant one that pins lib 1.4.2, with these other fields; gives its id."""

    @abstractmethod
    def edit(self, sandbox: Sandbox, identifier: str, **rule: Any) -> None:  # noqa: ANN401  handed on
        """Ask for an edit by somebody else."""

    @abstractmethod
    def stands(self, sandbox: Sandbox, identifier: str) -> dict[str, Any]:
        """The document whose fields matter, as it is stored."""


def _fields(identifier: str, fields: Mapping[str, object]) -> dict[str, Any]:
    return {"name": f"name of {identifier}", "libraries": [{"whl": OLD}], **fields}


class PipelineKind(Kind):
    """Pipelines; the document is the spec."""

    kind = DependentKind.PIPELINE
    noun = "pipeline"
    read = write = "/api/2.0/pipelines/*"
    method = "PUT"
    listing = "/api/2.0/pipelines"

    def add(
        self,
        sandbox: Sandbox,
        identifier: str,
        *,
        access: Mapping[str, str] | None = None,
        **fields: object,
    ) -> str:
        """Plant one."""
        spec = {"id": identifier, **_fields(identifier, fields)}
        return sandbox.add_pipeline(spec, pipeline_id=identifier, access=access)

    def edit(self, sandbox: Sandbox, identifier: str, **rule: Any) -> None:  # noqa: ANN401  handed on
        """Ask for an edit."""
        sandbox.edit_pipeline(identifier, **rule)

    def stands(self, sandbox: Sandbox, identifier: str) -> dict[str, Any]:
        """The spec."""
        spec: dict[str, Any] = sandbox.pipeline(identifier)["spec"]
        return spec


class PolicyKind(Kind):
    """Cluster policies."""

    kind = DependentKind.POLICY
    noun = "cluster policy"
    read = "/api/2.0/policies/clusters/get"
    write = "/api/2.0/policies/clusters/edit"
    method = "POST"
    listing = "/api/2.0/policies/clusters/list"

    def add(
        self,
        sandbox: Sandbox,
        identifier: str,
        *,
        access: Mapping[str, str] | None = None,
        **fields: object,
    ) -> str:
        """Plant one."""
        policy = {"definition": "{}", **_fields(identifier, fields)}
        return sandbox.add_policy(policy, policy_id=identifier, access=access)

    def edit(self, sandbox: Sandbox, identifier: str, **rule: Any) -> None:  # noqa: ANN401  handed on
        """Ask for an edit."""
        sandbox.edit_policy(identifier, **rule)

    def stands(self, sandbox: Sandbox, identifier: str) -> dict[str, Any]:
        """The policy."""
        return sandbox.policy(identifier)


PIPELINES, POLICIES = PipelineKind(), PolicyKind()


def written(sandbox: Sandbox) -> list[str]:
    """The ids in all writes of either kind so far, in order."""
    return [
        entry["path"].rpartition("/")[2]
        if entry["method"] == "PUT"
        else str(entry["body"]["policy_id"])
        for entry in sandbox.journal()
        if entry["method"] == "PUT" or entry["path"] == POLICIES.write
    ]


def asked(sandbox: Sandbox, since: int) -> list[dict[str, Any]]:
    """The requests about dependents from this number on: without looks at the files that they name."""
    requests = sandbox.journal()[since:]
    return [entry for entry in requests if not entry["path"].startswith("/api/2.0/workspace/")]


def library_of(kind: Kind, sandbox: Sandbox, identifier: str) -> str:
    """The first wheel that the document pins."""
    wheel: str = kind.stands(sandbox, identifier)["libraries"][0]["whl"]
    return wheel
