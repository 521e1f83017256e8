"""A row of the corpus: a package before and after, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Package: TypeAlias = str | Mapping[str, str | bytes]
"""One text is `lib/__init__.py`; else texts by their paths inside the wheel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One change, in a package that has nothing else."""

    kind: str
    name: str
    old: Package
    new: Package
    object: str | None = None
    """Of a break: what it must be told of."""
    known_miss: str | None = None
    """Why the verdict is wrong here, and will be until somebody does something about it."""

    @property
    def id(self) -> str:
        """What a test calls it."""
        return f"{self.kind}: {self.name}"


def pair(kind: str, name: str, old: Package, new: Package, **more: str) -> Pair:
    """A row, short to write."""
    return Pair(kind=kind, name=name, old=old, new=new, **more)
