"""`apparate rollback`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.completing import complete_dependent, complete_library
from apparate_ng.cli.commands.report_option import report_option
from apparate_ng.cli.commands.shared_options import lease_wait_option, store_option
from apparate_ng.cli.globals import global_options


@click.command("rollback")
@click.argument("deployment", required=False)
@click.option(
    "--library",
    metavar="NAME",
    shell_complete=complete_library,
    help="Without DEPLOYMENT: the latest one of this library.",
)
@click.option(
    "--job",
    "jobs",
    shell_complete=complete_dependent,
    multiple=True,
    metavar="ID_OR_GLOB",
    help="Only what has this id or name. Repeatable.",
)
@click.option("--dry-run", is_flag=True, help="Say what would go back; write nothing.")
@lease_wait_option
@store_option
@report_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Put back what a deployment changed, from any machine.

    Without DEPLOYMENT, an id or its beginning, the latest one that is no rollback is taken. Each
    pin goes back to what it was if it still stands as deployed; what somebody changed since is kept
    and named. Earlier deployments of the same release are not taken back with it: where jobs still
    stand where one of them put them, it is named. A rollback can be rolled back by its id.
    """
    from apparate_ng.cli.runs.rollback import run

    return run(context, options)
