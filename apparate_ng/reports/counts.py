"""Numbers with their nouns, as people write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Protocol

from apparate_ng.model.dependent import DependentKind


class Kinded(Protocol):
    """What is of some kind."""

    @property
    def kind(self) -> DependentKind:
        """The kind, whose word is the noun."""


def counted(number: int, noun: str) -> str:
    """Return `1 job`, `2 jobs`, `1,234 jobs`."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def counted_dependents(dependents: Collection[Kinded]) -> str:
    """Return `9 jobs`, or where several kinds are meant, `9 jobs and 1 pipeline`."""
    counts = Counter(dependent.kind for dependent in dependents)
    return counted_kinds({kind.value: counts[kind] for kind in DependentKind if counts[kind]})


def counted_kinds(counts: Mapping[str, int]) -> str:
    """Return the counts of several kinds in one phrase; without any, `0 jobs`."""
    phrases = [counted(number, kind) for kind, number in counts.items()]
    return " and ".join(phrases) or counted(0, DependentKind.JOB.value)
