"""The small workspace that all runs start from: every kind of dependent, and much that must not change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, STORE, wheel_path

FILE = "/Workspace/Shared/requirements.txt"
UNUSED = ("1.2.0", "1.3.0")
"""Releases in the store that nothing needs."""
_NOTEBOOK = "/Workspace/Shared/work"
_WIDE = 120
"""More tasks than one page of a job has."""
_ODD: dict[str, Any] = {"none": None, "empty": {}, "list": [], "big": 2**70, "text": "ä☃"}


def plant(sandbox: Sandbox, folder: Path) -> None:
    """Put everything in; `folder` is for files of this machine."""
    for version in (OLD, *UNUSED):
        content = wheel(folder / "old", version, comment="old").read_bytes()
        sandbox.add_file(wheel_path(version), content)
    sandbox.add_file(FILE, f"# base\r\nrequests==2.31.0\r\n{wheel_path(OLD)}\r\n".encode())
    sandbox.add_notebook(_NOTEBOOK, "print(1)\n")
    for number, settings in _jobs().items():
        sandbox.add_job(_settled(settings), job_id=number)
    spec = {"name": "flow", "libraries": _libraries(OLD), "unknown": _ODD, "id": "flow"}
    spec["storage"] = "dbfs:/pipelines/flow"  # as the server fills it in
    sandbox.add_pipeline(spec, pipeline_id="flow")
    policy = {"name": "small", "definition": '{"a": 1}', "libraries": _libraries(OLD)}
    sandbox.add_policy(policy, policy_id="small")


def _jobs() -> dict[int, dict[str, Any]]:
    wide = [_task(f"t{number:03d}") for number in range(_WIDE)]
    for number in (3, _WIDE - 2):
        wide[number] = _task(f"t{number:03d}", {"whl": wheel_path(OLD)})
    spec = {"client": "1", "dependencies": [f"{wheel_path(OLD)}[fast]", "requests==2.31.0"]}
    serverless = {"task_key": "serverless", "environment_key": "e"}
    unsorted = {"depends_on": [{"task_key": "serverless"}, {"task_key": "rest"}]}
    return {
        101: {
            "name": "nightly",
            "tasks": [
                _task("load", *_libraries(OLD)) | unsorted,
                _task("rest", {"pypi": {"package": "numpy==1.26.4"}}) | {"unknown": _ODD},
                serverless | {"notebook_task": {"notebook_path": _NOTEBOOK}},
            ],
            "environments": [{"environment_key": "e", "spec": spec}],
            "tags": {"team": "sales"},
            "schedule": {"quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC"},
        },
        102: {"name": "wide", "tasks": wide},
        103: {"name": "hourly", "tasks": [_task("only", *_libraries(OLD))], "unknown": _ODD},
        104: {"name": "from file", "tasks": [_task("only", {"requirements": FILE})]},
        105: {"name": "of others", "tasks": [_task("only", {"whl": f"{STORE}/x-1.0.whl"})]},
    }


def _task(key: str, *libraries: dict[str, Any]) -> dict[str, Any]:
    return {
        "task_key": key,
        "notebook_task": {"notebook_path": _NOTEBOOK},
        "libraries": list(libraries),
    }


def _libraries(version: str) -> list[dict[str, Any]]:
    return [{"whl": wheel_path(version)}, {"jar": "/Workspace/Shared/jars/geo-1.0.jar"}]


def _settled(settings: dict[str, Any]) -> dict[str, Any]:
    """With the server's defaults, so that a way back ends where it began; dependencies stay as written."""
    settled = with_defaults(settings)
    for task, written in zip(settled["tasks"], settings["tasks"], strict=True):
        task.update({key: written[key] for key in written if key == "depends_on"})
    return settled


def standing(sandbox: Sandbox) -> dict[str, str]:
    """Every document that may change or must not, whole, by kind and id."""
    jobs = {f"job {one['job_id']}": _in_order(one) for one in sandbox.jobs()}
    policies = {f"policy {one['policy_id']}": one for one in sandbox.policies()}
    pipelines = {f"pipeline {one['pipeline_id']}": _undated(one) for one in sandbox.pipelines()}
    found = {
        key: json.dumps(one, sort_keys=True)
        for key, one in {**jobs, **policies, **pipelines}.items()
    }
    return {**found, f"file {FILE}": repr(sandbox.file(FILE))}


def _in_order(job: dict[str, Any]) -> dict[str, Any]:
    """A job with its dependencies as the server sorts them at the first write."""
    for task in job["settings"]["tasks"]:
        if "depends_on" in task:
            task["depends_on"] = sorted(task["depends_on"], key=lambda one: str(one["task_key"]))
    return job


def _undated(pipeline: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in pipeline.items() if key != "last_modified"}


def releases(sandbox: Sandbox) -> dict[str, bytes | None]:
    """The wheels in the store, by version."""
    return {version: sandbox.file(wheel_path(version)) for version in (*UNUSED, OLD, NEW)}
