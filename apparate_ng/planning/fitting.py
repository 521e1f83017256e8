"""Can this Python install that file? By the specifications of packaging, through its library."""

from __future__ import annotations

import re
from functools import cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.version import Version

from apparate_ng.planning.runtime_table import ENVIRONMENTS, RUNTIMES

_LINUX = "linux"
"""Stands for every Linux of the machine at hand: the tags say enough of the rest."""
_X86 = re.compile(r"(?:linux|manylinux\w*)_x86_64")
_ARM = re.compile(r"(?:linux|manylinux\w*)_aarch64")
_FUTURE = 20
"""Minor versions of Python 3 that count as every Python to come."""
_LAST_PATCH = 99


@cache
def admits_python(specifier: str | None, python: str) -> bool | None:
    """Whether `Requires-Python` takes this Python or, after an update, a later patch of it.

    None where it takes only a later patch (maintenance updates raise it), or cannot be read.
    """
    if specifier is None:
        return True
    try:
        wanted = SpecifierSet(specifier)
    except InvalidSpecifier:
        return None
    version = Version(python)
    if wanted.contains(version, prereleases=True):
        return True
    later = range(version.micro + 1, _LAST_PATCH + 1)
    raised = (Version(f"{version.major}.{version.minor}.{patch}") for patch in later)
    return None if any(wanted.contains(each, prereleases=True) for each in raised) else False


@cache
def admits_interpreter(tags: frozenset[str], python: str) -> bool:
    """Whether any of a wheel's tags is for this CPython, on whatever platform."""
    version = Version(python)
    supported = _supported(version.major, version.minor)
    return not tags or any(_without_platform(tag) in supported for tag in tags)


@cache
def _supported(major: int, minor: int) -> frozenset[Tag]:
    python, abi = (major, minor), f"cp{major}{minor}"
    return frozenset(
        [
            *cpython_tags(python, abis=[abi], platforms=[_LINUX]),
            *compatible_tags(python, interpreter=abi, platforms=[_LINUX]),
        ]
    )


def _without_platform(tag: str) -> Tag:
    interpreter, abi, platform = tag.split("-", 2)
    return Tag(interpreter, abi, "any" if platform == "any" else _LINUX)


@cache
def admits_machine(tags: frozenset[str], *, is_arm: bool) -> bool:
    """Whether any of a wheel's tags is for Linux on such a machine."""
    machine = _ARM if is_arm else _X86
    platforms = {tag.split("-", 2)[2] for tag in tags}
    return not tags or any(each == "any" or machine.fullmatch(each) for each in platforms)


@cache
def asks_nothing(specifier: str | None, tags: frozenset[str]) -> bool:
    """True where every Python of every runtime, known or to come, can install it."""
    known = [*RUNTIMES.values(), *ENVIRONMENTS.values()]
    newest = max(map(Version, known)).minor
    pythons = [*known, *(f"3.{minor}.0" for minor in range(newest + 1, newest + _FUTURE))]
    return all(
        admits_python(specifier, python) and admits_interpreter(tags, python) for python in pythons
    ) and all(tag.endswith("-any") for tag in tags)
