"""The connection: one request at a time for whoever asks, from any thread, with retries and pace."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
import requests

from apparate_ng.model.decoding import decoded
from apparate_ng.workspace.answer import Answer, answer_of
from apparate_ng.workspace.call import Call
from apparate_ng.workspace.credentials import Credentials
from apparate_ng.workspace.failures import (
    BrokenOffError,
    NotAWorkspaceError,
    UnavailableError,
    error_from_response,
)
from apparate_ng.workspace.obstacles import (
    failure_of_exchange,
    failure_of_status,
    lost,
    no_authorities,
)
from apparate_ng.workspace.pace import Pace
from apparate_ng.workspace.patience import USUAL, Patience
from apparate_ng.workspace.retrying import Repeat, TransientFailure, attempts
from apparate_ng.workspace.server_clock import ServerClock
from apparate_ng.workspace.session import Session

Json: TypeAlias = Any
_Shape = TypeVar("_Shape")
CONCURRENCY = 16
"""How many requests may be under way at once."""
_CONNECT_S = 5.0
_CHUNK = 1 << 20
_TOO_MANY = 429
_PASSING = frozenset({500, 502, 503, 504})
_NOT_A_WORKSPACE = "a page for people answers in place of the workspace's API"
_CHECK_HOST = "check DATABRICKS_HOST or the profile's host, and that no proxy asks for a sign-in"
_LOG = logging.getLogger(__name__)


class Connection:
    """A workspace, as one identity. Thread-safe; close it when done."""

    def __init__(self, credentials: Credentials, patience: Patience = USUAL) -> None:
        self.host = credentials.host
        self.patience = patience
        self.clock = ServerClock()
        self._pace = Pace(patience.pause)
        self._session = Session(credentials.headers, connections=CONCURRENCY)

    def close(self) -> None:
        """Close all sockets."""
        self._session.close()

    def read_as(
        self,
        shape: type[_Shape],
        path: str,
        /,
        *,
        query: Mapping[str, str],
        salvage: Callable[[bytes], _Shape | None] | None = None,
    ) -> _Shape:
        """GET a JSON document, decoded in the same pass that looks whether it is one.

        Where it is none, `salvage` may make of it what can be made; None counts as no answer.

        Raises:
            UnavailableError: it is JSON of another shape.
            WorkspaceError: as its subclasses say.
        """
        call = Call(
            method="GET", path=path, query=query, repeat=Repeat.SAFE, shape=shape, salvage=salvage
        )
        return cast("_Shape", self._answer(call).document)

    def read(self, path: str, /, **query: str) -> Json:
        """GET a JSON document.

        Raises:
            UnavailableError: it is JSON, and nobody can read it.
            WorkspaceError: as its subclasses say.
        """
        call = Call(method="GET", path=path, query=query, repeat=Repeat.SAFE)
        return self._parsed(call, self._body(call))

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
        call = Call(method="POST", path=path, body=body, repeat=Repeat.ONLY_IF_REFUSED)
        answer = self._body(call)
        return self._parsed(call, answer or b"{}")

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
        answer = self._answer(call)
        answer.stream.close()
        return answer.headers

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

        No API answers a file as `text/html`, and a page to sign in could pass for any text.

        Raises:
            BrokenOffError: the stream broke off; nothing is repeated half-way.
            NotAWorkspaceError: a page for people came instead.
            WorkspaceError: as its subclasses say.
        """
        call = Call(method="GET", path=path, query=query, repeat=Repeat.SAFE, stream=True)
        response = self._answer(call).stream
        try:
            if response.headers.get("Content-Type", "").lower().startswith("text/html"):
                raise NotAWorkspaceError(_NOT_A_WORKSPACE, where=self.host, hint=_CHECK_HOST)
            yield response.iter_content(_CHUNK)
        except requests.RequestException as error:
            raise BrokenOffError(
                "the download broke off", where=self._where(call), hint="run the command again"
            ) from error
        finally:
            response.close()

    def _parsed(self, call: Call, text: bytes) -> Json:
        """The document, by Python's own parser, which keeps integers of any size up to a limit."""
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            what = "the answer is nested too deeply, or has a number of thousands of digits"
            raise UnavailableError(what, where=self._where(call)) from error

    def _body(self, call: Call) -> bytes:
        return self._answer(call).body

    def _answer(self, call: Call) -> Answer:
        if call.repeat is Repeat.BY_CALLER:
            return self._attempt(call)
        try:
            return attempts(self.patience)(self._attempt, call)
        except TransientFailure as failure:
            raise failure.error from failure

    def _attempt(self, call: Call) -> Answer:
        endpoint = f"{call.method} {call.path}"
        self._pace.wait(endpoint)
        started = time.monotonic()
        answer = self._exchange(call)
        elapsed_ms = (time.monotonic() - started) * 1000
        _LOG.debug("%s -> %d in %.0f ms", endpoint, answer.status, elapsed_ms)
        if answer.status == _TOO_MANY:
            self._pace.throttled(endpoint)
        elif answer.status not in _PASSING:  # which proxies answer, too
            self.clock.observe(answer.headers.get("Date"), elapsed_ms / 1000)
        self._refuse_failure(call, answer)
        self._pace.succeeded(endpoint)
        return answer if call.stream else self._decoded(call, answer)

    def _exchange(self, call: Call) -> Answer:
        data, content_type = call.content() if call.content else (None, "application/json")
        try:
            response = self._session.request(
                call.method,
                self.host + call.path,
                params=call.query,
                json=call.body,
                data=data,
                headers={"Content-Type": content_type} if data is not None else None,
                timeout=(_CONNECT_S, self.patience.answer_s),
                stream=True,  # the body is read below, in larger pieces
                allow_redirects=call.stream,  # downloads may be sent elsewhere, JSON never is
            )
            return answer_of(response, leave_stream=call.stream)
        except requests.RequestException as error:
            raise failure_of_exchange(error, call, self._where(call)) from error
        except OSError as error:
            if error.errno is not None:  # of the file that is sent
                raise
            raise no_authorities() from error

    def _refuse_failure(self, call: Call, answer: Answer) -> None:
        where, status = self._where(call), answer.status
        if status == _TOO_MANY or status in _PASSING:
            raise failure_of_status(answer, call, where)
        if status >= 400:  # noqa: PLR2004  HTTP's own number
            raise error_from_response(status, answer.body, where, call.asked_for)
        if status >= 300:  # noqa: PLR2004  the same
            raise NotAWorkspaceError(_NOT_A_WORKSPACE, where=self.host, hint=_CHECK_HOST)

    def _decoded(self, call: Call, answer: Answer) -> Answer:
        """The answer with its document; what is no JSON, such as a login page, is refused."""
        text = answer.body.strip()
        if text.startswith(b"<"):
            if call.repeat is Repeat.BY_CALLER:
                raise lost(call, _NOT_A_WORKSPACE, self._where(call))
            raise NotAWorkspaceError(_NOT_A_WORKSPACE, where=self.host, hint=_CHECK_HOST)
        if not text and call.method != "GET":
            return answer  # writes are often answered with nothing
        try:
            if not text.isascii():
                text.decode()  # the look below passes over the inside of strings
            return replace(answer, document=decoded(text, call.shape))
        except msgspec.ValidationError as error:
            what = f"the answer has an unknown shape: {error}"
            raise UnavailableError(what, where=self._where(call)) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            salvaged = None if call.salvage is None else call.salvage(text)
            if salvaged is not None:
                return replace(answer, document=salvaged)
            raise lost(call, "the answer is no JSON", self._where(call)) from error

    def _where(self, call: Call) -> str:
        return f"{call.method} {self.host}{call.path}"
