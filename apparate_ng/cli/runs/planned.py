"""What `plan` and the dry run of `upload-and-update` have in common."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import RenderableType

from apparate_ng.cli.runs.next_command import same_options
from apparate_ng.cli.runs.reporting import write_reports
from apparate_ng.cli.runs.stage import Stage
from apparate_ng.errors import ExitCode
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.known_names import remember_names
from apparate_ng.reports.wording.command import Command


def show_plan(
    stage: Stage, plan: Plan, *, next_command: str | None, saved: Path | None = None
) -> None:
    """Put a plan on stdout, and into reports; `saved` is where it was saved."""
    remember_names(plan)
    stage.show(plan, lambda: _report(plan, next_command, verbose=stage.said.verbose > 0))
    write_reports(stage, plan, tuple(_commands(next_command, saved)), saved)


def _report(plan: Plan, next_command: str | None, *, verbose: bool) -> RenderableType:
    from apparate_ng.reports.text.plan import plan_report  # a program that reads JSON needs none

    return plan_report(plan, next_command=next_command, verbose=verbose)


def _commands(next_command: str | None, saved: Path | None) -> Iterator[Command]:
    if next_command is not None:
        yield Command(purpose="Carry this plan out", text=next_command)
    if saved is not None:
        again = shlex.join(["apparate", "show", str(saved)])
        yield Command(purpose="See it in a terminal", text=again, is_next=False)


def next_for(
    context: click.Context, plan: Plan, *, out: Path | None, published: bool, library: str | None
) -> str | None:
    """The command that carries the plan out, or None where there is nothing to do."""
    if not plan.has_changes and published:
        return None
    if out is not None:
        return same_options(context, "apply", str(out))
    if library is not None:
        return same_options(context, "update", library, plan.release.version)
    return same_options(context, "upload-and-update")


def exit_code_for(plan: Plan, *, detailed: bool) -> ExitCode:
    """10 where there are changes and somebody asked to be told so."""
    return ExitCode.CHANGES if detailed and plan.has_changes else ExitCode.DONE
