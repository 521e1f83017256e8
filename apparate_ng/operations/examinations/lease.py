"""Whether somebody is at work, so that a deployment would have to wait."""

from __future__ import annotations

from apparate_ng.deployment.lease_errors import holder_text
from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.deployment.taking import is_free
from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import (
    Case,
    fine,
    settings_of,
    signed_in,
    skipped,
    warned,
)
from apparate_ng.operations.execution.this_process import is_gone
from apparate_ng.store.opening import open_store

NAME = "lease"
_HINT = "wait for it with --lease-wait 10m; if nobody is at work any more: apparate unlock"


def examine(case: Case) -> Check:
    """Look at the lease of the highest number.

    Raises:
        WorkspaceError: it cannot be read.
    """
    name = settings_of(case).store
    if name is None:
        return skipped(NAME, "needs a store")
    files = LeaseFiles(open_store(signed_in(case).workspace.connection, name).control)
    found = files.latest()
    if found is None or is_free(found, files.now(), is_gone):
        return fine(NAME, "free")
    until = "" if found.lease is None else f" until {found.lease.expires_at}, unless renewed"
    return warned(NAME, f"held by {holder_text(found)}{until}", _HINT)
