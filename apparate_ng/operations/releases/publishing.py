"""Upload: a release gets into the store."""

from __future__ import annotations

from msgspec import structs

from apparate_ng.errors import StaleError
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.releases.artifact import Artifact
from apparate_ng.releases.contents import same_contents
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import Published, publish
from apparate_ng.telemetry.spans import span


def upload(store: LibraryStore, artifact: Artifact, observer: Observer) -> Published:
    """Put the artifact into the store, unless it is there.

    Raises:
        OtherBytesError: the store has other contents under that version.
        BrokenUploadError: what arrived is not what was sent.
        WorkspaceError: the workspace says no.
    """
    release = artifact.release
    with span("upload", library=release.name, version=release.version, size=release.size):
        return publish(
            store,
            release.filename,
            artifact.file,
            same_contents,
            lambda sent: observer.uploaded(sent, release.size),
            release.sha256,
        )


def as_stored(plan: Plan, sha256: str) -> Plan:
    """The plan, of which the release's file in the store has this digest."""
    return structs.replace(plan, release=plan.release.as_stored(sha256))


def is_still_stored(store: LibraryStore, release: Release) -> bool:
    """True where a file of its name is in the store, and of its size where the platform says it.

    It takes one request: what the file holds was looked into before.

    Raises:
        WorkspaceError: the store cannot be read.
    """
    found = store.find(release.filename)
    return found is not None and found.size in {None, release.size}


def require_still_stored(store: LibraryStore, release: Release) -> None:
    """Stop where the release was removed or replaced since it was looked at.

    Raises:
        StaleError: it was; nothing was written.
        WorkspaceError: the store cannot be read.
    """
    if not is_still_stored(store, release):
        raise StaleError(
            "the release is not in the store any more; nothing was written",
            where=release.uri,
            hint="upload it again: apparate upload",
        )
