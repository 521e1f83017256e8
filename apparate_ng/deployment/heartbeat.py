"""The heartbeat: a thread that renews the lease while we work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from apparate_ng.deployment.held_lease import HeldLease
from apparate_ng.deployment.lease_errors import LeaseLostError
from apparate_ng.model.plans.plan import Notice
from apparate_ng.workspace.failures import WorkspaceError

RENEWED_EACH_S = 30.0
_AGAIN_S = 5.0
"""After a renewal that failed."""
_LAST_BEAT_S = 10.0
"""How long the end waits for a renewal that is under way."""


@contextmanager
def renewed(
    held: HeldLease, noticed: Callable[[Notice], None], each_s: float = RENEWED_EACH_S
) -> Iterator[None]:
    """Renew a lease every `each_s` seconds, from another thread, and stop in the end.

    A renewal that fails is told once and tried again; when it is too late for that, the guard
    stops the writing.
    """
    done = threading.Event()
    beat = threading.Thread(
        target=_beat, args=(held, noticed, each_s, done), name="lease", daemon=True
    )
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join(_LAST_BEAT_S)


def _beat(
    held: HeldLease, noticed: Callable[[Notice], None], each_s: float, done: threading.Event
) -> None:
    told = False
    pause = each_s
    while not done.wait(pause) and not held.is_lost:
        failed = _renewed(held)
        pause = each_s if failed is None else min(_AGAIN_S, each_s)
        if failed is not None and not told:
            text = f"the lease could not be renewed, and that is tried again: {failed.what}"
            noticed(Notice(code="lease-not-renewed", text=text))
        told = failed is not None


def _renewed(held: HeldLease) -> WorkspaceError | None:
    """Renew it; what was said where that failed. Where it is lost, the guard will say so."""
    with suppress(LeaseLostError):
        try:
            held.renew()
        except WorkspaceError as error:
            return error
    return None
