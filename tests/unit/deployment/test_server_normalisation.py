"""What a server does to a job by itself is no damage, and what it loses is."""

from __future__ import annotations

import copy
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.deployment.job_editor import change_of_job
from apparate_ng.deployment.verification import (
    damage,
    differences,
    lost_parts,
    was_edited_elsewhere,
)
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.sandbox.documents.defaults import with_defaults

Document = dict[str, Any]
_OLD, _NEW = (f"/Workspace/Shared/lib-{version}-py3-none-any.whl" for version in ("1.4.2", "1.5.0"))
_OUTCOMES = st.sampled_from([{}, {"outcome": "true"}, {"outcome": "false"}])
_OPTIONS: dict[str, st.SearchStrategy[object]] = {
    "run_if": st.sampled_from(["ALL_SUCCESS", "ALL_DONE"]),
    "timeout_seconds": st.sampled_from([0, 60, 60.0]),
    "email_notifications": st.sampled_from([{}, None, {"on_failure": ["a@example.com"]}]),
    "notebook_task": st.sampled_from([{"notebook_path": "/n"}, {"notebook_path": "/n", "x": 1}]),
}
_SETTINGS: dict[str, st.SearchStrategy[object]] = {
    "name": st.just("nightly"),
    "schedule": st.just({"quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC"}),
    "git_source": st.just({"git_url": "https://git.example.com/a", "git_branch": "main"}),
    "max_concurrent_runs": st.sampled_from([1, 2, 2.0]),
}


@st.composite
def jobs(draw: st.DrawFn) -> Document:
    """Some tasks that are moved, and others; each depends on some of those before it."""
    tasks: list[Document] = []
    for number in range(draw(st.integers(1, 6))):
        task = draw(st.fixed_dictionaries({}, optional=_OPTIONS))
        task["task_key"] = f"t{number}"
        if number == 0 or draw(st.booleans()):
            task["libraries"] = [{"whl": _OLD}]
        after = draw(st.lists(st.sampled_from(tasks), unique_by=_key)) if tasks else []
        if after:
            task["depends_on"] = [{"task_key": _key(one), **draw(_OUTCOMES)} for one in after]
        tasks.append(task)
    settings = draw(st.fixed_dictionaries({}, optional=_SETTINGS))
    return {**settings, "tasks": draw(st.permutations(tasks))}


def _key(task: Document) -> str:
    key: str = task["task_key"]
    return key


@given(jobs())
def test_a_server_that_does_as_documented_damages_nothing(job: Document) -> None:
    change = change_of_job(job, [(place, _NEW) for place in places_in_job(job)])
    after = with_defaults(change.expected)

    assert damage(change, after) == []
    assert not was_edited_elsewhere(change, after)
    back = with_defaults(job)
    assert [*lost_parts(job, back), *differences(job, back, "settings")] == []


@given(jobs(), st.randoms(use_true_random=False))
def test_a_dependency_that_is_lost_or_another_is_damage(
    job: Document, chance: random.Random
) -> None:
    change = change_of_job(job, [(place, _NEW) for place in places_in_job(job)])
    after = copy.deepcopy(with_defaults(change.expected))
    moved = {task["task_key"] for task in change.sent["tasks"]}
    depending = [one for one in after["tasks"] if one.get("depends_on") and _key(one) in moved]
    if not depending:
        return
    dependencies = chance.choice(depending)["depends_on"]
    if chance.random() < 0.5:
        dependencies.remove(chance.choice(dependencies))
    else:
        chance.choice(dependencies)["task_key"] = "another"

    assert damage(change, after)
