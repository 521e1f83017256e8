"""`apparate update`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.completing import complete_library
from apparate_ng.cli.commands.report_option import report_option
from apparate_ng.cli.commands.shared_options import (
    deep_option,
    lease_wait_option,
    limit_option,
    override_freeze_option,
    policy_options,
    rollback_option,
    selector_options,
    store_option,
)
from apparate_ng.cli.globals import global_options


@click.command("update")
@click.argument("name", shell_complete=complete_library)
@click.argument("version", required=False)
@store_option
@policy_options
@override_freeze_option
@limit_option
@lease_wait_option
@rollback_option
@deep_option
@selector_options
@report_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Move jobs to a release of library NAME that is in the store already.

    Without VERSION the newest final one is taken.
    """
    from apparate_ng.cli.runs.update import run

    return run(context, options)
