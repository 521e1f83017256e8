"""A write is sent again only where the server certainly did nothing."""

from __future__ import annotations

import pytest

from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.workspace.failures import (
    PermissionDeniedError,
    UnavailableError,
    UnconfirmedError,
)
from apparate_ng.workspace.jobs import Jobs
from apparate_ng.workspace.retrying import TransientFailure

_UPDATE, _RESET = "/api/2.2/jobs/update", "/api/2.2/jobs/reset"
_LOST: dict[str, FaultRule] = {
    "500 before": {"status": 500, "when": "before"},
    "500 after": {"status": 500, "when": "after"},
    "502 before": {"status": 502, "body": "<html>", "when": "before"},
    "503 before": {"status": 503, "when": "before"},
    "503 after": {"status": 503, "when": "after"},
    "504 after": {"status": 504, "when": "after"},
    "dropped before": {"action": "drop", "when": "before"},
    "dropped after": {"action": "drop", "when": "after"},
    "half an answer": {"action": "truncate"},
    "no JSON, before": {"status": 200, "body": "{", "when": "before"},
}


@pytest.mark.parametrize("fault", _LOST.values(), ids=_LOST)
def test_a_write_whose_answer_is_lost_is_not_sent_again(
    sandbox: Sandbox, jobs: Jobs, fault: FaultRule
) -> None:
    job_id = sandbox.add_job({"name": "before"})
    sandbox.fault("POST", _UPDATE, **fault)

    with pytest.raises(UnconfirmedError):
        jobs.update(job_id, {"name": "after"})

    took_effect = fault.get("when") == "after" or fault.get("action") == "truncate"
    assert len(sandbox.journal("POST", _UPDATE)) == 1
    assert sandbox.job(job_id)["settings"]["name"] == ("after" if took_effect else "before")


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "1"}])
def test_a_write_that_was_refused_by_rate_is_the_callers_to_repeat(
    sandbox: Sandbox, jobs: Jobs, headers: dict[str, str]
) -> None:
    job_id = sandbox.add_job({"name": "before"})
    sandbox.fault("POST", _UPDATE, status=429, headers=headers)

    with pytest.raises(TransientFailure) as refused:
        jobs.update(job_id, {"name": "after"})

    assert refused.value.retry_after == (float(headers["Retry-After"]) if headers else None)
    assert len(sandbox.journal("POST", _UPDATE)) == 1
    assert sandbox.job(job_id)["settings"]["name"] == "before"


@pytest.mark.parametrize("fault", _LOST.values(), ids=_LOST)
def test_a_reset_ends_the_same_however_often_it_is_sent(
    sandbox: Sandbox, jobs: Jobs, fault: FaultRule
) -> None:
    job_id = sandbox.add_job({"name": "before"})
    sandbox.fault("POST", _RESET, **fault)

    jobs.reset(job_id, {"name": "after"})

    assert len(sandbox.journal("POST", _RESET)) == 2
    assert sandbox.job(job_id)["settings"]["name"] == "after"


def test_a_reset_that_keeps_failing(sandbox: Sandbox, jobs: Jobs) -> None:
    quick = {"Retry-After": "0"}
    sandbox.fault("POST", _RESET, status=503, headers=quick, times=None)

    with pytest.raises(UnavailableError):
        jobs.reset(1, {})
    assert len(sandbox.journal("POST", _RESET)) == 6


def test_a_write_that_is_refused_changes_nothing(sandbox: Sandbox, jobs: Jobs) -> None:
    job_id = sandbox.add_job({"name": "before"}, access={"ci@example.com": "CAN_VIEW"})

    with pytest.raises(PermissionDeniedError, match="Manage"):
        jobs.update(job_id, {"name": "after"})

    assert len(sandbox.journal("POST", _UPDATE)) == 1
    assert sandbox.job(job_id)["settings"]["name"] == "before"


def test_a_login_page_instead_of_a_write(sandbox: Sandbox, jobs: Jobs) -> None:
    job_id = sandbox.add_job({"name": "before"})
    sandbox.fault("POST", _UPDATE, action="login-page")

    with pytest.raises(UnconfirmedError, match="a page for people"):
        jobs.update(job_id, {"name": "after"})
    assert len(sandbox.journal("POST", _UPDATE)) == 1


def test_what_is_read_can_be_sent_back_whole(sandbox: Sandbox, jobs: Jobs) -> None:
    odd = {"big": 2**70, "text": "ä☃\u2028\U0001f600", "none": None, "empty": {}, "list": []}
    task = {"task_key": "a", "new_thing": {**odd, "deep": [odd, [[]]]}, "float": 0.1}
    job_id = sandbox.add_job({"tasks": [task]}, job_id=2**63 - 1)

    jobs.update(job_id, {"tasks": jobs.read(job_id)["settings"]["tasks"]})

    stored = sandbox.job(job_id)["settings"]["tasks"][0]
    assert {key: stored[key] for key in task} == task
    sent = sandbox.journal("POST", _UPDATE)[0]["body"]["new_settings"]["tasks"]
    assert sent == [task]
