"""Paths of workspace objects: `/Workspace/X` and `/X` are one object."""

from __future__ import annotations

import posixpath

ROOT = "/"
_PREFIX = "/Workspace"


def object_path(path: str) -> str:
    """The one spelling under which an object is stored: without `/Workspace`, no slash at the end.

    Raises:
        ValueError: the path is not absolute.
    """
    if not path.startswith("/"):
        raise ValueError(f"Path ({path}) doesn't start with '/'")
    normal = posixpath.normpath("/" + path.lstrip("/"))
    if normal == _PREFIX or normal.startswith(_PREFIX + "/"):
        return normal.removeprefix(_PREFIX) or ROOT
    return normal


def parent_of(path: str) -> str:
    """The folder that holds an object; the root's is empty."""
    return "" if path == ROOT else posixpath.dirname(path)


def lineage(path: str) -> list[str]:
    """The path and every folder above it, nearest first."""
    found = [path]
    while found[-1] != ROOT:
        found.append(posixpath.dirname(found[-1]))
    return found
