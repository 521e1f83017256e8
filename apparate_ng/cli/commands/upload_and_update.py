"""`apparate upload-and-update`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.report_option import report_option
from apparate_ng.cli.commands.shared_options import (
    deep_option,
    lease_wait_option,
    limit_option,
    override_freeze_option,
    policy_options,
    project_options,
    rollback_option,
    selector_options,
    store_option,
)
from apparate_ng.cli.globals import global_options


@click.command("upload-and-update")
@project_options
@click.option("--dry-run", is_flag=True, help="The same as plan: write nothing.")
@click.option(
    "--prune",
    is_flag=True,
    help="In the end, remove older releases of it that nothing refers to (see apparate prune).",
)
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
    """Build a release, upload it, and move every job that pins an older version to it.

    PATH is a project folder or a built .whl, .egg or .jar. On a terminal the plan is shown and
    you are asked; elsewhere, and with --yes, it goes ahead. What is held is named, with the
    reason and what to do about it. A rerun finishes what was cut off.
    """
    from apparate_ng.cli.runs.upload_and_update import run

    return run(context, options)
