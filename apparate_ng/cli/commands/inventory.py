"""`apparate inventory`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.shared_options import store_option
from apparate_ng.cli.globals import global_options


@click.command("inventory")
@click.argument("name")
@store_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Show which versions of library NAME are pinned where.

    With a store, also how far behind its newest release each of them is.
    """
    from apparate_ng.cli.runs.inventory import run

    return run(context, options)
