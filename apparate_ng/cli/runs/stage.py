"""What a command works with: its settings, its streams, its observer, its way to ask."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console, RenderableType

from apparate_ng.cli.globals import Globals, globals_of
from apparate_ng.cli.runs.debugging import log_requests
from apparate_ng.cli.runs.given import given_settings
from apparate_ng.cli.runs.progress import Drawing, TerminalProgress, drawing_on
from apparate_ng.cli.runs.streams import written
from apparate_ng.cli.runs.terminal import somebody_is_there, stderr_console, stdout_console
from apparate_ng.cli.runs.tracing import trace_command
from apparate_ng.cli.runs.waiting import long_waits_told
from apparate_ng.cli.unanswered import UnansweredError
from apparate_ng.configuration.loading import load_settings
from apparate_ng.configuration.settings import Settings
from apparate_ng.configuration.variables import passed_over
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.execution.conduct import Conduct
from apparate_ng.operations.execution.context import context_of
from apparate_ng.operations.interrupts import Interrupts
from apparate_ng.operations.plans.wish import Wish, selection_of
from apparate_ng.reports.interchange.documents import to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One run of one command."""

    said: Globals
    settings: Settings
    stdout: Console
    stderr: Console
    observer: TerminalProgress

    @property
    def profile(self) -> str | None:
        """The profile that was named, or None."""
        return self.said.profile

    @property
    def environment(self) -> Mapping[str, str]:
        """The process's environment."""
        return os.environ

    @property
    def interrupts(self) -> Interrupts:
        """Those of this process: Ctrl-C, and a CI server's stop."""
        return self.said.interrupts

    @property
    def wants_json(self) -> bool:
        """True where stdout is for a program to read."""
        return self.said.output == "json"

    def conduct(self, command: str, options: Mapping[str, Any], folder: Path | None) -> Conduct:
        """How a deployment by this command is carried out; `folder` is the project's."""
        return Conduct(
            context=context_of(
                self.environment,
                command=command,
                folder=folder,
                override_freeze=options.get("override_freeze"),
            ),
            rollback_on_failure=options.get("rollback_on_failure", False),
            interrupts=self.interrupts,
            lease_wait_s=options.get("lease_wait", 0),
        )

    def wish(self, options: Mapping[str, Any]) -> Wish:
        """What the settings and this command's own options say about what may change."""
        return Wish(
            policy=self.settings.policy(
                allow_downgrade=options["allow_downgrade"],
                override_freeze=options.get("override_freeze"),
            ),
            selection=selection_of(options),
            max_dependents=self.settings.max_dependents,
            deep=options["deep"],
        )

    def show(self, document: msgspec.Struct, report: Callable[[], RenderableType]) -> None:
        """Put a result on stdout: the document as JSON, or its report for people."""
        self.observer.clear()
        with written(sys.stdout):
            if self.wants_json:
                sys.stdout.write(to_json(document))
            else:
                self.stdout.print(report())

    def show_rows(self, rows: str) -> None:
        """Put rows that a program reads on stdout, as they are."""
        self.observer.clear()
        with written(sys.stdout):
            sys.stdout.write(rows)

    def show_beside(self, report: Callable[[], RenderableType]) -> None:
        """Show people what stands behind a result; --quiet and programs get the result alone."""
        self.observer.clear()
        if not (self.said.quiet or self.wants_json):
            with written(sys.stdout):
                self.stdout.print(report())

    def confirmed(self, question: str, context: Callable[[], RenderableType]) -> bool:
        """Ask, where somebody is there to answer; go ahead where nobody is, or with --yes.

        What is asked about is shown first: on stdout where that is for people, else beside the
        question. With --quiet it is shown only to be asked about.

        Raises:
            UnansweredError: there was no answer.
        """
        self.observer.clear()
        asks = not self.said.yes and somebody_is_there()
        if asks or not (self.said.quiet or self.wants_json):
            # into a file or a program, where whoever is asked would not see it?
            aside = self.wants_json or (asks and not self.stdout.is_terminal)
            shown = self.stderr if aside else self.stdout
            with written(shown.file):
                shown.print(context())
        try:
            return not asks or click.confirm(question, default=False, err=True)
        except click.Abort as abort:
            raise UnansweredError from abort


@contextmanager
def stage(
    context: click.Context, start: Path, options: Mapping[str, Any] | None = None
) -> Iterator[Stage]:
    """Make everything ready for a command that concerns the folder or file `start`.

    Raises:
        ConfigurationError: a setting is wrong.
    """
    said = globals_of(context)
    if said.debug:
        log_requests(sys.stderr)
    trace_command(context.info_name or "", said)
    folder = start if start.is_dir() else Path.cwd()
    settings = load_settings(
        folder,
        explicit=said.config,
        environment=os.environ,
        options=given_settings(options or {}),
    )
    talk = stderr_console(said.color)
    # requests are logged where it would be drawn
    drawing = Drawing.NOTHING if said.debug else drawing_on(talk, os.environ)
    progress = TerminalProgress(talk, drawing, verbose=said.verbose > 0, quiet=said.quiet)
    with progress as observer, long_waits_told(_notices(observer, "waiting")):
        said.screen = observer
        for sentence in passed_over(os.environ):
            _notices(observer, "passed-over")(sentence)
        yield Stage(
            said=said,
            settings=settings,
            stdout=stdout_console(said.color),
            stderr=talk,
            observer=observer,
        )


def _notices(observer: TerminalProgress, code: str) -> Callable[[str], None]:
    return lambda text: observer.noticed(Notice(code=code, text=text))
