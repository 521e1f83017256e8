"""`apparate inventory`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.completing import complete_library
from apparate_ng.cli.commands.report_option import inventory_report_option
from apparate_ng.cli.commands.shared_options import deep_option, store_option
from apparate_ng.cli.globals import global_options_with_csv


@click.command("inventory")
@click.argument("name", required=False, shell_complete=complete_library)
@click.option("--stale", is_flag=True, help="Only versions that are behind the store.")
@click.option("--long", is_flag=True, help="Name all dependents, their owners and schedules.")
@click.option(
    "--all", "everything", is_flag=True, help="Also libraries that only a package index has."
)
@deep_option
@store_option
@inventory_report_option
@global_options_with_csv
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Show which versions of library NAME are pinned where, or without NAME, of every library.

    With a store, also how far behind its newest release each of them is. Libraries that are only
    installed from a package index, and of which the store has nothing, are counted, and shown with
    --all.
    """
    from apparate_ng.cli.runs.inventory import run

    return run(context, options)
