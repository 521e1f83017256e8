"""What may only be reported: in the plan with its reason and where to go, and never written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, task, versions_of, wheel_path, writes
from tests.e2e.program import Program

_NOTEBOOK = "/Workspace/Shared/score"
_SCRIPT = "/Workspace/Shared/init/install.sh"
_SOURCE = f"# Databricks notebook source\n# MAGIC %pip install sales-features=={OLD}\n"
_SHELL = f"#!/bin/bash\npip install \\\n  {wheel_path(OLD)}\n"


def _cluster() -> dict[str, Any]:
    return {
        "init_scripts": [
            {"workspace": {"destination": f"/Shared/init/sales_features-{OLD}.sh"}},
            {"workspace": {"destination": _SCRIPT}},
        ],
        "spark_conf": {
            "spark.submit.pyFiles": wheel_path(OLD),
            "spark.jars": "/x/sales_features_extra-1.4.2.jar",
        },
        "docker_image": {"url": f"registry.example.com/sales-features:{OLD}"},
    }


def _plant(sandbox: Sandbox) -> int:
    """A job that names the library in every place that is only reported, and pins it once."""
    sandbox.add_notebook(_NOTEBOOK, _SOURCE)
    sandbox.add_file(f"/Workspace/Shared/init/sales_features-{OLD}.sh", b"true\n")
    sandbox.add_file(_SCRIPT, _SHELL.encode())
    pinned = {**task("score", {"whl": wheel_path(OLD)}), "new_cluster": _cluster()}
    pinned["notebook_task"] = {"notebook_path": _NOTEBOOK}
    return sandbox.add_job({"name": "nightly", "tasks": [pinned]})


def _reported(document: Any) -> dict[str, str]:  # noqa: ANN401  JSON
    pins = [pin for one in document["dependents"] for pin in one["pins"]]
    reported = [pin for pin in pins if pin["reason"] == "report-only"]
    assert all(pin["decision"] == "ignore" and pin["to"] is None for pin in reported)
    assert all(pin["explanation"] and pin["hint"] for pin in reported)
    return {pin["location"]: pin["hint"] for pin in reported}


_IN_THE_JOB = {
    "tasks[score].new_cluster.init_scripts[0]",
    "tasks[score].new_cluster.spark_conf[spark.submit.pyFiles]",
    "tasks[score].new_cluster.docker_image",
}


def test_what_stands_in_the_job_is_reported_without_a_request_more(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _plant(sandbox)

    plan = apparate.document("plan", release)

    reported = _reported(plan)
    assert set(reported) == _IN_THE_JOB
    assert "/Shared/init/sales_features-1.4.2.sh" in " ".join(reported.values())
    assert "spark.submit.pyFiles" in " ".join(reported.values())
    assert sandbox.journal("GET", "/api/2.0/workspace/export") == []


def test_deep_also_reads_scripts_and_notebooks(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _plant(sandbox)

    plan = apparate.document("plan", release, "--deep")

    reported = _reported(plan)
    assert set(reported) == _IN_THE_JOB | {f"{_NOTEBOOK}:2", f"{_SCRIPT}:3"}
    assert _SCRIPT in reported[f"{_SCRIPT}:3"]
    assert plan["summary"]["scanned"] == {"job": 1, "file": 3}


@pytest.mark.parametrize("deep", [[], ["--deep"]])
def test_the_pin_moves_and_nothing_else_is_written(
    apparate: Program, sandbox: Sandbox, release: Path, deep: list[str]
) -> None:
    job_id = _plant(sandbox)

    moved = apparate("upload-and-update", release, *deep)
    again = apparate.document("plan", release, "--detailed-exitcode", *deep)

    assert moved.returncode == 0, moved.stdout
    assert versions_of(sandbox, job_id) == [[NEW]]
    assert sandbox.job(job_id)["settings"]["tasks"][0]["new_cluster"] == _cluster()
    assert sandbox.file(_NOTEBOOK) == _SOURCE.encode()
    assert sandbox.file(_SCRIPT) == _SHELL.encode()
    assert again["has_changes"] is False
    assert set(_reported(again)) >= _IN_THE_JOB


def test_only_reported_is_no_change(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    sandbox.add_notebook(_NOTEBOOK, _SOURCE)
    work = {"task_key": "a", "notebook_task": {"notebook_path": _NOTEBOOK}}
    sandbox.add_job({"name": "n", "tasks": [work]})
    assert apparate("upload", release).returncode == 0
    before = len(writes(sandbox))

    plan = apparate.document("plan", release, "--deep", "--detailed-exitcode")
    deployment = apparate.document("update", "sales-features", NEW, "--deep")

    assert plan["has_changes"] is False
    assert deployment["dependents"] == []
    assert len(writes(sandbox)) == before


def test_a_plan_that_was_tampered_with_reaches_no_such_place(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    job_id = _plant(sandbox)
    assert apparate("plan", release, "--out", "plan.json").returncode == 0
    file = apparate.folder / "plan.json"
    plan = json.loads(file.read_text())
    conf = "tasks[score].new_cluster.spark_conf[spark.submit.pyFiles]"
    for pin in plan["dependents"][0]["pins"]:
        if pin["location"] == conf:
            pin.update(decision="upgrade", reason="allowed", to=wheel_path(NEW), to_version=NEW)
    plan["summary"]["pins"]["upgrade"] += 1
    plan["summary"]["pins"]["ignore"] -= 1
    file.write_text(json.dumps(plan))

    assert apparate("apply", "plan.json").returncode != 0
    assert sandbox.job(job_id)["settings"]["tasks"][0]["new_cluster"] == _cluster()


def test_a_notebook_that_cannot_be_read(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    job_id = _plant(sandbox)
    missing = {"task_key": "b", "notebook_task": {"notebook_path": "/Shared/gone"}}
    sandbox.add_job({"name": "gone", "tasks": [missing]})

    planned = apparate("plan", release, "--deep", COLUMNS="80")
    moved = apparate("upload-and-update", release, "--deep")

    assert (planned.returncode, moved.returncode) == (0, 3)
    assert "/Workspace/Shared/gone" in planned.stdout
    assert versions_of(sandbox, job_id) == [[NEW]]


def test_the_inventory_looks_there_too(apparate: Program, sandbox: Sandbox) -> None:
    _plant(sandbox)

    shallow = apparate.document("inventory", "sales-features")
    deep = apparate.document("inventory", "sales-features", "--deep")

    uses = [
        {use["location"] for entry in one["versions"] for use in entry["dependents"]}
        for one in (shallow, deep)
    ]
    assert uses[1] - uses[0] == {f"{_NOTEBOOK}:2", f"{_SCRIPT}:3"}


def test_the_text_names_the_place_and_where_to_go(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _plant(sandbox)

    text = apparate("plan", release, "--deep", "-v", COLUMNS="80").stdout

    assert f"{_NOTEBOOK}:2" in " ".join(text.split())
    assert "report-only" in text
    hosts = (sandbox.url, wheel_path(NEW), wheel_path(OLD))
    lines = [line for line in text.splitlines() if not any(one in line for one in hosts)]
    assert [line for line in lines if len(line) > 80] == []
