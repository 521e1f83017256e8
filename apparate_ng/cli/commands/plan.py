"""`apparate plan`: what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.commands.completing import complete_library
from apparate_ng.cli.commands.report_option import report_option
from apparate_ng.cli.commands.shared_options import (
    deep_option,
    limit_option,
    override_freeze_option,
    policy_options,
    project_options,
    selector_options,
    store_option,
)
from apparate_ng.cli.globals import global_options


@click.command("plan")
@project_options
@click.option(
    "--library",
    metavar="NAME",
    shell_complete=complete_library,
    help="Plan for a release that is in the store.",
)
@click.option("--version", metavar="V", help="Which one.  [default: the newest final one]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Save the plan, and the built artifact beside it, for apply.",
)
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 10 if there are changes.")
@store_option
@policy_options
@override_freeze_option
@limit_option
@deep_option
@selector_options
@report_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Say what upload-and-update would do, and why, and what it would not; write nothing.

    PATH is a project folder, which is built out of its tree, or a built .whl, .egg or .jar.
    """
    from apparate_ng.cli.runs.plan import run

    return run(context, options)
