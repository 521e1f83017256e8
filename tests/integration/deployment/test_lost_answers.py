"""Where the answer to a write is lost, the job itself tells what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import pytest

from apparate_ng.deployment.applying import Run
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.sandbox.handle import FaultRule, Sandbox

Pinned: TypeAlias = Callable[..., dict[str, Any]]
MakePlan: TypeAlias = Callable[[], Plan]
Apply: TypeAlias = Callable[[Plan], Run]
_GET, _UPDATE = "/api/2.2/jobs/get", "/api/2.2/jobs/update"
_FAULTS: list[FaultRule] = [{"status": 500}, {"status": 502}, {"status": 503}, {"action": "drop"}]


@pytest.mark.parametrize("fault", _FAULTS, ids=str)
def test_what_took_effect_counts_and_is_not_sent_again(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply, fault: FaultRule
) -> None:
    job_id = sandbox.add_job(pinned("a", "b"))
    made = plan()
    sandbox.fault("POST", _UPDATE, **(fault | {"when": "after"}))

    run = apply(made)

    assert run.results[str(job_id)].outcome is Outcome.UPDATED
    assert len(sandbox.journal("POST", _UPDATE)) == 1


@pytest.mark.parametrize("fault", _FAULTS, ids=str)
def test_what_took_no_effect_is_decided_again(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply, fault: FaultRule
) -> None:
    job_id = sandbox.add_job(pinned("a", "b"))
    made = plan()
    before = len(sandbox.journal())
    sandbox.fault("POST", _UPDATE, **(fault | {"when": "before"}))

    run = apply(made)

    assert run.results[str(job_id)].outcome is Outcome.UPDATED
    calls = [entry["path"] for entry in sandbox.journal()[before:]]
    # looked at after the lost answer, and once more right before it is sent again
    assert calls == [_GET, _UPDATE, _GET, _GET, _UPDATE, _GET]


def test_a_write_that_never_takes_effect(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    made, stands = plan(), sandbox.job(job_id)
    body = {"error_code": "INTERNAL_ERROR", "message": "broken"}
    sandbox.fault("POST", _UPDATE, status=500, body=body, times=None)

    run = apply(made)

    failed = run.results[str(job_id)]
    assert (failed.outcome, failed.error) == (
        Outcome.FAILED,
        "the server answered 500: broken",
    )
    assert sandbox.job(job_id) == stands
    assert len(sandbox.journal("POST", _UPDATE)) == 6


def test_somebody_edits_while_the_rate_makes_us_wait(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    job_id = sandbox.add_job(pinned("a", "b"))
    made = plan()
    theirs = {"task_key": "a", "libraries": [{"pypi": {"package": "theirs==1"}}]}
    sandbox.fault("POST", _UPDATE, status=429, headers={"Retry-After": "1"})
    # between the refused write and the next look
    sandbox.edit(job_id, method="GET", path=_GET, nth=2, new_settings={"tasks": [theirs]})

    run = apply(made)

    assert run.results[str(job_id)].outcome is Outcome.DRIFTED
    assert sandbox.job(job_id)["settings"]["tasks"][0]["libraries"] == theirs["libraries"]
    assert len(sandbox.journal("POST", _UPDATE)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_somebody_edits_while_the_answer_is_lost(
    sandbox: Sandbox,
    pinned: Pinned,
    plan: MakePlan,
    apply: Apply,
    when: Literal["before", "after"],
) -> None:
    job_id = sandbox.add_job(pinned("a", "b"))
    made = plan()
    sandbox.fault("POST", _UPDATE, status=503, when=when)
    edit = {"max_concurrent_runs": 7}
    sandbox.edit(job_id, path=_GET, nth=2, new_settings=edit)

    run = apply(made)

    expected = Outcome.UPDATED if when == "after" else Outcome.DRIFTED
    assert run.results[str(job_id)].outcome is expected
    assert sandbox.job(job_id)["settings"]["max_concurrent_runs"] == 7
    assert len(sandbox.journal("POST", _UPDATE)) == 1


def test_a_write_that_cannot_be_read_back_is_named_as_such(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    made = plan()
    sandbox.fault("GET", _GET, nth=2, status=403, times=None)

    run = apply(made)

    failed = run.results[str(job_id)]
    assert failed.outcome is Outcome.FAILED
    assert "it was sent, and could not be read back" in (failed.error or "")
    assert run.exit_code is ExitCode.DONE


def test_a_job_that_goes_while_the_answer_is_lost(
    sandbox: Sandbox, pinned: Pinned, plan: MakePlan, apply: Apply
) -> None:
    sandbox.add_identity("ci@example.com", sandbox.token, admin=True)
    job_id = sandbox.add_job(pinned("a"))
    made = plan()
    sandbox.fault("POST", _UPDATE, status=503)
    sandbox.edit(job_id, path=_GET, nth=2, delete=True)

    assert apply(made).results[str(job_id)].error == "the job is gone"
