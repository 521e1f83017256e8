"""Jobs that change between the plan and the write are planned again, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import Sandbox

Go: TypeAlias = Callable[..., Deployed]
Pinned: TypeAlias = Callable[..., dict[str, Any]]
_GET, _UPDATE = "/api/2.2/jobs/get", "/api/2.2/jobs/update"
_FILE = "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl"


def _pins(sandbox: Sandbox) -> list[str]:
    return [job["settings"]["tasks"][0]["libraries"][0]["whl"] for job in sandbox.jobs()]


def _writes(sandbox: Sandbox) -> list[str]:
    return [entry["path"] for entry in sandbox.journal("POST")]


def _outcomes(deployed: Deployed) -> dict[str, Outcome]:
    return {one.id: one.outcome for one in deployed.deployment.dependents}


def test_a_job_that_drifted_is_planned_again_once(
    sandbox: Sandbox, pinned: Pinned, bring: Go
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    edited = pinned("a", version="1.4.9")["tasks"]
    sandbox.edit(job_id, path=_GET, new_settings={"tasks": edited})

    deployed = bring()

    [done] = deployed.deployment.dependents
    assert (done.outcome, deployed.exit_code) == (Outcome.UPDATED, ExitCode.DONE)
    assert done.pins[0].from_version == "1.4.9"
    assert _pins(sandbox) == [_FILE]


def test_a_job_that_drifts_each_time_is_left_alone(
    sandbox: Sandbox, pinned: Pinned, bring: Go
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    for nth in (1, 3):
        edited = {"max_concurrent_runs": nth + 1}
        sandbox.edit(job_id, path=_GET, nth=nth, new_settings=edited)

    deployed = bring()

    assert _outcomes(deployed) == {str(job_id): Outcome.DRIFTED}
    assert deployed.exit_code is ExitCode.PARTIAL
    assert _UPDATE not in _writes(sandbox)


@pytest.mark.parametrize(
    "edit", [{"tags": {"apparate": "hold"}}, {"tasks": [{"task_key": "a", "libraries": []}]}]
)
def test_a_job_that_may_not_move_any_more_is_left_alone(
    sandbox: Sandbox, pinned: Pinned, bring: Go, edit: dict[str, Any]
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    sandbox.edit(job_id, path=_GET, new_settings=edit)

    deployed = bring()

    assert _outcomes(deployed) == {str(job_id): Outcome.DRIFTED}
    assert _UPDATE not in _writes(sandbox)


def test_a_job_that_drifted_and_cannot_be_read_again(
    sandbox: Sandbox, pinned: Pinned, bring: Go
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    sandbox.edit(job_id, path=_GET, new_settings={"max_concurrent_runs": 9})
    sandbox.fault("GET", _GET, nth=2, status=403, times=None)

    deployed = bring()

    assert _outcomes(deployed) == {str(job_id): Outcome.DRIFTED}
    assert deployed.exit_code is ExitCode.PARTIAL
