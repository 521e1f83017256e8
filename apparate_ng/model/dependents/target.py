"""The entry as it will stand."""

from __future__ import annotations

from urllib.parse import quote, unquote

from apparate_ng.model.dependents.read_by_pip import is_read_by_pip
from apparate_ng.model.dependents.reference import Form, Reference
from apparate_ng.model.releases.release import Release

_SAFE_IN_URLS = "/+@=:,"
"""What stands in a URL as it is, besides letters, digits and `_.-~`."""


def target_text(text: str, location: str, reference: Reference, release: Release) -> str:
    """`text`, moved to `release`: the found part replaced, every other character kept.

    A path becomes the release's path as a whole, and with it a folder that repeats the version.
    Behind `file:`, and where pip reads it, it is the path by which a machine opens the file.
    """
    if reference.form is not Form.PATH:
        return reference.span.replaced(text, release.version)
    return reference.span.replaced(text, _target_path(text, location, reference, release.uri))


def _target_path(text: str, location: str, reference: Reference, uri: str) -> str:
    """A URL is encoded for pip; the platform takes it as it is, so it stays as it was written."""
    written, for_pip = reference.span.of(text), is_read_by_pip(location)
    if reference.is_behind_file_scheme(text):
        is_encoded = for_pip or unquote(written) != written
        return quote(_mounted(uri), safe=_SAFE_IN_URLS) if is_encoded else _mounted(uri)
    return _mounted(uri) if for_pip and not written.startswith("dbfs:") else uri


def _mounted(uri: str) -> str:
    """Where the platform mounts a file: DBFS stands below `/dbfs`, the others as they are."""
    return "/dbfs" + uri.removeprefix("dbfs:") if uri.startswith("dbfs:") else uri
