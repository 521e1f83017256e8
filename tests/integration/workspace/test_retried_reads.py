"""A read is sent again, since repeating it is safe; in the end it succeeds or says why not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    AuthenticationError,
    BadRequestError,
    NotAWorkspaceError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
    WorkspaceError,
)
from apparate_ng.workspace.jobs import Jobs

_GET = "/api/2.2/jobs/get"
_HTML = "<html><body>502 Bad Gateway</body></html>"
_PASSING: dict[str, FaultRule] = {
    "429": {"status": 429},
    "429 with the seconds to wait": {"status": 429, "headers": {"Retry-After": "1"}},
    "429 with a date to wait for": {
        "status": 429,
        "headers": {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"},
    },
    "500": {"status": 500, "body": {"error_code": "INTERNAL_ERROR", "message": "oops"}},
    "502 from a proxy": {"status": 502, "body": _HTML},
    "503": {"status": 503, "body": {"error_code": "TEMPORARILY_UNAVAILABLE"}},
    "503 with the seconds to wait": {"status": 503, "headers": {"Retry-After": "0"}},
    "504": {"status": 504},
    "a dropped connection": {"action": "drop"},
    "half an answer": {"action": "truncate"},
    "a body that is no JSON": {"status": 200, "body": '{"job_id": 1'},
    "no body": {"status": 200},
}


@pytest.mark.parametrize("fault", _PASSING.values(), ids=_PASSING)
def test_a_read_that_fails_once_is_sent_again(
    sandbox: Sandbox, jobs: Jobs, fault: FaultRule
) -> None:
    job_id = sandbox.add_job({"name": "x"})
    sandbox.fault("GET", _GET, **fault)

    assert jobs.read(job_id)["settings"]["name"] == "x"
    assert len(sandbox.journal("GET", _GET)) == 2


def test_patience_ends(sandbox: Sandbox, jobs: Jobs) -> None:
    body = {"error_code": "INTERNAL_ERROR", "message": "still broken"}
    rule: FaultRule = {"status": 500, "body": body, "headers": {"Retry-After": "0"}, "times": None}
    sandbox.fault("GET", _GET, **rule)

    with pytest.raises(UnavailableError, match="still broken") as raised:
        jobs.read(7)

    assert len(sandbox.journal("GET", _GET)) == 6
    assert raised.value.where == f"GET {sandbox.url}{_GET}"
    assert raised.value.hint == "run the same command again later"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (409, AlreadyExistsError),
        (418, BadRequestError),
    ],
)
def test_a_refusal_is_final(
    sandbox: Sandbox, jobs: Jobs, status: int, error: type[WorkspaceError]
) -> None:
    sandbox.fault("GET", _GET, status=status, body="<html>no</html>")

    with pytest.raises(error):
        jobs.read(7)
    assert len(sandbox.journal("GET", _GET)) == 1


def test_a_login_page_is_no_workspace(sandbox: Sandbox, jobs: Jobs) -> None:
    sandbox.fault("GET", _GET, action="login-page", times=None)

    with pytest.raises(NotAWorkspaceError, match="a page for people") as raised:
        jobs.read(7)

    assert raised.value.where == sandbox.url
    assert "DATABRICKS_HOST" in (raised.value.hint or "")
    assert len(sandbox.journal("GET", _GET)) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_no_workspace(sandbox: Sandbox, jobs: Jobs, status: int) -> None:
    sandbox.fault("GET", _GET, status=status, headers={"Location": "/login"})

    with pytest.raises(NotAWorkspaceError):
        jobs.read(7)
    assert sandbox.journal("GET", "/login") == []


def test_a_wrong_token(sandbox: Sandbox, connect: Callable[[str], Connection]) -> None:
    connection = connect("wrong")

    with pytest.raises(AuthenticationError, match="does not accept") as raised:
        list(Jobs(connection).listed())

    assert "--profile" in (raised.value.hint or "")
    assert len(sandbox.journal()) == 1
