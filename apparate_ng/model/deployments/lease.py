"""The lease: who may write dependents through a store, and until when."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import msgspec

from apparate_ng.model.decoding import decoded

LEASE_SCHEMA = "apparate.lease/1"
UNLOCK_SCHEMA = "apparate.unlock/1"
LONGEST = timedelta(minutes=2)
"""How far ahead a lease is taken; one that says more is not believed."""
_SLACK = timedelta(minutes=1)
"""By how much the clocks of a workspace's servers may differ."""
_NAME = re.compile(r"([1-9][0-9]{0,17})\.json")
_FORM = "%Y-%m-%dT%H:%M:%SZ"


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who took a lease, for people to find them, and for their own machine to see if they live.

    This version writes all of it; of a lease that somebody else wrote, any of it may be missing.
    """

    identity: str | None = None
    """As the workspace knows them; None where it does not say."""
    machine: str | None = None
    """Its name, as it calls itself."""
    process: int | None = None
    ci_url: str | None = None
    """The page of the CI run, where there is one."""
    realm: str | None = None
    """Names the machine, its boot and its table of processes; None where that cannot be told."""
    process_started: str | None = None
    """Tells a process from a later one of the same number; None where that cannot be told."""


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in `leases/NUMBER.json`. Times are the server's, in UTC."""

    schema: str = LEASE_SCHEMA
    number: int
    """A fencing token: who sees a higher one than the own has been overtaken."""
    id: str = ""
    """Nobody else's, so that the holder knows the own file again; empty where it was not said."""
    deployment: str | None = None
    """What it was taken for: the id of a deployment, once that has one, or a command's name."""
    holder: Holder
    acquired_at: str
    expires_at: str
    released_at: str | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The lease of the highest number in a store, as it was found."""

    number: int
    lease: Lease | None
    """None where the file is no lease that this version can read."""
    written_at: datetime | None
    """When the file was last written, where the platform tells."""

    @property
    def is_released(self) -> bool:
        """True where its holder is done with it."""
        return self.lease is not None and self.lease.released_at is not None

    def ends_at(self, now: datetime) -> datetime | None:
        """When it ends, unless it is renewed; None where nothing tells.

        A file that cannot be read counts as a lease from when it was written: it may be half of
        one, or one of a later version of this program. So does one that ends later than any holder
        would write: it was forged or damaged.
        """
        said = None if self.lease is None else moment(self.lease.expires_at)
        if said is not None and said <= now + LONGEST + _SLACK:
            return said
        return None if self.written_at is None else self.written_at + LONGEST

    def is_expired(self, now: datetime) -> bool:
        """True where its time is over."""
        ends_at = self.ends_at(now)
        return ends_at is not None and ends_at < now


class Unlocked(msgspec.Struct, frozen=True, kw_only=True):
    """What `unlock` did; `number` and `lease` are null where nobody held the lease."""

    schema: str = UNLOCK_SCHEMA
    store: str
    number: int | None
    lease: Lease | None
    """As it stood; null also where it could not be read."""


def text_of(when: datetime) -> str:
    """A moment as documents have it, cut to the second: `2026-01-31T12:00:00Z`."""
    return when.astimezone(timezone.utc).strftime(_FORM)


def moment(text: str) -> datetime | None:
    """The moment that a document names; None where it is none."""
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=timezone.utc)
    except ValueError:
        return None


def file_name(number: int) -> str:
    """The name of a lease's file."""
    return f"{number}.json"


def number_of(name: str) -> int | None:
    """The number that a file is the lease of; None for files that are none."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else None


def read_lease(content: bytes, number: int) -> Lease | None:
    """The lease in a file; None where it is none, of another number, or of a newer schema.

    A holder may also be a plain name.
    """
    try:
        members = decoded(content, dict)
        holder = members.get("holder")
        members["holder"] = {"identity": holder} if isinstance(holder, str) else holder
        lease = decoded(msgspec.json.encode(members), Lease)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    plain = lease.schema == LEASE_SCHEMA and lease.number == number
    return lease if plain and moment(lease.expires_at) is not None else None


def lease_content(lease: Lease) -> bytes:
    """The file's content."""
    return msgspec.json.format(msgspec.json.encode(lease)) + b"\n"
