"""What went wrong when a dependent was changed is told again by whatever follows that deployment."""

from __future__ import annotations

from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.plan import Notice

_FAILED_BEFORE = "failed-before"


def failed_before(recorded: DeployedDependent, *, stands_as_after: bool) -> tuple[Notice, ...]:
    """What is told of a dependent beside what becomes of it now: it may have cost more than a pin.

    That is so where a write was not put back, and where one that failed did have its effect. What
    failed and stands as before was never written.

    Args:
        recorded: what became of it then.
        stands_as_after: whether its pins stand now where they were to go then.
    """
    told = tuple(notice for notice in recorded.warnings if notice.code == _FAILED_BEFORE)
    had_effect = recorded.outcome is Outcome.FAILED and stands_as_after
    if told or not (had_effect or recorded.damaged is True):
        return told
    return (Notice(code=_FAILED_BEFORE, text=f"when it was changed: {recorded.error}"),)
