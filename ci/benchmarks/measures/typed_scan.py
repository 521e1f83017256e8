"""A scan through the platform's own SDK, with its typed jobs, against `apparate plan` as JSON."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from measures.planning_run import scanning_run
from measuring.contest import contest
from measuring.figure import Figure, Target, at_least
from measuring.local_workspace import local_workspace
from measuring.process import ProcessFailedError, run
from measuring.programs import floor

if TYPE_CHECKING:
    from measuring.contest import Standing
    from measuring.local_workspace import LocalWorkspace
    from measuring.process import Sample
    from measuring.scale import Scale

_LARGEST_PAGE = "100"


def typed_scan(scale: Scale) -> list[Figure]:
    """How many times longer the SDK takes: as one writes it, and with the largest pages."""
    with local_workspace(jobs=scale.jobs, tasks=scale.tasks, page_ms=scale.page_ms) as workspace:
        contenders = {
            "plan": partial(scanning_run, workspace, scale.jobs),
            "as written": partial(_scan, workspace, scale.jobs),
            "large pages": partial(_scan, workspace, scale.jobs, _LARGEST_PAGE),
        }
        standings = contest(contenders, scale.runs)
    plan = standings["plan"]
    return [
        _figure("SDK: as written", standings["as written"], plan, at_least(5)),
        _figure(f"SDK: pages of {_LARGEST_PAGE}", standings["large pages"], plan, None),
    ]


def _scan(workspace: LocalWorkspace, jobs: int, *arguments: str) -> Sample:
    sample = run(floor("typed_scan", *arguments), workspace.environment)
    if sample.output.strip() != str(jobs):
        raise ProcessFailedError(f"not {jobs} jobs were scanned:\n{sample.output}")
    return sample


def _figure(name: str, sdk: Standing, plan: Standing, target: Target | None) -> Figure:
    return Figure(
        name=name,
        value=sdk.seconds / plan.seconds,
        unit="x",
        target=target,
        detail=f"{sdk.seconds:.2f} s, plan {plan.seconds:.2f} s",
    )
