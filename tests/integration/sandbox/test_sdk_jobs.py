from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from databricks.sdk.errors import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist
from databricks.sdk.service.compute import Library
from databricks.sdk.service.jobs import JobSettings, NotebookTask, RunIf, Source, Task

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    MakeClient: TypeAlias = Callable[..., WorkspaceClient]


def _task(key: str, wheel: str = "/Shared/a-1-py3-none-any.whl") -> Task:
    work = NotebookTask(notebook_path=f"/Shared/{key}")
    return Task(task_key=key, notebook_task=work, libraries=[Library(whl=wheel)])


def _many(count: int) -> dict[str, Any]:
    return {
        "name": "large",
        "tasks": [{"task_key": f"t{number}"} for number in range(count)],
        "parameters": [{"name": f"p{number}", "default": "x"} for number in range(120)],
    }


def test_what_was_created_is_read_back_with_the_servers_defaults(
    workspace: WorkspaceClient,
) -> None:
    job_id = workspace.jobs.create(name="Zürich ✓", tasks=[_task("a")]).job_id
    assert job_id is not None

    job = workspace.jobs.get(job_id)

    assert len(str(job_id)) in range(15, 20)
    assert job.creator_user_name == job.run_as_user_name == "ci@example.com"
    assert job.settings is not None
    assert job.settings.name == "Zürich ✓"
    assert job.settings.max_concurrent_runs == 1
    (task,) = job.settings.tasks or []
    assert task.run_if is RunIf.ALL_SUCCESS
    assert task.notebook_task is not None
    assert task.notebook_task.source is Source.WORKSPACE
    assert task.libraries == [Library(whl="/Shared/a-1-py3-none-any.whl")]


def test_jobs_are_listed_newest_first_over_many_pages(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    added = [sandbox.add_job({"name": f"job-{number}"}) for number in range(45)]

    assert [job.job_id for job in workspace.jobs.list()] == added[::-1]
    assert len(sandbox.journal("GET", "/api/2.2/jobs/list")) == 3
    assert [job.job_id for job in workspace.jobs.list(limit=100)] == added[::-1]
    assert [job.job_id for job in workspace.jobs.list(offset=40)] == added[4::-1]


def test_tasks_are_listed_only_where_asked_for(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    sandbox.add_job({"name": "a", "tasks": [{"task_key": "x"}]})

    (brief,) = workspace.jobs.list()
    (expanded,) = workspace.jobs.list(expand_tasks=True)

    assert brief.settings is not None
    assert expanded.settings is not None
    assert not brief.settings.tasks
    assert [task.task_key for task in expanded.settings.tasks or []] == ["x"]


def test_a_job_of_more_than_100_tasks_is_listed_and_read_whole(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    job_id = sandbox.add_job(_many(250))

    (listed,) = workspace.jobs.list(expand_tasks=True)
    read = workspace.jobs.get(job_id)

    for job in (listed, read):
        assert job.settings is not None
        keys = [task.task_key for task in job.settings.tasks or []]
        assert keys == [f"t{number}" for number in range(250)]
        assert len(job.settings.parameters or []) == 120
    gets = sandbox.journal("GET", "/api/2.2/jobs/get")
    assert len(gets) == 6


def test_jobs_are_found_by_name_whatever_its_case(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    wanted = sandbox.add_job({"name": "Nightly Zürich"})
    sandbox.add_job({"name": "Nightly Zürich 2"})

    assert [job.job_id for job in workspace.jobs.list(name="nightly ZÜRICH")] == [wanted]


def test_an_update_changes_one_task_and_keeps_the_others(workspace: WorkspaceClient) -> None:
    tasks = [_task("a"), _task("b")]
    job_id = workspace.jobs.create(name="x", tasks=tasks, max_concurrent_runs=3).job_id
    assert job_id is not None

    changed = JobSettings(tasks=[_task("b", "/Shared/a-2-py3-none-any.whl")])
    workspace.jobs.update(job_id, new_settings=changed, fields_to_remove=["max_concurrent_runs"])

    settings = workspace.jobs.get(job_id).settings
    assert settings is not None
    wheels = [library.whl for task in settings.tasks or [] for library in task.libraries or []]
    assert wheels == ["/Shared/a-1-py3-none-any.whl", "/Shared/a-2-py3-none-any.whl"]
    assert settings.name == "x"
    assert settings.max_concurrent_runs == 1


def test_a_reset_puts_new_settings_in_the_place_of_all(workspace: WorkspaceClient) -> None:
    job_id = workspace.jobs.create(name="x", tasks=[_task("a")], tags={"k": "v"}).job_id
    assert job_id is not None

    workspace.jobs.reset(job_id, JobSettings(name="y", tasks=[_task("b")]))

    settings = workspace.jobs.get(job_id).settings
    assert settings is not None
    assert (settings.name, settings.tags) == ("y", None)
    assert [task.task_key for task in settings.tasks or []] == ["b"]


def test_a_deleted_job_is_gone(sandbox: Sandbox, client: MakeClient) -> None:
    job_id = sandbox.add_job({"name": "x"})
    admin = client(sandbox.admin_token)

    admin.jobs.delete(job_id)

    assert list(admin.jobs.list()) == []
    with pytest.raises(ResourceDoesNotExist, match=f"Job {job_id} does not exist"):
        admin.jobs.get(job_id)
    with pytest.raises(PermissionDenied):
        client().jobs.get(job_id)


def test_refusals_reach_the_sdk_with_the_platforms_words(workspace: WorkspaceClient) -> None:
    with pytest.raises(InvalidParameterValue, match="Job environment 'e' used by task a"):
        workspace.jobs.create(tasks=[Task(task_key="a", environment_key="e")])


def test_permissions_are_shown(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    job_id = sandbox.add_job({"name": "x"}, creator="ana@example.com", access={"sales": "CAN_VIEW"})

    permissions = workspace.jobs.get_permissions(str(job_id))

    levels = {
        entry.user_name or entry.group_name: (entry.all_permissions or [])[0].permission_level
        for entry in permissions.access_control_list or []
    }
    assert {name: level.value for name, level in levels.items() if level} == {
        "ana@example.com": "IS_OWNER",
        "ci@example.com": "CAN_MANAGE",
        "sales": "CAN_VIEW",
        "admins": "CAN_MANAGE",
    }
