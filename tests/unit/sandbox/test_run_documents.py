from __future__ import annotations

from typing import Any

import pytest

from apparate_ng.sandbox.documents.runs import (
    STATES,
    brief_run,
    in_state,
    is_active,
    new_run,
    run_has_more,
    run_page,
    with_parameters,
)


def _run(tasks: int = 1) -> dict[str, Any]:
    settings = {
        "name": "nightly",
        "tasks": [{"task_key": f"t{n}", "libraries": [{"whl": "/a"}]} for n in range(tasks)],
        "environments": [{"environment_key": "e"}],
    }
    return new_run(7, {"job_id": 3, "settings": settings}, number=2, creator="a", now=10)


def test_a_run_is_a_snapshot_of_the_job() -> None:
    run = _run(tasks=2)

    assert (run["run_id"], run["job_id"], run["number_in_job"]) == (7, 3, 2)
    assert [task["libraries"] for task in run["tasks"]] == [[{"whl": "/a"}]] * 2
    assert len({run["run_id"], *(task["run_id"] for task in run["tasks"])}) == 3
    assert "environments" not in run
    assert is_active(run)


@pytest.mark.parametrize("state", STATES)
def test_what_has_ended_is_not_active(state: str) -> None:
    run = in_state(_run(), state, result="FAILED", now=99)

    ended = state in {"TERMINATED", "SKIPPED", "INTERNAL_ERROR"}
    assert is_active(run) is not ended
    assert run["state"]["life_cycle_state"] == state
    assert run["state"]["result_state"] == "FAILED"
    assert (run["status"]["state"] == "TERMINATED", run["end_time"]) == (ended, 99 if ended else 0)


def test_there_is_no_other_state() -> None:
    with pytest.raises(ValueError, match="DONE"):
        in_state(_run(), "DONE", result=None, now=0)


def test_parameters_of_this_run_alone() -> None:
    run = with_parameters(_run(), {"jar_params": ["x"], "job_parameters": {"day": "1"}, "only": []})

    assert run["overriding_parameters"] == {"jar_params": ["x"]}
    assert run["job_parameters"] == [{"name": "day", "value": "1"}]


def test_a_large_run_comes_in_pages() -> None:
    run = _run(tasks=101)

    assert run_has_more(run)
    assert not run_has_more(run, 100)
    assert len(run_page(run)["tasks"]) == 100
    assert [task["task_key"] for task in run_page(run, 100)["tasks"]] == ["t100"]
    assert "tasks" not in brief_run(run)
