"""Remote files in memory: exclusive creation, whole replacement, and a server with a clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import BinaryIO

from apparate_ng.workspace.failures import AlreadyExistsError, NotFoundError
from apparate_ng.workspace.files import Progress, WorkspaceObject
from apparate_ng.workspace.patience import USUAL
from apparate_ng.workspace.server_clock import ServerClock

_BEGINNING = datetime(2026, 1, 31, 12, 0, 0, 250_000, tzinfo=timezone.utc)


@dataclass
class Server:
    """What all who talk to it share; `seconds` is the true time, since the beginning."""

    seconds: float = 0.0
    contents: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    born: dict[str, float] = field(default_factory=dict)
    """When each file was created first."""

    @property
    def now(self) -> datetime:
        return _BEGINNING + timedelta(seconds=self.seconds)

    def names(self) -> list[str]:
        return [path.rpartition("/")[2] for path in self.contents]


class MemoryFiles:
    """One client's view of the server, whose own clock is off by `ahead` seconds.

    `pause` is called before and after each request: time may pass on the way.
    """

    largest_replaced = 1 << 20

    def __init__(
        self, server: Server, ahead: float = 0.0, pause: Callable[[], None] = lambda: None
    ) -> None:
        self._server, self._ahead, self._pause = server, ahead, pause
        self.clock = ServerClock(self.seconds)
        self.patience = USUAL
        self.refuses_replacement = False

    def seconds(self) -> float:
        """The client's steady clock."""
        return self._server.seconds + self._ahead

    @contextmanager
    def _request(self) -> Iterator[dict[str, tuple[bytes, datetime]]]:
        self._pause()
        began = self.seconds()
        with self._server.lock:
            date = format_datetime(self._server.now.replace(microsecond=0), usegmt=True)
            yield self._server.contents
        self._pause()
        self.clock.observe(date, self.seconds() - began)

    def status(self, path: str) -> WorkspaceObject | None:
        with self._request() as contents:
            found = contents.get(path)
        return None if found is None else _object(path, *found)

    def list(self, path: str) -> list[WorkspaceObject]:
        with self._request() as contents:
            return [
                _object(name, *found)
                for name, found in contents.items()
                if name.rpartition("/")[0] == path
            ]

    def make_folder(self, path: str) -> None:
        del path

    def create(self, path: str, file: BinaryIO, progress: Progress) -> None:
        del progress
        with self._request() as contents:
            if path in contents:
                raise AlreadyExistsError("there is something already", where=path)
            contents[path] = (file.read(), self._server.now)
            self._server.born.setdefault(path, self._server.seconds)

    def replace(self, path: str, content: bytes) -> None:
        with self._request() as contents:
            if self.refuses_replacement:
                raise AlreadyExistsError("Node named … already exists", where=path)
            contents[path] = (content, self._server.now)

    @contextmanager
    def open(self, path: str) -> Iterator[Iterator[bytes]]:
        with self._request() as contents:
            found = contents.get(path)
        if found is None:
            raise NotFoundError("there is nothing", where=path)
        yield iter([found[0]])

    def delete(self, path: str) -> None:
        with self._request() as contents:
            contents.pop(path, None)


def _object(path: str, content: bytes, written_at: datetime) -> WorkspaceObject:
    return WorkspaceObject(path=path, is_folder=False, size=len(content), modified_at=written_at)
