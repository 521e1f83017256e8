"""Progress for people: in one calm place on stderr, on a terminal only."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from enum import Enum
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console

from apparate_ng.cli.runs.progress_stages import Stage
from apparate_ng.configuration.ci import ci_server
from apparate_ng.model.deployments.deployment import DeployedDependent
from apparate_ng.model.plans.plan import Notice
from apparate_ng.reports.safe_text import safe

if TYPE_CHECKING:  # what draws is imported where something is drawn: in CI nothing is
    from rich.live import Live

    from apparate_ng.cli.runs.progress_picture import Picture

_TIMES_A_SECOND = 5
"""Drawn anew so often: often enough to be alive, seldom enough to be read."""


class Drawing(Enum):
    """How much is drawn."""

    NOTHING = "nothing"
    LINE = "line"
    TABLE = "table"
    """The line, and while dependents are changed, a few of them."""


def drawing_on(console: Console, environment: Mapping[str, str]) -> Drawing:
    """What fits a terminal: nothing where it is none, is dumb, or is a CI server's.

    A line, where colours are not wanted: whoever wants it plain wants it calm.
    """
    if not console.file.isatty() or console.is_dumb_terminal or ci_server(environment) is not None:
        return Drawing.NOTHING
    return Drawing.LINE if console.no_color else Drawing.TABLE


class TerminalProgress(AbstractContextManager["TerminalProgress"]):
    """An observer that draws, or says only what must be said."""

    def __init__(self, console: Console, drawing: Drawing, *, verbose: bool, quiet: bool) -> None:
        self._console = console
        self._drawing = Drawing.NOTHING if quiet else drawing
        self._verbose = verbose and not quiet
        self._quiet = quiet
        self._live: Live | None = None
        self._picture: Picture | None = None

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
            self._show(Stage.BUILDING, None, None)

    def scanned(self, jobs: int) -> None:
        """Count jobs."""
        self._show(Stage.SCANNING, jobs, None)

    def uploaded(self, sent: int, total: int) -> None:
        """Fill the bar of bytes."""
        self._show(Stage.UPLOADING, sent, total)

    def applying(self, dependents: int) -> None:
        """Begin a bar of dependents."""
        if dependents:
            self._show(Stage.APPLYING, 0, dependents)

    def applied(self, dependent: DeployedDependent) -> None:
        """One more; what became of all of them is said in the report."""
        if self._picture is not None:
            self._picture.ended(dependent)

    def noticed(self, notice: Notice) -> None:
        """Say it above whatever is drawn, unless --quiet."""
        if not self._quiet:
            self._console.print(f"note: {safe(notice.text)}", soft_wrap=True)

    def say(self, words: str) -> bool:
        """Show the words with what is drawn; False where nothing is. It waits for nothing."""
        if self._live is None or self._picture is None:
            return False
        self._picture.said = words
        return True

    @property
    def height(self) -> int:
        """Lines that are drawn on the screen now."""
        return 0 if self._live is None or self._picture is None else self._picture.height

    def clear(self) -> None:
        """Leave no trace on the screen, but for words that were said meanwhile."""
        live, self._live = self._live, None
        if live is None:
            return
        live.stop()
        picture, self._picture = self._picture, None
        if picture is not None and picture.said:
            self._console.print(picture.said, soft_wrap=True)

    def _show(self, stage: Stage, done: int | None, total: int | None) -> None:
        if self._drawing is Drawing.NOTHING:
            return
        if self._picture is None:
            from apparate_ng.cli.runs.progress_picture import Picture

            self._picture = Picture(with_table=self._drawing is Drawing.TABLE)
        self._picture.advance(stage, done, total)
        if self._live is None:
            from rich.live import Live

            live = Live(
                self._picture,
                console=self._console,
                refresh_per_second=_TIMES_A_SECOND,
                transient=True,
            )
            live.start(refresh=True)
            self._live = live
