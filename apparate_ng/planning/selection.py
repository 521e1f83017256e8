"""Selectors: which dependents people want to look at, on this occasion."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Protocol

from apparate_ng.model.dependents.dependent import Dependent, DependentKind, Unreadable
from apparate_ng.model.plans.plan import Notice

_SELECTS_NOTHING = "selects-nothing"


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

    @property
    def given(self) -> tuple[str, ...]:
        """What was asked for, by the names of the options."""
        said = {
            "job": self.jobs,
            "exclude": self.exclude,
            "tag": self.tags,
            "scheduled-only": self.scheduled_only,
        }
        return tuple(name for name, value in said.items() if value)

    def selects(self, dependent: Dependent) -> bool:
        """True where the dependent is wanted; a file, where everybody who uses it is.

        A cluster or policy is wanted by its own name, unless somebody who runs on it is left out.

        When a file's users run is not known here, so `scheduled_only` leaves files out.
        """
        if dependent.kind is not DependentKind.FILE:
            left_out = any(any_matches(self.exclude, user) for user in dependent.users)
            return not left_out and self._wants(dependent)
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


def known_names(dependents: Iterable[Dependent], unread: Iterable[Unreadable]) -> list[Named]:
    """Whatever a selector may mean: what was found, whoever uses it, and what is unknown."""
    known: list[Named] = [*unread]
    for one in dependents:
        known += [one, *one.users]
    return known


def matching_nothing(patterns: Iterable[str], known: Collection[Named]) -> list[str]:
    """Those of the patterns that stand for nothing of what is known."""
    return [one for one in patterns if not any(any_matches((one,), each) for each in known)]


def selector_notices(
    selection: Selection, known: Collection[Named], whoever: str
) -> tuple[Notice, ...]:
    """A warning for each pattern that stands for nothing; `whoever` says among what, in words.

    It is no error: what a pipeline names may come later, or refer to the library no more.
    """
    from apparate_ng.planning.nearest import did_you_mean  # most plans have nobody to ask

    given = (("--job", selection.jobs), ("--exclude", selection.exclude))
    names = [one.name for one in known]
    return tuple(
        Notice(
            code=_SELECTS_NOTHING,
            text=f"nothing that {whoever} goes by {one!r} ({option})"
            + (f": {question}" if (question := did_you_mean(one, names)) else ""),
        )
        for option, patterns in given
        for one in matching_nothing(patterns, known)
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
