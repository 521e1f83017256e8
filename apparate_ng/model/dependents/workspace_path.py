"""Paths inside a workspace: many spellings of one place, and whether a file lies in a store."""

from __future__ import annotations

import posixpath
import re

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_CATALOG_DEPTH = 3
_IN_STORAGE = re.compile(r"/|(?!https?:)[a-z][a-z0-9]+:", re.IGNORECASE)


def canonical_path(path: str) -> str:
    """One spelling for each place.

    `/Workspace/X` and `/X` are one object, and so are `dbfs:/Volumes/X` and `/Volumes/X`,
    `/dbfs/X` and `dbfs:/X`. Unity Catalog lower-cases the names of catalogs, schemas and
    volumes. Paths of other schemes (`s3://`, `https://`) and relative paths stay as they are.
    """
    for prefix in ("file://", "file:"):
        path = path.removeprefix(prefix)
    for prefix in ("dbfs:", "/dbfs/"):
        if path.startswith(prefix):
            return _canonical_dbfs(path.removeprefix(prefix))
    scheme = _SCHEME.match(path)
    if scheme:
        return path[: scheme.end()] + _without_steps(path[scheme.end() :])
    if not path.startswith("/"):
        return path
    return _canonical_mounted(_normal(path))


def _without_steps(rest: str) -> str:
    """What follows a scheme, with `..` resolved; a path without steps stays as it is."""
    if not {".", ".."}.intersection(rest.split("/")):
        return rest
    slashes = rest[: len(rest) - len(rest.lstrip("/"))]
    return slashes + posixpath.normpath("/" + rest.lstrip("/")).lstrip("/")


def _canonical_dbfs(path: str) -> str:
    normal = _normal(path)
    return _lowered_volume(normal) if _is_volume(normal) else f"dbfs:{normal}"


def _canonical_mounted(path: str) -> str:
    if _is_volume(path):
        return _lowered_volume(path)
    return path if _is_under(path, "/Workspace") else f"/Workspace{path}".rstrip("/")


def _normal(path: str) -> str:
    return posixpath.normpath("/" + path.lstrip("/"))


def _is_volume(path: str) -> bool:
    return _is_under(path, "/Volumes")


def _lowered_volume(path: str) -> str:
    parts = path.split("/")
    named = slice(2, 2 + _CATALOG_DEPTH)
    parts[named] = [part.lower() for part in parts[named]]
    return "/".join(parts)


def lies_in(path: str, folder: str) -> bool:
    """True where `path` is inside `folder`, however either is spelled; no path is inside ""."""
    return bool(folder) and _is_under(canonical_path(path), canonical_path(folder).rstrip("/"))


def is_in_storage(path: str) -> bool:
    """True where `path` is neither relative nor an address of the web."""
    return _IN_STORAGE.match(path) is not None


def _is_under(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")
