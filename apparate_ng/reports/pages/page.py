"""What a page says, before it is HTML. Nothing in it is escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from apparate_ng.reports.pages.matrix import Matrix
from apparate_ng.reports.pages.row import Row, Tone
from apparate_ng.reports.wording.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that people look for."""

    number: int
    noun: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A warning, or what could not be read: about whom, and what."""

    who: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A way to filter: its choices in order. A row knows its choice by the place in the list."""

    name: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row with its choices in all facets, then the rank of its name: whole numbers only."""

    row: Row
    keys: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows, and what they can be filtered and sorted by."""

    facets: tuple[Facet, ...]
    rows: tuple[TableRow, ...]
    state: str
    """What the first column is."""
    change: str
    """What the versions are."""
    has_libraries: bool
    dependents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything that a page says."""

    kind: str
    title: str
    lead: str
    """One sentence whose numbers add up."""
    figures: tuple[Figure, ...]
    counted: str
    """What the figures count."""
    matrices: tuple[Matrix, ...]
    facts: tuple[tuple[str, str], ...]
    commands: tuple[Command, ...]
    warnings: tuple[Warned, ...]
    unreadable: tuple[Warned, ...]
    table: Table


NO_OWNER = "no owner"
_Key: TypeAlias = tuple[Any, ...]
"""What a choice is sorted by; all of one facet have the same shape."""


def table_of(rows: Sequence[Row], *, state: str, change: str) -> Table:
    """Return the rows with what they can be filtered by."""
    facets = [
        _Facets("Library", rows, lambda row: row.library, lambda row: (row.library,)),
        _Facets(
            "Version", rows, lambda row: row.version, lambda row: (row.version_rank, row.version)
        ),
        _Facets(state, rows, lambda row: row.state.word, lambda row: (row.state.rank,)),
        _Facets(
            "Owner",
            rows,
            owner_of,
            lambda row: (row.owner is None, (row.owner or "").lower(), row.owner or ""),
        ),
        _Facets(
            "Schedule", rows, schedule_of, lambda row: (row.schedule is None, schedule_of(row))
        ),
        _Facets("Kind", rows, lambda row: row.kind.value, lambda row: (row.kind.value,)),
    ]
    names = _Facets("", rows, _name, lambda row: (_name(row),))
    return Table(
        facets=tuple(Facet(name=one.name, choices=one.choices) for one in facets),
        rows=tuple(
            TableRow(row=row, keys=" ".join(str(one.place(row)) for one in (*facets, names)))
            for row in rows
        ),
        state=state,
        change=change,
        has_libraries=len(facets[0].choices) > 1,
        dependents=len({row.key for row in rows}),
    )


def owner_of(row: Row) -> str:
    """Whose it is."""
    return row.owner or NO_OWNER


def schedule_of(row: Row) -> str:
    """Of what sort its schedule is."""
    if row.schedule is None:
        return "no schedule"
    return row.schedule.kind.replace("_", " ") + (", paused" if row.schedule.paused else "")


def _name(row: Row) -> str:
    return row.title.lower()


class _Facets:
    """The choices of one facet while they are gathered."""

    def __init__(
        self,
        name: str,
        rows: Sequence[Row],
        label: Callable[[Row], str],
        order: Callable[[Row], _Key],
    ) -> None:
        self.name = name
        self._label = label
        first: dict[str, _Key] = {}
        for row in rows:
            key = order(row)
            first[label(row)] = min(first.get(label(row), key), key)
        self.choices = tuple(sorted(first, key=lambda text: first[text]))
        self._places = {text: place for place, text in enumerate(self.choices)}

    def place(self, row: Row) -> int:
        return self._places[self._label(row)]
