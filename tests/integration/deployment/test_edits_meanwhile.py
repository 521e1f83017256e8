"""Somebody else edits the job at the same time: their edit is kept, whenever it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.deployment.applying import Run
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.jobs import Jobs

Pinned: TypeAlias = Callable[..., dict[str, Any]]
MakePlan: TypeAlias = Callable[[], Plan]
Apply: TypeAlias = Callable[[Plan], Run]
_UPDATE = "/api/2.2/jobs/update"
_OTHER = {"task_key": "b", "notebook_task": {"notebook_path": "/new"}, "max_retries": 5}
_ADDED = {"task_key": "c", "notebook_task": {"notebook_path": "/c"}}
_EDITS: dict[str, dict[str, Any]] = {
    "a setting": {"max_concurrent_runs": 7},
    "a tag": {"tags": {"team": "new"}},
    "another task": {"tasks": [_OTHER]},
    "a new task": {"tasks": [_ADDED]},
}


@pytest.mark.parametrize("edit", _EDITS.values(), ids=_EDITS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_edit_around_the_write_is_kept(
    sandbox: Sandbox,
    pinned: Pinned,
    plan: MakePlan,
    apply: Apply,
    edit: dict[str, Any],
    moment: Any,  # noqa: ANN401  pytest's value
) -> None:
    settings = pinned("a", tags={"team": "old"})
    settings["tasks"].append({"task_key": "b", "notebook_task": {"notebook_path": "/old"}})
    job_id = sandbox.add_job(settings)
    made = plan()
    sandbox.edit(job_id, path=_UPDATE, moment=moment, new_settings=edit)

    run = apply(made)

    done = run.results[str(job_id)]
    assert done.outcome is Outcome.UPDATED
    assert [notice.code for notice in done.warnings] == ["edited-meanwhile"]
    _assert_holds(sandbox.job(job_id)["settings"], edit)
    assert sandbox.journal("POST", "/api/2.2/jobs/reset") == []


def _assert_holds(settings: Any, edit: dict[str, Any]) -> None:  # noqa: ANN401  JSON
    tasks = {task["task_key"]: task for task in settings["tasks"]}
    assert "1.5.0" in tasks["a"]["libraries"][0]["whl"]
    for task in edit.get("tasks", ()):
        kept = tasks[task["task_key"]]
        assert kept["notebook_task"]["notebook_path"] == task["notebook_task"]["notebook_path"]
    for key in edit.keys() - {"tasks"}:
        assert settings[key] == edit[key]


def test_without_an_edit_nothing_is_said(
    sandbox: Sandbox, jobs: Jobs, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    job_id = sandbox.add_job(pinned("a", tags={"team": "old"}))
    jobs.update(job_id, {})  # so that the server's defaults stand in it before the plan

    run = apply(plan())

    assert run.results[str(job_id)].outcome is Outcome.UPDATED
    assert run.results[str(job_id)].warnings == ()


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ({"tasks": [{"task_key": "b", "libraries": []}]}, "tasks[b] has lost a library"),
        ({"environments": []}, "environments[e] is gone"),
    ],
)
def test_what_vanishes_is_taken_for_damage_whoever_did_it(
    sandbox: Sandbox,
    pinned: Pinned,
    plan: MakePlan,
    apply: Apply,
    edit: dict[str, Any],
    says: str,
) -> None:
    settings = pinned("a", environments=[{"environment_key": "e", "spec": {"client": "1"}}])
    settings["tasks"].append({"task_key": "b", "libraries": [{"jar": "/Workspace/x-1.0.jar"}]})
    job_id = sandbox.add_job(settings)
    made = plan()
    sandbox.edit(job_id, path=_UPDATE, moment="after", new_settings=edit)

    run = apply(made)

    assert run.exit_code is ExitCode.RESTORED
    assert run.results[str(job_id)].error == f"after the write {says}; it was put back"
    stored = sandbox.job(job_id)["settings"]
    assert stored["tasks"][1]["libraries"] == settings["tasks"][1]["libraries"]
    assert stored["environments"] == settings["environments"]
