"""What is sent to move a job: what holds a changed pin, whole, and nothing else."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from apparate_ng.deployment.change import (
    Change,
    location_after,
    planned_rewrites,
    stands_as_planned,
)
from apparate_ng.deployment.goal import ToRelease
from apparate_ng.deployment.job_editor import change_of_job
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

STORE = "/Workspace/Shared/libraries"
OLD, NEW = f"{STORE}/lib-1.4.2-py3-none-any.whl", f"{STORE}/lib-1.5.0-py3-none-any.whl"
OLD_EGG = f"{STORE}/lib-1.4.2-py3.9.egg"
RELEASE = Release(
    name="lib",
    version="1.5.0",
    kind=ArtifactKind.WHEEL,
    filename="lib-1.5.0-py3-none-any.whl",
    sha256="00",
    size=1,
    uri=NEW,
)


def change_of(
    settings: dict[str, Any], release: Release, pins: tuple[PlannedPin, ...]
) -> Change | None:
    rewrites = planned_rewrites(places_in_job(settings), ToRelease(release=release), pins)
    return None if rewrites is None else change_of_job(settings, rewrites)


def pin(location: str, from_: str = OLD, to: str | None = NEW) -> PlannedPin:
    return PlannedPin(
        location=location,
        from_=from_,
        to=to,
        from_version="1.4.2",
        to_version=None if to is None else "1.5.0",
        step=None,
        breaking=False,
        decision=Reason.ALLOWED.decision,
        reason=Reason.ALLOWED,
        explanation="",
        hint=None,
    )


IN_A = pin("tasks[a].libraries[0].whl")
IN_C = pin("tasks[c].for_each_task.task.libraries[0].whl")
IN_E = pin("environments[e].spec.dependencies[1]", f"{OLD}[x]", f"{NEW}[x]")


@pytest.fixture
def settings() -> dict[str, Any]:
    """Return a job with the library in two tasks and an environment, and much else."""
    return {
        "name": "nightly",
        "tasks": [
            {"task_key": "a", "libraries": [{"whl": OLD}, {"pypi": {"package": "x"}}], "new": {}},
            {"task_key": "b", "libraries": [{"whl": f"{STORE}/other-1.0-py3-none-any.whl"}]},
            {
                "task_key": "c",
                "for_each_task": {"inputs": "[]", "task": {"libraries": [{"whl": OLD}]}},
            },
            {"task_key": "d", "libraries": [{"egg": OLD_EGG}], "null": None},
        ],
        "environments": [
            {"environment_key": "e", "spec": {"client": "1", "dependencies": ["y", f"{OLD}[x]"]}},
            {"environment_key": "f", "spec": {"dependencies": ["lib==1.4.2"]}},
        ],
        "job_clusters": [{"job_cluster_key": "k", "new_cluster": {}}],
        "unknown": [620000000000000017],
    }


def test_a_changed_task_is_sent_whole_and_no_other(settings: dict[str, Any]) -> None:
    before = copy.deepcopy(settings)
    change = change_of(settings, RELEASE, (IN_A,))
    assert change is not None
    assert settings == before == change.before
    assert change.sent == {
        "tasks": [
            {"task_key": "a", "libraries": [{"whl": NEW}, {"pypi": {"package": "x"}}], "new": {}}
        ]
    }
    before["tasks"][0]["libraries"][0]["whl"] = NEW
    assert change.expected == before


def test_a_changed_environment_is_sent_with_all_others(settings: dict[str, Any]) -> None:
    change = change_of(settings, RELEASE, (IN_E,))
    assert change is not None
    environments = copy.deepcopy(settings["environments"])
    environments[0]["spec"]["dependencies"][1] = f"{NEW}[x]"
    assert change.sent == {"environments": environments}


def test_everything_that_changed_is_sent_at_once(settings: dict[str, Any]) -> None:
    change = change_of(settings, RELEASE, (IN_E, IN_C, IN_A))
    assert change is not None
    assert set(change.sent) == {"tasks", "environments"}
    assert [task["task_key"] for task in change.sent["tasks"]] == ["a", "c"]
    nested = change.sent["tasks"][1]["for_each_task"]
    assert nested == {"inputs": "[]", "task": {"libraries": [{"whl": NEW}]}}


def test_an_egg_that_becomes_a_wheel_changes_its_key(settings: dict[str, Any]) -> None:
    egg = pin("tasks[d].libraries[0].egg", OLD_EGG)
    change = change_of(settings, RELEASE, (egg,))
    assert change is not None
    assert change.sent == {"tasks": [{"task_key": "d", "libraries": [{"whl": NEW}], "null": None}]}
    assert location_after(egg) == "tasks[d].libraries[0].whl"
    assert stands_as_planned(places_in_job(change.expected), "lib", (egg,))


@pytest.mark.parametrize(
    "other",
    [
        pin("tasks[a].libraries[0].whl", from_=f"{STORE}/lib-1.4.1-py3-none-any.whl"),
        pin("tasks[a].libraries[1].whl"),
        pin("tasks[gone].libraries[0].whl"),
        pin("tasks[b].libraries[0].whl"),
        pin("tasks[b].libraries[0].whl", from_=f"{STORE}/other-1.0-py3-none-any.whl"),
        pin("name", from_="nightly"),
        pin("tasks[a].libraries[0].whl", to=None),
        pin("tasks[a].libraries[0].whl", to=f"{STORE}/lib-9.9.9-py3-none-any.whl"),
        pin("tasks[a].libraries[0].whl", to="/Workspace/Users/eve@example.com/lib-1.5.0.whl"),
        pin("environments[e].spec.dependencies[1]", f"{OLD}[x]", NEW),
    ],
    ids=lambda one: f"{one.location} {one.from_} {one.to}",
)
def test_a_pin_that_does_not_fit_changes_nothing(
    settings: dict[str, Any], other: PlannedPin
) -> None:
    assert change_of(settings, RELEASE, (other,)) is None
    assert change_of(settings, RELEASE, (IN_A, other)) is None
    assert change_of(settings, RELEASE, (other, IN_A)) is None


def test_tasks_may_have_moved(settings: dict[str, Any]) -> None:
    settings["tasks"].reverse()
    change = change_of(settings, RELEASE, (IN_A,))
    assert change is not None
    assert [task["task_key"] for task in change.sent["tasks"]] == ["a"]


def test_it_stands_as_planned_where_every_pin_does(settings: dict[str, Any]) -> None:
    pins = (IN_A, IN_E)
    assert not stands_as_planned(places_in_job(settings), "lib", pins)
    half = change_of(settings, RELEASE, (IN_A,))
    assert half is not None
    assert not stands_as_planned(places_in_job(half.expected), "lib", pins)
    whole = change_of(half.expected, RELEASE, (IN_E,))
    assert whole is not None
    assert stands_as_planned(places_in_job(whole.expected), "lib", pins)


@pytest.mark.parametrize("odd", [{}, {"tasks": None}, {"tasks": [], "environments": {}}], ids=str)
def test_a_job_that_lost_everything_does_not_fit(odd: dict[str, Any]) -> None:
    assert change_of(odd, RELEASE, (IN_A,)) is None
    assert not stands_as_planned(places_in_job(odd), "lib", (IN_A,))
