"""Changing many jobs on a server that allows few requests a second to each endpoint."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from measures.dependents import add_dependents, require_moved
from measures.planning_run import new_wheel
from measuring.figure import Figure, at_most
from measuring.local_workspace import STORE, local_workspace
from measuring.process import run
from measuring.programs import APPARATE

if TYPE_CHECKING:
    from apparate_ng.sandbox.handle import Sandbox
    from measuring.scale import Scale

_PER_SECOND = 10
_TOO_MANY = 429


def rate(scale: Scale) -> list[Figure]:
    """The time of the main job, as a multiple of what the busiest endpoint's limit alone takes."""
    with local_workspace() as workspace:
        sandbox = workspace.sandbox
        add_dependents(sandbox, scale.changes, scale.tasks)
        sandbox.rate("/api/*", per_second=_PER_SECOND, burst=_PER_SECOND, each=True)
        file = new_wheel(workspace.folder, "1.4.1")
        sample = run([APPARATE, "upload-and-update", file, "--store", STORE], workspace.environment)
        require_moved(sandbox, file.name, scale.changes)
        served, refused = _counts(sandbox)
    busiest = max(served.values())
    least = (busiest - _PER_SECOND) / _PER_SECOND  # the bucket is full at first
    return [
        Figure(
            name="rate: time",
            value=sample.seconds / least,
            unit="x",
            target=at_most(1.3),
            detail=(
                f"{sample.seconds:.1f} s for {scale.changes} jobs; {busiest:,} requests to one endpoint"
                f" at {_PER_SECOND} a second take {least:.1f} s; {refused:,} were refused"
            ),
        )
    ]


def _counts(sandbox: Sandbox) -> tuple[Counter[str], int]:
    """How many requests were served, by path, and how many got 429."""
    journal = sandbox.journal()
    served = Counter(entry["path"] for entry in journal if entry["status"] != _TOO_MANY)
    return served, sum(entry["status"] == _TOO_MANY for entry in journal)
