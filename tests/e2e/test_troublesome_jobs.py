"""Jobs that vanish, refuse or change in between, and servers that do not do as documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, pinning, plant, task, versions_of, wheel_path
from tests.e2e.program import Program

_DENIED = {"error_code": "PERMISSION_DENIED", "message": "only ana may change this"}


@pytest.fixture
def as_admin(apparate: Program, sandbox: Sandbox) -> Program:
    """An identity that is told that a job is gone; others are told that they may not see it."""
    return apparate.knowing(DATABRICKS_TOKEN=sandbox.admin_token)


def test_a_job_that_refuses_is_named_and_the_others_move(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 3)
    sandbox.fault("POST", "*/jobs/update", job_id=ids[1], status=403, body=_DENIED, times=None)

    outcome = apparate("upload-and-update", release)

    assert outcome.returncode == 3
    assert versions_of(sandbox, *ids) == [[NEW], [OLD], [NEW]]
    assert "job-01" in outcome.stdout
    assert (
        "      only ana may change this\n"
        "      hint: ask its owner (admin@example.com) for the permission to manage this job\n"
        f"      {sandbox.url}/"
    ) in outcome.stdout
    assert "2 updated, 1 failed" in outcome.stdout


@pytest.mark.parametrize("switches", [{"missing_is_404": True}, {"missing_is_404": False}])
def test_a_job_that_vanishes_fails_and_the_others_move(
    as_admin: Program, sandbox: Sandbox, release: Path, switches: dict[str, bool]
) -> None:
    sandbox.switch(**switches)
    ids = plant(sandbox, 3)
    sandbox.edit(ids[2], path="*/jobs/get", on_job=ids[2], delete=True)

    deployment = as_admin.document("upload-and-update", release, code=3)

    outcomes = {each["id"]: each["outcome"] for each in deployment["dependents"]}
    assert outcomes == dict(zip(map(str, ids), ["updated", "updated", "failed"], strict=True))
    [failed] = [each for each in deployment["dependents"] if each["outcome"] == "failed"]
    assert "gone" in failed["error"]


def test_a_job_that_vanishes_while_it_is_listed_is_a_warning(
    as_admin: Program, sandbox: Sandbox, release: Path
) -> None:
    large = sandbox.add_job({"name": "large", "tasks": [task(f"task_{n}") for n in range(101)]})
    plant(sandbox, 1)
    sandbox.edit(large, path="*/jobs/get", on_job=large, delete=True)

    plan = as_admin.document("plan", release)

    codes = [warning["code"] for warning in plan["warnings"]]
    assert codes == ["vanished", "unchecked"]  # no file of what is pinned is in the store
    assert str(large) in plan["warnings"][0]["text"]
    assert plan.get("unreadable", []) == []


def test_a_job_that_changes_in_between_is_planned_again_once(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    edit = {"max_concurrent_runs": 7}
    sandbox.edit(ids[1], path="*/jobs/get", on_job=ids[1], new_settings=edit)

    deployment = apparate.document("upload-and-update", release)

    assert {each["outcome"] for each in deployment["dependents"]} == {"updated"}
    assert versions_of(sandbox, *ids) == [[NEW], [NEW]]
    assert sandbox.job(ids[1])["settings"]["max_concurrent_runs"] == 7


def test_a_job_that_moved_to_another_version_in_between_is_not_lowered(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    tasks = [task("task_0", {"whl": wheel_path("2.0.0")})]
    sandbox.edit(ids[1], path="*/jobs/get", on_job=ids[1], new_settings={"tasks": tasks})

    deployment = apparate.document("upload-and-update", release, code=3)

    outcomes = {each["id"]: each["outcome"] for each in deployment["dependents"]}
    assert outcomes == {str(ids[0]): "updated", str(ids[1]): "drifted"}
    assert versions_of(sandbox, *ids) == [[NEW], ["2.0.0"]]


def test_somebody_elses_edit_right_after_ours_is_kept_and_said(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    [job_id] = plant(sandbox, 1)
    edit = {"tags": {"touched": "by ana"}}
    sandbox.edit(job_id, path="*/jobs/update", moment="after", new_settings=edit)

    [dependent] = apparate.document("upload-and-update", release)["dependents"]

    assert dependent["outcome"] == "updated"
    assert [warning["code"] for warning in dependent["warnings"]] == ["edited-meanwhile"]
    assert sandbox.job(job_id)["settings"]["tags"] == {"touched": "by ana"}


def test_a_server_that_replaces_tasks_costs_nothing(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    two = pinning("two tasks", OLD, "2.0.0")
    ids = [sandbox.add_job(with_defaults(two)) for _ in range(3)]
    before = [sandbox.job(job_id)["settings"] for job_id in ids]
    sandbox.switch(replace_tasks=True)

    outcome = apparate("upload-and-update", release)

    assert outcome.returncode == 6
    assert [sandbox.job(job_id)["settings"] for job_id in ids] == before
    assert len(sandbox.journal("POST", "/api/2.2/jobs/update")) == 1
    assert "put back" in outcome.stdout


def test_a_server_that_ignores_writes_stops_after_the_first(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 3)
    sandbox.switch(ignore_updates=True)

    outcome = apparate("upload-and-update", release)

    assert outcome.returncode == 6
    assert versions_of(sandbox, *ids) == [[OLD]] * 3
    assert len(sandbox.journal("POST", "/api/2.2/jobs/update")) == 1


@pytest.mark.parametrize("output", ["text", "json"])
def test_where_putting_back_fails_the_job_and_what_stands_are_named(
    apparate: Program, sandbox: Sandbox, release: Path, output: str
) -> None:
    settings = with_defaults(pinning("two tasks", OLD, "2.0.0"))
    first, second = sorted((sandbox.add_job(settings) for _ in range(2)), key=str)
    sandbox.switch(replace_tasks=True)
    sandbox.fault("POST", "*/jobs/reset", status=403, body=_DENIED, times=None)

    outcome = apparate("upload-and-update", release, "--output", output)

    assert outcome.returncode == 7
    told = " ".join(outcome.stdout.split())
    assert str(first) in told
    assert "tasks[task_1] is gone" in told
    assert "putting it back failed: only ana may change this" in told
    assert versions_of(sandbox, first, second) == [[NEW], [OLD, "2.0.0"]]


def test_passing_faults_are_repeated_and_not_seen(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 3)
    sandbox.fault("GET", "*/jobs/list", status=503)
    sandbox.fault("GET", "*/jobs/get", action="drop")
    sandbox.fault("POST", "*/jobs/update", status=429, headers={"Retry-After": "0"})
    sandbox.fault("POST", "*/jobs/update", action="drop", when="after", nth=2)

    outcome = apparate("upload-and-update", release)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert versions_of(sandbox, *ids) == [[NEW]] * 3
