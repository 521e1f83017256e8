"""The main job: build or take a release, upload it, move the jobs that may have it."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import hatchling_project, project, wheel
from tests.e2e.jobs import (
    NEW,
    OLD,
    STORE,
    everything,
    pinning,
    plant,
    versions_of,
    wheel_path,
    writes,
)
from tests.e2e.program import Program

_SUMMARY_KEYS = {
    "schema", "id", "plan_id", "started_at", "finished_at", "status", "release", "dependents",
}  # fmt: skip


def test_without_a_terminal_it_goes_ahead(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    moved = plant(sandbox, 3)
    held = sandbox.add_job(pinning("held", "0.9.0"))
    newer = sandbox.add_job(pinning("newer", "2.0.0"))

    outcome = apparate("upload-and-update", release)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert sandbox.file(f"/Shared/libraries/{release.name}") == release.read_bytes()
    assert versions_of(sandbox, *moved, held, newer) == [[NEW]] * 3 + [["0.9.0"], ["2.0.0"]]
    assert "3 updated" in outcome.stdout


def test_nothing_but_the_planned_pins_changes(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    strange = {"large": 2**70, "empty": {}, "none": None, "list": [], "text": "ü ✓"}
    settings = pinning("strange", OLD, "2.0.0", field_of_tomorrow=strange, tags={"a": ""})
    settings["tasks"][0]["libraries"].append({"pypi": {"package": "pandas==2.2.3"}})
    job_id = sandbox.add_job(with_defaults(settings))
    other = sandbox.add_job({"name": "other", "tasks": [{"task_key": "a"}]})
    before, untouched = sandbox.job(job_id), sandbox.job(other)

    assert apparate("upload-and-update", release).returncode == 0

    expected = copy.deepcopy(before["settings"])
    expected["tasks"][0]["libraries"][0]["whl"] = wheel_path(NEW)
    assert sandbox.job(job_id)["settings"] == expected
    assert sandbox.job(other) == untouched


def test_the_demo_moves_to_where_its_plan_said(outside: Program, release: Path) -> None:
    with running(seed="demo") as sandbox:
        program = outside.knowing(
            DATABRICKS_HOST=sandbox.url, DATABRICKS_TOKEN=sandbox.admin_token, APPARATE_STORE=STORE
        )
        before = {job["job_id"]: job["settings"] for job in sandbox.jobs()}
        plan = program.document("plan", release)
        deployment = program.document("upload-and-update", release)
        after = {job["job_id"]: job["settings"] for job in sandbox.jobs()}
        again = program.document("plan", release)

    planned = {
        each["id"]
        for each in plan["dependents"]
        if any(pin["decision"] == "upgrade" for pin in each["pins"])
    }
    assert {str(job_id) for job_id in before if before[job_id] != after[job_id]} == planned
    assert {each["id"] for each in deployment["dependents"]} == planned
    assert {each["outcome"] for each in deployment["dependents"]} == {"updated"}
    assert again["summary"]["pins"]["upgrade"] == 0
    assert again["summary"]["pins"]["hold"] == plan["summary"]["pins"]["hold"]
    assert again["has_changes"] is False


def test_a_rerun_changes_nothing_and_is_a_success(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)
    assert apparate("upload-and-update", release).returncode == 0
    before, files = everything(sandbox), sandbox.file(f"/Shared/libraries/{release.name}")
    sandbox.clear()

    outcome = apparate("upload-and-update", release)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "Nothing to do" in outcome.stdout
    assert writes(sandbox) == []
    assert everything(sandbox) == before
    assert sandbox.file(f"/Shared/libraries/{release.name}") == files
    again = apparate.document("upload-and-update", release)
    assert (again["status"], again["dependents"]) == ("succeeded", [])


def test_a_release_in_the_store_is_no_reason_to_stop(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    assert apparate("upload", release).returncode == 0
    late = plant(sandbox, 1)

    assert apparate("upload-and-update", release).returncode == 0
    assert versions_of(sandbox, *late) == [[NEW]]


def test_other_bytes_under_the_same_version_stop_it_before_any_job(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    [job_id] = plant(sandbox, 1)
    assert apparate("upload", wheel(tmp_path / "other", comment="other")).returncode == 0

    outcome = apparate("upload-and-update", release)

    assert outcome.returncode == 1
    assert "hint: raise the version" in outcome.stderr
    assert versions_of(sandbox, job_id) == [[OLD]]


def test_dry_run_is_plan(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 2)

    plan = apparate.document("plan", release)
    dry = apparate.document("upload-and-update", release, "--dry-run")

    for document in (plan, dry):
        del document["id"], document["created_at"]
    assert dry == plan
    assert writes(sandbox) == []


def test_the_deployment_document(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    ids = plant(sandbox, 2)

    deployment = apparate.document("upload-and-update", release)

    assert set(deployment) >= _SUMMARY_KEYS
    assert deployment["schema"] == "apparate.deployment/1"
    assert deployment["status"] == "succeeded"
    assert [each["outcome"] for each in deployment["dependents"]] == ["updated"] * 2
    assert {each["id"] for each in deployment["dependents"]} == set(map(str, ids))
    assert deployment["dependents"][0]["pins"][0]["to"] == wheel_path(NEW)


@pytest.mark.slow
def test_a_project_of_today_is_built_and_released(apparate: Program, sandbox: Sandbox) -> None:
    folder = hatchling_project(apparate.folder / "sales")
    [job_id] = plant(sandbox, 1)

    outcome = apparate.inside(folder)("upload-and-update")

    assert outcome.returncode == 0, outcome.stderr
    assert versions_of(sandbox, job_id) == [[NEW]]
    assert {file.name for file in folder.iterdir()} == {"pyproject.toml", "sales_features"}


@pytest.mark.parametrize("how", ["argument", "-p", "--path", "current folder"])
def test_a_project_is_named_in_each_way(apparate: Program, sandbox: Sandbox, how: str) -> None:
    folder = project(apparate.folder / "sales")
    plant(sandbox, 1)
    named = {"argument": [folder], "current folder": []}.get(how, [how, folder])
    program = apparate.inside(folder) if how == "current folder" else apparate

    plan = program.document("plan", *named)

    assert plan["release"]["uri"] == wheel_path(NEW)
    assert plan["summary"]["pins"]["upgrade"] == 1


def test_path_and_option_that_differ_are_a_usage_error(apparate: Program, release: Path) -> None:
    assert apparate("plan", release, "--path", ".").returncode == 2


@pytest.mark.parametrize("option", ["--store", "-f", "--folder"])
def test_the_store_is_named_in_each_way(apparate: Program, release: Path, option: str) -> None:
    plan = apparate.without("APPARATE_STORE").document("plan", release, option, "/Shared/elsewhere")

    assert plan["release"]["uri"] == f"/Workspace/Shared/elsewhere/{release.name}"
