"""What progress looks like: one line with counts and rates, and below it who was changed last."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from threading import Lock

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.segment import Segment
from rich.text import Text

from apparate_ng.cli.runs.progress_stages import Stage
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import OUTCOMES, QUIET, STRONG
from apparate_ng.reports.typesetting.pin_rows import change_words

_MOST_FINE = 5
_MOST_TROUBLED = 3
"""Rows of the table: it stays where it is, however many there are."""
_BAR = 30
"""Columns: with counts of five digits the line still fits 80."""
_TALL_ENOUGH = 12
"""Lines of a terminal that has room for a table."""
_BEFORE = "  + " + "  "
"""What stands around a name."""
_FINE = frozenset({Outcome.UPDATED, Outcome.UNCHANGED})


class RateColumn(ProgressColumn):
    """How many of something in a second, over the last half minute."""

    def render(self, task: Task) -> Text:
        """Nothing, as long as it cannot be told."""
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        return Text(f"{speed:,.0f}/s" if speed >= 1 else f"{speed * 60:,.0f}/min", style=QUIET)


class Picture:
    """The whole drawing. It is changed from any thread, and drawn from another."""

    def __init__(self, *, with_table: bool) -> None:
        self._with_table = with_table
        self._lock = Lock()
        self._stage: Stage | None = None
        self._bar: Progress | None = None
        self._fine: deque[DeployedDependent] = deque(maxlen=_MOST_FINE)
        self._troubled: deque[DeployedDependent] = deque(maxlen=_MOST_TROUBLED)
        self._counts: Counter[Outcome] = Counter()
        self.said = ""
        """Words on top, for as long as it is drawn; set from a signal's handler."""
        self.height = 0
        """Lines on the screen, when it was last drawn."""

    def advance(self, stage: Stage, done: int | None, total: int | None) -> None:
        """Say how far a stage is; another stage takes the place of the one before."""
        with self._lock:
            if stage is not self._stage or self._bar is None:
                self._stage = stage
                self._bar = Progress(*_columns(stage), auto_refresh=False)
                self._bar.add_task(stage.value, total=total)
            self._bar.update(self._bar.task_ids[0], completed=done, total=total)

    def ended(self, dependent: DeployedDependent) -> None:
        """One more dependent is done."""
        with self._lock:
            fine = dependent.outcome in _FINE
            (self._fine if fine else self._troubled).append(dependent)
            self._counts[dependent.outcome] += 1
            if self._bar is not None:
                self._bar.advance(self._bar.task_ids[0])

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield its lines, none wider than the terminal and never more than there is room for."""
        with self._lock:
            lines = [
                console.render_lines(part, options, pad=False) for part in self._parts(console)
            ]
        shown = [line for part in lines for line in part]
        self.height = len(shown)
        for line in shown:
            yield from line
            yield Segment.line()

    def _parts(self, console: Console) -> Iterator[RenderableType]:
        if self.said:
            yield Text(self.said, no_wrap=True, overflow="ellipsis")
        if self._bar is not None:
            yield self._bar.get_renderable()
        has_rows = bool(self._counts) and console.height >= _TALL_ENOUGH
        if self._stage is Stage.APPLYING and self._with_table and has_rows:
            yield from self._table(console.width)
            yield self._sum()

    def _table(self, width: int) -> Iterator[Text]:
        rows = [(one, _name(one), _became(one)) for one in (*self._troubled, *self._fine)]
        widest = max(became.cell_len for _, _, became in rows)
        room = width - len(_BEFORE) - min(widest, width // 2)
        names = min(max(name.cell_len for _, name, _ in rows), max(room, 1))
        for dependent, name, became in rows:
            look = OUTCOMES[dependent.outcome]
            name.truncate(names, overflow="ellipsis", pad=True)
            row = Text.assemble((f"  {look.sign} ", look.style), name, "  ", became)
            row.truncate(width, overflow="ellipsis")
            yield row

    def _sum(self) -> Text:
        counts = [f"{self._counts[one]:,} {one.value}" for one in OUTCOMES if self._counts[one]]
        return Text("  " + ", ".join(counts), style=QUIET, no_wrap=True, overflow="ellipsis")


def _name(dependent: DeployedDependent) -> Text:
    return Text(safe(dependent.name) or safe(dependent.id), style=STRONG)


def _became(dependent: DeployedDependent) -> Text:
    if dependent.error is not None:
        return Text(safe(dependent.error), style=OUTCOMES[dependent.outcome].style)
    changes = {change_words(pin, "") for pin in dependent.upgrades}
    return Text(", ".join(sorted(changes)), style=QUIET)


def _columns(stage: Stage) -> tuple[ProgressColumn, ...]:
    words = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    count = TextColumn("{task.completed:,.0f}", markup=False)
    return {
        Stage.BUILDING: (*words, TimeElapsedColumn()),
        Stage.SCANNING: (*words, count, RateColumn()),
        Stage.UPLOADING: (*words, BarColumn(_BAR), DownloadColumn(), TransferSpeedColumn()),
        Stage.APPLYING: (
            *words,
            BarColumn(_BAR),
            MofNCompleteColumn(),
            RateColumn(),
            TimeRemainingColumn(),
        ),
    }[stage]
