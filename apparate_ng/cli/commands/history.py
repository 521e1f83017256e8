"""`apparate history`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.shared_options import store_option
from apparate_ng.cli.globals import global_options


@click.command("history")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="The newest N deployments.",
)
@store_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """List the deployments that the store knows of, newest first."""
    from apparate_ng.cli.runs.history import run

    return run(context, options)
