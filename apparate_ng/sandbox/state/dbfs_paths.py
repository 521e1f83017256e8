"""Paths in DBFS: `dbfs:/X` and `/X` are one file."""

from __future__ import annotations

import posixpath


def dbfs_path(path: str) -> str:
    """The one spelling under which a DBFS file or folder is stored: `/X`, no slash at the end.

    Raises:
        ValueError: the path is not absolute.
    """
    plain = path.removeprefix("dbfs:")
    if not plain.startswith("/"):
        raise ValueError(f"Path must be absolute: {path}")
    return posixpath.normpath("/" + plain.lstrip("/"))
