"""What it means that no answer came: was it sent, and may it be sent again?"""

from __future__ import annotations

import ssl

import pytest
import requests
import responses

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import UnconfirmedError, UnreachableError
from apparate_ng.workspace.retrying import Repeat

_URL = "https://dbc-1.cloud.example.com/api/x"


_LOST = {
    "reset": requests.ConnectionError("reset by peer"),
    "read timeout": requests.ReadTimeout("too slow"),
    "wrong length": requests.exceptions.ChunkedEncodingError("IncompleteRead"),
    "broken record": requests.exceptions.SSLError(ssl.SSLError("bad record mac")),
    "wrong coding": requests.exceptions.ContentDecodingError("gzip"),
}


@pytest.mark.parametrize("error", _LOST.values(), ids=_LOST)
def test_a_read_whose_answer_is_lost_is_sent_again(
    transport: responses.RequestsMock, connection: Connection, error: Exception
) -> None:
    transport.get(_URL, body=error)
    transport.get(_URL, json=[1])

    assert connection.read("/api/x") == [1]


@pytest.mark.parametrize("error", _LOST.values(), ids=_LOST)
def test_a_write_whose_answer_is_lost_is_unconfirmed(
    transport: responses.RequestsMock, connection: Connection, error: Exception
) -> None:
    transport.post(_URL, body=error)

    with pytest.raises(UnconfirmedError, match="broke off"):
        connection.write("/api/x", {}, repeat=Repeat.ONLY_IF_REFUSED)
    assert len(transport.calls) == 1


@pytest.mark.parametrize(
    "error", [requests.ConnectTimeout("no route"), requests.exceptions.ProxyError("no proxy")]
)
def test_what_was_never_sent_is_sent_again_but_not_for_long(
    transport: responses.RequestsMock, connection: Connection, error: Exception
) -> None:
    transport.post(_URL, body=error)

    with pytest.raises(UnreachableError, match="cannot be reached"):
        connection.write("/api/x", {}, repeat=Repeat.ONLY_IF_REFUSED)
    assert len(transport.calls) == 3


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            requests.exceptions.SSLError(ssl.SSLCertVerificationError("self-signed")),
            "no secure connection",
        ),
        (requests.exceptions.InvalidURL("no label"), "cannot be sent"),
    ],
)
def test_what_no_repeat_can_mend(
    transport: responses.RequestsMock, connection: Connection, error: Exception, words: str
) -> None:
    transport.get(_URL, body=error)

    with pytest.raises(UnreachableError, match=words):
        connection.read("/api/x")
    assert len(transport.calls) == 1
