from __future__ import annotations

from typing import Any

import pytest

from apparate_ng.sandbox.documents.defaults import with_defaults


def test_a_job_gets_the_servers_defaults() -> None:
    assert with_defaults({}) == {
        "name": "Untitled",
        "email_notifications": {},
        "webhook_notifications": {},
        "timeout_seconds": 0,
        "max_concurrent_runs": 1,
        "format": "MULTI_TASK",
    }


def test_a_task_and_the_task_of_a_loop_get_defaults() -> None:
    inner = {"task_key": "inner", "notebook_task": {"notebook_path": "/n"}}
    task = {"task_key": "outer", "for_each_task": {"inputs": "[]", "task": inner}}

    (filled,) = with_defaults({"tasks": [task]})["tasks"]

    assert filled["run_if"] == "ALL_SUCCESS"
    assert filled["timeout_seconds"] == 0
    assert filled["for_each_task"]["inputs"] == "[]"
    assert filled["for_each_task"]["task"]["email_notifications"] == {}
    assert filled["for_each_task"]["task"]["notebook_task"] == {
        "notebook_path": "/n",
        "source": "WORKSPACE",
    }


def test_a_notebook_of_a_job_with_a_repository_comes_from_it() -> None:
    task = {"task_key": "a", "notebook_task": {"notebook_path": "n"}}

    filled = with_defaults({"git_source": {"git_url": "https://x"}, "tasks": [task]})

    assert filled["tasks"][0]["notebook_task"]["source"] == "GIT"


def test_dependencies_are_sorted_by_task_key() -> None:
    task = {"task_key": "c", "depends_on": [{"task_key": "b", "outcome": "x"}, {"task_key": "a"}]}

    (filled,) = with_defaults({"tasks": [task]})["tasks"]

    assert filled["depends_on"] == [{"task_key": "a"}, {"task_key": "b", "outcome": "x"}]


@pytest.mark.parametrize("key", ["schedule", "trigger", "continuous"])
def test_schedules_run_unless_they_are_paused(key: str) -> None:
    assert with_defaults({key: {}})[key] == {"pause_status": "UNPAUSED"}
    assert with_defaults({key: {"pause_status": "PAUSED"}})[key] == {"pause_status": "PAUSED"}


def test_what_is_there_stays() -> None:
    settings: dict[str, Any] = {
        "name": "",
        "email_notifications": None,
        "timeout_seconds": 5,
        "max_concurrent_runs": 0,
        "field_of_tomorrow": {"empty": {}, "list": [], "none": None, "large": 2**80},
        "tasks": [{"task_key": "a", "run_if": None, "new": []}],
    }

    filled = with_defaults(settings)

    assert {key: filled[key] for key in settings if key != "tasks"} == {
        key: value for key, value in settings.items() if key != "tasks"
    }
    assert filled["tasks"][0]["run_if"] is None
    assert filled["tasks"][0]["new"] == []


def test_filling_twice_changes_nothing_more() -> None:
    once = with_defaults({"tasks": [{"task_key": "a", "depends_on": [{"task_key": "b"}]}]})

    assert with_defaults(once) == once
