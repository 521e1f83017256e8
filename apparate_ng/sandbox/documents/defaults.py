"""What the server fills in when settings are written (seen in answers of the jobs API)."""

from __future__ import annotations

from apparate_ng.sandbox.documents.json_text import JsonObject


def with_defaults(settings: JsonObject) -> JsonObject:
    """A copy of the settings with the server's defaults, and `depends_on` in order of task key.

    What is there already stays as it is, whatever it is: unknown fields, `{}`, `[]` and null too.
    """
    filled = {**settings}
    for key, value in _job_defaults().items():
        filled.setdefault(key, value)
    for key in ("schedule", "trigger", "continuous"):
        if isinstance(filled.get(key), dict):
            filled[key] = {"pause_status": "UNPAUSED", **filled[key]}
    if isinstance(filled.get("tasks"), list):
        source = "GIT" if filled.get("git_source") else "WORKSPACE"
        filled["tasks"] = [_task(task, source) for task in filled["tasks"]]
    return filled


def _job_defaults() -> JsonObject:
    return {
        "name": "Untitled",
        "email_notifications": {},
        "webhook_notifications": {},
        "timeout_seconds": 0,
        "max_concurrent_runs": 1,
        "format": "MULTI_TASK",
    }


def _task(task: JsonObject, source: str) -> JsonObject:
    filled = {**task}
    for key, value in _task_defaults().items():
        filled.setdefault(key, value)
    if isinstance(filled.get("notebook_task"), dict):
        filled["notebook_task"] = {"source": source, **filled["notebook_task"]}
    if isinstance(filled.get("depends_on"), list):
        filled["depends_on"] = sorted(filled["depends_on"], key=_depended_key)
    loop = filled.get("for_each_task")
    if isinstance(loop, dict) and isinstance(loop.get("task"), dict):
        filled["for_each_task"] = {**loop, "task": _task(loop["task"], source)}
    return filled


def _task_defaults() -> JsonObject:
    return {
        "run_if": "ALL_SUCCESS",
        "timeout_seconds": 0,
        "email_notifications": {},
        "webhook_notifications": {},
    }


def _depended_key(entry: object) -> str:
    return str(entry.get("task_key", "")) if isinstance(entry, dict) else ""
