"""`apparate show`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.report_option import report_option
from apparate_ng.cli.commands.shared_options import store_option
from apparate_ng.cli.globals import global_options_with_all


@click.command("show")
@click.argument("deployment", required=False, metavar="[DEPLOYMENT|FILE]")
@store_option
@report_option
@global_options_with_all
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Show one deployment: what became of each dependent, who started it, and from where.

    DEPLOYMENT is an id or its beginning; without it the latest one is shown. FILE is a plan, a
    deployment or an inventory that was saved with --out, --report or --output json.
    """
    from apparate_ng.cli.runs.show import run

    return run(context, options)
