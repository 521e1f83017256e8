"""What a server does to a job by itself, as documented, is no reason to stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.deployment.applying import Run
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.sandbox.handle import Sandbox

Pinned: TypeAlias = Callable[..., dict[str, Any]]
MakePlan: TypeAlias = Callable[[], Plan]
Apply: TypeAlias = Callable[[Plan], Run]
_SORTED = [{"task_key": "b"}, {"task_key": "c"}]


@pytest.fixture
def unsorted(sandbox: Sandbox, pinned: Pinned) -> int:
    """A job from the time before the server sorted dependencies."""
    settings = pinned("a")
    settings["tasks"][0]["depends_on"] = _SORTED[::-1]
    settings["tasks"] += [
        {"task_key": key, "notebook_task": {"notebook_path": "/n"}} for key in "bc"
    ]
    return sandbox.add_job(settings, job_id=10)


def _depends_on(sandbox: Sandbox, job_id: int) -> object:
    return sandbox.job(job_id)["settings"]["tasks"][0]["depends_on"]


def test_dependencies_that_the_server_sorts(
    sandbox: Sandbox, unsorted: int, plan: MakePlan, apply: Apply
) -> None:
    run = apply(plan())

    assert _depends_on(sandbox, unsorted) == _SORTED
    result = run.results[str(unsorted)]
    assert (run.exit_code, result.outcome, result.warnings) == (
        ExitCode.DONE,
        Outcome.UPDATED,
        (),
    )


def test_what_is_put_back_may_be_sorted_as_well(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    settings = pinned("b", "c")
    others = {"notebook_task": {"notebook_path": "/n"}, "depends_on": _SORTED[::-1]}
    settings["tasks"].insert(0, {"task_key": "last", **others})
    job_id = sandbox.add_job(settings, job_id=10)
    sandbox.switch(replace_tasks=True)

    run = apply(plan())

    assert _depends_on(sandbox, job_id) == _SORTED
    assert run.exit_code is ExitCode.RESTORED
    assert run.results[str(job_id)].outcome is Outcome.ROLLED_BACK


def test_another_task_that_cannot_be_used(
    sandbox: Sandbox, unsorted: int, plan: MakePlan, apply: Apply
) -> None:
    """A 400 says of much that it does not exist; the job is there."""
    said = "Cluster 0923-164208-abc does not exist."
    refusal = {"error_code": "INVALID_PARAMETER_VALUE", "message": said}
    sandbox.fault("POST", "*/jobs/update", status=400, body=refusal, times=None)

    result = apply(plan()).results[str(unsorted)]

    assert (result.outcome, result.error) == (Outcome.FAILED, said)
