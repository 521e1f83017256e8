"""Numbers with their nouns, as people write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Protocol

from apparate_ng.model.dependents.dependent import DependentKind


class Kinded(Protocol):
    """What is of some kind."""

    @property
    def kind(self) -> DependentKind:
        """The kind, whose word is the noun."""


def counted(number: int, noun: str) -> str:
    """Return `1 job`, `2 jobs`, `1,234 jobs`, `3 policies`."""
    several = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else several}"


def counted_dependents(dependents: Collection[Kinded]) -> str:
    """Return `9 jobs`, or where several kinds are meant, `9 jobs, 2 pipelines and 1 policy`."""
    counts = Counter(dependent.kind for dependent in dependents)
    return counted_kinds({kind.value: counts[kind] for kind in DependentKind if counts[kind]})


def counted_kinds(counts: Mapping[str, int]) -> str:
    """Return the counts of several kinds in one phrase, jobs first; without any, `0 jobs`.

    A document that was read has its keys in an order of its own.
    """
    kinds = [kind.value for kind in DependentKind]
    known = {kind: counts[kind] for kind in kinds if kind in counts}
    phrases = [counted(number, kind) for kind, number in {**known, **counts}.items()]
    first = ", ".join(phrases[:-1])
    return " and ".join(filter(None, (first, *phrases[-1:]))) or counted(0, DependentKind.JOB.value)
