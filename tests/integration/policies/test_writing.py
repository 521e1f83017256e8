"""What is sent of a cluster policy, and who may send it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.deployments.deploying import deploy
from apparate_ng.operations.execution.carrying_out import Deployed, Means
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.selection import Selection
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.pipelines.kinds import NEW, OLD, POLICIES, asked, library_of, written

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[[Plan], Deployed]
_DEFINITION = json.dumps({"spark_version": {"type": "fixed", "value": "15.4.x-scala2.12"}})


@pytest.fixture
def carry_out(workspace: Workspace) -> Go:
    """Carry out a plan."""
    return lambda plan: deploy(
        Means(workspace=workspace, observer=Silence()), plan, plan_again=Selection()
    )


def _sent(sandbox: Sandbox) -> list[Any]:
    return [entry["body"] for entry in sandbox.journal("POST", POLICIES.write)]


def test_the_whole_policy_is_sent_without_what_the_platform_writes(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    fields: dict[str, Any] = {"max_clusters_per_user": 2**60, "description": "ä☃", "new": {"a": []}}
    POLICIES.add(sandbox, "a", definition=_DEFINITION, is_default=False, **fields)
    stood = sandbox.policy("a")

    carry_out(plan())

    assert _sent(sandbox) == [
        {
            "policy_id": "a",
            "name": "name of a",
            "definition": _DEFINITION,
            "libraries": [{"whl": NEW}],
            **fields,
        }
    ]
    assert sandbox.policy("a") == {**stood, "libraries": [{"whl": NEW}]}


def test_a_policy_of_a_family_is_sent_without_the_definition_that_follows_from_it(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    overrides = json.dumps({"node_type_id": {"type": "forbidden"}})
    family: dict[str, Any] = {
        "policy_family_id": "job-cluster",
        "policy_family_definition_overrides": overrides,
    }
    POLICIES.add(sandbox, "a", definition=_DEFINITION, **family)

    deployed = carry_out(plan())

    assert deployed.exit_code is ExitCode.DONE
    [body] = _sent(sandbox)
    assert "definition" not in body  # "cannot be used together", says the platform
    assert family.items() <= body.items()
    assert library_of(POLICIES, sandbox, "a") == NEW


def test_policies_that_only_admins_may_write_are_named_and_the_jobs_move(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    sandbox.switch(policies_by_admins=True)
    for identifier in ("A0", "A1"):
        POLICIES.add(sandbox, identifier)
    sandbox.add_job({"tasks": [{"task_key": "t", "libraries": [{"whl": OLD}]}]}, job_id=7)

    deployed = carry_out(plan())

    outcomes = {one.id: (one.outcome, one.error) for one in deployed.deployment.dependents}
    refused = "Only administrators may write cluster policies, not ci@example.com."
    assert outcomes == {
        "7": (Outcome.UPDATED, None),
        "A0": (Outcome.FAILED, refused),
        "A1": (Outcome.FAILED, refused),
    }
    assert deployed.exit_code is ExitCode.PARTIAL


def test_an_edit_between_look_and_write_cannot_be_noticed(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    """The platform offers no lock here: only the look right before the write protects."""
    POLICIES.add(sandbox, "a", description="ours")
    made, before = plan(), len(sandbox.journal())

    carry_out(made)

    calls = [entry["path"] for entry in asked(sandbox, before)]
    assert calls == [POLICIES.read, POLICIES.write, POLICIES.read]


@pytest.mark.parametrize("body", [{}, [], {"policy_id": "b"}, {"policy_id": 7}, "a"], ids=str)
def test_an_answer_that_is_another_policy_is_never_written(
    sandbox: Sandbox,
    plan: MakePlan,
    carry_out: Go,
    body: Any,  # noqa: ANN401  JSON
) -> None:
    POLICIES.add(sandbox, "a")
    made = plan()
    answer = json.dumps(body)
    sandbox.fault("GET", POLICIES.read, status=200, body=answer, times=None)

    [failed] = carry_out(made).deployment.dependents

    assert failed.outcome is Outcome.FAILED
    assert "not the policy asked for" in (failed.error or "")
    assert written(sandbox) == []
