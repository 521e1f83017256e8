"""The files of leases in a store: the highest number counts, and is never removed."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from apparate_ng.model.deployments.lease import (
    Lease,
    Standing,
    file_name,
    lease_content,
    number_of,
    read_lease,
)
from apparate_ng.store.control_files import ControlFiles, TooLargeError
from apparate_ng.workspace.failures import NotFoundError, WorkspaceError

_FOLDER = "leases"
_LARGEST = 1 << 16
"""In bytes; a lease has some hundreds."""
_KEPT = 5
"""How many of the last are left for people who want to know who was there."""


class LeaseFiles:
    """The leases of one store. Thread-safe.

    Every method raises WorkspaceError as its subclasses say.
    """

    def __init__(self, control: ControlFiles) -> None:
        self._control = control

    def now(self) -> datetime:
        """The server's time: never ahead of it, and hardly behind."""
        return self._control.now()

    def reading(self) -> tuple[datetime, float]:
        """The same, and by how many seconds it may be behind, where all answers were slow."""
        return self._control.reading()

    def place_of(self, number: int) -> str:
        """Where a lease stands, as people write it."""
        return self._control.uri_of(f"{_FOLDER}/{file_name(number)}")

    def highest(self) -> int:
        """The highest number; 0 where there is none."""
        return max(self._numbers(), default=0)

    def latest(self) -> Standing | None:
        """The lease of the highest number, or None where there is none."""
        numbers = self._numbers()
        if not numbers:
            return None
        number = max(numbers)
        lease = read_lease(self._content(number), number)
        return Standing(number=number, lease=lease, written_at=numbers[number])

    def _content(self, number: int) -> bytes:
        try:
            return self._control.read(_path(number), largest=_LARGEST)
        except (TooLargeError, NotFoundError):
            return b""  # it counts, whatever it is, or why ever it cannot be seen

    def create(self, lease: Lease) -> None:
        """Take a number: of several who try, one succeeds.

        Raises:
            AlreadyExistsError: somebody else has it.
        """
        self._control.create(_path(lease.number), lease_content(lease))

    def replace(self, lease: Lease) -> None:
        """Write a lease anew.

        Raises:
            AlreadyExistsError: the server does not let it be replaced.
        """
        self._control.replace(_path(lease.number), lease_content(lease))

    def tidy(self, below: int) -> None:
        """Remove the files of numbers long past; what stays is tried again another time."""
        with suppress(WorkspaceError):
            for number in sorted(self._numbers()):
                if number < below - _KEPT:
                    self._control.remove(_path(number))

    def _numbers(self) -> dict[int, datetime | None]:
        found = self._control.modified(_FOLDER)
        numbered = {number_of(name): when for name, when in found.items()}
        return {number: when for number, when in numbered.items() if number is not None}


def _path(number: int) -> str:
    return f"{_FOLDER}/{file_name(number)}"
