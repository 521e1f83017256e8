"""Jobs to plant in a local workspace, and what is to be found of them afterwards."""

from __future__ import annotations

import json
from typing import Any

from apparate_ng.sandbox.handle import Sandbox

STORE = "/Workspace/Shared/libraries"
OLD, NEW = "1.4.2", "1.5.0"


def wheel_path(version: str, folder: str = STORE) -> str:
    """Where the wheel of this version lies."""
    return f"{folder}/sales_features-{version}-py3-none-any.whl"


def task(key: str, *libraries: dict[str, Any]) -> dict[str, Any]:
    """A task that uses libraries."""
    work = {"notebook_path": f"/Workspace/Shared/{key}"}
    return {"task_key": key, "notebook_task": work, "libraries": list(libraries)}


def pinning(name: str, *versions: str, **settings: object) -> dict[str, Any]:
    """The settings of a job with one task for each version that it pins."""
    tasks = [
        task(f"task_{number}", {"whl": wheel_path(version)})
        for number, version in enumerate(versions)
    ]
    return {"name": name, "tasks": tasks, **settings}


def plant(sandbox: Sandbox, count: int, version: str = OLD) -> list[int]:
    """So many jobs that pin one version; their ids."""
    return [sandbox.add_job(pinning(f"job-{number:02d}", version)) for number in range(count)]


def wheels_of(sandbox: Sandbox, job_id: int) -> list[str]:
    """The wheels of a job's tasks, in order."""
    tasks = sandbox.job(job_id)["settings"]["tasks"]
    return [library["whl"] for each in tasks for library in each["libraries"]]


def versions_of(sandbox: Sandbox, *job_ids: int) -> list[list[str]]:
    """The versions of the wheels of each job."""
    return [
        [path.rsplit("/", 1)[-1].split("-")[1] for path in wheels_of(sandbox, job_id)]
        for job_id in job_ids
    ]


def writes(sandbox: Sandbox) -> list[str]:
    """Every request so far that may have changed something, in order."""
    return [
        f"{entry['method']} {entry['path']}"
        for entry in sandbox.journal()
        if entry["method"] not in {"GET", "HEAD"}
    ]


def writes_of_others(sandbox: Sandbox) -> list[str]:
    """The same, without those of the program's own files: leases and records."""
    return [
        f"{entry['method']} {entry['path']}"
        for entry in sandbox.journal()
        if entry["method"] not in {"GET", "HEAD"} and "/.apparate/" not in str(entry["body"])
    ]


def everything(sandbox: Sandbox) -> str:
    """All jobs as text, to compare a before with an after."""
    return json.dumps(sandbox.jobs(), sort_keys=True)
