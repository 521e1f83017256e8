"""Which error an answer with an error status is."""

from __future__ import annotations

import pytest
import responses

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    BadRequestError,
    NotFoundError,
    WorkspaceError,
)

_URL = "https://dbc-1.cloud.example.com/api/x"
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
        connection.read("/api/x")


@pytest.mark.parametrize("body", ["[]", '"text"', "null", '{"message": 3}', "plain", ""])
def test_a_refusal_without_a_message(
    transport: responses.RequestsMock, connection: Connection, body: str
) -> None:
    transport.get(_URL, status=418, body=body)

    with pytest.raises(BadRequestError, match="answered with status 418"):
        connection.read("/api/x")


def test_a_long_message_is_cut(transport: responses.RequestsMock, connection: Connection) -> None:
    transport.get(_URL, status=418, json={"message": "x" * 10_000})

    with pytest.raises(BadRequestError) as raised:
        connection.read("/api/x")
    assert len(raised.value.what) == 500
