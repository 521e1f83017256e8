from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from apparate_ng.deployment.applying import Run
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.sandbox.handle import Sandbox

Pinned: TypeAlias = Callable[..., dict[str, Any]]
_UPDATE = "/api/2.2/jobs/update"


def test_changes_on_several_pages_of_one_job(
    sandbox: Sandbox, pinned: Pinned, plan: Callable[[], Plan], apply: Callable[[Plan], Run]
) -> None:
    settings = pinned(*(f"t{index:03}" for index in range(260)))
    for index in range(260):
        if index not in {5, 105, 205, 259}:
            settings["tasks"][index] = {"task_key": f"t{index:03}", "max_retries": index}
    job_id = sandbox.add_job(settings)

    run = apply(plan())

    assert run.results[str(job_id)].outcome is Outcome.UPDATED
    [sent] = sandbox.journal("POST", _UPDATE)
    keys = [task["task_key"] for task in sent["body"]["new_settings"]["tasks"]]
    assert keys == ["t005", "t105", "t205", "t259"]
    assert "has_more" not in str(sent["body"])
    _assert_only_pins_changed(settings["tasks"], sandbox.job(job_id)["settings"]["tasks"])


def _assert_only_pins_changed(before: list[Any], after: list[Any]) -> None:
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        expected = str(old).replace("1.4.2", "1.5.0")
        assert str({key: new[key] for key in old}) == expected


def test_a_job_with_many_of_everything(
    sandbox: Sandbox, pinned: Pinned, plan: Callable[[], Plan], apply: Callable[[Plan], Run]
) -> None:
    old = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
    environments = [
        {"environment_key": f"e{index}", "spec": {"client": "1", "dependencies": [old]}}
        for index in range(150)
    ]
    parameters = [{"name": f"p{index}", "default": ""} for index in range(130)]
    settings = pinned("a", environments=environments, parameters=parameters)
    job_id = sandbox.add_job(settings)

    run = apply(plan())

    assert run.results[str(job_id)].outcome is Outcome.UPDATED
    after = sandbox.job(job_id)["settings"]
    assert str(after["environments"]) == str(environments).replace("1.4.2", "1.5.0")
    assert after["parameters"] == parameters
