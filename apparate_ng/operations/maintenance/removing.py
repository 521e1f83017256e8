"""Removing: what a prune decided leaves the store, one file after the other, and is written down."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from apparate_ng.deployment.lease_errors import LeaseLostError
from apparate_ng.deployment.removal import remove
from apparate_ng.errors import ApparateError
from apparate_ng.model.plans.plan import Notice
from apparate_ng.model.stores.prune import (
    Prune,
    PruneOutcome,
    PruneStatus,
    RemovedRelease,
    status_of,
)
from apparate_ng.operations.execution.leasing import Hold
from apparate_ng.operations.occasion import timestamp
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.prune_records import close_record, open_record
from apparate_ng.workspace.failures import WorkspaceError

LEASE_LOST = "lease-lost"
"""The warning on a prune that was overtaken."""
_NOT_CLOSED = "the record of this prune could not be closed, so it still says that it is running"


def remove_all(stores: Sequence[LibraryStore], planned: Prune, lease: Hold) -> Prune:
    """Remove what is pending, while the lease is held; the record is closed however it ends.

    Args:
        stores: the library store, which keeps the record, and the older places.
        planned: what is to go.
        lease: asked before each removal. What is not reached when it is lost is pending.

    Raises:
        WorkspaceError: the record cannot be written; nothing was removed.
    """
    current = structs.replace(planned, status=PruneStatus.RUNNING)
    if not any(one.outcome is PruneOutcome.PENDING for one in current.remove):
        return _ended(current, current.remove)
    open_record(stores[0].control, current)
    done: list[RemovedRelease] = []
    try:
        for one in current.remove:
            lease.guard()
            done.append(_removed(stores, one))
    except ApparateError as error:
        current = structs.replace(current, warnings=(*current.warnings, _stopped(error)))
    finally:
        ended = _closed(stores[0], current, done)
    return ended


def _stopped(error: ApparateError) -> Notice:
    """The lease is not ours any more, or nobody can tell."""
    code = LEASE_LOST if isinstance(error, LeaseLostError) else "stopped"
    return Notice(code=code, text=error.what)


def _removed(stores: Sequence[LibraryStore], release: RemovedRelease) -> RemovedRelease:
    if release.outcome is not PruneOutcome.PENDING:
        return release
    store = next(one for one in stores if one.uri_of(release.filename) == release.uri)
    return remove(store, release)


def _closed(store: LibraryStore, current: Prune, done: Sequence[RemovedRelease]) -> Prune:
    """The end of it, also in the record. What was not reached is pending."""
    ended = _ended(current, (*done, *current.remove[len(done) :]))
    try:
        close_record(store.control, ended)
    except WorkspaceError:
        notice = Notice(code="record-not-closed", text=_NOT_CLOSED)
        ended = structs.replace(
            ended, status=PruneStatus.PARTIAL, warnings=(*ended.warnings, notice)
        )
    return ended


def _ended(current: Prune, removed: tuple[RemovedRelease, ...]) -> Prune:
    return structs.replace(
        current, remove=removed, status=status_of(removed), finished_at=timestamp()
    )
