"""Dependents of several kinds in one deployment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.pipelines.kinds import NEW, OLD, PIPELINES, POLICIES, asked, written

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[..., Deployed]
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}


def _job(sandbox: Sandbox) -> int:
    return sandbox.add_job({"tasks": [{"task_key": "t", "libraries": [{"whl": OLD}]}]})


def test_one_kind_is_done_before_the_next(sandbox: Sandbox, plan: MakePlan, carry_out: Go) -> None:
    for identifier in "ab":
        PIPELINES.add(sandbox, identifier)
        POLICIES.add(sandbox, identifier.upper())
        _job(sandbox)
    made, before = plan(), len(sandbox.journal())

    carry_out(made)

    assert sorted(written(sandbox)[:2]) == ["A", "B"]
    kinds = [entry["path"].split("/")[3] for entry in asked(sandbox, before)]
    assert kinds == ["policies"] * 6 + ["jobs"] * 6 + ["pipelines"] * 6


def test_damage_of_one_kind_stops_the_kinds_after_it(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    sandbox.add_policy({"name": "p", "definition": "{}", "libraries": [{"whl": OLD}]})
    sandbox.add_job({"tasks": [{"task_key": "t", "libraries": [{"whl": OLD}]}]})
    sandbox.add_pipeline({"name": "q", "libraries": [{"whl": OLD}]})
    made = plan()
    sandbox.switch(ignore_updates=True)

    deployed = carry_out(made)

    assert deployed.exit_code is ExitCode.RESTORED
    assert {one.kind.value: one.outcome for one in deployed.deployment.dependents} == {
        "policy": Outcome.ROLLED_BACK,
        "job": Outcome.PENDING,
        "pipeline": Outcome.PENDING,
    }


def test_kinds_with_the_same_id_are_kept_apart(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    job_id = _job(sandbox)
    same = str(job_id)
    PIPELINES.add(sandbox, same)
    made = plan()
    sandbox.fault("POST", "/api/2.2/jobs/update", status=403, body=_DENIED, times=None)

    deployed = carry_out(made)

    assert {(one.kind.value, one.id): one.outcome for one in deployed.deployment.dependents} == {
        ("job", same): Outcome.FAILED,
        ("pipeline", same): Outcome.UPDATED,
    }
    assert sandbox.pipeline(same)["spec"]["libraries"] == [{"whl": NEW}]
    assert deployed.exit_code is ExitCode.PARTIAL
