"""Breaks of an API that people let pass, and why."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

import msgspec


class Waiver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may break without holding anything.

    `pkg.mod.Client` waives `pkg.mod.Client.fetch` too; `*` stands for any text, dots included.
    """

    name: str
    reason: str | None = None
    """For people; it is shown wherever the waiver lets something pass."""

    def covers(self, broken: str) -> bool:
        """True where it names the object, by its dotted name, or something that it is in."""
        parts = broken.split(".")
        names = (".".join(parts[:end]) for end in range(1, len(parts) + 1))
        return any(fnmatchcase(name, self.name) for name in names)


def waivers(words: Iterable[str | Waiver]) -> tuple[Waiver, ...]:
    """Waivers as people write them: a name alone, or with the reason."""
    return tuple(Waiver(name=word) if isinstance(word, str) else word for word in words)


def waiver_of(broken: str, given: Iterable[Waiver]) -> Waiver | None:
    """The first that lets it pass, or None."""
    return next((one for one in given if one.covers(broken)), None)
