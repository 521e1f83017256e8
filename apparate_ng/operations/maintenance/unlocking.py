"""Unlock: a lease that somebody left behind is ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.deployment.taking import is_free, set_aside
from apparate_ng.model.deployments.lease import Standing
from apparate_ng.operations.consent import DeclinedError
from apparate_ng.operations.execution.this_process import is_gone, this_holder
from apparate_ng.operations.session import StoreSession

ApproveUnlock: TypeAlias = Callable[[Standing], bool]
"""Asked once, with the lease that would be ended."""


def unlock(
    session: StoreSession, approve: ApproveUnlock, *, ci_url: str | None = None
) -> Standing | None:
    """End the lease of the session's store; what was ended, or None where nobody held it.

    A holder that is still at work finds the higher number before its next write, and stops.

    Raises:
        DeclinedError: it was not approved.
        AlreadyExistsError: somebody took the lease meanwhile.
        WorkspaceError: the store says no.
    """
    files = LeaseFiles(session.store.control)
    found = files.latest()
    if found is None or is_free(found, files.now(), is_gone):
        return None
    if not approve(found):
        raise DeclinedError("not approved; nothing was changed")
    set_aside(files, found, this_holder(session.workspace.identity().identity, ci_url))
    return found
