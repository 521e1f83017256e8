"""Speed and size, as ratios measured side by side. Run by `ci/bench`."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import click

from measures.accuracy import accuracy
from measures.api_diff import api_diff
from measures.apply import apply
from measures.checks import checks
from measures.plan import plan
from measures.races import races
from measures.rate import rate
from measures.request_counts import request_counts
from measures.start_up import start_up
from measures.typed_scan import typed_scan
from measures.upload import upload
from measuring.local_workspace import NoWorkspaceError
from measuring.process import ProcessFailedError
from measuring.scale import Scale, full, quick
from recording.origin import ROOT, TABLE, origin
from recording.table import append_row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

    from measuring.figure import Figure

_MEASURES: dict[str, Callable[[Scale], list[Figure]]] = {
    "start-up": start_up,
    "plan": plan,
    "typed-scan": typed_scan,
    "apply": apply,
    "api-diff": api_diff,
    "checks": checks,
    "accuracy": accuracy,
    "requests": request_counts,
    "upload": upload,
    "races": races,
    "rate": rate,
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--runs",
    default=5,
    show_default=True,
    type=click.IntRange(min=1),
    help="Runs of each program.",
)
@click.option(
    "--only",
    type=click.Choice(list(_MEASURES)),
    multiple=True,
    help="Measure this alone. Repeatable.",
)
@click.option("--no-record", is_flag=True, help=f"Add no row to {TABLE}.")
@click.option(
    "--quick", "is_quick", is_flag=True, help="Small sizes and one run: judge and record nothing."
)
def benchmarks(*, runs: int, only: Sequence[str], no_record: bool, is_quick: bool) -> None:
    """Measure speed and size against floors, side by side. Exits with 1 if a target is missed."""
    scale = quick() if is_quick else full(runs)
    figures = [
        figure
        for name, measure in _MEASURES.items()
        if name in (only or _MEASURES)
        for figure in _measured(name, measure, scale, is_judged=not is_quick)
    ]
    if is_quick:
        click.echo("\nSmall sizes say nothing about the targets; nothing was judged or recorded.")
        return
    if not no_record:
        append_row(ROOT / TABLE, figures, origin())
        click.echo(f"\nA row was added to {TABLE}.")
    missed = [figure.name for figure in figures if figure.is_missed]
    click.echo(f"\nMissed: {', '.join(missed)}" if missed else "\nAll targets are met.")
    sys.exit(bool(missed))


def _measured(
    name: str, measure: Callable[[Scale], list[Figure]], scale: Scale, *, is_judged: bool
) -> list[Figure]:
    click.echo(f"\n{name}")
    try:
        figures = measure(scale)
    except (ProcessFailedError, NoWorkspaceError) as error:
        raise click.ClickException(str(error)) from error
    for figure in figures:
        verdict = figure.verdict if is_judged else "not judged"
        click.echo(f"  {figure.name:<18} {figure.text:>9}  {verdict:<22} {figure.detail}")
    return figures


def _end(number: int, frame: FrameType | None) -> None:
    """Let every context close, so that no server is left behind."""
    del frame
    sys.exit(128 + number)


signal.signal(signal.SIGTERM, _end)
benchmarks()
