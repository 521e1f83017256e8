"""`apparate show`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.shared_options import store_option
from apparate_ng.cli.globals import global_options


@click.command("show")
@click.argument("deployment", required=False, metavar="[DEPLOYMENT|FILE]")
@store_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Show one deployment: what became of each dependent, who started it, and from where.

    DEPLOYMENT is an id or its beginning; without it the latest one is shown. FILE is a deployment
    that was saved with --output json.
    """
    from apparate_ng.cli.runs.show import run

    return run(context, options)
