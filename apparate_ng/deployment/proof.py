"""The proof that a server merges tasks as documented; until it is given, writes go alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Proof:
    """Shared by all threads of one run.

    A server that replaces the array of tasks instead of merging it would damage every job of
    which only some tasks are sent. So those go one at a time until one of them has been verified;
    if that fails, none of the others is written.
    """

    def __init__(self) -> None:
        self._door = threading.Lock()
        self._given = False
        self._refuted = False

    @property
    def given(self) -> bool:
        """True when one write has shown it."""
        return self._given

    @property
    def refuted(self) -> bool:
        """True when one write has shown the opposite."""
        return self._refuted

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one inside. An error that leaves the block through `Refuted` refutes."""
        with self._door:
            try:
                yield
            except Refuted:
                self._refuted = True
                raise

    def give(self) -> None:
        """From now on, writes may go side by side."""
        self._given = True


class Refuted(Exception):  # noqa: N818  a finding about the server, not an error in the program
    """What stands after a write is not what was meant."""
