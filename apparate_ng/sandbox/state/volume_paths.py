"""Paths of files in Unity Catalog volumes: `/Volumes/catalog/schema/volume/…`."""

from __future__ import annotations

PREFIX = "/Volumes"
_NAMES = 3


def volume_path(path: str) -> str:
    """The one spelling under which a file or folder in a volume is stored.

    Unity Catalog lower-cases the names of catalog, schema and volume; what follows keeps its case.

    Raises:
        ValueError: it is no path in a volume, or it holds an empty part, `.` or `..`.
    """
    root, *parts = path.strip("/").split("/")
    if f"/{root}" != PREFIX or len(parts) < _NAMES:
        raise ValueError(f"Path ({path}) is not in a volume: /Volumes/catalog/schema/volume/…")
    if not {"", ".", ".."}.isdisjoint(parts):
        raise ValueError(f"Path ({path}) may not hold empty parts, '.' or '..'")
    names = [part.lower() for part in parts[:_NAMES]]
    return "/".join([PREFIX, *names, *parts[_NAMES:]])


def volume_of(path: str) -> str:
    """The root folder of the volume that a path (as `volume_path` spells it) lies in."""
    return "/".join(path.split("/")[: _NAMES + 2])


def volume_name(path: str) -> str:
    """The three-level name of the volume that a path lies in."""
    return ".".join(volume_of(path).split("/")[2:])
