"""Cluster policies: an edit replaces the whole policy, and nothing notices who was faster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from apparate_ng.deployment.change import Change
from apparate_ng.deployment.editor import Seen
from apparate_ng.deployment.verification import differences
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.rewriting import rewritten
from apparate_ng.discovery.walkers.policy import places_in_policy
from apparate_ng.workspace.cluster_policies import ClusterPolicies, writable
from apparate_ng.workspace.retrying import Repeat

Json: TypeAlias = Any


class PolicyEditor:
    """The cluster policies of one workspace. A document is a whole policy."""

    noun = "cluster policy"

    def __init__(self, policies: ClusterPolicies) -> None:
        self._policies = policies

    def read(self, dependent_id: str) -> Seen:
        """The policy."""
        return Seen(content=self._policies.read(dependent_id))

    def places(self, content: Json) -> Iterable[Place]:
        """Every place where a version can stand."""
        return places_in_policy(content)

    def change(self, content: Json, rewrites: Sequence[tuple[Place, str]]) -> Change:
        """The whole policy, as far as it is written by people."""
        expected = rewritten(content, rewrites)
        return Change(before=content, expected=expected, sent=writable(expected))

    def send(self, dependent_id: str, change: Change, seen: Seen) -> None:
        """Edit the policy."""
        del dependent_id, seen
        self._policies.edit(change.sent, repeat=Repeat.BY_CALLER)

    def damage(self, change: Change, after: Json) -> list[str]:
        """What does not stand as it was sent."""
        return list(differences(change.sent, after, "policy"))

    def was_edited_elsewhere(self, change: Change, after: Json) -> bool:
        """Never known: everything is sent."""
        del change, after
        return False

    def restore(self, dependent_id: str, before: Json, seen: Seen) -> None:
        """Edit the policy back to what it was."""
        del dependent_id, seen
        self._policies.edit(before, repeat=Repeat.SAFE)
