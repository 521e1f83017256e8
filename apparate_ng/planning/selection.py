"""Selectors: which dependents people want to look at, on this occasion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Protocol

from apparate_ng.model.dependents.dependent import Dependent, DependentKind


class Named(Protocol):
    """What people can choose by id or name."""

    @property
    def id(self) -> str:
        """The platform's id."""

    @property
    def name(self) -> str:
        """The name, which need not be unique."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What was asked for; nothing asked selects everything."""

    jobs: tuple[str, ...] = ()
    """Ids, or globs on id or name; any of them."""
    exclude: tuple[str, ...] = ()
    """The same, to be left out."""
    tags: tuple[str, ...] = ()
    """`KEY` or `KEY=VALUE`; all of them."""
    scheduled_only: bool = False

    def selects(self, dependent: Dependent) -> bool:
        """True where the dependent is wanted; a file, where everybody who uses it is.

        When a file's users run is not known here, so `scheduled_only` leaves files out.
        """
        if dependent.kind is not DependentKind.FILE:
            return self._wants(dependent)
        return not self.scheduled_only and all(
            self._wants(replace(dependent, id=user.id, name=user.name, tags=user.tags))
            for user in dependent.users
        )

    def _wants(self, dependent: Dependent) -> bool:
        return (
            (not self.jobs or any_matches(self.jobs, dependent))
            and not any_matches(self.exclude, dependent)
            and all(_has_tag(dependent, tag) for tag in self.tags)
            and (dependent.schedule is not None or not self.scheduled_only)
        )


def any_matches(patterns: tuple[str, ...], dependent: Named) -> bool:
    """True where an id, or a glob on id or name, stands for the dependent.

    A name that looks like a glob (`[prod] score`) also stands for itself.
    """
    return any(
        pattern == dependent.name
        or fnmatchcase(dependent.name, pattern)
        or fnmatchcase(dependent.id, pattern)
        for pattern in patterns
    )


def _has_tag(dependent: Dependent, tag: str) -> bool:
    key, separator, value = tag.partition("=")
    return key in dependent.tags and (not separator or dependent.tags[key] == value)
