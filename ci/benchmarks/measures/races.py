"""Two deployments at once, of two libraries that share a task: is an update ever lost?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from measuring.figure import Figure, at_least
from measuring.local_workspace import local_workspace
from tests.integration.lease.racing import races as run_races

if TYPE_CHECKING:
    from measuring.scale import Scale


def races(scale: Scale) -> list[Figure]:
    """The share of races in which both deployments reached their goal, which must be 1."""
    with local_workspace() as workspace:
        good = run_races(workspace.sandbox, scale.races)
    return [
        Figure(
            name="races without a lost update",
            value=good / scale.races,
            unit="of 1",
            target=at_least(1.0),
            detail=f"{good}/{scale.races} races of two deployments of libraries in one task",
        )
    ]
