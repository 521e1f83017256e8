"""What becomes of each job, and what was sent for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal, TypeAlias

import msgspec
import pytest

from apparate_ng.deployment.applying import Run
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.plans.planning import plan_for_release
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import Sandbox

Pinned: TypeAlias = Callable[..., dict[str, Any]]
MakePlan: TypeAlias = Callable[[], Plan]
Apply: TypeAlias = Callable[[Plan], Run]
_GET, _UPDATE, _RESET = (f"/api/2.2/jobs/{word}" for word in ("get", "update", "reset"))
_OLD, _NEW = (f"/Workspace/Shared/libraries/lib-{v}-py3-none-any.whl" for v in ("1.4.2", "1.5.0"))


def _updates(sandbox: Sandbox) -> list[Any]:
    return [entry["body"] for entry in sandbox.journal("POST", _UPDATE)]


def _whl(sandbox: Sandbox, job_id: int, task: int = 0) -> object:
    return sandbox.job(job_id)["settings"]["tasks"][task]["libraries"][0]["whl"]


def test_jobs_are_updated(sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply) -> None:
    ids = [sandbox.add_job(pinned("a", "b")) for _ in range(12)]

    run = apply(plan())

    assert run.exit_code is ExitCode.DONE
    assert {one.outcome for one in run.results.values()} == {Outcome.UPDATED}
    assert {_whl(sandbox, job_id, task) for job_id in ids for task in (0, 1)} == {_NEW}
    assert sorted(body["job_id"] for body in _updates(sandbox)) == sorted(ids)
    assert sandbox.journal("POST", _RESET) == []


def test_only_what_holds_a_changed_pin_is_sent_whole(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    settings = pinned("a", "b", "c", email_notifications={"on_failure": ["x@example.com"]})
    settings["tasks"][1] = {"task_key": "b", "notebook_task": {"notebook_path": "/lib-1.4.2"}}
    settings["tasks"][2] |= {"odd": {"empty": {}, "none": None}, "max_retries": 3}
    job_id = sandbox.add_job(settings)

    apply(plan())

    [body] = _updates(sandbox)
    tasks = body["new_settings"].pop("tasks")
    assert body == {"job_id": job_id, "new_settings": {}}
    assert tasks == [
        {"task_key": "a", "libraries": [{"whl": _NEW}]},
        settings["tasks"][2] | {"libraries": [{"whl": _NEW}]},
    ]
    assert sandbox.job(job_id)["settings"]["tasks"][1]["notebook_task"] == {
        "notebook_path": "/lib-1.4.2",
        "source": "WORKSPACE",
    }


@pytest.mark.parametrize("merges", [False, True])
def test_environments_are_sent_all_of_them(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply, *, merges: bool
) -> None:
    environments = [
        {"environment_key": "a", "spec": {"client": "1", "dependencies": [f"{_OLD}[x]", "numpy"]}},
        {"environment_key": "b", "spec": {"client": "2", "dependencies": ["pandas"]}, "new": {}},
    ]
    job_id = sandbox.add_job(pinned(environments=environments))
    sandbox.switch(environments_merge=merges)

    run = apply(plan())

    changed = {"client": "1", "dependencies": [f"{_NEW}[x]", "numpy"]}
    expected = [{"environment_key": "a", "spec": changed}, environments[1]]
    assert run.results[str(job_id)].outcome is Outcome.UPDATED
    assert _updates(sandbox)[0]["new_settings"] == {"environments": expected}
    assert sandbox.job(job_id)["settings"]["environments"] == expected


def test_what_stands_as_planned_is_unchanged(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    made = plan()
    apply(made)

    run = apply(made)

    assert run.results[str(job_id)].outcome is Outcome.UNCHANGED
    assert len(_updates(sandbox)) == 1


def test_what_changed_since_the_plan_has_drifted(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    made = plan()
    sandbox.edit(job_id, path=_GET, new_settings={"max_concurrent_runs": 3})

    run = apply(made)

    assert run.results[str(job_id)].outcome is Outcome.DRIFTED
    assert _updates(sandbox) == []


@pytest.mark.parametrize("admin", [False, True])
@pytest.mark.parametrize(
    ("path", "moment"), [(_GET, "before"), (_UPDATE, "before"), (_UPDATE, "after")]
)
def test_a_job_that_goes_stops_no_other(
    sandbox: Sandbox,
    pinned: Pinned,
    plan: MakePlan,
    apply: Apply,
    path: str,
    moment: Literal["before", "after"],
    *,
    admin: bool,
) -> None:
    sandbox.add_identity("ci@example.com", sandbox.token, admin=admin, default_level="CAN_MANAGE")
    gone, other = (sandbox.add_job(pinned("a"), job_id=number) for number in (1, 2))
    made = plan()
    sandbox.edit(gone, path=path, moment=moment, on_job=gone, delete=True)

    run = apply(made)

    failed = run.results[str(gone)]
    assert failed.outcome is Outcome.FAILED
    assert (failed.error == "the job is gone") is admin
    assert run.results[str(other)].outcome is Outcome.UPDATED
    assert run.exit_code is ExitCode.DONE


def test_an_egg_becomes_a_wheel_where_that_is_wished(
    sandbox: Sandbox, workspace: Workspace, release: Release, wish: Wish, apply: Apply
) -> None:
    egg = {"egg": "/Workspace/Shared/libraries/lib-1.4.2-py3.9.egg"}
    libraries = [egg, {"jar": "/Workspace/Shared/x-1.0.jar"}]
    job_id = sandbox.add_job({"tasks": [{"task_key": "a", "libraries": libraries}]})
    eggs = replace(wish, policy=msgspec.structs.replace(wish.policy, replace_eggs=True))

    made = plan_for_release(workspace, release, eggs, Silence())
    run = apply(made)

    assert run.results[str(job_id)].outcome is Outcome.UPDATED
    stored = sandbox.job(job_id)["settings"]["tasks"][0]["libraries"]
    assert stored == [{"whl": _NEW}, libraries[1]]
    assert apply(made).results[str(job_id)].outcome is Outcome.UNCHANGED


def test_a_job_that_is_not_ours_to_change(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    refused = sandbox.add_job(pinned("a"), access={"ci@example.com": "CAN_MANAGE_RUN"})
    others = [sandbox.add_job(pinned("a")) for _ in range(3)]

    run = apply(plan())

    failed = run.results[str(refused)]
    assert failed.outcome is Outcome.FAILED
    assert "ci@example.com does not have Admin" in (failed.error or "")
    assert {run.results[str(job_id)].outcome for job_id in others} == {Outcome.UPDATED}
    assert _whl(sandbox, refused) == _OLD


def test_the_first_that_is_written_is_written_alone(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    refused = sandbox.add_job(pinned("a"), job_id=10, access={"ci@example.com": "CAN_VIEW"})
    ids = [sandbox.add_job(pinned("a"), job_id=11 + number) for number in range(6)]
    made, before = plan(), len(sandbox.journal())

    apply(made)

    calls = sandbox.journal()[before:]
    assert [(one["path"], (one["body"] or one["query"])["job_id"]) for one in calls[:5]] == [
        (_GET, str(refused)),
        (_UPDATE, refused),
        (_GET, str(ids[0])),
        (_UPDATE, ids[0]),
        (_GET, str(ids[0])),
    ]
    assert len(calls) == 5 + 5 * 3


def test_nothing_to_do(sandbox: Sandbox, plan: MakePlan, apply: Apply) -> None:
    run = apply(plan())

    assert (run.results, run.exit_code) == ({}, ExitCode.DONE)
    assert _updates(sandbox) == []
