"""The picture of an estate: who runs what, as a matrix of discs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

from apparate_ng.reports.pages.row import Row, Tone

_MOST_LINES = 15
_MOST_COLUMNS = 10
_LARGEST = 15.0
"""The radius of the largest disc, in the picture's units."""
_SMALLEST = 2.5
Dependents: TypeAlias = set[tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One version, or one distance, from the oldest to the newest."""

    name: str
    note: str
    tone: Tone
    is_target: bool = False
    """Whether it is where the others are to go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """So many dependents, of which so many are to move or have moved; areas say how many."""

    total: int
    part: int
    radius: float
    inner: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One owner, or one library, or all; a disc or nothing for each column."""

    name: str
    total: int
    discs: tuple[Disc | None, ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Lines against columns. Numbers are dependents, so one that is in two columns counts in both."""

    title: str
    of: str
    """What the lines are."""
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    moves: tuple[str, str] | None
    """What an inner disc says, and what the rest does; None where there are no inner ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """What becomes a line and what a column."""

    title: str
    of: str
    line: Callable[[Row], str]
    column: Callable[[Row], Column]
    columns: Sequence[Column]
    is_behind: Callable[[Row], bool]
    moves: Callable[[Row], bool] | None = None
    moves_words: tuple[str, str] = ("", "")
    """What it says of a dependent that it does, and that it does not."""
    others: str = "others"


def matrix_of(rows: Sequence[Row], axes: Axes) -> Matrix | None:
    """Return the picture; None where there is nothing to be seen in it."""
    if not rows or not axes.columns:
        return None
    columns, folded = _folded(axes.columns)
    cells = _cells(rows, axes, folded)
    names = _ordered(rows, axes)
    shown, hidden = names[:_MOST_LINES], names[_MOST_LINES:]
    if len(hidden) == 1:
        shown, hidden = names, []
    lines = [_Counted(name, [cells[name]]) for name in shown]
    if hidden:
        lines.append(_Counted(f"{len(hidden):,} {axes.others}", [cells[name] for name in hidden]))
    everybody = _Counted("All", list(cells.values()))
    scale = max((len(total) for line in lines for total in line.totals(columns)), default=1)
    whole = max((len(total) for total in everybody.totals(columns)), default=1)
    return Matrix(
        title=axes.title,
        of=axes.of,
        columns=columns,
        lines=(
            *([everybody.line(columns, whole, is_sum=True)] if len(lines) > 1 else []),
            *(line.line(columns, scale, is_sum=False) for line in lines),
        ),
        moves=None if axes.moves is None else axes.moves_words,
    )


_Cell: TypeAlias = tuple[Dependents, Dependents]
_Cells: TypeAlias = "defaultdict[Column, _Cell]"


class _Counted:
    """A line before it is drawn."""

    def __init__(self, name: str, parts: Iterable[_Cells]) -> None:
        self._name = name
        self._cells: _Cells = _no_cells()
        for part in parts:
            for column, (total, moving) in part.items():
                self._cells[column][0].update(total)
                self._cells[column][1].update(moving)

    def totals(self, columns: Sequence[Column]) -> list[Dependents]:
        return [self._cells[column][0] for column in columns]

    def line(self, columns: Sequence[Column], scale: int, *, is_sum: bool) -> Line:
        discs = tuple(_disc(*self._cells[column], scale) for column in columns)
        everybody = set().union(*self.totals(columns))
        return Line(name=self._name, total=len(everybody), discs=discs, is_sum=is_sum)


def _cells(
    rows: Iterable[Row], axes: Axes, folded: dict[Column, Column]
) -> defaultdict[str, _Cells]:
    cells: defaultdict[str, _Cells] = defaultdict(_no_cells)
    for row in rows:
        total, moving = cells[axes.line(row)][folded[axes.column(row)]]
        total.add(row.key)
        if axes.moves is not None and axes.moves(row):
            moving.add(row.key)
    return cells


def _no_cells() -> _Cells:
    return defaultdict(lambda: (set(), set()))


def _folded(columns: Sequence[Column]) -> tuple[tuple[Column, ...], dict[Column, Column]]:
    """Where there are too many columns, the oldest ones are one."""
    hidden = len(columns) - _MOST_COLUMNS + 1 if len(columns) > _MOST_COLUMNS else 0
    kept = columns[hidden:]
    if not hidden:
        return tuple(columns), {column: column for column in columns}
    older = Column(name="older", note=f"{hidden:,} versions", tone=columns[0].tone)
    return (older, *kept), {
        **dict.fromkeys(columns[:hidden], older),
        **{column: column for column in kept},
    }


def _ordered(rows: Iterable[Row], axes: Axes) -> list[str]:
    """Who has most that is behind first, then who has most."""
    behind: defaultdict[str, Dependents] = defaultdict(set)
    total: defaultdict[str, Dependents] = defaultdict(set)
    for row in rows:
        name = axes.line(row)
        total[name].add(row.key)
        if axes.is_behind(row):
            behind[name].add(row.key)
    return sorted(total, key=lambda name: (-len(behind[name]), -len(total[name]), name))


def _disc(total: Dependents, moving: Dependents, scale: int) -> Disc | None:
    if not total:
        return None
    return Disc(
        total=len(total),
        part=len(moving),
        radius=_radius(len(total), scale),
        inner=_radius(len(moving), scale) if moving else 0.0,
    )


def _radius(number: int, scale: int) -> float:
    """Areas are as the numbers; the smallest can still be seen."""
    return round(max(_SMALLEST, _LARGEST * sqrt(number / scale)), 1)
