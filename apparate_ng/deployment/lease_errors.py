"""What is said where somebody else has the lease, or the own one is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from apparate_ng.errors import ApparateError, RefusedError
from apparate_ng.model.deployments.lease import Lease, Standing

_HINT = "wait for it with --lease-wait 10m; if nobody is at work any more: apparate unlock"


class LeaseHeldError(RefusedError):
    """Another deployment has the lease; nothing was written.

    `details` are lines about it, for people who look for the holder.
    """

    def __init__(self, what: str, *, where: str, hint: str, details: tuple[str, ...]) -> None:
        super().__init__(what, where=where, hint=hint)
        self.details = details


class LeaseLostError(RefusedError):
    """The own lease is over, or somebody has a newer one: nothing further may be written."""


class NoNumberError(ApparateError):
    """The numbers of leases are used up."""


def held_by(standing: Standing, now: datetime, where: str) -> LeaseHeldError:
    """The refusal, with all that helps to find the holder."""
    return LeaseHeldError(
        f"the lease is held by {holder_text(standing)}{_left(standing, now)}",
        where=where,
        hint=_HINT,
        details=_details(standing.lease),
    )


def _details(lease: Lease | None) -> tuple[str, ...]:
    if lease is None:
        return ()
    what = f", for {lease.deployment}" if lease.deployment else ""
    run = (lease.holder.ci_url,) if lease.holder.ci_url else ()
    return (f"since {lease.acquired_at}{what}", *run)


def holder_text(standing: Standing) -> str:
    """Who it is, and where."""
    lease = standing.lease
    if lease is None:
        return "somebody whose lease this version cannot read"
    holder = lease.holder
    machine = f" on {holder.machine}" if holder.machine else ""
    process = "" if holder.process is None else f" (process {holder.process})"
    return f"{holder.identity or 'somebody'}{machine}{process}"


def _left(standing: Standing, now: datetime) -> str:
    ends_at = standing.ends_at(now)
    if ends_at is None:
        return ", and nothing tells until when"
    return f"; it ends in {seconds_text(ends_at - now)} unless it is renewed"


def seconds_text(span: timedelta) -> str:
    """Whole seconds, in words; at least one."""
    return f"{max(1, round(span.total_seconds()))} s"
