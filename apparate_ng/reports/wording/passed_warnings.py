"""What a plan warned of, and what a deployment has changed since."""

from __future__ import annotations

from msgspec import structs

from apparate_ng.model.deployments.deployment import DeployedDependent, Deployment, Outcome

_OF_PINS = frozenset({"conflicting-pins"})
"""Codes of warnings that name versions as they stood when it was planned."""
_MOVED = frozenset({Outcome.UPDATED, Outcome.UNCHANGED})


def without_passed_warnings(deployment: Deployment) -> Deployment:
    """The deployment without warnings of what stood before: where pins moved, they name other versions."""
    return structs.replace(deployment, dependents=tuple(map(_told, deployment.dependents)))


def _told(one: DeployedDependent) -> DeployedDependent:
    if one.outcome not in _MOVED:
        return one
    left = tuple(notice for notice in one.warnings if notice.code not in _OF_PINS)
    return structs.replace(one, warnings=left)
