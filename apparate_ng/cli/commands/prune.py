"""`apparate prune`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.completing import complete_library
from apparate_ng.cli.commands.duration import Duration
from apparate_ng.cli.commands.shared_options import lease_wait_option, store_option
from apparate_ng.cli.globals import global_options


@click.command("prune")
@click.argument("name", required=False, shell_complete=complete_library)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Keep the N newest versions of each library.  [default: 1]",
)
@click.option(
    "--older-than",
    type=Duration(),
    default="1d",
    metavar="SPAN",
    help="Keep what is younger, such as 30d or 12h.  [default: 1d]",
)
@click.option("--dry-run", is_flag=True, help="Only say what would go, and what stays and why.")
@click.option(
    "--deep/--no-deep",
    default=True,
    help="Whether to read init scripts and notebooks, too.  [default: deep]",
)
@click.option(
    "--include-also-stores", is_flag=True, help="Remove from the older places (also_stores), too."
)
@lease_wait_option
@store_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Remove releases from the store that nothing refers to: all, or those of library NAME.

    Whatever a job, a pipeline, a cluster, a policy, a file, a run that has not ended or a rollback
    may need stays, and so do the newest of each library and what is young. Where something could
    not be read, nothing is removed that it may refer to (exit 3). On a terminal you are asked
    before anything goes; elsewhere, and with --yes, it goes ahead. What was removed is recorded in
    the store.
    """
    from apparate_ng.cli.runs.prune import run

    return run(context, options)
