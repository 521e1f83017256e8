"""What is shared is written only while everybody who uses it stands as it was decided for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from apparate_ng.errors import ExitCode, StaleError
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.connection import Connection

Go: TypeAlias = Callable[..., Deployed]
Pinned: TypeAlias = Callable[..., dict[str, Any]]
Plant: TypeAlias = Callable[[Sandbox], None]
STORE = "/Workspace/Shared/libraries"
OLD, NEW = (f"{STORE}/lib-{version}-py3-none-any.whl" for version in ("1.4.2", "1.5.0"))
FILE, POLICY = "/Workspace/Shared/requirements.txt", "D0623C5EB7000024"
JOB = 7
GET = "/api/2.2/jobs/get"
HOLD = {"tags": {"apparate": "hold"}}
DENIED = {"error_code": "PERMISSION_DENIED", "message": "no"}


def _job(sandbox: Sandbox, **task: Any) -> None:  # noqa: ANN401  JSON
    sandbox.add_job({"name": "score", "tasks": [{"task_key": "a", **task}]}, job_id=JOB)


def _file(sandbox: Sandbox) -> None:
    sandbox.add_file(FILE, f"{OLD}\n".encode())
    _job(sandbox, libraries=[{"requirements": FILE}])


def _policy(sandbox: Sandbox, **library: str) -> None:
    libraries = [library or {"whl": OLD}]
    policy = {"name": "small", "definition": "{}", "libraries": libraries}
    sandbox.add_policy(policy, policy_id=POLICY)
    _job(sandbox, new_cluster={"policy_id": POLICY})


def _file_of_policy(sandbox: Sandbox) -> None:
    sandbox.add_file(FILE, f"{OLD}\n".encode())
    _policy(sandbox, requirements=FILE)


SHARED = [_file, _policy, _file_of_policy]


def _stands(sandbox: Sandbox) -> str:
    """All that is shared, as one text."""
    return json.dumps(sandbox.policies()) + str(sandbox.file(FILE))


@pytest.fixture(params=SHARED, ids=lambda plant: plant.__name__.strip("_"))
def shared(sandbox: Sandbox, request: pytest.FixtureRequest) -> None:
    """Something that one job uses."""
    request.param(sandbox)


CHANGES = {
    "held": {"new_settings": HOLD},
    "limited": {"new_settings": {"tags": {"apparate": "patch"}}},
    "bundle": {"new_settings": {"deployment": {"kind": "BUNDLE"}}},
    "anything": {"new_settings": {"max_concurrent_runs": 3}},
    "gone": {"delete": True},
}


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_user_that_changed_makes_a_saved_plan_stale(
    sandbox: Sandbox, saved: Callable[[], Path], carry_out: Go, change: dict[str, Any]
) -> None:
    file, before = saved(), _stands(sandbox)
    sandbox.edit(JOB, path=GET, on_job=JOB, **change)

    with pytest.raises(StaleError, match="1 of the plan's dependents changed") as raised:
        carry_out(file)

    where = raised.value.where or ""
    assert where.endswith(f"its user score ({JOB}) changed since the plan was made")
    assert _stands(sandbox) == before
    assert sandbox.journal("POST") == []


@pytest.mark.usefixtures("shared")
def test_a_user_that_cannot_be_read_any_more_does_so_too(
    sandbox: Sandbox, saved: Callable[[], Path], carry_out: Go
) -> None:
    file = saved()
    sandbox.fault("GET", GET, status=403, body=DENIED, times=None)

    with pytest.raises(StaleError):
        carry_out(file)

    assert sandbox.journal("POST") == []


@pytest.mark.usefixtures("shared")
def test_the_others_can_be_changed_all_the_same(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    sandbox.add_job(pinned("a", name="other"), job_id=8)
    file, before = saved(), _stands(sandbox)
    sandbox.edit(JOB, path=GET, on_job=JOB, new_settings=HOLD)

    deployed = carry_out(file, skip_drifted=True)

    outcomes = {one.kind.value: one for one in deployed.deployment.dependents}
    assert outcomes.pop("job").outcome is Outcome.UPDATED
    [left] = outcomes.values()
    assert left.outcome is Outcome.DRIFTED
    assert left.error == f"its user score ({JOB}) changed since the plan was made"
    assert deployed.exit_code is ExitCode.PARTIAL
    assert _stands(sandbox) == before


@pytest.mark.usefixtures("shared")
def test_without_a_change_it_is_written_and_each_user_is_read_twice(
    sandbox: Sandbox, saved: Callable[[], Path], carry_out: Go
) -> None:
    file = saved()
    sandbox.clear()

    deployed = carry_out(file)
    again = carry_out(file)

    assert [one.outcome for one in deployed.deployment.dependents] == [Outcome.UPDATED]
    assert NEW in _stands(sandbox)
    assert [one.outcome for one in again.deployment.dependents] == [Outcome.UNCHANGED]
    assert len(sandbox.journal("GET", GET)) == 2 * 2


@pytest.mark.usefixtures("shared")
def test_what_stands_as_planned_needs_nobody_who_stands_so(
    sandbox: Sandbox, saved: Callable[[], Path], carry_out: Go
) -> None:
    file = saved()
    carry_out(file)
    sandbox.edit(JOB, path=GET, on_job=JOB, new_settings=HOLD)

    again = carry_out(file)

    assert [one.outcome for one in again.deployment.dependents] == [Outcome.UNCHANGED]
    assert again.exit_code is ExitCode.DONE


@pytest.mark.parametrize("is_held", [False, True])
def test_a_user_that_the_same_plan_has_moved_is_no_other_one(
    sandbox: Sandbox,
    connection: Connection,
    saved: Callable[[], Path],
    carry_out: Go,
    *,
    is_held: bool,
) -> None:
    """As the platform makes jobs, with all that it adds by itself."""
    _file(sandbox)
    own = {"task_key": "a", "libraries": [{"requirements": FILE}, {"whl": OLD}]}
    made = connection.ask("/api/2.2/jobs/create", {"name": "both", "tasks": [own]})
    both = made["job_id"]
    before, file = sandbox.file(FILE), saved()
    assert carry_out(file).exit_code is ExitCode.DONE
    sandbox.add_file(FILE, before or b"")  # as if it could not be written
    if is_held:
        sandbox.edit(both, path=GET, on_job=both, new_settings=HOLD)
        with pytest.raises(StaleError):
            carry_out(file)
    else:
        assert carry_out(file).exit_code is ExitCode.DONE
    assert (sandbox.file(FILE) == before) is is_held


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_while_somebody_thinks_is_seen_before_anything_is_written(
    sandbox: Sandbox, pinned: Pinned, bring: Go, change: dict[str, Any]
) -> None:
    sandbox.add_job(pinned("a", name="other"), job_id=8)
    before = _stands(sandbox)

    def approve(*_: object) -> bool:
        sandbox.edit(JOB, path=GET, on_job=JOB, **change)
        return True

    deployed = bring(approve)

    outcomes = {one.kind.value: one.outcome for one in deployed.deployment.dependents}
    assert outcomes.pop("job") is Outcome.UPDATED
    assert list(outcomes.values()) == [Outcome.DRIFTED]
    assert deployed.exit_code is ExitCode.PARTIAL
    assert _stands(sandbox) == before


def test_a_policy_that_changed_itself_is_not_planned_again_behind_its_users(
    sandbox: Sandbox, bring: Go
) -> None:
    _policy(sandbox)
    edit = {"description": "new"}

    def approve(*_: object) -> bool:
        sandbox.edit_policy(POLICY, path="/api/2.0/policies/clusters/get", new_settings=edit)
        return True

    deployed = bring(approve)

    assert [one.outcome for one in deployed.deployment.dependents] == [Outcome.DRIFTED]
    assert OLD in _stands(sandbox)


def test_a_plan_that_does_not_say_how_its_users_stood_is_carried_out(
    sandbox: Sandbox, saved: Callable[[], Path], carry_out: Go
) -> None:
    _file(sandbox)
    file = saved()
    document = json.loads(file.read_bytes())
    for one in document["dependents"][0]["users"]:
        del one["fingerprint"]
    file.write_text(json.dumps(document))
    sandbox.edit(JOB, path=GET, on_job=JOB, new_settings=HOLD)

    assert carry_out(file).exit_code is ExitCode.DONE
    assert NEW in _stands(sandbox)
