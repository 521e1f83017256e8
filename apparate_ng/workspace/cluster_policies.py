"""The cluster policies API: an edit replaces the whole policy."""

from __future__ import annotations

from typing import Any, TypeAlias

from apparate_ng.workspace.connection import Connection
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
        return list(document.get("policies") or ())

    def read(self, policy_id: str) -> Json:
        """One policy.

        Raises:
            NotFoundError: it is gone.
            WorkspaceError: as its subclasses say.
        """
        return self._connection.read(f"{_API}/get", policy_id=policy_id)

    def edit(self, policy: Json) -> None:
        """Replace a policy by this whole document, without what only the platform writes.

        Raises:
            UnconfirmedError: the answer was lost; read the policy to learn what happened.
            WorkspaceError: as its subclasses say.
        """
        body = {key: value for key, value in policy.items() if key not in _READ_ONLY}
        self._connection.write(f"{_API}/edit", body, repeat=Repeat.ONLY_IF_REFUSED)
