"""The connection: one request at a time for whoever asks, from any thread, with retries and pace."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

import msgspec
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from apparate_ng.__about__ import __version__
from apparate_ng.workspace.call import Call
from apparate_ng.workspace.credentials import Credentials
from apparate_ng.workspace.failures import (
    BrokenOffError,
    NotAWorkspaceError,
    error_from_response,
)
from apparate_ng.workspace.obstacles import failure_of_exchange, failure_of_status, lost
from apparate_ng.workspace.pace import Pace
from apparate_ng.workspace.retrying import Repeat, TransientFailure, attempts

Json: TypeAlias = Any
CONCURRENCY = 16
"""How many requests may be under way at once."""
_CONNECT_S, _READ_S = 5.0, 60.0
_CHUNK = 1 << 20
_TOO_MANY = 429
_PASSING = frozenset({500, 502, 503, 504})
_NOT_A_WORKSPACE = "a page for people answers in place of the workspace's API"
_CHECK_HOST = "check DATABRICKS_HOST or the profile's host, and that no proxy asks for a sign-in"
_LOG = logging.getLogger(__name__)


class _HeaderAuth(AuthBase):
    """Sets our headers last, so that no .netrc entry for the host replaces them."""

    def __init__(self, headers: Callable[[], Mapping[str, str]]) -> None:
        self._headers = headers

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.update(self._headers())
        return request


class Connection:
    """A workspace, as one identity. Thread-safe; close it when done."""

    def __init__(self, credentials: Credentials) -> None:
        self.host = credentials.host
        self._pace = Pace()
        self._session = requests.Session()
        self._session.auth = _HeaderAuth(credentials.headers)
        self._session.headers["User-Agent"] = f"apparate-ng/{__version__}"
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=CONCURRENCY)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def close(self) -> None:
        """Close all sockets."""
        self._session.close()

    def read_bytes(self, path: str, /, **query: str) -> bytes:
        """GET a JSON document without parsing it."""
        return self._body(Call(method="GET", path=path, query=query, repeat=Repeat.SAFE))

    def read(self, path: str, /, **query: str) -> Json:
        """GET a JSON document.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        return json.loads(self.read_bytes(path, **query))

    def write(self, path: str, body: Json, *, repeat: Repeat, method: str = "POST") -> None:
        """Send a JSON document; what the server answers beside its status is of no interest.

        Raises:
            UnconfirmedError: the answer was lost and a repeat would not be safe.
            TransientFailure: it had no effect, and repeating it was left to the caller.
            WorkspaceError: as its subclasses say.
        """
        self._body(Call(method=method, path=path, body=body, repeat=repeat))

    def ask(self, path: str, body: Json) -> Json:
        """POST a JSON document that must not be sent twice, for what the server answers.

        Raises:
            UnconfirmedError: the answer was lost.
            WorkspaceError: as its subclasses say.
        """
        answer = self._body(
            Call(method="POST", path=path, body=body, repeat=Repeat.ONLY_IF_REFUSED)
        )
        return json.loads(answer or b"{}")

    def send(
        self,
        path: str,
        content: Callable[[], tuple[Any, str]],
        *,
        method: str = "POST",
        query: Mapping[str, str] | None = None,
        repeat: Repeat = Repeat.ONLY_IF_REFUSED,
    ) -> None:
        """Send a stream that `content` opens anew for each attempt.

        Raises:
            UnconfirmedError: the answer was lost.
            TransientFailure: it had no effect, and repeating it was left to the caller.
            WorkspaceError: as its subclasses say.
        """
        self._body(Call(method=method, path=path, query=query, content=content, repeat=repeat))

    def headers(self, path: str) -> Mapping[str, str]:
        """What HEAD says of an object.

        Raises:
            NotFoundError: it is not there, or not for this identity to see.
            WorkspaceError: as its subclasses say.
        """
        call = Call(method="HEAD", path=path, repeat=Repeat.SAFE, stream=True)
        response = self._answer(call)
        response.close()
        return response.headers

    def remove(self, path: str) -> None:
        """DELETE an object.

        Raises:
            NotFoundError: it is not there.
            WorkspaceError: as its subclasses say.
        """
        self._body(Call(method="DELETE", path=path, repeat=Repeat.SAFE))

    @contextmanager
    def download(self, path: str, /, **query: str) -> Iterator[Iterator[bytes]]:
        """GET a file as a stream of chunks.

        Raises:
            BrokenOffError: the stream broke off; nothing is repeated half-way.
            WorkspaceError: as its subclasses say.
        """
        call = Call(method="GET", path=path, query=query, repeat=Repeat.SAFE, stream=True)
        response = self._answer(call)
        try:
            yield response.iter_content(_CHUNK)
        except requests.RequestException as error:
            raise BrokenOffError(
                "the download broke off", where=self._where(call), hint="run the command again"
            ) from error
        finally:
            response.close()

    def _body(self, call: Call) -> bytes:
        response = self._answer(call)
        return response.content

    def _answer(self, call: Call) -> requests.Response:
        if call.repeat is Repeat.BY_CALLER:
            return self._attempt(call)
        try:
            return attempts()(self._attempt, call)
        except TransientFailure as failure:
            raise failure.error from failure

    def _attempt(self, call: Call) -> requests.Response:
        endpoint = f"{call.method} {call.path}"
        self._pace.wait(endpoint)
        started = time.monotonic()
        response = self._exchange(call)
        elapsed_ms = (time.monotonic() - started) * 1000
        _LOG.debug("%s -> %d in %.0f ms", endpoint, response.status_code, elapsed_ms)
        if response.status_code == _TOO_MANY:
            self._pace.throttled(endpoint)
        self._refuse_failure(call, response)
        self._pace.succeeded(endpoint)
        return response

    def _exchange(self, call: Call) -> requests.Response:
        data, content_type = call.content() if call.content else (None, "application/json")
        try:
            return self._session.request(
                call.method,
                self.host + call.path,
                params=call.query,
                json=call.body,
                data=data,
                headers={"Content-Type": content_type} if data is not None else None,
                timeout=(_CONNECT_S, _READ_S),
                stream=call.stream,
                allow_redirects=call.stream,  # downloads may be sent elsewhere, JSON never is
            )
        except requests.RequestException as error:
            raise failure_of_exchange(error, call, self._where(call)) from error

    def _refuse_failure(self, call: Call, response: requests.Response) -> None:
        where, status = self._where(call), response.status_code
        if status == _TOO_MANY or status in _PASSING:
            raise failure_of_status(response, call, where)
        if status >= 400:  # noqa: PLR2004  HTTP's own number
            raise error_from_response(status, response.content, where)
        if status >= 300:  # noqa: PLR2004  the same
            raise NotAWorkspaceError(_NOT_A_WORKSPACE, where=self.host, hint=_CHECK_HOST)
        if not call.stream:
            self._refuse_other_than_json(call, response.content)

    def _refuse_other_than_json(self, call: Call, body: bytes) -> None:
        text = body.strip()
        if text.startswith(b"<"):
            if call.repeat is Repeat.BY_CALLER:
                raise lost(call, _NOT_A_WORKSPACE, self._where(call))
            raise NotAWorkspaceError(_NOT_A_WORKSPACE, where=self.host, hint=_CHECK_HOST)
        if not text and call.method != "GET":
            return  # writes are often answered with nothing
        try:
            if not text.isascii():
                text.decode()  # the look below passes over the inside of strings
            msgspec.json.decode(text, type=msgspec.Raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise lost(call, "the answer is no JSON", self._where(call)) from error

    def _where(self, call: Call) -> str:
        return f"{call.method} {self.host}{call.path}"
