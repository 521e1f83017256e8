"""What the server's clock says: what time it is, and since when a release is in the store."""

from __future__ import annotations

import posixpath

from apparate_ng.errors import RefusedError
from apparate_ng.model.policies.freeze import first_free, freeze_at, moment_words
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.workspace import Workspace
from apparate_ng.store.opening import open_store
from apparate_ng.store.port import StoredFile


def timing_of(workspace: Workspace, release: Release, policy: Policy) -> Timing | None:
    """What a policy that asks for time has to know; None for any other, which costs no request.

    Raises:
        WorkspaceError: the store cannot be read.
    """
    if not policy.asks_for_time:
        return None
    stored = _stored(workspace, release) if policy.asks_for_age else None
    return Timing(
        now=workspace.connection.clock.now().replace(microsecond=0),
        in_store=stored is not None,
        stored_at=None if stored is None else stored.modified_at,
    )


def _stored(workspace: Workspace, release: Release) -> StoredFile | None:
    store = open_store(workspace.connection, posixpath.dirname(release.uri))
    return store.find(release.filename)


def refuse_frozen(workspace: Workspace, freezes: tuple[str, ...], override: str | None) -> None:
    """Hold what was decided before a freeze against the freezes of now.

    Args:
        workspace: where it is to be done; whoever calls has asked it something, so it told its time.
        freezes: as they stand in policies.
        override: why they do not hold this time.

    Raises:
        RefusedError: one is on.
    """
    now = workspace.connection.clock.now()
    window = None if override is not None else freeze_at(freezes, now)
    if window is not None:
        free = moment_words(first_free(freezes, now))
        raise RefusedError(
            f"the freeze {window.text} holds everything; nothing was changed",
            where="freeze",
            hint=f"come back from {free} on, or add --override-freeze REASON",
        )
