"""A lease in our hands: renewed while we work, looked at before each write, given back in the end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import msgspec

from apparate_ng.deployment.lease_errors import LeaseLostError
from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.model.deployments.lease import LONGEST, Lease, text_of
from apparate_ng.workspace.failures import AlreadyExistsError
from apparate_ng.workspace.steady_time import steady

WRITES_S = 60.0
"""How long after the beginning of the last renewal a write may begin.

The lease lasts twice as long. So a write that is under way when the writing ends has as long as the
longest request may take, until anybody else may take the lease.
"""
_LOOK_S = 1.0
"""How long one look serves all writes that begin."""
_AGAIN = "run the same command again"


class HeldLease:
    """One lease, shared by all threads that write.

    Args:
        files: the leases of the store.
        lease: ours, as it stands in the store.
        begun: when taking it began, by `seconds`; earlier where the server's time was uncertain.
        seconds: a steady clock.
    """

    def __init__(
        self,
        files: LeaseFiles,
        lease: Lease,
        *,
        begun: float,
        seconds: Callable[[], float] = steady,
    ) -> None:
        self._files = files
        self._lease = lease
        self._seconds = seconds
        self._renewed = begun
        self._looked = float("-inf")
        self._lost: LeaseLostError | None = None
        self._door = threading.RLock()
        self._deployment = lease.deployment

    @property
    def lease(self) -> Lease:
        """What stands in the store."""
        return self._lease

    @property
    def is_lost(self) -> bool:
        """True when nothing may be written any more."""
        return self._lost is not None

    def serve(self, deployment: str) -> None:
        """Name what it is held for; that stands in the store with the next renewal."""
        self._deployment = deployment

    def guard(self) -> None:
        """To be called before each write.

        Raises:
            LeaseLostError: somebody has a newer lease, or ours could not be renewed in time.
            WorkspaceError: the store does not answer, so nobody knows.
        """
        with self._door:
            self._require_time()
            began = self._seconds()
            if began - self._looked > _LOOK_S:
                self._look()
                self._looked = began
            self._require_time()

    def _require_time(self) -> None:
        if self._lost is None and self._seconds() - self._renewed > WRITES_S:
            self._lost = self._loss("the lease could not be renewed in time")
        if self._lost is not None:
            raise self._lost

    def _look(self) -> None:
        highest = self._files.highest()
        if highest == self._lease.number:
            return
        overtaken = highest > self._lease.number
        self._lost = self._loss(
            f"somebody took the lease: theirs is number {highest}, ours was {self._lease.number}"
            if overtaken
            else "somebody removed the lease"
        )
        raise self._lost

    def _loss(self, what: str) -> LeaseLostError:
        where = self._files.place_of(self._lease.number)
        return LeaseLostError(f"{what}; nothing further was written", where=where, hint=_AGAIN)

    def renew(self) -> None:
        """Write the lease anew, with its end two minutes ahead.

        Raises:
            LeaseLostError: it is too late for that, or somebody has a newer one.
            WorkspaceError: the store says no; it may be tried again.
        """
        self._require_time()
        begun = self._seconds()
        now, behind_s = self._files.reading()
        later = self._with(expires_at=end_from(now))
        try:
            self._files.replace(later)
        except AlreadyExistsError:
            self._move_on(later)
        else:
            self._lease = later
        self._renewed = begun - behind_s  # for others the lease may end by so much earlier

    def _with(self, **values: str) -> Lease:
        return msgspec.structs.replace(self._lease, deployment=self._deployment, **values)

    def _move_on(self, later: Lease) -> None:
        """Take the next number, where the server does not let a file be replaced."""
        following = msgspec.structs.replace(later, number=later.number + 1)
        with self._door:
            try:
                self._files.create(following)
            except AlreadyExistsError:
                self._lost = self._loss("somebody took the lease")
                raise self._lost from None
            self._lease = following

    def release(self) -> None:
        """Give it back, so that nobody has to wait for its end; nothing where it is lost.

        Raises:
            WorkspaceError: the store says no; the lease ends by itself.
        """
        if self._lost is not None:
            return
        done = self._with(released_at=text_of(self._files.now()))
        try:
            self._files.replace(done)
        except AlreadyExistsError:
            self._files.create(msgspec.structs.replace(done, number=done.number + 1))
        self._lease = done


def end_from(now: datetime) -> str:
    """When a lease ends that is taken or renewed now."""
    return text_of(now + LONGEST)
