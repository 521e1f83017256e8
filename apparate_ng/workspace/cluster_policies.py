"""The cluster policies API: an edit replaces the whole policy."""

from __future__ import annotations

from typing import Any, TypeAlias

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import UnavailableError
from apparate_ng.workspace.retrying import Repeat

Json: TypeAlias = Any
_API = "/api/2.0/policies/clusters"
_READ_ONLY = frozenset({"created_at_timestamp", "creator_user_name", "is_default"})


class ClusterPolicies:
    """Cluster policies of one workspace, as raw JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def listed(self) -> list[Json]:
        """Every policy that the identity can see, whole; the list has no pages.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        document = self._connection.read(f"{_API}/list")
        policies = (document.get("policies") or []) if isinstance(document, dict) else None
        if not isinstance(policies, list) or not all(map(_has_id, policies)):
            raise UnavailableError(
                "the list of cluster policies has an unknown shape", where=f"GET {_API}/list"
            )
        return policies

    def read(self, policy_id: str) -> Json:
        """One policy.

        Raises:
            NotFoundError: it is gone.
            UnavailableError: something else is answered.
            WorkspaceError: as its subclasses say.
        """
        policy = self._connection.read(f"{_API}/get", policy_id=policy_id)
        if not _has_id(policy) or policy["policy_id"] != policy_id:
            raise UnavailableError(
                "the answer is not the policy asked for", where=f"policy {policy_id}"
            )
        return policy

    def edit(self, policy: Json, *, repeat: Repeat) -> None:
        """Replace a policy by this whole document.

        Raises:
            UnconfirmedError: the answer was lost; read the policy to learn what happened.
            TransientFailure: it had no effect, and repeating it was left to the caller.
            WorkspaceError: as its subclasses say.
        """
        self._connection.write(f"{_API}/edit", writable(policy), repeat=repeat)


def writable(policy: Json) -> Json:
    """A policy without what only the platform writes.

    The platform answers with the definition that follows from a policy's family, and refuses it
    beside the family ("policy_family_id and definition cannot be used together").
    """
    derived = {"definition"} if policy.get("policy_family_id") else set()
    return {key: policy[key] for key in policy if key not in _READ_ONLY | derived}


def _has_id(policy: Json) -> bool:
    return isinstance(policy, dict) and isinstance(policy.get("policy_id"), str)
