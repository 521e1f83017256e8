"""`apparate apply`: what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.commands.report_option import report_option
from apparate_ng.cli.commands.shared_options import (
    lease_wait_option,
    limit_option,
    override_freeze_option,
    rollback_option,
)
from apparate_ng.cli.globals import global_options


@click.command("apply")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--skip-drifted",
    is_flag=True,
    help="Change the others where some jobs changed since the plan (exit 3).",
)
@limit_option
@override_freeze_option
@lease_wait_option
@rollback_option
@report_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Carry out a plan that was saved with: apparate plan --out FILE.

    All jobs are checked first: if one has changed since the plan, nothing is written (exit 4).
    The plan's artifact is uploaded if the store does not have it.
    """
    from apparate_ng.cli.runs.apply import run

    return run(context, options)
