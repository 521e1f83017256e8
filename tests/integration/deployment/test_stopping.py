"""A run that is stopped lets what is under way finish, and begins nothing new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.deployment.applying import apply_to
from apparate_ng.deployment.deployer import DependentDeployer
from apparate_ng.deployment.goal import ToRelease
from apparate_ng.deployment.job_editor import JobEditor
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.jobs import Jobs

Pinned: TypeAlias = Callable[..., dict[str, Any]]
_UPDATE = "/api/2.2/jobs/update"


class _After:
    """An observer that raises once so many dependents are done."""

    def __init__(self, number: int, error: BaseException) -> None:
        self._left = number
        self._error = error

    def __call__(self, _: DeployedDependent) -> None:
        self._left -= 1
        if self._left == 0:
            raise self._error


@pytest.mark.parametrize("number", [1, 2])
def test_an_interrupt(
    sandbox: Sandbox, jobs: Jobs, pinned: Pinned, plan: Callable[[], Plan], number: int
) -> None:
    ids = [sandbox.add_job(pinned("a", "b")) for _ in range(40)]
    made = plan()

    run = apply_to(
        made.changing,
        DependentDeployer(JobEditor(jobs), ToRelease(release=made.release)),
        concurrency=4,
        progress=_After(number, KeyboardInterrupt()),
    )

    assert run.exit_code is ExitCode.INTERRUPTED
    outcomes = [run.results[str(job_id)].outcome for job_id in ids]
    assert set(outcomes) == {Outcome.UPDATED, Outcome.PENDING}
    _assert_whole(sandbox, run.results)


def _assert_whole(sandbox: Sandbox, results: dict[str, DeployedDependent]) -> None:
    """Each job stands as before or as after, and as the run says."""
    for job in sandbox.jobs():
        texts = {task["libraries"][0]["whl"].split("-")[1] for task in job["settings"]["tasks"]}
        done = results[str(job["job_id"])].outcome is Outcome.UPDATED
        assert texts == {"1.5.0" if done else "1.4.2"}


def test_a_fault_of_our_own_stops_the_run_and_is_not_hidden(
    sandbox: Sandbox, jobs: Jobs, pinned: Pinned, plan: Callable[[], Plan]
) -> None:
    for _ in range(10):
        sandbox.add_job(pinned("a"))
    made = plan()

    with pytest.raises(ZeroDivisionError):
        apply_to(
            made.changing,
            DependentDeployer(JobEditor(jobs), ToRelease(release=made.release)),
            concurrency=4,
            progress=_After(1, ZeroDivisionError()),
        )
    assert len(sandbox.journal("POST", _UPDATE)) == 1
