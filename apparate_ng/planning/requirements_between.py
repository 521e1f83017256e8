"""How a release's own requirements differ from those of the version before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from apparate_ng.model.compatibility.checks import RequirementsChange
from apparate_ng.planning.runtime_table import ENVIRONMENTS, RUNTIMES

_LINUX = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "sys_platform": "linux",
    "extra": "",
}
"""What markers say of every machine of the platform."""
_EXTRA = re.compile(r"\bextra\b")
_MACHINES = ("x86_64", "aarch64")
_PYTHONS = frozenset([*RUNTIMES.values(), *ENVIRONMENTS.values()])


def requirements_change(
    from_version: str, before: Iterable[str], after: Iterable[str]
) -> RequirementsChange:
    """What was added, removed and changed. What only extras bring does not count."""
    old, new = dict(_by_key(before)), dict(_by_key(after))
    return RequirementsChange(
        from_version=from_version,
        added=tuple(text for key, text in new.items() if key not in old),
        removed=tuple(text for key, text in old.items() if key not in new),
        changed=tuple(
            (old[key], text)
            for key, text in new.items()
            if key in old and not _alike(old[key], text)
        ),
    )


@cache
def required_name(text: str) -> str | None:
    """The project that a requirement names, in the form in which names are compared."""
    requirement = _parsed(text)
    return None if requirement is None else canonicalize_name(requirement.name)


@cache
def is_for(text: str, python: str | None) -> bool:
    """Whether a requirement counts on Linux under this Python; None stands for any known one.

    One that cannot be read, or compared, counts.
    """
    requirement = _parsed(text)
    if requirement is None or requirement.marker is None:
        return True
    pythons = _PYTHONS if python is None else {python}
    return any(
        _holds(requirement.marker, each, machine) for each in pythons for machine in _MACHINES
    )


def _holds(marker: Marker, python: str, machine: str) -> bool:
    minor = ".".join(python.split(".")[:2])
    said = {
        "python_version": minor,
        "python_full_version": python,
        "implementation_version": python,
        "platform_machine": machine,
    }
    try:
        return marker.evaluate({**_LINUX, **said})
    except ValueError:
        return True


def _by_key(texts: Iterable[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """One project may be required twice, under different markers."""
    for text in texts:
        requirement = _parsed(text)
        marker = "" if requirement is None or requirement.marker is None else requirement.marker
        if not _EXTRA.search(str(marker)):
            yield (required_name(text) or text, str(marker)), text


def _alike(old: str, new: str) -> bool:
    return old == new or (_parsed(old) is not None and _parsed(old) == _parsed(new))


def _parsed(text: str) -> Requirement | None:
    try:
        return Requirement(text)
    except InvalidRequirement:
        return None
