"""Places for files that are written in the end, looked at before anything is done."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def complaint_of_place(file: Path) -> str | None:
    """What keeps a file from being written there, in words; None where nothing does.

    Folders that are missing are made later. Nothing stays of the attempt.

    Raises:
        OSError: the place cannot be looked at, as where a name is too long.
    """
    if file.exists() and not file.is_file():
        return f"{str(file)!r} is no file"
    parents = Path(os.path.realpath(file)).parents
    above = next(folder for folder in parents if folder.exists())
    if not above.is_dir():
        return f"{str(file)!r} is below a file"
    return _complaint_of_folder(above)


def _complaint_of_folder(folder: Path) -> str | None:
    """Rights alone do not say it: in /proc nobody can make a file, whatever they allow."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError:
        return f"{str(folder)!r} cannot be written"
