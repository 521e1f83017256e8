"""Timing: what a plan knew of time when it was made, all of it by the server's clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """The moment of the plan, and since when its release is in the store. In UTC."""

    now: datetime
    in_store: bool = False
    """Whether the release was in the store already."""
    stored_at: datetime | None = None
    """When it came there; None where it is not there, or where the store does not say."""

    @property
    def stored_for(self) -> timedelta | None:
        """How long it has been there: nothing where it is not, None where nobody knows."""
        if not self.in_store:
            return timedelta()
        return None if self.stored_at is None else self.now - self.stored_at
