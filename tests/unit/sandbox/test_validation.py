from __future__ import annotations

from typing import Any

import pytest

from apparate_ng.sandbox.documents.validation import problem_of, shape_problem_of

_GOOD: dict[str, Any] = {
    "tasks": [
        {"task_key": "a-b_C1", "environment_key": "e", "job_cluster_key": "c"},
        {"task_key": "x", "depends_on": [{"task_key": "a-b_C1"}]},
    ],
    "environments": [{"environment_key": "e"}],
    "job_clusters": [{"job_cluster_key": "c"}],
}


@pytest.mark.parametrize("settings", [{}, {"tasks": []}, {"tasks": None}, _GOOD])
def test_good_settings_have_no_problem(settings: dict[str, Any]) -> None:
    assert problem_of(settings) is None


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"tasks": {}}, "'tasks' must be an array"),
        ({"tasks": ["x"]}, "needs a 'task_key'"),
        ({"tasks": [{}]}, "needs a 'task_key'"),
        ({"tasks": [{"task_key": "a"}, {"task_key": "a"}]}, "Duplicate task_key 'a'"),
        ({"environments": [{"environment_key": "e"}] * 2}, "Duplicate environment_key 'e'"),
        ({"tasks": [{"task_key": "a" * 101}]}, "longer than 100"),
        ({"tasks": [{"task_key": "a b"}]}, "letters, digits"),
        ({"tasks": [{"task_key": "ä"}]}, "letters, digits"),
        ({"tasks": [{"task_key": ""}]}, "letters, digits"),
        ({"tasks": [{"task_key": f"t{n}"} for n in range(1001)]}, "limit of 1000"),
        ({"tasks": [{"task_key": "a", "job_cluster_key": "c"}]}, "Job cluster 'c'"),
        ({"tasks": [{"task_key": "a", "depends_on": [{"task_key": "b"}]}]}, "depends on task 'b'"),
    ],
)
def test_problems_are_named(settings: dict[str, Any], words: str) -> None:
    problem = problem_of(settings)

    assert problem is not None
    assert words in problem


@pytest.mark.parametrize("nested", [False, True])
def test_an_undefined_environment_is_refused_in_the_platforms_words(*, nested: bool) -> None:
    inner = {"task_key": "y", "environment_key": "x"}
    task = {"task_key": "y", "for_each_task": {"task": inner}} if nested else inner

    assert problem_of({"tasks": [task]}) == (
        "Job environment 'x' used by task y is not defined in field 'environments'."
    )


def test_a_part_of_the_settings_may_name_what_stands_elsewhere() -> None:
    part = {"tasks": [{"task_key": "a", "environment_key": "e"}]}

    assert shape_problem_of(part) is None
    assert shape_problem_of({"tasks": part["tasks"] * 2}) is not None
