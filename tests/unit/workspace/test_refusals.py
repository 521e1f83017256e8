"""Which error an answer with an error status is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
import responses

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    BadRequestError,
    NotFoundError,
    WorkspaceError,
)
from apparate_ng.workspace.retrying import Repeat

_HOST = "https://dbc-1.cloud.example.com"
_URL = f"{_HOST}/api/x"
_NO = "Job 7 does not exist."


@pytest.mark.parametrize(
    ("status", "code", "message", "error"),
    [
        (400, "INVALID_PARAMETER_VALUE", _NO, NotFoundError),
        (404, "RESOURCE_DOES_NOT_EXIST", _NO, NotFoundError),
        (400, "RESOURCE_ALREADY_EXISTS", "there", AlreadyExistsError),
        (409, "", "there", AlreadyExistsError),
        (400, "INVALID_PARAMETER_VALUE", "limit", BadRequestError),
    ],
)
def test_what_a_refusal_means(
    transport: responses.RequestsMock,
    connection: Connection,
    status: int,
    code: str,
    message: str,
    error: type[WorkspaceError],
) -> None:
    transport.get(_URL, status=status, json={"error_code": code, "message": message})

    with pytest.raises(error, match=message):
        connection.read("/api/x", job_id="7")


_ASKS: dict[str, Callable[[Connection], object]] = {
    "query": lambda here: here.read("/api/x", job_id="7"),
    "body": lambda here: here.write("/api/x", {"job_id": 7}, repeat=Repeat.BY_CALLER),
    "path": lambda here: here.read("/api/x/jobs/7"),
}


@pytest.mark.parametrize("ask", _ASKS.values(), ids=_ASKS)
@pytest.mark.parametrize(
    ("message", "is_gone"),
    [
        (_NO, True),
        ("Job 7 does not exist", True),
        ("Job '7' does not exist.", True),
        ("The job with id `7` does not exist.", True),
        ("Cluster 0923-164208-abc does not exist.", False),
        ("Cluster 0923-7 does not exist.", False),
        ("Job 17 does not exist.", False),
        ("Job 71 does not exist.", False),
        ("Job 7: cluster policy 8 does not exist.", False),
        ("Task 'a', on which job 7 depends, does not exist.", False),
        ("The environment of job 7 does not exist.", False),
        ("It does not exist.", False),
    ],
)
def test_what_is_gone_is_what_was_asked_for(
    transport: responses.RequestsMock,
    connection: Connection,
    ask: Callable[[Connection], object],
    message: str,
    *,
    is_gone: bool,
) -> None:
    refusal = {"error_code": "INVALID_PARAMETER_VALUE", "message": message}
    transport.add_callback(
        responses.GET, re.compile(_HOST), lambda _: (400, {}, json.dumps(refusal))
    )
    transport.add_callback(
        responses.POST, re.compile(_HOST), lambda _: (400, {}, json.dumps(refusal))
    )
    transport.assert_all_requests_are_fired = False

    with pytest.raises(NotFoundError if is_gone else BadRequestError, match=re.escape(message)):
        ask(connection)


@pytest.mark.parametrize("body", ["[]", '"text"', "null", '{"message": 3}', "plain", ""])
def test_a_refusal_without_a_message(
    transport: responses.RequestsMock, connection: Connection, body: str
) -> None:
    transport.get(_URL, status=418, body=body)

    with pytest.raises(BadRequestError, match="answered with status 418"):
        connection.read("/api/x")


@pytest.mark.parametrize("status", [500, 501, 502, 503, 504])
@pytest.mark.parametrize("repeat", [Repeat.SAFE, Repeat.ONLY_IF_REFUSED])
def test_a_fault_of_the_server_is_said_with_its_status(
    transport: responses.RequestsMock, connection: Connection, status: int, repeat: Repeat
) -> None:
    transport.post(_URL, status=status, json={"message": "boom"})

    with pytest.raises(WorkspaceError) as raised:
        connection.write("/api/x", {}, repeat=repeat)
    assert raised.value.what == f"the server answered {status}: boom"


@pytest.mark.parametrize("body", ["<html>Not Found</html>", ""])
def test_a_404_of_something_else_says_to_check_the_host(
    transport: responses.RequestsMock, connection: Connection, body: str
) -> None:
    transport.get(_URL, status=404, body=body)

    with pytest.raises(NotFoundError, match="answered with status 404") as raised:
        connection.read("/api/x")
    assert "DATABRICKS_HOST" in (raised.value.hint or "")


def test_a_404_of_the_workspace_is_about_what_was_asked_for(
    transport: responses.RequestsMock, connection: Connection
) -> None:
    transport.get(_URL, status=404, json={"error_code": "RESOURCE_DOES_NOT_EXIST", "message": _NO})

    with pytest.raises(NotFoundError) as raised:
        connection.read("/api/x")
    assert raised.value.hint is None


def test_a_long_message_is_cut(transport: responses.RequestsMock, connection: Connection) -> None:
    transport.get(_URL, status=418, json={"message": "x" * 10_000})

    with pytest.raises(BadRequestError) as raised:
        connection.read("/api/x")
    assert len(raised.value.what) == 500
