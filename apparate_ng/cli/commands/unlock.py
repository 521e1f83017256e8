"""`apparate unlock`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.shared_options import store_option
from apparate_ng.cli.globals import global_options


@click.command("unlock")
@store_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Free the store's lease, when nobody is at work behind it any more.

    It is seldom needed: a lease that is not renewed ends by itself within two minutes, and one
    whose process is gone from this machine does not count. A holder that is at work all the same
    stops before its next write. On a terminal you are asked; elsewhere, and with --yes, it goes
    ahead.
    """
    from apparate_ng.cli.runs.unlock import run

    return run(context, options)
