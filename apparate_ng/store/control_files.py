"""The program's own small files in a store: `<store>/.apparate/…`, for leases and records."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

from apparate_ng.store.remote_files import ReplaceableFiles
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    BrokenOffError,
    NotFoundError,
    UnavailableError,
    UnconfirmedError,
)
from apparate_ng.workspace.files import WorkspaceObject
from apparate_ng.workspace.retrying import Obstacle, TransientFailure, attempts

_FOLDER = ".apparate"
_LARGEST = 64 << 20
"""In bytes: a record of 10,000 dependents has less."""

_FILLED_PERCENT = 90
"""Of the largest: what is created may still grow, by what became of each dependent."""


class TooLargeError(UnavailableError):
    """A file has more bytes than anybody would have written."""


class ControlFiles:
    """Small files by names such as `leases/17.json`. Thread-safe.

    Passing faults are ridden out. Names that begin with a dot belong to files on their way, and
    are not shown.

    Args:
        files: the kind of files.
        uri: the store, as people write it.
        path: the store, as the kind's API wants it.
    """

    def __init__(self, files: ReplaceableFiles, *, uri: str, path: str) -> None:
        self._files = files
        self._uri = uri
        self._path = path

    def uri_of(self, name: str) -> str:
        """Where a file stands, as people write it."""
        return f"{self._uri}/{_FOLDER}/{name}"

    def now(self) -> datetime:
        """The server's time, in UTC; never ahead of it, and hardly behind.

        Raises:
            WorkspaceError: it had to be asked and did not answer.
        """
        return self.reading()[0]

    def reading(self) -> tuple[datetime, float]:
        """The same, and by how many seconds it may be behind, where all answers were slow.

        Raises:
            WorkspaceError: it had to be asked and did not answer.
        """
        if not self._files.clock.is_set:
            self._files.status(self._path)
        return self._files.clock.reading()

    def create(self, name: str, content: bytes) -> None:
        """Write a file that is not there: of several who try, one succeeds.

        The content has to be nobody else's (an id in it will do): where an answer was lost, it
        tells whose file is there.

        Raises:
            AlreadyExistsError: there is one of that name; it is left as it is.
            UnconfirmedError: answers were lost until patience ran out, and it is not there yet.
            TooLargeError: it could be created, but not be replaced when it has grown a little.
            WorkspaceError: as its subclasses say.
        """
        self._refuse_what_cannot_be_replaced(name, content)
        lost: list[UnconfirmedError] = []

        def attempt() -> None:
            try:
                self._create(name, content)
            except AlreadyExistsError:
                # after a lost answer it may be the one that was sent then
                if not lost or self._found(name) != content:
                    raise
            except UnconfirmedError as error:
                lost.append(error)
                self._require_own(name, content, error)

        self._until_done(attempt)

    def _refuse_what_cannot_be_replaced(self, name: str, content: bytes) -> None:
        largest = self._files.largest_replaced * _FILLED_PERCENT // 100
        if len(content) > largest:
            what = f"it would be larger than the {largest >> 20} MB that can be replaced there"
            raise TooLargeError(
                what,
                where=self.uri_of(name),
                hint="deploy in parts, with --job or --tag, or keep the store in a volume",
            )

    def _create(self, name: str, content: bytes) -> None:
        path = self._path_of(name)
        try:
            self._files.create(path, io.BytesIO(content), lambda _: None)
        except NotFoundError:
            self._files.make_folder(path.rpartition("/")[0])
            self._files.create(path, io.BytesIO(content), lambda _: None)

    def _require_own(self, name: str, content: bytes, error: UnconfirmedError) -> None:
        found = self._found(name)
        if found is None:
            raise TransientFailure(error, Obstacle.FAULT) from error
        if found != content:
            raise AlreadyExistsError(
                "there is something already", where=self.uri_of(name)
            ) from error

    def replace(self, name: str, content: bytes) -> None:
        """Write new content in place of the old: whoever reads sees one or the other, whole.

        Two who replace one file at once do not learn of each other; the later one stays. A request
        whose answer was lost may take effect late, after a newer one.

        Raises:
            AlreadyExistsError: the server does not let it be replaced.
            NotFoundError: its folder is not there.
            UnconfirmedError: answers were lost until patience ran out.
            WorkspaceError: as its subclasses say.
        """

        def attempt() -> None:
            try:
                self._files.replace(self._path_of(name), content)
            except UnconfirmedError as error:
                if self._found(name) != content:
                    raise TransientFailure(error, Obstacle.FAULT) from error

        self._until_done(attempt)

    def read(self, name: str, largest: int = _LARGEST) -> bytes:
        """The whole content.

        Raises:
            NotFoundError: there is no such file.
            TooLargeError: it has more than `largest` bytes.
            WorkspaceError: as its subclasses say.
        """
        found: list[bytes] = []

        def attempt() -> None:
            try:
                found[:] = [self._read(name, largest)]
            except BrokenOffError as error:
                raise TransientFailure(error, Obstacle.FAULT) from error

        self._until_done(attempt)
        return found[0]

    def _read(self, name: str, largest: int) -> bytes:
        content = io.BytesIO()
        with self._files.open(self._path_of(name)) as chunks:
            for chunk in chunks:
                content.write(chunk)
                if content.tell() > largest:
                    raise TooLargeError(
                        f"the file is larger than {largest} bytes", where=self.uri_of(name)
                    )
        return content.getvalue()

    def names(self, folder: str) -> list[str]:
        """The files of a folder such as `leases`, without it, sorted; none where it is not there."""
        return sorted(self.modified(folder))

    def modified(self, folder: str) -> dict[str, datetime | None]:
        """The same, each with when it was last written, by the server's clock, where it is told."""
        try:
            found = self._files.list(self._path_of(folder))
        except NotFoundError:
            return {}
        names = {_name(entry): entry.modified_at for entry in found if not entry.is_folder}
        return {name: when for name, when in names.items() if name and not name.startswith(".")}

    def remove(self, name: str) -> None:
        """Delete one file; a success where it is not there."""
        self._files.delete(self._path_of(name))

    def _found(self, name: str) -> bytes | None:
        try:
            return self.read(name)
        except NotFoundError:
            return None

    def _until_done(self, attempt: Callable[[], None]) -> None:
        """Try until it succeeds, fails for good, or patience runs out."""
        try:
            attempts(self._files.patience)(attempt)
        except TransientFailure as failure:
            raise failure.error from failure

    def _path_of(self, name: str) -> str:
        return f"{self._path}/{_FOLDER}/{name}"


def _name(entry: WorkspaceObject) -> str:
    return entry.path.rstrip("/").rsplit("/", 1)[-1]
