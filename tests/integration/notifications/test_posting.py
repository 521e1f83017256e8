"""Requests to a server that may be slow, wrong or gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from apparate_ng.notifications.delivery_errors import DeliveryError
from apparate_ng.notifications.posting import post
from tests.receivers.certificates import certificates_in
from tests.receivers.mail import closed_port
from tests.receivers.web import Answer, WebReceiver, web_receiver

_SECRET = "T0-B0-s3cret"


@pytest.fixture
def server() -> Iterator[WebReceiver]:
    with web_receiver() as receiver:
        yield receiver


def _trouble(address: str, headers: dict[str, str] | None = None) -> str:
    with pytest.raises(DeliveryError) as raised:
        post(address, b"{}", headers)
    assert _SECRET not in str(raised.value)
    # nor in what a traceback would show of where it came from
    assert raised.value.__context__ is None or raised.value.__suppress_context__
    return str(raised.value)


def test_what_is_sent(server: WebReceiver) -> None:
    post(f"{server.url}/{_SECRET}?a=b", b'{"a":1}', {"X-Own": "1"})
    [posted] = server.posted
    assert (posted.method, posted.path, posted.body) == ("POST", f"/{_SECRET}?a=b", b'{"a":1}')
    assert posted.headers["content-type"] == "application/json"
    assert posted.headers["user-agent"].startswith("apparate-ng/")
    assert posted.headers["x-own"] == "1"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_three_times(server: WebReceiver, status: int) -> None:
    server.answers.extend([Answer(status=status), Answer(status=status)])
    post(server.url, b"{}")
    assert len(server.posted) == 3

    server.answer = Answer(status=status)
    assert _trouble(f"{server.url}/{_SECRET}") == f"HTTP {status}"
    assert len(server.posted) == 6


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_refusal_is_not_tried_again(server: WebReceiver, status: int) -> None:
    server.answer = Answer(status=status, body=b"invalid_payload\n")
    assert _trouble(server.url) == f"HTTP {status} (invalid_payload)"
    assert len(server.posted) == 1


@pytest.mark.parametrize(
    "body", [f"no such address: /{_SECRET}".encode(), b"<html>", b"\xff\xfe", b"", b"x" * 1000]
)
def test_an_answer_that_may_repeat_what_is_secret_is_not_shown(
    server: WebReceiver, body: bytes
) -> None:
    server.answer = Answer(status=404, body=body)
    assert _trouble(server.url) == "HTTP 404"


def test_an_answer_that_ends_early(server: WebReceiver) -> None:
    server.answer = Answer(status=404, body=b"no_service", ends_early=True)
    assert _trouble(server.url) == "HTTP 404"


def test_a_server_that_says_nothing(server: WebReceiver) -> None:
    server.answer = Answer(hangs=True)
    assert _trouble(f"{server.url}/{_SECRET}") == "no answer within 5 s"
    assert len(server.posted) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_led_elsewhere(server: WebReceiver, status: int) -> None:
    with web_receiver() as elsewhere:
        server.answer = Answer(status=status, headers={"Location": f"{elsewhere.url}/x"})
        assert _trouble(f"{server.url}/{_SECRET}", {"DD-API-KEY": _SECRET}) == f"HTTP {status}"
        assert elsewhere.posted == []


def test_a_pause_that_is_asked_for_is_made(server: WebReceiver) -> None:
    server.answers.append(Answer(status=429, headers={"Retry-After": "1"}))
    began = time.monotonic()
    post(server.url, b"{}")
    assert 1 <= time.monotonic() - began < 4


def test_what_may_have_been_taken_is_not_sent_again(server: WebReceiver) -> None:
    server.answer = Answer(breaks_off=True)
    assert _trouble(server.url) == "no connection, or it broke off"
    assert len(server.posted) == 1


def test_nobody_there() -> None:
    with closed_port() as port:
        words = _trouble(f"http://127.0.0.1:{port}/{_SECRET}")
    assert words == "no connection, or it broke off"


@pytest.mark.parametrize(
    "address",
    [_SECRET, f"file:///{_SECRET}", f"http://:{_SECRET}", f"http://[{_SECRET}", "http://"],
)
def test_what_is_no_address(address: str) -> None:
    assert _trouble(address) == "its address or key cannot be used"


def test_a_key_that_no_header_can_hold(server: WebReceiver) -> None:
    for key in (f"{_SECRET}\r\nX: y", f"{_SECRET}\u8449"):
        assert _trouble(server.url, {"DD-API-KEY": key}) == "its address or key cannot be used"
    assert server.posted == []


def test_over_tls_the_server_has_to_be_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates = certificates_in(tmp_path)
    with web_receiver(certificates.server) as server:
        assert _trouble(f"{server.url}/{_SECRET}") == "its certificate is not trusted"
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates.authority))
        post(server.url, b"{}")
        assert len(server.posted) == 1
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / _SECRET))
        assert _trouble(server.url) == "the file of certificate authorities cannot be read"
