"""Verification: what counts as damage, what as somebody else's edit, and what as neither."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from apparate_ng.deployment.change import Change
from apparate_ng.deployment.verification import (
    damage,
    differences,
    lost_parts,
    was_edited_elsewhere,
)

Document = dict[str, Any]
Edit = Callable[[Document], object]

BEFORE: Document = {
    "name": "nightly",
    "timeout_seconds": 0,
    "tasks": [
        {
            "task_key": "a",
            "libraries": [{"whl": "/lib-1.4.2.whl"}, {"jar": "/x.jar"}],
            "email_notifications": {},
            "retry_on_timeout": False,
            "max_retries": 3,
            "depends_on": [{"task_key": "c"}, {"task_key": "b", "outcome": "true"}],
        },
        {"task_key": "b", "libraries": [{"whl": "/other-1.0.whl"}]},
        {
            "task_key": "c",
            "for_each_task": {"task": {"task_key": "in", "libraries": [{"whl": "/y.whl"}]}},
        },
    ],
    "job_clusters": [{"job_cluster_key": "k", "new_cluster": {"num_workers": 1}}],
    "environments": [{"environment_key": "e", "spec": {"dependencies": ["z"]}}],
}


def moved(document: Document) -> Document:
    expected = copy.deepcopy(document)
    expected["tasks"][0]["libraries"][0]["whl"] = "/lib-1.5.0.whl"
    return expected


EXPECTED = moved(BEFORE)
CHANGE = Change(before=BEFORE, expected=EXPECTED, sent={"tasks": [EXPECTED["tasks"][0]]})


def after(edit: Edit) -> Document:
    document = copy.deepcopy(EXPECTED)
    edit(document)
    return document


NO_DAMAGE: list[tuple[str, Edit]] = [
    ("as expected", lambda _: None),
    ("a default in the task", lambda job: job["tasks"][0].update(run_if="ALL_SUCCESS")),
    ("a default in the job", lambda job: job.update(format="MULTI_TASK")),
    ("an empty value dropped", lambda job: job["tasks"][0].pop("email_notifications")),
    ("a default in an object", lambda job: job["tasks"][0]["email_notifications"].update(x=False)),
    ("an empty value as null", lambda job: job["tasks"][0].update(email_notifications=None)),
    ("tasks in another order", lambda job: job["tasks"].reverse()),
    ("dependencies sorted", lambda job: job["tasks"][0]["depends_on"].reverse()),
    ("a number as a float", lambda job: job["tasks"][0].update(max_retries=3.0)),
    ("a task more", lambda job: job["tasks"].append({"task_key": "new"})),
    ("a library more elsewhere", lambda job: job["tasks"][1]["libraries"].append({"jar": "/n"})),
    ("another edit elsewhere", lambda job: job["tasks"][1].update(timeout_seconds=5)),
    ("another name", lambda job: job.update(name="weekly")),
]


@pytest.mark.parametrize("edit", [row[1] for row in NO_DAMAGE], ids=[row[0] for row in NO_DAMAGE])
def test_no_damage(edit: Edit) -> None:
    assert damage(CHANGE, after(edit)) == []


DAMAGE: list[tuple[Edit, str]] = [
    # what happened, what is said
    (lambda job: job["tasks"].pop(1), "tasks[b] is gone"),
    (lambda job: job.update(tasks=job["tasks"][:1]), "tasks[b] is gone"),
    (lambda job: job.pop("tasks"), "tasks[a] is gone"),
    (lambda job: job.update(tasks=None), "tasks[a] is gone"),
    (lambda job: job["job_clusters"].clear(), "job_clusters[k] is gone"),
    (lambda job: job.pop("job_clusters"), "job_clusters[k] is gone"),
    (lambda job: job.pop("environments"), "environments[e] is gone"),
    (lambda job: job["tasks"][0]["libraries"].pop(), "tasks[a] has lost a library"),
    (lambda job: job["tasks"][1].pop("libraries"), "tasks[b] has lost a library"),
    (
        lambda job: job["tasks"][2]["for_each_task"]["task"]["libraries"].clear(),
        "tasks[c] has lost a library",
    ),
    (lambda job: job["tasks"][2].pop("for_each_task"), "tasks[c] has lost a library"),
    (lambda job: job["tasks"][0]["libraries"][0].update(whl="/lib-1.4.2.whl"), "whl"),
    (lambda job: job["tasks"][0].update(retry_on_timeout=0), "retry_on_timeout"),
    (lambda job: job["tasks"][0].pop("retry_on_timeout"), "retry_on_timeout is gone"),
    (lambda job: job["tasks"][0].pop("depends_on"), "depends_on is gone"),
    (lambda job: job["tasks"][0].update(depends_on=[]), "depends_on"),
    (lambda job: job["tasks"][0]["depends_on"].pop(), "depends_on is not as it was sent"),
    (lambda job: job["tasks"][0]["depends_on"][0].update(task_key="d"), "depends_on[c].task_key"),
    (lambda job: job["tasks"][0]["depends_on"][1].pop("outcome"), "depends_on[b].outcome is gone"),
    (lambda job: job["tasks"][0].update(max_retries=3.5), "max_retries"),
    (lambda job: job["tasks"][0]["libraries"].reverse(), "tasks[a].libraries[0]"),
]


@pytest.mark.parametrize(("edit", "said"), DAMAGE, ids=[row[1] for row in DAMAGE])
def test_damage_is_named(edit: Edit, said: str) -> None:
    found = damage(CHANGE, after(edit))
    assert any(said in line for line in found), found


def test_a_write_that_was_ignored_is_damage() -> None:
    assert damage(CHANGE, BEFORE)


@pytest.mark.parametrize("lost", [{}, None, []], ids=str)
def test_a_job_that_lost_everything_is_damage(lost: object) -> None:
    found = list(lost_parts(EXPECTED, lost))
    assert len(found) == len(["a", "b", "c", "k", "e"])


EDITS: list[tuple[str, Edit, bool]] = [
    ("as expected", lambda _: None, False),
    ("a default in what was sent", lambda job: job["tasks"][0].update(run_if="X"), False),
    ("another name", lambda job: job.update(name="weekly"), True),
    ("another task edited", lambda job: job["tasks"][1].update(timeout_seconds=5), True),
    ("a task more", lambda job: job["tasks"].append({"task_key": "new"}), True),
    ("an environment edited", lambda job: job["environments"][0]["spec"].update(client="2"), True),
    ("a tag more", lambda job: job.update(tags={"x": "y"}), True),
    ("tasks in another order", lambda job: job["tasks"].reverse(), False),
]


@pytest.mark.parametrize(
    ("edit", "edited"), [row[1:] for row in EDITS], ids=[row[0] for row in EDITS]
)
def test_an_edit_by_somebody_else(edit: Edit, *, edited: bool) -> None:
    assert was_edited_elsewhere(CHANGE, after(edit)) is edited


def test_what_was_sent_is_nobody_elses_edit() -> None:
    both = Change(
        before=BEFORE,
        expected=EXPECTED,
        sent={"tasks": EXPECTED["tasks"], "environments": EXPECTED["environments"]},
    )
    changed = after(lambda job: job["environments"][0].update(spec={"dependencies": ["w"]}))
    assert not was_edited_elsewhere(both, changed)
    assert damage(both, changed)


def _after(*keys: str) -> Document:
    return {"depends_on": [{"task_key": key} for key in keys]}


@pytest.mark.parametrize(
    ("expected", "actual", "differs"),
    [
        (1, 1, False),
        (1, 2, True),
        (1, 1.0, False),
        (1, 1.5, True),
        (2**53 + 1, float(2**53), True),
        (1, True, True),
        (0, False, True),
        (False, 0, True),
        (True, True, False),
        ("1", 1, True),
        (None, None, False),
        ({}, {"x": 1}, False),
        ({"x": 1}, {}, True),
        ({"x": {}}, {}, False),
        ({"x": []}, {}, False),
        ({"x": None}, {}, False),
        ({"x": None}, {"x": "the server's default"}, False),
        ({"x": {}}, {"x": None}, False),
        ({"x": []}, {"x": None}, False),
        ({"x": False}, {"x": None}, True),
        (_after("b", "a"), _after("a", "b"), False),
        (_after("b", "a"), _after("a", "c"), True),
        (_after("a", "a"), _after("a"), True),
        ({"depends_on": ["b", 1]}, {"depends_on": ["b", 1]}, False),
        ({"depends_on": ["b", 1]}, {"depends_on": [1, "b"]}, True),
        (
            {"tasks": [{"task_key": "b"}, {"task_key": "a"}]},
            {"tasks": _after("a", "b")["depends_on"]},
            False,
        ),
        ({"x": ""}, {}, False),
        ({"x": 0}, {}, True),
        ({"x": False}, {}, True),
        ({"x": {"y": 1}}, {"x": {"y": 1, "z": 2}}, False),
        ({"x": {"y": 1}}, {"x": {"y": 2}}, True),
        ([1, 2], [1, 2], False),
        ([1, 2], [2, 1], True),
        ([1], [1, 2], True),
        ([{"x": 1}], [{"x": 1, "y": 2}], False),
        ([], {}, True),
        ({"x": 1}, [1], True),
        (620000000000000017, 620000000000000018, True),
    ],
)
def test_what_differs(expected: object, actual: object, *, differs: bool) -> None:
    found = list(differences(expected, actual, "job"))
    assert bool(found) is differs
    assert all(line.startswith("job") for line in found)
