"""A small HTTP server that keeps what it is sent, and answers as a test wants."""

from __future__ import annotations

import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One request; the names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How it answers."""

    status: int = 200
    body: bytes = b"ok"
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    """It takes the request and says nothing."""
    drips: bool = False
    """It sends a byte of a heading now and then, for ever."""
    ends_early: bool = False
    """It promises more of a body than it sends."""
    breaks_off: bool = False
    """It takes the request and closes the connection."""


class WebReceiver:
    """What was sent, and what is answered: `answers` first, one after the other, then `answer`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.posted: list[Posted] = []
        self.answers: deque[Answer] = deque()
        self.answer = Answer()
        self.over = threading.Event()

    def next_answer(self) -> Answer:
        """How the next request is answered."""
        return self.answers.popleft() if self.answers else self.answer

    @property
    def paths(self) -> list[str]:
        """The paths of what was sent, in order."""
        return [one.path for one in self.posted]


@contextmanager
def web_receiver(tls: ssl.SSLContext | None = None) -> Iterator[WebReceiver]:
    """Listen on a port of its own, on loopback."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "http" if tls is None else "https"
    server.receiver = WebReceiver(f"{scheme}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.receiver
    finally:
        server.receiver.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    receiver: WebReceiver

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  the base's
        """A client that goes away is none of the test's concern."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """Keep it, and answer."""
        receiver = self.server.receiver
        length = int(self.headers.get("Content-Length", "0"))
        headers = {name.lower(): text for name, text in self.headers.items()}
        body = self.rfile.read(length)
        receiver.posted.append(
            Posted(method=self.command, path=self.path, headers=headers, body=body)
        )
        answer = receiver.next_answer()
        if answer.hangs:
            receiver.over.wait()
        elif answer.drips:
            self._drip(receiver.over)
        elif not answer.breaks_off:
            self._send(answer)

    def _drip(self, over: threading.Event) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not over.wait(0.1):
            self.wfile.write(b".")

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, text in answer.headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(answer.body) + answer.ends_early))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        """Say nothing."""
