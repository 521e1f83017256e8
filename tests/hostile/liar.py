"""A server that answers whatever it is told to: any bytes, any headers, any lie."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

_ME = {"id": "1", "userName": "ci@example.com", "groups": [{"display": "admins"}]}
_NOT_FOUND = {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "not there"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """One answer. `length` is what `Content-Length` claims."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None


def as_json(document: object, status: int = 200) -> Lie:
    """An answer of JSON."""
    return Lie(body=json.dumps(document).encode(), status=status)


Answering = Callable[[str], Lie]
"""From the request's target, with its query, to the answer."""

HONEST: Mapping[str, Lie] = {
    "/api/2.0/preview/scim/v2/Me": as_json(_ME),
    "/api/2.2/jobs/list": as_json({"jobs": []}),
    "/api/2.0/pipelines": as_json({"statuses": []}),
    "/api/2.0/policies/clusters/list": as_json({"policies": []}),
    "/api/2.0/libraries/all-cluster-statuses": as_json({"statuses": []}),
    "/api/2.1/clusters/list": as_json({"clusters": []}),
    "/api/2.0/workspace/list": as_json({"objects": []}),
}
"""An empty workspace."""


@dataclass(slots=True)
class Liar:
    """A running server; `lies` answer paths, or are asked with the whole target."""

    url: str
    lies: dict[str, Lie | Answering] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Method and target, and the headers, of every request."""

    def answer(self, target: str) -> Lie:
        """What it says."""
        path = urlsplit(target).path
        lie = self.lies.get(path) or HONEST.get(path) or as_json(_NOT_FOUND, 404)
        return lie if isinstance(lie, Lie) else lie(target)


@contextmanager
def lying(lies: Mapping[str, Lie | Answering] | None = None) -> Iterator[Liar]:
    """Serve an empty workspace, with lies in place of some answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            liar.asked.append((f"{self.command} {self.path}", dict(self.headers)))
            lie = liar.answer(self.path)
            self.send_response(lie.status)
            for name, text in lie.headers.items():
                self.send_header(name, text)
            length = len(lie.body) if lie.length is None else lie.length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(lie.body)
            self.close_connection = lie.length is not None

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = _serve  # noqa: N815  the names are the base's

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base's
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        liar = Liar(f"http://127.0.0.1:{server.server_port}", dict(lies or {}))
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield liar
        finally:
            server.shutdown()
            thread.join()
