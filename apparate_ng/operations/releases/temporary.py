"""A folder for the time of one command."""

from __future__ import annotations

import os
import tempfile

from apparate_ng.errors import ApparateError


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """A new one below the system's folder for temporary files; it goes with its context.

    Raises:
        ApparateError: it cannot be made, as where the disk is full.
    """
    try:
        return tempfile.TemporaryDirectory(prefix="apparate-")
    except OSError as error:
        raise ApparateError(
            f"no temporary folder can be made: {error.strerror}",
            where=str(error.filename or os.environ.get("TMPDIR") or "/tmp"),  # noqa: S108  only named
            hint="make room there, or name another folder in TMPDIR",
        ) from error
