"""Files that can be replaced whole where the platform replaces nothing whole: in DBFS.

The content of `NAME` is that of the newest of `NAME`, `.NAME.1`, `.NAME.2`, … Each is created
exclusively and never changed; the first is never removed while the file is there, so that creating
it stays exclusive.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import BinaryIO

from apparate_ng.store.remote_files import RemoteFiles
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    BrokenOffError,
    NotFoundError,
    WorkspaceError,
)
from apparate_ng.workspace.files import Progress, WorkspaceObject
from apparate_ng.workspace.patience import Patience
from apparate_ng.workspace.retrying import Obstacle, TransientFailure
from apparate_ng.workspace.server_clock import ServerClock

_VERSION = re.compile(r"\.(?P<name>.+)\.(?P<number>[1-9][0-9]{0,8})")


class VersionedFiles:
    """Remote files of a kind that has no whole replacement, with one. Thread-safe."""

    largest_replaced = 64 << 20
    """In bytes; the platform takes more, which no small file has."""

    def __init__(self, files: RemoteFiles) -> None:
        self._files = files

    @property
    def clock(self) -> ServerClock:
        """The server's."""
        return self._files.clock

    @property
    def patience(self) -> Patience:
        """As the files below."""
        return self._files.patience

    def status(self, path: str) -> WorkspaceObject | None:
        """What is at `path`, or None."""
        return self._files.status(path)

    def list(self, path: str) -> list[WorkspaceObject]:
        """What is in a folder, one level deep; of each file the newest version, under its name.

        Raises:
            NotFoundError: it is not there.
        """
        newest: dict[str, tuple[int, WorkspaceObject]] = {}
        for entry in self._files.list(path):
            folder, _, name = entry.path.rpartition("/")
            stem, number = _parsed(name)
            if number >= newest.get(stem, (-1, entry))[0]:
                newest[stem] = (number, replace(entry, path=f"{folder}/{stem}"))
        return [entry for _, entry in newest.values()]

    def make_folder(self, path: str) -> None:
        """Make a folder; a success where it is there."""
        self._files.make_folder(path)

    def create(self, path: str, file: BinaryIO, progress: Progress) -> None:
        """Upload a new file.

        Raises:
            AlreadyExistsError: there is one.
            UnconfirmedError: the answer was lost.
        """
        self._files.create(path, file, progress)

    def replace(self, path: str, content: bytes) -> None:
        """Add a version, and remove those between it and the first.

        Raises:
            TransientFailure: somebody else added that version first.
            UnconfirmedError: the answer was lost.
        """
        versions = self._versions(path)
        number = max(versions, default=0) + 1
        try:
            self._files.create(_version(path, number), io.BytesIO(content), lambda _: None)
        except AlreadyExistsError as error:
            raise TransientFailure(error, Obstacle.FAULT) from error
        for old in versions:
            with suppress(WorkspaceError):  # the next one removes it
                self._remove_version(path, old)

    @contextmanager
    def open(self, path: str) -> Iterator[Iterator[bytes]]:
        """The newest version's bytes as a stream.

        Raises:
            NotFoundError: it is not there.
            BrokenOffError: it was replaced meanwhile, or the stream broke off.
        """
        number = max(self._versions(path), default=0)
        try:
            with self._files.open(_version(path, number)) as chunks:
                yield chunks
        except NotFoundError as error:
            if number == 0:
                raise
            raise BrokenOffError("the file was replaced meanwhile", where=path) from error

    def delete(self, path: str) -> None:
        """Remove one file and all of its versions; a success where it is not there."""
        for number in self._versions(path):
            self._remove_version(path, number)
        self._files.delete(path)

    def _remove_version(self, path: str, number: int) -> None:
        self._files.delete(_version(path, number))

    def _versions(self, path: str) -> Sequence[int]:
        folder, _, name = path.rpartition("/")
        try:
            found = self._files.list(folder)
        except NotFoundError:
            return []
        parsed = [_parsed(entry.path.rpartition("/")[2]) for entry in found]
        return sorted(number for stem, number in parsed if stem == name and number > 0)


def _version(path: str, number: int) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/.{name}.{number}" if number else path


def _parsed(name: str) -> tuple[str, int]:
    """The file's name and its version; 0 is the first."""
    found = _VERSION.fullmatch(name)
    return (found["name"], int(found["number"])) if found else (name, 0)
