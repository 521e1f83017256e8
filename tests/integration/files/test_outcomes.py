"""What becomes of a file when something goes wrong between the plan and the write, or after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import pytest

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from tests.integration.files.paths import EXPORT, FOLDER, IMPORT, NEW, OLD, VOLUME, Home

MakePlan: TypeAlias = Callable[[], Plan]
Use: TypeAlias = Callable[..., int]
CarryOut: TypeAlias = Callable[..., Deployed]

BEFORE, AFTER = f"# x\r\n{OLD}\r\n".encode(), f"# x\r\n{NEW}\r\n".encode()
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
_FAULTS: list[FaultRule] = [{"status": 500}, {"status": 502}, {"status": 503}, {"action": "drop"}]


@pytest.fixture(params=[FOLDER, VOLUME], ids=lambda home: home.name)
def home(request: pytest.FixtureRequest, sandbox: Sandbox, use: Use) -> Home:
    """Each place, with the file there and a job that uses it."""
    found: Home = request.param
    found.put(sandbox, found.path, BEFORE)
    use(found.path, job_id=17)
    return found


def _only(done: Deployed) -> DeployedDependent:
    [one] = done.deployment.dependents
    return one


@pytest.mark.parametrize("theirs", [BEFORE + b"theirs==1\n", BEFORE[:-2], b"\0", b""], ids=str)
@pytest.mark.parametrize("again", [True, False])
def test_who_edits_between_plan_and_write_is_left_alone(
    sandbox: Sandbox, plan: MakePlan, carry_out: CarryOut, home: Home, theirs: bytes, *, again: bool
) -> None:
    made = plan()
    home.put(sandbox, home.path, theirs)
    done = carry_out(made, again=again)
    assert (_only(done).outcome, done.exit_code) == (Outcome.DRIFTED, ExitCode.PARTIAL)
    assert home.get(sandbox, home.path) == theirs
    assert home.written(sandbox) == 0


def test_who_did_it_already_has_it_unchanged(
    sandbox: Sandbox, plan: MakePlan, carry_out: CarryOut, home: Home
) -> None:
    made = plan()
    home.put(sandbox, home.path, AFTER)
    done = carry_out(made)
    assert (_only(done).outcome, done.exit_code) == (Outcome.UNCHANGED, ExitCode.DONE)
    assert home.written(sandbox) == 0


def test_a_file_that_goes_in_between(
    sandbox: Sandbox, plan: MakePlan, carry_out: CarryOut, home: Home
) -> None:
    made = plan()
    sandbox.edit_file(home.path, None, method="GET", path=home.read)
    done = carry_out(made)
    assert (_only(done).outcome, done.exit_code) == (Outcome.FAILED, ExitCode.PARTIAL)
    assert _only(done).error == "the file is gone"
    assert home.get(sandbox, home.path) is None
    assert home.written(sandbox) == 0


def test_a_file_that_may_not_be_written_and_the_rest_goes_on(
    sandbox: Sandbox, use: Use, plan: MakePlan, carry_out: CarryOut, home: Home
) -> None:
    other = "/Workspace/Shared/other.txt"
    sandbox.add_file(other, BEFORE)
    use(other)
    sandbox.fault(*home.write, status=403, body=_DENIED, times=1)
    done = carry_out(plan())
    outcomes = {one.id: (one.outcome, one.error) for one in done.deployment.dependents}
    assert set(outcomes) == {home.path, other}
    assert sorted(outcome.value for outcome, _ in outcomes.values()) == ["failed", "updated"]
    assert "ask ana" in {error for _, error in outcomes.values()}
    assert done.exit_code is ExitCode.PARTIAL


def test_a_folder_that_others_may_write(
    sandbox: Sandbox, use: Use, plan: MakePlan, carry_out: CarryOut
) -> None:
    sandbox.add_file("/Workspace/Finance/r.txt", BEFORE)
    sandbox.set_folder("/Workspace/Finance", readers=["*"], writers=["admin@example.com"])
    use("/Workspace/Finance/r.txt")
    done = carry_out(plan())
    assert _only(done).outcome is Outcome.FAILED
    assert _only(done).error
    assert sandbox.file("/Workspace/Finance/r.txt") == BEFORE


@pytest.mark.parametrize("fault", _FAULTS, ids=str)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_leaves_the_file_to_tell(
    sandbox: Sandbox,
    plan: MakePlan,
    carry_out: CarryOut,
    home: Home,
    fault: FaultRule,
    when: Literal["before", "after"],
) -> None:
    made = plan()
    sandbox.fault(*home.write, **(fault | {"when": when}))
    done = carry_out(made)
    assert (_only(done).outcome, done.exit_code) == (Outcome.UPDATED, ExitCode.DONE)
    assert home.get(sandbox, home.path) == AFTER
    assert home.written(sandbox) == {"before": 2, "after": 1}[when]


def test_too_many_requests_are_sent_again_after_another_look(
    sandbox: Sandbox, plan: MakePlan, carry_out: CarryOut, home: Home
) -> None:
    made = plan()
    read = len(sandbox.journal("GET", home.read))
    sandbox.fault(*home.write, status=429, headers={"Retry-After": "0"}, times=2)
    done = carry_out(made)
    assert _only(done).outcome is Outcome.UPDATED
    assert home.get(sandbox, home.path) == AFTER
    assert home.written(sandbox) == 3
    assert len(sandbox.journal("GET", home.read)) - read == 4  # before each write, and after


def test_who_edits_while_the_rate_makes_us_wait_is_left_alone(
    sandbox: Sandbox, plan: MakePlan, carry_out: CarryOut, home: Home
) -> None:
    made = plan()
    sandbox.fault(*home.write, status=429, headers={"Retry-After": "0"})
    sandbox.edit_file(home.path, b"theirs==1\n", method="GET", path=home.read, nth=2)
    assert _only(carry_out(made)).outcome is Outcome.DRIFTED
    assert home.get(sandbox, home.path) == b"theirs==1\n"
    assert home.written(sandbox) == 1


def test_a_write_that_cannot_be_read_back_is_named_as_such(
    sandbox: Sandbox, plan: MakePlan, carry_out: CarryOut, home: Home
) -> None:
    made = plan()
    sandbox.fault("GET", home.read, nth=2, status=403, body=_DENIED, times=None)
    done = carry_out(made)
    assert _only(done).outcome is Outcome.FAILED
    assert _only(done).error == "it was sent, and could not be read back: ask ana"


def _ignored(sandbox: Sandbox, home: Home) -> None:
    """The server takes the write, and what was there before stands there still."""
    method, path = home.write
    sandbox.edit_file(home.path, BEFORE, method=method, path=path, moment="after")


def test_a_server_that_takes_a_write_and_ignores_it(
    sandbox: Sandbox, use: Use, plan: MakePlan, carry_out: CarryOut, home: Home
) -> None:
    job_id = use(tasks=[{"task_key": "a", "libraries": [{"whl": OLD}]}])
    made = plan()
    _ignored(sandbox, home)
    done = carry_out(made)
    file, job = done.deployment.dependents
    assert (file.outcome, done.exit_code) == (Outcome.ROLLED_BACK, ExitCode.RESTORED)
    assert "it was put back" in (file.error or "")
    assert home.written(sandbox) == 1
    assert job.outcome is Outcome.PENDING
    assert sandbox.job(job_id)["settings"]["tasks"][0]["libraries"] == [{"whl": OLD}]


@pytest.mark.parametrize("broken", [AFTER[:10], AFTER.replace(b"\r\n", b"\n"), b""], ids=str)
def test_a_write_that_comes_out_otherwise_is_put_back(
    sandbox: Sandbox, plan: MakePlan, carry_out: CarryOut, home: Home, broken: bytes
) -> None:
    made = plan()
    method, path = home.write
    sandbox.edit_file(home.path, broken, method=method, path=path, moment="after")
    done = carry_out(made)
    assert (_only(done).outcome, done.exit_code) == (Outcome.ROLLED_BACK, ExitCode.RESTORED)
    assert home.get(sandbox, home.path) == BEFORE
    assert home.written(sandbox) == 2


def test_what_cannot_be_put_back_is_named(
    sandbox: Sandbox, plan: MakePlan, carry_out: CarryOut, home: Home
) -> None:
    made = plan()
    method, path = home.write
    sandbox.edit_file(home.path, b"broken", method=method, path=path, moment="after")
    sandbox.fault(method, path, nth=2, status=403, body=_DENIED, times=None)
    done = carry_out(made)
    assert (_only(done).outcome, done.exit_code) == (Outcome.FAILED, ExitCode.DAMAGED)
    assert "putting it back failed: ask ana" in (_only(done).error or "")


def test_reading_is_tried_again(
    sandbox: Sandbox, use: Use, plan: MakePlan, carry_out: CarryOut
) -> None:
    sandbox.add_file(FOLDER.path, BEFORE)
    use(FOLDER.path)
    sandbox.fault("GET", EXPORT, status=503, headers={"Retry-After": "0"}, times=2)
    made = plan()
    assert not made.unreadable
    assert _only(carry_out(made)).outcome is Outcome.UPDATED
    assert len(sandbox.journal("POST", IMPORT)) == 1
