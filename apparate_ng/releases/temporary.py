"""A folder for the time of one command."""

from __future__ import annotations

import errno
import os
import tempfile

from apparate_ng.errors import ApparateError

ROOM = "make room there, or name another folder in TMPDIR"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def temporary_folder(prefix: str = "apparate-") -> tempfile.TemporaryDirectory[str]:
    """A new one below the system's folder for temporary files; it goes with its context.

    Raises:
        ApparateError: it cannot be made, as where the disk is full.
    """
    try:
        return tempfile.TemporaryDirectory(prefix=prefix)
    except OSError as error:
        raise ApparateError(
            f"no temporary folder can be made: {error.strerror}",
            where=str(error.filename or os.environ.get("TMPDIR") or "/tmp"),  # noqa: S108  only named
            hint=ROOM,
        ) from error


def has_no_room(error: OSError) -> bool:
    """Whether the disk is full, for everybody or for us."""
    return error.errno in _NO_ROOM
