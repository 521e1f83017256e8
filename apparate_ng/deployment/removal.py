"""Removing a release from a store: the very file that was looked at, or nothing."""

from __future__ import annotations

import msgspec

from apparate_ng.model.stores.prune import PruneOutcome, RemovedRelease, moment_text
from apparate_ng.store.port import LibraryStore, StoredFile
from apparate_ng.workspace.failures import WorkspaceError

_OTHER = "another file stands there since it was looked at"


def remove(store: LibraryStore, release: RemovedRelease) -> RemovedRelease:
    """Remove one file, and say what became of it. No error of the workspace is raised."""
    try:
        found = store.find(release.filename)
        if found is None:
            return _ended(release, PruneOutcome.GONE)
        if not _is_same(found, release):
            return _ended(release, PruneOutcome.CHANGED, _OTHER)
        store.remove(release.filename)
    except WorkspaceError as error:
        return _after_failure(store, release, error)
    return _ended(release, PruneOutcome.REMOVED)


def _is_same(found: StoredFile, release: RemovedRelease) -> bool:
    return found.size == release.size and moment_text(found.modified_at) == release.modified_at


def _after_failure(
    store: LibraryStore, release: RemovedRelease, error: WorkspaceError
) -> RemovedRelease:
    """The store is the truth: where an answer was lost, it tells what happened."""
    try:
        if store.find(release.filename) is None:
            return _ended(release, PruneOutcome.REMOVED)
    except WorkspaceError:
        pass
    return _ended(release, PruneOutcome.FAILED, error.what)


def _ended(
    release: RemovedRelease, outcome: PruneOutcome, error: str | None = None
) -> RemovedRelease:
    return msgspec.structs.replace(release, outcome=outcome, error=error)
