"""The run of a job: a snapshot of the job's settings, and a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.documents.json_text import JsonObject
from apparate_ng.sandbox.documents.paging import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES = (
    "QUEUED",
    "PENDING",
    "RUNNING",
    "TERMINATING",
    "TERMINATED",
    "SKIPPED",
    "INTERNAL_ERROR",
    "BLOCKED",
    "WAITING_FOR_RETRY",
)
"""`life_cycle_state` (documented)."""

_ENDED = ("TERMINATED", "SKIPPED", "INTERNAL_ERROR")
_OVERRIDING = (
    "dbt_commands",
    "jar_params",
    "notebook_params",
    "pipeline_params",
    "python_named_params",
    "python_params",
    "spark_submit_params",
    "sql_params",
)
_PAGED = ("tasks", "job_clusters", "job_parameters")


def new_run(run_id: int, job: JsonObject, *, number: int, creator: str, now: int) -> JsonObject:
    """A run of a job that is `PENDING`. What the job says now is what the run will do."""
    settings: JsonObject = job.get("settings") or {}
    return {
        "job_id": job["job_id"],
        "run_id": run_id,
        "job_run_id": run_id,
        "number_in_job": number,
        "original_attempt_run_id": run_id,
        "attempt_number": 0,
        "creator_user_name": creator,
        "run_name": settings.get("name", "Untitled"),
        "run_type": "JOB_RUN",
        "trigger": "ONE_TIME",
        "start_time": now,
        "end_time": 0,
        "state": {"life_cycle_state": "PENDING", "state_message": ""},
        "status": {"state": "PENDING"},
        **snapshot_of(settings, run_id),
    }


def snapshot_of(settings: JsonObject, run_id: int) -> JsonObject:
    """What a run shows of the job's settings: tasks, each a run of its own, and clusters.

    `environments` are not among it (seen in the SDK: `Run` has no such field).
    """
    tasks = settings.get("tasks") or []
    shown: JsonObject = {
        "tasks": [{**task, "run_id": run_id + 1 + n} for n, task in enumerate(tasks)]
    }
    if settings.get("job_clusters"):
        shown["job_clusters"] = settings["job_clusters"]
    return shown


def with_parameters(run: JsonObject, body: JsonObject) -> JsonObject:
    """The run with what `run-now` says beside the job."""
    result = {**run}
    overriding = {name: body[name] for name in _OVERRIDING if name in body}
    if overriding:
        result["overriding_parameters"] = overriding
    given: Mapping[str, str] = body.get("job_parameters") or {}
    if given:
        result["job_parameters"] = [{"name": name, "value": value} for name, value in given.items()]
    return result


def in_state(run: JsonObject, life_cycle: str, *, result: str | None, now: int) -> JsonObject:
    """The run in another state; `result` is the `result_state` of one that has ended.

    Raises:
        ValueError: there is no such state.
    """
    if life_cycle not in STATES:
        raise ValueError(f"No life_cycle_state {life_cycle!r}; there are {', '.join(STATES)}.")
    state = {**run["state"], "life_cycle_state": life_cycle}
    if result is not None:
        state["result_state"] = result
    newer = "TERMINATED" if life_cycle in _ENDED else life_cycle
    end = now if life_cycle in _ENDED else 0
    return {**run, "state": state, "status": {"state": newer}, "end_time": end}


def is_active(run: JsonObject) -> bool:
    """True where the run has not ended (documented for `active_only`)."""
    return run["state"]["life_cycle_state"] not in _ENDED


def run_has_more(run: JsonObject, start: int = 0) -> bool:
    """True where a page that begins at `start` leaves something out."""
    return any(len(run.get(name) or []) > start + PAGE for name in _PAGED)


def run_page(run: JsonObject, start: int = 0) -> JsonObject:
    """The run with the entries `start` to `start + 99` of each array."""
    page = {**run}
    for name in _PAGED:
        if name in run:
            page[name] = run[name][start : start + PAGE]
    return page


def brief_run(run: JsonObject) -> JsonObject:
    """The run as listed without `expand_tasks`."""
    return {key: value for key, value in run.items() if key not in {"tasks", "job_clusters"}}
