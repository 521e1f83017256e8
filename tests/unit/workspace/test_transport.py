"""Answers that a real server gives rarely, put into the transport itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import responses

from apparate_ng.__about__ import __version__
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import Credentials
from apparate_ng.workspace.failures import (
    NotAWorkspaceError,
    UnavailableError,
)
from apparate_ng.workspace.retrying import Repeat

_HOST = "https://dbc-1.cloud.example.com"
_URL = f"{_HOST}/api/x"


def test_who_asks_is_said(transport: responses.RequestsMock, connection: Connection) -> None:
    transport.get(_URL, json={"a": 1})

    assert connection.read("/api/x", page="2") == {"a": 1}
    request = transport.calls[0].request
    assert request.headers["Authorization"] == "Bearer t"
    assert request.headers["User-Agent"] == f"apparate-ng/{__version__}"
    assert request.url == f"{_URL}?page=2"


@pytest.mark.parametrize("content_type", ["text/plain", "text/html", "application/octet-stream"])
def test_the_body_counts_and_not_its_content_type(
    transport: responses.RequestsMock, connection: Connection, content_type: str
) -> None:
    transport.get(_URL, body=b' {"a": "\xc3\xa4"}\n', content_type=content_type)

    assert connection.read("/api/x") == {"a": "ä"}


@pytest.mark.parametrize("body", [b"<!DOCTYPE html>", b"\n  <html>", b"<xml/>"])
def test_markup_under_a_json_label_is_no_workspace(
    transport: responses.RequestsMock, connection: Connection, body: bytes
) -> None:
    transport.get(_URL, body=body, content_type="application/json")

    with pytest.raises(NotAWorkspaceError):
        connection.read("/api/x")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        b"{",
        b"OK",
        b'{"a": 1} {"b": 2}',
        b"\xff\xfe",
        b"NaN",
        b'{"a": "\xff"}',
        b"[" * 5000,
    ],
)
def test_a_read_that_never_gets_json(
    transport: responses.RequestsMock, connection: Connection, body: bytes
) -> None:
    transport.get(_URL, body=body)

    with pytest.raises(UnavailableError, match="no JSON"):
        connection.read("/api/x")
    assert len(transport.calls) == 6


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b" \n"])
def test_a_write_may_be_answered_with_nothing(
    transport: responses.RequestsMock, connection: Connection, body: bytes
) -> None:
    transport.post(_URL, body=body)

    connection.write("/api/x", {"a": None, "b": "ä"}, repeat=Repeat.ONLY_IF_REFUSED)

    assert transport.calls[0].request.body == b'{"a": null, "b": "\\u00e4"}'
    assert transport.calls[0].request.headers["Content-Type"] == "application/json"


def test_throttled_without_a_word(
    transport: responses.RequestsMock, connection: Connection
) -> None:
    transport.get(_URL, status=429, body=b"")
    transport.get(_URL, status=429, body=b"slow down", headers={"Retry-After": "0"})
    transport.get(_URL, json={})

    assert connection.read("/api/x") == {}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_login_page_is_not_followed(
    transport: responses.RequestsMock, connection: Connection, status: int
) -> None:
    transport.get(_URL, status=status, headers={"Location": "https://login.example.com/"})

    with pytest.raises(NotAWorkspaceError, match="a page for people"):
        connection.read("/api/x")
    assert len(transport.calls) == 1


_SECRETS = {
    "Authorization": "Bearer secret",
    "X-Databricks-Azure-SP-Management-Token": "secret",
    "X-Databricks-GCP-SA-Access-Token": "secret",
}


@pytest.fixture
def known() -> Iterator[Connection]:
    """One that shows all that the platform's clients may show."""
    connection = Connection(Credentials(host=_HOST, headers=lambda: _SECRETS))
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://storage.example.com/file",
        f"{_HOST}:8443/file",
        _HOST.replace("https", "http") + "/file",
    ],
    ids=["host", "port", "no TLS"],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_download_may_be_sent_elsewhere_without_our_secrets(
    transport: responses.RequestsMock, known: Connection, elsewhere: str, status: int
) -> None:
    transport.get(_URL, status=status, headers={"Location": elsewhere})
    transport.get(elsewhere, status=307, headers={"Location": f"{elsewhere}/2"})
    transport.get(f"{elsewhere}/2", body=b"content")

    with known.download("/api/x") as chunks:
        assert b"".join(chunks) == b"content"
    first, *others = (call.request for call in transport.calls)
    assert _SECRETS.items() <= first.headers.items()
    assert [request.url for request in others] == [elsewhere, f"{elsewhere}/2"]
    for request in others:
        assert set(request.headers) <= {"User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_a_download_that_stays_keeps_our_secrets(
    transport: responses.RequestsMock, known: Connection
) -> None:
    transport.get(_URL, status=307, headers={"Location": "/api/y"})
    transport.get(f"{_HOST}/api/y", body=b"content")

    with known.download("/api/x") as chunks:
        assert b"".join(chunks) == b"content"
    assert _SECRETS.items() <= transport.calls[1].request.headers.items()


def test_no_netrc_entry_is_shown_elsewhere(
    transport: responses.RequestsMock,
    known: Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    elsewhere = "https://storage.example.com/file"
    transport.get(_URL, status=307, headers={"Location": elsewhere})
    transport.get(elsewhere, body=b"content")

    with known.download("/api/x") as chunks:
        assert b"".join(chunks) == b"content"
    assert "Authorization" not in transport.calls[1].request.headers
