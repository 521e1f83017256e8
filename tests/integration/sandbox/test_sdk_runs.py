from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from databricks.sdk.errors import BadRequest, NotFound, PermissionDenied
from databricks.sdk.service.jobs import RunLifeCycleState, RunResultState

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import requests
    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]
    MakeClient: TypeAlias = Callable[..., WorkspaceClient]


def _settings(version: str) -> dict[str, Any]:
    return {
        "name": "nightly",
        "tasks": [{"task_key": "a", "libraries": [{"whl": f"/a-{version}-py3-none-any.whl"}]}],
    }


def test_a_run_does_what_the_job_said_when_it_started(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    job_id = sandbox.add_job(_settings("1.0"))
    started = workspace.jobs.run_now(job_id, jar_params=["x"], job_parameters={"day": "1"})
    workspace.jobs.update(job_id, fields_to_remove=["tasks"])

    run = workspace.jobs.get_run(started.run_id)

    (task,) = run.tasks or []
    (library,) = task.libraries or []
    assert library.whl == "/a-1.0-py3-none-any.whl"
    assert run.overriding_parameters is not None
    assert run.overriding_parameters.jar_params == ["x"]
    assert [(each.name, each.value) for each in run.job_parameters or []] == [("day", "1")]
    assert run.state is not None
    assert run.state.life_cycle_state == RunLifeCycleState.PENDING
    assert (run.job_id, run.number_in_job, run.run_name) == (job_id, 1, "nightly")


def test_active_runs_are_listed_newest_first(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    job_id, other = sandbox.add_job(_settings("1.0")), sandbox.add_job(_settings("2.0"))
    states = ("QUEUED", "PENDING", "RUNNING", "TERMINATED")
    queued, pending, running, ended = (
        sandbox.add_run(job_id, life_cycle_state=state) for state in states
    )
    elsewhere = sandbox.add_run(other)

    def listed(**chosen: Any) -> list[int | None]:  # noqa: ANN401  the SDK's own arguments
        return [run.run_id for run in workspace.jobs.list_runs(**chosen)]

    assert listed() == [elsewhere, ended, running, pending, queued]
    assert listed(active_only=True) == [elsewhere, running, pending, queued]
    assert listed(active_only=True, job_id=job_id) == [running, pending, queued]
    assert listed(completed_only=True) == [ended]
    assert listed(active_only=True, limit=1) == [elsewhere, running, pending, queued]
    assert len(sandbox.journal("GET", "/api/2.2/jobs/runs/list")) == 4 + 4


@pytest.mark.parametrize("limit", [26, -1])
def test_a_page_is_at_most_25(workspace: WorkspaceClient, limit: int) -> None:
    with pytest.raises(BadRequest, match="limit"):
        list(workspace.jobs.list_runs(limit=limit))


def test_without_limit_a_page_is_20_and_with_0_it_is_25(sandbox: Sandbox, call: Call) -> None:
    job_id = sandbox.add_job(_settings("1.0"))
    for _ in range(26):
        sandbox.add_run(job_id)

    def size(params: dict[str, int]) -> int:
        return len(call("GET", "/api/2.2/jobs/runs/list", params=params).json()["runs"])

    assert (size({}), size({"limit": 0}), size({"limit": 3})) == (20, 25, 3)


def test_tasks_are_listed_when_asked_for(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    settings = {"tasks": [{"task_key": f"t{number}"} for number in range(150)]}
    run_id = sandbox.add_run(sandbox.add_job(_settings("1.0")), settings=settings)

    (brief,) = workspace.jobs.list_runs()
    (whole,) = workspace.jobs.list_runs(expand_tasks=True)

    assert not brief.tasks
    assert len(whole.tasks or []) == 150
    assert len(workspace.jobs.get_run(run_id).tasks or []) == 150


def test_a_run_is_cancelled_once(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    run_id = sandbox.add_run(sandbox.add_job(_settings("1.0")))

    run = workspace.jobs.cancel_run_and_wait(run_id)

    assert run.state is not None
    assert run.state.result_state == RunResultState.CANCELED
    sandbox.set_run(run_id, "TERMINATED", result_state="SUCCESS")
    workspace.jobs.cancel_run(run_id)
    assert sandbox.runs()[0]["state"]["result_state"] == "SUCCESS"


def test_who_does_not_see_the_job_does_not_see_its_runs(
    sandbox: Sandbox, client: MakeClient
) -> None:
    seen = sandbox.add_job(_settings("1.0"), access={"sales": "CAN_VIEW"})
    hidden = sandbox.add_job(_settings("1.0"))
    run, other = sandbox.add_run(seen), sandbox.add_run(hidden)
    ana = client(sandbox.ana_token).jobs

    assert [each.run_id for each in ana.list_runs(limit=1)] == [run]
    for denied in (
        lambda: ana.get_run(other),
        lambda: ana.cancel_run(run),
        lambda: ana.run_now(seen),
    ):
        with pytest.raises(PermissionDenied):
            denied()


def test_a_run_that_is_not_there(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    with pytest.raises(NotFound, match="Run 5 does not exist"):
        workspace.jobs.get_run(5)
    with pytest.raises(ValueError, match="Run 5 does not exist"):
        sandbox.set_run(5, "RUNNING")
    with pytest.raises(ValueError, match="DONE"):
        sandbox.add_run(1, life_cycle_state="DONE")


def test_a_run_outlives_its_job_with_further_fields(sandbox: Sandbox, client: MakeClient) -> None:
    run_id = sandbox.add_run(
        99, settings=_settings("1.0"), overriding_parameters={"jar_params": []}
    )

    read = client(sandbox.admin_token).jobs.get_run(run_id)

    assert (read.job_id, read.tasks is not None) == (99, True)
    assert sandbox.runs()[0]["overriding_parameters"] == {"jar_params": []}


def test_what_makes_no_sense_is_refused(sandbox: Sandbox, call: Call) -> None:
    job_id = sandbox.add_job(_settings("1.0"))
    tasks = {"tasks": [{"task_key": f"t{number}"} for number in range(101)]}
    large, other = (sandbox.add_run(job_id, settings=tasks) for _ in range(2))
    base = "/api/2.2/jobs/runs"
    token = call("GET", f"{base}/get", params={"run_id": large}).json()["next_page_token"]

    foreign = call("GET", f"{base}/get", params={"run_id": other, "page_token": token})
    both = call("GET", f"{base}/list", params={"active_only": "true", "completed_only": "true"})

    assert (foreign.status_code, both.status_code) == (400, 400)
