"""`apparate resume`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.report_option import report_option
from apparate_ng.cli.commands.shared_options import (
    lease_wait_option,
    override_freeze_option,
    store_option,
)
from apparate_ng.cli.globals import global_options


@click.command("resume")
@click.argument("deployment", required=False)
@lease_wait_option
@override_freeze_option
@store_option
@report_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Finish a deployment that was cut off, from any machine.

    Without DEPLOYMENT, an id or its beginning, the latest unfinished one is taken. What stands as
    before is written, what is done already stays, and what somebody changed since is kept and named.
    """
    from apparate_ng.cli.runs.resume import run

    return run(context, options)
