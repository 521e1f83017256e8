"""A pipeline's write says which state it was made from, and gives way to whoever was faster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.pipelines.kinds import NEW, OLD, PIPELINES, library_of

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[..., Deployed]


def _puts(sandbox: Sandbox) -> list[Any]:
    return [entry["body"] for entry in sandbox.journal("PUT")]


def test_the_whole_spec_is_sent_with_the_time_of_its_last_change(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    dependencies = [f"{OLD}[plots]", "numpy==1.26"]
    PIPELINES.add(
        sandbox, "a", environment={"dependencies": dependencies, "odd": None}, clusters=[]
    )
    stood = sandbox.pipeline("a")

    carry_out(plan())

    expected = stood["spec"] | {
        "libraries": [{"whl": NEW}],
        "environment": {"dependencies": [f"{NEW}[plots]", "numpy==1.26"], "odd": None},
    }
    assert _puts(sandbox) == [{**expected, "expected_last_modified": stood["last_modified"]}]


def test_who_the_pipeline_runs_as_and_its_parameters_go_back_too(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    # the platform refuses a spec without the run_as that was set once
    run_as = {"service_principal_name": "7d6b363e"}
    spec = {"name": "orders", "libraries": [{"whl": OLD}]}
    identifier = sandbox.add_pipeline(spec, run_as=run_as, parameters={"day": "1"})

    carry_out(plan())

    [body] = _puts(sandbox)
    assert (body["run_as"], body["parameters"]) == (run_as, {"day": "1"})
    stands = sandbox.pipeline(identifier)
    assert (stands["run_as"], stands["parameters"]) == (run_as, {"day": "1"})
    assert not {"run_as", "parameters"} & stands["spec"].keys()


def test_an_edit_between_look_and_write_makes_it_drift(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    PIPELINES.add(sandbox, "a")
    made = plan()
    sandbox.edit_pipeline("a", path=PIPELINES.write, method="PUT", new_settings={"edition": "PRO"})

    deployed = carry_out(made)

    [done] = deployed.deployment.dependents
    assert (done.outcome, deployed.exit_code) == (Outcome.DRIFTED, ExitCode.PARTIAL)
    assert library_of(PIPELINES, sandbox, "a") == OLD
    assert len(_puts(sandbox)) == 1


def test_such_an_edit_is_planned_again_once_and_kept(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    PIPELINES.add(sandbox, "a")
    made = plan()
    sandbox.edit_pipeline("a", path=PIPELINES.write, method="PUT", new_settings={"edition": "PRO"})

    deployed = carry_out(made, again=True)

    [done] = deployed.deployment.dependents
    assert (done.outcome, deployed.exit_code) == (Outcome.UPDATED, ExitCode.DONE)
    spec = sandbox.pipeline("a")["spec"]
    assert (spec["edition"], spec["libraries"]) == ("PRO", [{"whl": NEW}])
    first, second = (body["expected_last_modified"] for body in _puts(sandbox))
    assert first < second


def test_an_edit_that_keeps_the_spec_as_it_was_is_no_reason_to_overwrite(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    PIPELINES.add(sandbox, "a")
    made = plan()
    sandbox.edit_pipeline("a", path=PIPELINES.write, method="PUT", new_settings={})

    assert carry_out(made).deployment.dependents[0].outcome is Outcome.DRIFTED
    assert library_of(PIPELINES, sandbox, "a") == OLD


def test_nobody_is_overwritten_by_putting_back(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go
) -> None:
    PIPELINES.add(sandbox, "a")
    made = plan()
    lost = {"libraries": [{"whl": OLD}], "name": "lost"}
    sandbox.edit_pipeline(
        "a", path=PIPELINES.write, method="PUT", moment="after", new_settings=lost
    )
    theirs = {"name": "theirs"}
    sandbox.edit_pipeline("a", path=PIPELINES.write, method="PUT", nth=2, new_settings=theirs)

    deployed = carry_out(made)

    assert deployed.exit_code is ExitCode.DAMAGED
    assert "putting it back failed" in (deployed.deployment.dependents[0].error or "")
    assert sandbox.pipeline("a")["spec"]["name"] == "theirs"
