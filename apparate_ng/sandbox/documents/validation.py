"""What the server refuses to store, in its words where they are known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from apparate_ng.sandbox.documents.json_text import JsonObject

MAX_TASKS = 1000
MAX_TASK_KEY = 100
_TASK_KEY = re.compile(r"[A-Za-z0-9_\-]+")
_ARRAYS = {
    "tasks": "task_key",
    "job_clusters": "job_cluster_key",
    "environments": "environment_key",
}


def problem_of(settings: JsonObject) -> str | None:
    """The first thing that is wrong with whole job settings, as a message, or None."""
    return shape_problem_of(settings) or next(_problems(settings), None)


def shape_problem_of(settings: JsonObject) -> str | None:
    """What is wrong with settings even where they are a part only: wrong types, duplicate keys."""
    wrong = next(_wrong_shapes(settings), None)
    return wrong or next(_all_duplicates(settings), None)


def _problems(settings: JsonObject) -> Iterator[str]:
    tasks = settings.get("tasks") or []
    if len(tasks) > MAX_TASKS:
        yield f"The number of tasks {len(tasks)} exceeds the limit of {MAX_TASKS}."
    known = {name: _keys(settings, name) for name in _ARRAYS}
    for task in tasks:
        yield from _wrong_key(task)
        yield from _undefined(task, known)


def _wrong_shapes(settings: JsonObject) -> Iterator[str]:
    for name, key in _ARRAYS.items():
        entries = settings.get(name)
        if entries is None:
            continue
        if not isinstance(entries, list):
            yield f"Field '{name}' must be an array."
        elif not all(
            isinstance(entry, dict) and isinstance(entry.get(key), str) for entry in entries
        ):
            yield f"Every entry of '{name}' needs a '{key}'."


def _all_duplicates(settings: JsonObject) -> Iterator[str]:
    for name, key in _ARRAYS.items():
        keys = Counter(entry[key] for entry in settings.get(name) or [])
        for value, count in keys.items():
            if count > 1:
                yield f"Duplicate {key} '{value}' in field '{name}'."


def _wrong_key(task: JsonObject) -> Iterator[str]:
    key = task["task_key"]
    if len(key) > MAX_TASK_KEY:
        yield f"Task key '{key}' is longer than {MAX_TASK_KEY} characters."
    elif not _TASK_KEY.fullmatch(key):
        yield f"Task key '{key}' may hold letters, digits, '-' and '_' only."


def _undefined(task: JsonObject, known: dict[str, set[str]]) -> Iterator[str]:
    key = task["task_key"]
    for one in (task, _inner(task)):
        environment, cluster = one.get("environment_key"), one.get("job_cluster_key")
        if environment is not None and environment not in known["environments"]:
            yield (
                f"Job environment '{environment}' used by task {key} is not defined in field"
                " 'environments'."
            )
        if cluster is not None and cluster not in known["job_clusters"]:
            yield f"Job cluster '{cluster}' used by task {key} is not defined in field 'job_clusters'."
    for entry in task.get("depends_on") or []:
        if isinstance(entry, dict) and entry.get("task_key") not in known["tasks"]:
            yield f"Task {key} depends on task '{entry.get('task_key')}', which is not defined."


def _inner(task: JsonObject) -> JsonObject:
    loop: Any = task.get("for_each_task")
    inner = loop.get("task") if isinstance(loop, dict) else None
    return inner if isinstance(inner, dict) else {}


def _keys(settings: JsonObject, name: str) -> set[str]:
    return {entry[_ARRAYS[name]] for entry in settings.get(name) or []}
