"""The entry as it will stand."""

from __future__ import annotations

from apparate_ng.model.reference import Form, Reference
from apparate_ng.model.release import Release


def target_text(text: str, reference: Reference, release: Release) -> str:
    """`text`, moved to `release`: the found part replaced, every other character kept.

    A path becomes the release's path as a whole, and with it a folder that repeats the version.
    """
    replacement = release.uri if reference.form is Form.PATH else release.version
    return reference.span.replaced(text, replacement)
