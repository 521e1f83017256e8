"""Taking the lease: the next number, when the last holder is done, gone, or out of time."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from apparate_ng.deployment.held_lease import HeldLease, end_from
from apparate_ng.deployment.lease_errors import (
    LeaseLostError,
    NoNumberError,
    held_by,
    holder_text,
    seconds_text,
)
from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.model.deployments.lease import (
    Holder,
    Lease,
    Standing,
    file_name,
    number_of,
    text_of,
)
from apparate_ng.model.plans.plan import Notice
from apparate_ng.workspace.failures import AlreadyExistsError, WorkspaceError
from apparate_ng.workspace.steady_time import steady

_POLL_S, _FIRST_POLL_S = 5.0, 0.1
"""How often whoever waits looks again: soon at first, then ever more seldom."""
_ATTEMPTS = 5
"""How often one number may be refused without being there, or be over before it is ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who wants the lease, and what for."""

    holder: Holder
    deployment: str | None = None
    """Its id, or a command's name; None where it has no id yet."""
    wait_s: float = 0.0
    """How long to wait for another holder, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What taking needs to know of the machine, and whom it tells."""

    is_gone: Callable[[Holder], bool]
    """Whether a holder is a process of this machine that is not there any more."""
    noticed: Callable[[Notice], None]
    seconds: Callable[[], float] = steady
    sleep: Callable[[float], None] = time.sleep


def take(files: LeaseFiles, request: Request, around: Surroundings) -> HeldLease:
    """Take the lease, and wait for it if that is wanted.

    Raises:
        LeaseHeldError: somebody else has it.
        LeaseLostError: the store is so slow that it is over before it is ours.
        AlreadyExistsError: the next number is refused, and nothing is there.
        WorkspaceError: the store says no.
    """
    taker = _Taker(files, request, around)
    while True:
        found, now = files.latest(), files.now()
        if found is not None and not is_free(found, now, around.is_gone):
            taker.wait(found, now)
            continue
        held = taker.next_after(found)
        if held is not None:
            return held


def is_free(found: Standing, now: datetime, is_gone: Callable[[Holder], bool]) -> bool:
    """True where the last holder is done, out of time, or not there any more."""
    if found.is_released or found.is_expired(now):
        return True
    return found.lease is not None and is_gone(found.lease.holder)


def set_aside(files: LeaseFiles, found: Standing, holder: Holder) -> None:
    """End somebody's lease: the next number is taken, and released with the same breath.

    Raises:
        AlreadyExistsError: somebody has that number.
        NoNumberError: there are no more numbers.
        WorkspaceError: the store says no.
    """
    now = files.now()
    lease = _new(files, found.number + 1, Request(holder=holder, deployment="unlock"), now)
    files.create(msgspec.structs.replace(lease, released_at=text_of(now)))


def _new(files: LeaseFiles, number: int, request: Request, now: datetime) -> Lease:
    if number_of(file_name(number)) is None:
        raise NoNumberError(
            "there is no number left for a lease, so somebody wrote this file by hand",
            where=files.place_of(number - 1),
            hint="remove the file, when no deployment is running",
        )
    return Lease(
        number=number,
        id=secrets.token_hex(16),
        holder=request.holder,
        deployment=request.deployment,
        acquired_at=text_of(now),
        expires_at=end_from(now),
    )


class _Taker:
    """One attempt to get the lease, with its patience."""

    def __init__(self, files: LeaseFiles, request: Request, around: Surroundings) -> None:
        self._files, self._request, self._around = files, request, around
        self._until = around.seconds() + request.wait_s
        self._told = self._tried = self._failures = 0
        self._pause = _FIRST_POLL_S

    def wait(self, found: Standing, now: datetime) -> None:
        """Wait a little for a holder, and say so once.

        Raises:
            LeaseHeldError: there is no patience left.
        """
        left = self._until - self._around.seconds()
        if left <= 0:
            raise held_by(found, now, self._files.place_of(found.number))
        if self._told != found.number:
            self._told = found.number
            patience = seconds_text(timedelta(seconds=left))
            text = f"waiting up to {patience} for the lease, held by {holder_text(found)}"
            self._around.noticed(Notice(code="lease-waiting", text=text))
        self._around.sleep(min(self._pause, left))
        self._pause = min(2 * self._pause, _POLL_S)

    def next_after(self, found: Standing | None) -> HeldLease | None:
        """The lease of the next number; None where somebody was faster.

        Raises:
            AlreadyExistsError: that number is refused again and again, and nothing is there.
            LeaseLostError: the same, but it is over each time.
            NoNumberError: there are no more numbers.
        """
        number = 1 if found is None else found.number + 1
        try:
            held = self._created(number)
        except (AlreadyExistsError, LeaseLostError):
            self._count(number)
            if self._failures >= _ATTEMPTS:
                raise
            return None
        if found is not None and not found.is_released:
            self._tell_overtaken(found)
        self._files.tidy(number)
        return held

    def _count(self, number: int) -> None:
        self._failures = self._failures + 1 if number == self._tried else 1
        self._tried = number

    def _created(self, number: int) -> HeldLease:
        begun = self._around.seconds()
        now, behind_s = self._files.reading()
        lease = _new(self._files, number, self._request, now)
        self._files.create(lease)
        begun -= behind_s  # for others the lease may end by so much earlier
        held = HeldLease(self._files, lease, begun=begun, seconds=self._around.seconds)
        try:
            held.guard()  # another look: a number that is free again is no proof
        except LeaseLostError:
            with suppress(WorkspaceError):
                self._files.replace(msgspec.structs.replace(lease, released_at=text_of(now)))
            raise
        return held

    def _tell_overtaken(self, found: Standing) -> None:
        why = "which had ended"
        if not found.is_expired(self._files.now()):
            why = "whose process is not there any more"
        text = f"took over the lease of {holder_text(found)}, {why}"
        self._around.noticed(Notice(code="lease-overtaken", text=text))
