"""Servers that do not do as documented cost nothing: what was written is put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.deployment.applying import Run
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.sandbox.handle import FaultRule, Sandbox

Pinned: TypeAlias = Callable[..., dict[str, Any]]
MakePlan: TypeAlias = Callable[[], Plan]
Apply: TypeAlias = Callable[[Plan], Run]
_GET, _UPDATE, _RESET = (f"/api/2.2/jobs/{word}" for word in ("get", "update", "reset"))


def _mixed(pinned: Pinned, **more: object) -> dict[str, Any]:
    """One task that is sent, and one that is not."""
    settings = pinned("a", **more)
    settings["tasks"].append({"task_key": "b", "notebook_task": {"notebook_path": "/b"}})
    return settings


def _add(sandbox: Sandbox, pinned: Pinned, number: int = 5) -> list[int]:
    return [sandbox.add_job(_mixed(pinned), job_id=10 + index) for index in range(number)]


def _written(sandbox: Sandbox) -> list[int]:
    writes = [*sandbox.journal("POST", _UPDATE), *sandbox.journal("POST", _RESET)]
    return [entry["body"]["job_id"] for entry in writes]


def _outcomes(run: Run) -> list[Outcome]:
    return [run.results[key].outcome for key in sorted(run.results)]


def _first(run: Run) -> DeployedDependent:
    return run.results["10"]


def test_a_server_that_replaces_tasks_damages_one_job_which_is_put_back(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    ids = _add(sandbox, pinned)
    stood = {job_id: sandbox.job(job_id)["settings"] for job_id in ids}
    sandbox.switch(replace_tasks=True)

    run = apply(plan())

    assert run.exit_code is ExitCode.RESTORED
    assert _outcomes(run) == [Outcome.ROLLED_BACK, *[Outcome.PENDING] * 4]
    assert _first(run).error == "after the write tasks[b] is gone; it was put back"
    assert _written(sandbox) == [10, 10]
    assert {job_id: sandbox.job(job_id)["settings"] for job_id in ids[1:]} == {
        job_id: stood[job_id] for job_id in ids[1:]
    }


def test_what_is_put_back_is_the_whole_job(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    odd: dict[str, Any] = {"none": None, "empty": {}, "list": [], "big": 2**70, "text": "ä☃"}
    job_id = sandbox.add_job(_mixed(pinned, unknown=odd, tags={}), job_id=10)
    stood = sandbox.job(job_id)["settings"]
    sandbox.switch(replace_tasks=True)

    apply(plan())

    assert sandbox.journal("POST", _RESET)[0]["body"]["new_settings"] == stood


def test_a_server_that_takes_a_write_and_ignores_it(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    _add(sandbox, pinned)
    sandbox.switch(ignore_updates=True)

    run = apply(plan())

    assert run.exit_code is ExitCode.RESTORED
    assert _outcomes(run) == [Outcome.ROLLED_BACK, *[Outcome.PENDING] * 4]
    assert "is not as it was sent" in (_first(run).error or "")
    assert _written(sandbox) == [10]


@pytest.mark.parametrize("fault", [{"status": 403}, {"status": 200, "body": {}}])
def test_what_cannot_be_put_back_is_named(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply, fault: FaultRule
) -> None:
    _add(sandbox, pinned)
    sandbox.switch(replace_tasks=True)
    sandbox.fault("POST", _RESET, **(fault | {"times": None}))

    run = apply(plan())

    assert run.exit_code is ExitCode.DAMAGED
    assert _outcomes(run) == [Outcome.FAILED, *[Outcome.PENDING] * 4]
    assert "after the write tasks[b] is gone; putting it back failed" in (_first(run).error or "")
    assert set(_written(sandbox)) == {10}


def test_putting_back_is_tried_again(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    _add(sandbox, pinned)
    sandbox.switch(replace_tasks=True)
    sandbox.fault("POST", _RESET, status=503, when="after")

    assert apply(plan()).exit_code is ExitCode.RESTORED
    assert _written(sandbox) == [10, 10, 10]


def test_a_first_job_that_proves_nothing_lets_no_more_than_one_be_damaged(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    sandbox.add_job(pinned("a"), job_id=10)  # of one task: nothing shows how tasks merge
    ids = [sandbox.add_job(_mixed(pinned), job_id=11 + index) for index in range(40)]
    sandbox.switch(replace_tasks=True)

    run = apply(plan())

    assert run.exit_code is ExitCode.RESTORED
    assert _first(run).outcome is Outcome.UPDATED
    assert {len(sandbox.job(job_id)["settings"]["tasks"]) for job_id in ids} == {2}
    assert _outcomes(run).count(Outcome.ROLLED_BACK) == 1
    assert len(set(_written(sandbox)) - {10}) == 1


def test_a_server_that_drops_what_it_does_not_know_in_what_is_sent(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    settings = _mixed(pinned)
    settings["tasks"][0]["newest"] = {"a": 1}
    sandbox.add_job(settings, job_id=10)
    sandbox.add_job(_mixed(pinned), job_id=11)
    sandbox.switch(drop_unknown=True)

    run = apply(plan())

    assert run.exit_code is ExitCode.DAMAGED
    assert "tasks[a].newest is gone" in (_first(run).error or "")
    assert set(_written(sandbox)) == {10}


def test_a_server_that_drops_what_nobody_uses(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    _add(sandbox, pinned)
    sandbox.switch(drop_unknown=True)

    assert set(_outcomes(apply(plan()))) == {Outcome.UPDATED}
