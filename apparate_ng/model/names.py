"""Names of libraries, and when two of them are one."""

from __future__ import annotations

import re

from packaging.utils import canonicalize_name

from apparate_ng.model.kinds import Ecosystem

_SEPARATORS = re.compile(r"[-_.]+")
_ANY_SEPARATORS = r"(?:[-_.]|%2d|%2e|%5f)+"
"""The same in raw text, where those of a path or URL may be escaped."""


def comparable(name: str, ecosystem: Ecosystem) -> str:
    """The form in which names are compared.

    Python projects are compared after PEP 503 normalisation. Names of jars are compared as
    written: the Scala suffix (`_2.12`) is part of the name.
    """
    return canonicalize_name(name) if ecosystem is Ecosystem.PYTHON else name


def mention(name: str) -> re.Pattern[bytes]:
    """A pattern that finds every spelling of `name` in raw bytes, and perhaps more.

    It is the sieve before parsing: what it does not find cannot name the library.
    """
    parts = [re.escape(part) for part in _SEPARATORS.split(name)]
    return re.compile(_ANY_SEPARATORS.join(parts).encode(), re.IGNORECASE)
