"""Upload: a release gets into the store."""

from __future__ import annotations

from apparate_ng.operations.artifact import Artifact
from apparate_ng.operations.observer import Observer
from apparate_ng.releases.contents import same_contents
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import publish
from apparate_ng.telemetry.spans import span


def upload(store: LibraryStore, artifact: Artifact, observer: Observer) -> bool:
    """Put the artifact into the store; True if it was uploaded, False if it was there.

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
