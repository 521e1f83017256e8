"""Progress for people: one calm line on stderr, on a terminal only."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
)

from apparate_ng.model.deployment import DeployedDependent
from apparate_ng.model.plan import Notice
from apparate_ng.reports.safe_text import safe


class TerminalProgress(AbstractContextManager["TerminalProgress"]):
    """An observer that draws. Where stderr is no terminal it draws nothing."""

    def __init__(self, console: Console, *, verbose: bool, quiet: bool) -> None:
        self._console = console
        self._verbose = verbose and not quiet
        self._quiet = quiet
        self._draws = console.is_terminal and not console.is_dumb_terminal and not quiet
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._stage = ""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave no trace on the screen, whatever happened."""
        self.clear()

    def building(self, line: str) -> None:
        """Show the backend's output with -v, else that there is something going on."""
        if self._verbose:
            self._console.print(safe(line))
        else:
            self._show("building", "Building the wheel", None, None)

    def scanned(self, jobs: int) -> None:
        """Count jobs."""
        self._show("scanning", "Looking at jobs", jobs, None)

    def uploaded(self, sent: int, total: int) -> None:
        """Fill the bar of bytes."""
        self._show("uploading", "Uploading", sent, total)

    def applying(self, dependents: int) -> None:
        """Begin a bar of dependents."""
        if dependents:
            self._show("applying", "Updating jobs", 0, dependents)

    def applied(self, dependent: DeployedDependent) -> None:
        """One more; which one is said in the report."""
        del dependent
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)

    def noticed(self, notice: Notice) -> None:
        """Say it beside whatever is drawn, unless --quiet."""
        if not self._quiet:
            self._console.print(f"note: {safe(notice.text)}", soft_wrap=True)

    def clear(self) -> None:
        """Leave no trace on the screen."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None
        self._stage = ""

    def _show(self, stage: str, text: str, done: int | None, total: int | None) -> None:
        if not self._draws:
            return
        if stage != self._stage or self._bar is None or self._task is None:
            self.clear()
            self._stage = stage
            self._bar = Progress(*_columns(stage), console=self._console, transient=True)
            self._bar.start()
            self._task = self._bar.add_task(text, total=total)
        self._bar.update(self._task, completed=done, total=total)


def _columns(stage: str) -> tuple[ProgressColumn, ...]:
    words = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    if stage == "uploading":
        return (*words, BarColumn(), DownloadColumn())
    if stage == "applying":
        return (*words, BarColumn(), MofNCompleteColumn())
    return (
        (*words, TextColumn("{task.completed:,.0f}", markup=False))
        if stage == "scanning"
        else words
    )
