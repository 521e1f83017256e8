"""The entry as it will stand."""

from __future__ import annotations

from apparate_ng.model.dependents.reference import Form, Reference
from apparate_ng.model.releases.release import Release


def target_text(text: str, reference: Reference, release: Release) -> str:
    """`text`, moved to `release`: the found part replaced, every other character kept.

    A path becomes the release's path as a whole, and with it a folder that repeats the version.
    """
    if reference.form is not Form.PATH:
        return reference.span.replaced(text, release.version)
    is_url = text[: reference.span.start].endswith(("file://", "file:"))
    return reference.span.replaced(text, _mounted(release.uri) if is_url else release.uri)


def _mounted(uri: str) -> str:
    """Where the platform mounts a file: DBFS stands below `/dbfs`, the others as they are."""
    return "/dbfs" + uri.removeprefix("dbfs:") if uri.startswith("dbfs:") else uri
