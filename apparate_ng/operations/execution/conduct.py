"""How a deployment is to be carried out, beside what it changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from apparate_ng.model.deployments.deployment import Context
from apparate_ng.operations.interrupts import Interrupts


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """On whose behalf, and what becomes of it when it does not succeed."""

    context: Context = field(default_factory=Context)
    """From where it was started; it goes into the record."""
    rollback_on_failure: bool = False
    """Put back what was updated where some of it failed."""
    interrupts: Interrupts = field(default_factory=Interrupts)
    lease_wait_s: float = 0.0
    """How long to wait for another holder of the lease, in seconds."""
