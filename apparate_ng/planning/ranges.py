"""Ranges of Python requirements: do they admit a version, do they begin above it?"""

from __future__ import annotations

from packaging.specifiers import Specifier, SpecifierSet
from packaging.version import Version

from apparate_ng.model.releases.versions import AnyVersion

_LOWER_BOUNDS = frozenset({">=", ">", "==", "~="})


def admits(specifier: str, version: AnyVersion) -> bool:
    """True where the range takes the version as pip would: prereleases only where it names one.

    Maven's ranges are not read: False.
    """
    known = _specifiers(specifier, version)
    if known is None:
        return False
    return known.contains(str(version), prereleases=bool(known.prereleases))


def starts_above(specifier: str, version: AnyVersion) -> bool:
    """True where every version that the range admits is newer than `version`."""
    known = _specifiers(specifier, version)
    return known is not None and any(_is_lower_bound_above(one, version) for one in known)


def _specifiers(specifier: str, version: AnyVersion) -> SpecifierSet | None:
    return SpecifierSet(specifier) if isinstance(version, Version) else None


def _is_lower_bound_above(one: Specifier, version: AnyVersion) -> bool:
    if one.operator not in _LOWER_BOUNDS or not isinstance(version, Version):
        return False
    bound = Version(one.version.removesuffix(".*"))
    return bound > version or (bound == version and one.operator == ">")
