"""Short words for writing job documents down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apparate_ng.sandbox.seeds.store import STORE, wheel_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apparate_ng.sandbox.documents.json_text import JsonObject

OLD_COPY = "dbfs:/FileStore/jars/0d1f7c2a_9b52_4a3e_8f0e_5c2d7a10b6e4"
"""A folder as the old library upload made them (seen: `dbfs:/FileStore/jars/<uuid>/`)."""

CLUSTER = "1031-081523-k3v9x2ab"
"""The all-purpose cluster that most jobs run on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeedJob:
    """A job of the seed: its settings, who made it, and who may do what with it."""

    settings: JsonObject
    creator: str | None
    access: Mapping[str, str] = field(default_factory=dict)


def sales_wheel(version: str, folder: str = STORE) -> str:
    """The path of a `sales-features` wheel."""
    return f"{folder}/{wheel_name('sales_features', version)}"


def finance_wheel(version: str, folder: str = STORE) -> str:
    """The path of a `finance-rules` wheel."""
    return f"{folder}/{wheel_name('finance_rules', version)}"


def whl(path: str) -> JsonObject:
    """A wheel as task library."""
    return {"whl": path}


def pypi(requirement: str) -> JsonObject:
    """A package of an index as task library."""
    return {"pypi": {"package": requirement}}


def notebook(key: str, path: str, *libraries: JsonObject, **fields: object) -> JsonObject:
    """A task that runs a notebook."""
    return _task(key, {"notebook_task": {"notebook_path": path}}, libraries, fields)


def wheel_task(key: str, package: str, *libraries: JsonObject, **fields: object) -> JsonObject:
    """A task that runs the entry point `run` of a package."""
    work = {"python_wheel_task": {"package_name": package, "entry_point": "run"}}
    return _task(key, work, libraries, fields)


def serverless(key: str, path: str, environment_key: str, **fields: object) -> JsonObject:
    """A task that runs a Python file in an environment of the job."""
    work = {"spark_python_task": {"python_file": path}, "environment_key": environment_key}
    return {"task_key": key, **work, **fields}


def loop(key: str, inner: JsonObject, inputs: str) -> JsonObject:
    """A task that runs another for each of the inputs, a JSON array as text."""
    return {"task_key": key, "for_each_task": {"inputs": inputs, "task": inner}}


def after(*keys: str) -> list[JsonObject]:
    """The value of `depends_on`."""
    return [{"task_key": key} for key in keys]


def _task(
    key: str, work: JsonObject, libraries: tuple[JsonObject, ...], fields: Mapping[str, object]
) -> JsonObject:
    task: JsonObject = {"task_key": key, **work, "existing_cluster_id": CLUSTER}
    if libraries:
        task["libraries"] = list(libraries)
    return {**task, **fields}


def environment(key: str, *dependencies: str, **spec: object) -> JsonObject:
    """An environment for serverless tasks; `spec` are more fields beside `dependencies`."""
    return {
        "environment_key": key,
        "spec": {"environment_version": "3", "dependencies": list(dependencies), **spec},
    }


def cron(expression: str, *, zone: str = "Europe/Zurich", paused: bool = False) -> JsonObject:
    """The setting `schedule`."""
    return {
        "schedule": {
            "quartz_cron_expression": expression,
            "timezone_id": zone,
            "pause_status": "PAUSED" if paused else "UNPAUSED",
        }
    }


def trigger(kind: str, *, paused: bool = False, **spec: object) -> JsonObject:
    """The setting `trigger`: `periodic`, `file_arrival`, `table_update` and others."""
    return {"trigger": {"pause_status": "PAUSED" if paused else "UNPAUSED", kind: spec}}


def job(name: str, *tasks: JsonObject, **settings: object) -> JsonObject:
    """The settings of a job."""
    return {"name": name, "tasks": list(tasks), **settings}
