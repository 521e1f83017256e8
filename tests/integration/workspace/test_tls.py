"""A TLS server whose handshakes and answers break, and whose certificate nobody knows."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from socket import create_server, socket
from threading import Thread

import pytest

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import Credentials
from apparate_ng.workspace.failures import UnavailableError, UnconfirmedError, UnreachableError
from apparate_ng.workspace.patience import Patience
from apparate_ng.workspace.retrying import Repeat
from tests.receivers.certificates import certificates_in

Turn = Callable[[socket, ssl.SSLContext], None]
_NO_TLS_RECORD = b"\x17\x03\x03\x00\x20" + b"x" * 32
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\n"


def _drop_handshake(raw: socket, context: ssl.SSLContext) -> None:
    del context
    raw.recv(1 << 16)


def _refuse_handshake(raw: socket, context: ssl.SSLContext) -> None:
    del context
    raw.recv(1 << 16)
    raw.sendall(b"\x15\x03\x03\x00\x02\x02\x50")  # a fatal alert: internal_error


def _break_answer(raw: socket, context: ssl.SSLContext) -> None:
    _speak(raw, context, b"", then=_NO_TLS_RECORD)


def _break_body(raw: socket, context: ssl.SSLContext) -> None:
    _speak(raw, context, _ANSWER + b'{"a"', then=_NO_TLS_RECORD)


def _speak_plainly(raw: socket, context: ssl.SSLContext) -> None:
    del context
    raw.recv(1 << 16)
    raw.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def _answer(raw: socket, context: ssl.SSLContext) -> None:
    _speak(raw, context, _ANSWER + b'{"a": 1}')


def _speak(raw: socket, context: ssl.SSLContext, said: bytes, *, then: bytes = b"") -> None:
    """Take one request, answer with `said`, and send `then` past TLS."""
    with context.wrap_socket(raw, server_side=True) as secure:
        secure.recv(1 << 16)
        if said:
            secure.sendall(said)
        if then:
            with socket(fileno=os.dup(secure.fileno())) as bare:
                bare.sendall(then)
                bare.recv(1 << 16)  # the client ends it


@contextmanager
def _server(context: ssl.SSLContext, turns: Sequence[Turn]) -> Iterator[tuple[str, list[Turn]]]:
    """One turn for each connection, the last for all that follow; and which were taken."""
    taken: list[Turn] = []

    def serve() -> None:
        while True:
            raw, _ = listener.accept()
            with raw:
                if closing:
                    return
                taken.append(turns[min(len(taken), len(turns) - 1)])
                try:
                    taken[-1](raw, context)
                except OSError:
                    continue  # a client that does not trust the server

    closing: list[bool] = []
    with create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"https://127.0.0.1:{port}", taken
        finally:
            closing.append(True)
            with socket() as last:
                last.connect(("127.0.0.1", port))
            thread.join()


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    certificates = certificates_in(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates.authority))
    return certificates.server


@contextmanager
def _connected(host: str) -> Iterator[Connection]:
    credentials = Credentials(host=host, headers=lambda: {"Authorization": "Bearer t"})
    connection = Connection(credentials, Patience(pause_scale=0.01))
    try:
        yield connection
    finally:
        connection.close()


_BREAKS = [_drop_handshake, _refuse_handshake, _break_answer, _break_body]


@pytest.mark.parametrize("broken", _BREAKS)
def test_a_read_is_sent_again(trusted: ssl.SSLContext, broken: Turn) -> None:
    with _server(trusted, [broken, broken, _answer]) as (host, taken), _connected(host) as here:
        assert here.read("/api/x") == {"a": 1}

    assert taken == [broken, broken, _answer]


@pytest.mark.parametrize("broken", _BREAKS)
def test_a_read_ends_some_time(trusted: ssl.SSLContext, broken: Turn) -> None:
    with (
        _server(trusted, [broken]) as (host, taken),
        _connected(host) as here,
        pytest.raises(UnavailableError, match="broke off"),
    ):
        here.read("/api/x")

    assert len(taken) == 6


def test_a_server_without_tls_is_named_as_one() -> None:
    with (
        _server(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), [_speak_plainly]) as (host, _),
        _connected(host) as here,
        pytest.raises(UnavailableError, match="the connection broke off: no TLS") as raised,
    ):
        here.read("/api/x")

    assert "http://" in (raised.value.hint or "")


@pytest.mark.parametrize("repeat", [Repeat.BY_CALLER, Repeat.ONLY_IF_REFUSED])
@pytest.mark.parametrize("broken", _BREAKS)
def test_a_write_is_unconfirmed(trusted: ssl.SSLContext, broken: Turn, repeat: Repeat) -> None:
    """Whoever sent it looks whether it was carried out, instead of taking it for never sent."""
    with (
        _server(trusted, [broken, _answer]) as (host, taken),
        _connected(host) as here,
        pytest.raises(UnconfirmedError, match="broke off"),
    ):
        here.write("/api/x", {}, repeat=repeat)

    assert taken == [broken]


@pytest.mark.parametrize(
    "trusts", [False, True], ids=["of an unknown authority", "of another host"]
)
def test_a_certificate_that_proves_nothing_is_final(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, trusts: bool
) -> None:
    certificates = certificates_in(tmp_path, ("another.example.com",))
    if trusts:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates.authority))
    with (
        _server(certificates.server, [_answer]) as (host, taken),
        _connected(host) as here,
        pytest.raises(UnreachableError, match="no secure connection") as raised,
    ):
        here.write("/api/x", {}, repeat=Repeat.BY_CALLER)

    assert raised.value.hint == "check the certificates"
    assert len(taken) == 1


@pytest.mark.parametrize(
    "written", [None, "no certificate\n"], ids=["missing", "of other contents"]
)
def test_authorities_that_cannot_be_read_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str | None
) -> None:
    bundle = tmp_path / "bundle.pem"
    if written is not None:
        bundle.write_text(written)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    server = certificates_in(tmp_path).server
    with (
        _server(server, [_answer]) as (host, taken),
        _connected(host) as here,
        pytest.raises(UnreachableError, match="certificate authorities cannot be read") as raised,
    ):
        here.read("/api/x")

    assert raised.value.where == f"{bundle} (REQUESTS_CA_BUNDLE)"
    assert raised.value.hint is not None
    assert len(taken) <= 1  # the file is read when the socket is open, and nothing is tried again
