"""Jobs that all pin the library, so that a release moves every one of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from measures.planning_run import new_wheel_name
from measuring.local_workspace import STORE
from measuring.process import ProcessFailedError

if TYPE_CHECKING:
    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.handle import Sandbox

_FIRST_VERSION = "1.4.0"


def add_dependents(sandbox: Sandbox, jobs: int, tasks: int) -> None:
    """Add jobs of so many tasks, each task pinning the library's first version."""
    for number in range(jobs):
        settings: JsonObject = {
            "name": f"daily-pipeline-{number:04d}",
            "format": "MULTI_TASK",
            "max_concurrent_runs": 1,
            "tasks": [_task(position) for position in range(tasks)],
        }
        sandbox.add_job(settings)


def _task(position: int) -> JsonObject:
    return {
        "task_key": f"step_{position}",
        "notebook_task": {"notebook_path": f"/Workspace/Shared/pipelines/step_{position}"},
        "existing_cluster_id": "1031-081523-k3v9x2ab",
        "libraries": [
            {"whl": f"{STORE}/{new_wheel_name(_FIRST_VERSION)}"},
            {"pypi": {"package": "pyyaml==6.0.2"}},
        ],
        "max_retries": 1,
        "description": f"Step {position} of the daily pipeline.",
    }


def require_moved(sandbox: Sandbox, wheel: str, jobs: int) -> None:
    """Look into the workspace whether the jobs pin this wheel now, in every task.

    Raises:
        ProcessFailedError: others do than were meant to, so the time says nothing.
    """
    moved = sum(all(wheel in json.dumps(task) for task in _tasks(job)) for job in sandbox.jobs())
    if moved != jobs:
        raise ProcessFailedError(f"{moved} jobs pin {wheel}, and {jobs} should")


def _tasks(job: JsonObject) -> list[JsonObject]:
    found: list[JsonObject] = job["settings"]["tasks"]
    return found
